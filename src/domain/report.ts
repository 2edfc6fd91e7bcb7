import type { Evidence } from "./evidence.ts";
import type { Finding } from "./finding.ts";
import type { History } from "./history.ts";
import type { PolicyRecord } from "./policy.ts";
import type { PeopleRecord } from "./sign-off.ts";
import type { Verdict } from "./verdict.ts";

/** Everything that a reader may be told, in one value; every rendering starts from it and adds nothing. */
export interface Report {
  readonly schema: "rollout-gate/report/1";
  readonly rollout: string;
  readonly verdict: Verdict;
  /** Worst first, then in the order of the config. */
  readonly findings: readonly Finding[];
  /** One for each evidence file, in the order of their shards. */
  readonly evidence: readonly Evidence[];
  /** Absent where the workspace's own config judges, as on a push. */
  readonly policy?: PolicyRecord;
  /** Absent where the config asks people nothing. */
  readonly people?: PeopleRecord;
  /** Absent where the ledger was not read, or has no metric twice. */
  readonly history?: History;
  readonly concludedAt: string;
  readonly tool: string;
}
