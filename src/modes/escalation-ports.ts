import type { ConcernIssues, EscalationRollback, SendToChannel } from "../domain/escalation-doors.ts";
import type { LedgerStore } from "../domain/ledger.ts";
import type { Clock } from "../domain/ports.ts";
import type { RunContext } from "../domain/run-context.ts";
import type { Redact } from "../text/redact-secrets.ts";

/** Everything that an escalation reaches the world through. */
export interface EscalationPorts {
  readonly clock: Pick<Clock, "now">;
  readonly ledger: LedgerStore | null;
  readonly context: Pick<RunContext, "run" | "commit">;
  readonly redact: Redact;
  /** Name and version of this program. */
  readonly tool: string;
  /** Letters and digits that no other run has. */
  readonly random: () => string;
  readonly send: SendToChannel;
  /** Null where there is no way to GitHub. */
  readonly issues: ConcernIssues | null;
  /** Null where the flag cannot be turned off from here. */
  readonly rollback: EscalationRollback | null;
}
