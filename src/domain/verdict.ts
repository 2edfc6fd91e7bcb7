/** What a gate says. */
export type Decision = "GO" | "GO WITH CONDITIONS" | "NO-GO" | "INCONCLUSIVE";

export interface Verdict {
  readonly decision: Decision;
  /** One sentence that stands alone: why. */
  readonly because: string;
  /** What must be done or watched, one sentence each; empty for a plain GO. */
  readonly conditions: readonly string[];
  /** How many findings passed, of how many that count (information does not). */
  readonly met: number;
  readonly judged: number;
  readonly risk: "low" | "medium" | "high";
}

/** What watching a change that is on says. */
export type WatchDecision = "KEEP" | "INVESTIGATE" | "ROLL BACK (scheduled)" | "ROLL BACK NOW";
