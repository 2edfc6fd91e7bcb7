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

/** The verdict of a look at a change that is on. */
export interface WatchVerdict {
  readonly decision: WatchDecision;
  /** One sentence that stands alone: why. */
  readonly because: string;
  /** Until when it must be acted on; null for KEEP, which asks for nothing, and for ROLL BACK NOW, which does not wait. */
  readonly by: Date | null;
  /** What must be looked into or watched, one sentence each; empty for a plain KEEP. */
  readonly actions: readonly string[];
  /** How many findings passed, of how many that count (information does not). */
  readonly met: number;
  readonly judged: number;
}
