import type { Config } from "./config.ts";
import type { Finding } from "./finding.ts";
import type { LedgerEvent } from "./ledger.ts";
import type { Problem } from "./problem.ts";
import type { WatchDecision } from "./verdict.ts";

/** One look of a window in short, for whoever is told of it. */
export interface WindowSummary {
  /** Its name in the config. */
  readonly window: string;
  readonly from: Date;
  readonly to: Date;
  readonly decision: WatchDecision;
  /** One sentence that stands alone: why. */
  readonly because: string;
  /** Until when it must be acted on; null when it asks for nothing, or does not wait. */
  readonly by: Date | null;
}

/** What concluding this run's looks adds to the ledger, and which of its findings count. */
export interface Conclusion {
  /** Whole events; empty when everything was concluded by another run meanwhile, or there was nothing to look at. */
  readonly events: readonly LedgerEvent[];
  /** Of the looks that this run concludes; those of looks that another run concluded first are left out. */
  readonly findings: readonly Finding[];
}

/**
 * What a run of `verify` hands to the escalation, also when no window was due: time alone can make a concern reach its next level.
 *
 * Looks are concluded and their consequences decided in one step of the ledger, so that a run that is killed in between neither
 * concludes a look that nobody hears of, nor tells of one that is made again.
 */
export interface VerifyRun {
  readonly rollout: string;
  readonly config: Config;
  readonly now: Date;
  /**
   * Asked inside the ledger's `update`, as often as that decides anew; pure. What the escalation decides is decided from the events
   * that were there followed by the conclusion's, and is added after them.
   */
  readonly conclude: (events: readonly LedgerEvent[]) => Conclusion;
  /** Whether the config still asks for a subject; see `decideEscalation`. */
  readonly isWatched: (subject: string) => boolean;
  /** In the order in which they were due; empty when nothing was. */
  readonly summaries: readonly WindowSummary[];
  /** Where the report was written, relative to the workspace; null when none was. */
  readonly reportPath: string | null;
}

/** What became of it. */
export interface EscalationOutcome {
  /** Why nothing could be added to the ledger; null when it was, or there was nothing to add. */
  readonly problem: Problem | null;
  /** What this run added to the ledger. */
  readonly added: readonly LedgerEvent[];
  /** What was done and who was told, one sentence each. */
  readonly done: readonly string[];
  /** What could not be done or sent and is tried again the next time, one sentence each. */
  readonly warnings: readonly string[];
}

/** Writes what was found, then does and tells what that asks for. Never throws for what the outside world does. */
export type Escalate = (run: VerifyRun) => Promise<EscalationOutcome>;
