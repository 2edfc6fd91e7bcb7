import type { BaselinePolicy } from "../domain/config.ts";
import type { Machine } from "../domain/evidence.ts";
import type { BaselineRecorded, LedgerStamp } from "../domain/ledger.ts";
import type { Problem } from "../domain/problem.ts";

/** One entry about a passing run of the default branch. */
export type BaselineRun = LedgerStamp & BaselineRecorded;

/** What is known of earlier runs. A ledger that cannot be read is not an empty one. */
export type LedgerRecord =
  /** This run has no ledger to read. */
  | { readonly kind: "none" }
  | { readonly kind: "unreadable"; readonly place: string; readonly problem: Problem }
  /** In the order in which they were recorded. */
  | { readonly kind: "read"; readonly place: string; readonly runs: readonly BaselineRun[] };

export const noRecord: LedgerRecord = { kind: "none" };

/** What the comparisons of one stage with the ledger share. */
export interface RecordedContext {
  readonly record: LedgerRecord;
  readonly policy: BaselinePolicy;
  /** That the stage was measured on; null when the evidence does not tell. */
  readonly machine: Machine | null;
  readonly errorRate: number;
  readonly now: Date;
}
