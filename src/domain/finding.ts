import type { Arm, CanonicalUnit } from "./arm.ts";
import type { Severity } from "./criterion.ts";

export type Outcome = "pass" | "warn" | "fail" | "inconclusive" | "missing" | "invalid";

/** The launches of one arm in short. All values in the finding's unit. */
export interface ArmSummary {
  readonly arm: Arm;
  readonly launches: number;
  readonly samples: number;
  /** The median over launches of the statistic that is judged. */
  readonly centre: number;
  /** The judged statistic of each launch, in the order in which they began; for the picture. */
  readonly perLaunch: readonly number[];
}

/** The change from baseline to candidate, with the interval that the finding was decided by. */
export interface Change {
  /** `ratio`: fractions, +0.1 is 10 % more. `difference`: in the finding's unit. */
  readonly scale: "ratio" | "difference";
  readonly estimate: number;
  /** Ends of the interval; infinite where there are too few launches to bound it. */
  readonly lower: number;
  readonly upper: number;
  /** Two-sided coverage of the interval, e.g. 0.99. */
  readonly confidence: number;
}

/** A place in the repository that a finding is about. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly message: string;
}

/** Who answers for letting a finding through, why, and until which day (UTC, that day included). */
export interface Waived {
  readonly owner: string;
  readonly reason: string;
  readonly until: string;
}

/**
 * The record that a candidate was held against, because no baseline was measured beside it. Weaker: today's machine is one draw
 * among the machines of many days.
 */
export interface RecordedBaseline {
  /** `runs`: the default branch's latest passing runs. `anchor`: the runs of one pinned commit. */
  readonly of: "runs" | "anchor";
  /** How many runs of the record counted. */
  readonly runs: number;
}

/** One criterion against the evidence. */
export interface Finding {
  /** What it is about, unique in a report: a metric, a stage, `flag`, `requirement pip pydantic`. */
  readonly subject: string;
  readonly kind: "criterion" | "stage" | "tests" | "requirement" | "flag" | "evidence" | "manual" | "waiver" | "policy";
  readonly outcome: Outcome;
  readonly severity: Severity;
  /** One sentence with the numbers that decided it. Always set, also for a pass. */
  readonly reason: string;
  /** The limit in the config's own words; empty where there is none. */
  readonly limit: string;
  /** What to do now; empty for a pass. */
  readonly action: string;
  readonly unit: CanonicalUnit;
  readonly value?: number;
  readonly baseline?: ArmSummary;
  readonly candidate?: ArmSummary;
  readonly change?: Change;
  /** Set where the baseline is the ledger's; absent where both arms were measured, and where nothing is compared. */
  readonly recorded?: RecordedBaseline;
  /** Doubts that do not change the outcome: too few samples, a summary instead of samples. */
  readonly footnotes: readonly string[];
  readonly places: readonly Place[];
  /** Set when a waiver lets it through: it costs a condition, and no more. Outcome and numbers stay what they are. */
  readonly waived?: Waived;
  /** For an inconclusive finding: how many launches a side would probably decide it; absent when more would not help. */
  readonly launchesNeeded?: number;
}
