import type { CanonicalUnit, Direction } from "./arm.ts";
import type { Change, Finding } from "./finding.ts";
import type { WatchDecision, WatchVerdict } from "./verdict.ts";

/** Which way a metric has gone while the flag was on; `unclear` where that cannot be told. */
export type TrendWord = "improving" | "flat" | "worsening" | "unclear";

/** One metric in a report of the watch: before the rollout and since, whatever is asked of it. */
export interface WatchedFigure {
  /** What findings about it are called. */
  readonly subject: string;
  readonly unit: CanonicalUnit;
  readonly direction: Direction | null;
  /** With the flag off; null where nothing was recorded. */
  readonly before: number | null;
  /** With the flag on; null where it could not be read. */
  readonly since: number | null;
  /** From before to since; null where it cannot be told. */
  readonly change: Change | null;
  readonly trend: TrendWord;
  /** Why a figure is missing; empty when none is. */
  readonly reason: string;
}

/** What to do with the flag when the watch has come to a report. */
export type Recommendation = "clean up" | "keep" | "tune" | "roll back";

/** The part of a look that a report has besides: windows with `report: true`. */
export interface WatchReview {
  readonly figures: readonly WatchedFigure[];
  /** Rollbacks, and turnings on that had to be turned back, since the flag went on. */
  readonly rollbacks: number;
  /** What is known not to be as before, a sentence each: known issues, what is waived, what is not met. */
  readonly gaps: readonly string[];
  readonly recommendation: Recommendation;
  /** Why that is recommended, one sentence each; never empty. */
  readonly evidence: readonly string[];
}

/** One look at production. */
export interface WindowLook {
  /** Its name in the config. */
  readonly window: string;
  /**
   * `due`: its time had come. `asked`: a person wanted to look now; nothing is concluded. `again`: what was not as it should be is
   * looked at between windows, to see whether it still is.
   */
  readonly kind: "due" | "asked" | "again";
  /** ISO 8601, UTC. */
  readonly due: string;
  readonly from: string;
  readonly to: string;
  /** How many looks of its cadence before this one were never made. */
  readonly missed: number;
  readonly verdict: Omit<WatchVerdict, "by"> & {
    /** ISO 8601, UTC: until when it must be acted on; null when it asks for nothing, or does not wait. */
    readonly by: string | null;
  };
  /** Worst first, then in the order of the config. */
  readonly findings: readonly Finding[];
  /** Trends of the metrics that were judged, by subject. */
  readonly trends: Readonly<Record<string, TrendWord>>;
  /** Null for a window without a report. */
  readonly review: WatchReview | null;
}

/** Everything that a run of `verify` has come to, in one value; every rendering starts from it and adds nothing. */
export interface WatchReport {
  readonly schema: "rollout-gate/watch/1";
  readonly tool: string;
  readonly rollout: string;
  /** `before`: the flag is not on, and what it will be compared with was recorded. */
  readonly state: "on" | "off" | "before";
  /** ISO 8601, UTC: since when the flag is on; null when it is not. */
  readonly since: string | null;
  /** The operation that turned it on; null when it is not. */
  readonly operation: string | null;
  /** ISO 8601, UTC: until when it must be decided whether it stays on; null when it is not on. */
  readonly decideBy: string | null;
  /** Null when nothing was looked at. */
  readonly decision: WatchDecision | null;
  /** One sentence that stands alone: why, or why nothing was looked at. */
  readonly because: string;
  /** ISO 8601, UTC: until when it must be acted on; null when it asks for nothing, or does not wait. */
  readonly by: string | null;
  /** In the order in which they were due. */
  readonly looks: readonly WindowLook[];
  /** The look that comes next; null when there is none. */
  readonly next: { readonly window: string; readonly due: string } | null;
  /** Whether what was found is in the ledger. `not asked`: a dry run, or a look that a person asked for. */
  readonly recording: "recorded" | "not asked" | "failed";
  /** What was done and who was told, one sentence each. */
  readonly done: readonly string[];
  /** What people should know of the run itself, one sentence each. */
  readonly notes: readonly string[];
  /** ISO 8601, UTC. */
  readonly at: string;
}
