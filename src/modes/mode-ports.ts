import type { CollectPorts } from "../collect/collect-ports.ts";
import type { LedgerPlan } from "../domain/config.ts";
import type { LedgerStore } from "../domain/ledger.ts";
import type { PolicySource } from "../domain/policy.ts";
import type { Report } from "../domain/report.ts";
import type { RunContext } from "../domain/run-context.ts";
import type { PeoplePort } from "../domain/sign-off.ts";
import type { Redact } from "../text/redact-secrets.ts";

/** Tells the world about a verdict. Whatever goes wrong is a warning: publishing cannot change a verdict. */
export interface Publisher {
  publish(report: Report): Promise<readonly string[]>;
}

/** What a verdict will ask of GitHub. */
export interface AheadNeeds {
  readonly rollout: string;
  /** The branch whose record of earlier runs will be read; null: none. */
  readonly ledgerBranch: string | null;
  /** Whether people will be asked. */
  readonly people: boolean;
}

/** Everything that the modes reach the world through. */
export interface ModePorts extends CollectPorts {
  readonly publisher: Publisher;
  /** For whom this run works. */
  readonly context: RunContext;
  /** Configs of other commits; null when this run has no way to them. */
  readonly policy: PolicySource | null;
  /** What people ticked; null when this run has no way to know it. */
  readonly people: PeoplePort | null;
  /** Sees at once what is about to be asked for, which is a matter of cost alone; null when this run has no way to GitHub. */
  readonly lookAhead: ((needs: AheadNeeds) => Promise<void>) | null;
  /** The record of rollouts; null when this run has none to read or write. */
  readonly ledger: LedgerStore | null;
  /** Takes known secrets out of text that leaves the program. */
  readonly redact: Redact;
  /** Opens the ledger that a config names; null when this run has no way to it. */
  readonly openLedger: (plan: LedgerPlan) => Promise<LedgerStore | null>;
  /** Name and version of this program, as evidence and reports bear it. */
  readonly tool: string;
}

/** The gate could not do its work: not a verdict, and never told as one. Its message is shown to people as it is. */
export class GateBroke extends Error {
  override readonly name = "GateBroke";
}
