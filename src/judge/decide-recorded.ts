import type { Outcome } from "../domain/finding.ts";
import { decisionShare } from "../stats/can-decide.ts";
import type { Bounds } from "./bound.ts";
import { type RecordedArms, type RecordedWeight, tailIsWithin, weighRecorded } from "./weigh-recorded.ts";

/** A criterion of a stage with the runs it is about. */
export interface RecordedComparison {
  readonly arms: RecordedArms;
  readonly pass: Bounds;
  /** Null where the criterion has no second level. */
  readonly warn: Bounds | null;
}

/** What was decided, and at which levels. */
export interface RecordedDecision {
  readonly outcome: Extract<Outcome, "pass" | "warn" | "fail" | "inconclusive">;
  readonly passLevel: number;
  readonly failLevel: number;
  /** What is known all the same; empty when there is nothing to add. */
  readonly doubt: string;
}

/**
 * Decides the comparisons of one stage with recorded runs together, in one look. Passes need no correction, since the stage passes only
 * when all do; fails have Holm's, as where both arms are measured.
 *
 * @param errorRate the chance of a wrong decision, e.g. 0.01
 */
export function decideRecorded(
  comparisons: readonly RecordedComparison[],
  errorRate: number,
): readonly RecordedDecision[] {
  const weighed = comparisons.map(({ arms, pass, warn }) => ({
    pass: weighRecorded(arms, pass),
    warn: warn === null ? null : weighRecorded(arms, warn),
  }));
  const levels = holmLevels(
    weighed.map(({ pass, warn }) => (warn ?? pass).beyond),
    errorRate * decisionShare,
  );
  return comparisons.map((comparison, index) => {
    const weights = weighed[index];
    if (weights === undefined) throw new RangeError("every comparison is weighed");
    return decideOne(comparison, weights, errorRate * decisionShare, levels[index] ?? 0);
  });
}

function holmLevels(chances: readonly number[], level: number): readonly number[] {
  const order = chances.map((_, index) => index).sort((a, b) => (chances[a] ?? 1) - (chances[b] ?? 1));
  const levels = new Array<number>(chances.length).fill(0);
  let open = chances.length;
  let stopped = false;
  for (const index of order) {
    levels[index] = level / open;
    if (!((chances[index] ?? 1) <= level / open)) stopped = true;
    if (!stopped) open--;
  }
  return levels;
}

function decideOne(
  { arms, pass, warn }: RecordedComparison,
  weights: { readonly pass: RecordedWeight; readonly warn: RecordedWeight | null },
  passLevel: number,
  failLevel: number,
): RecordedDecision {
  const decided = (outcome: RecordedDecision["outcome"], doubt = ""): RecordedDecision => ({
    outcome,
    passLevel,
    failLevel,
    doubt,
  });
  if ((weights.warn ?? weights.pass).beyond <= failLevel) return decided("fail");
  if (weights.pass.within <= passLevel) {
    return tailIsWithin(arms, pass)
      ? decided("pass")
      : decided(
          "inconclusive",
          "the calm calls are within the limit, but it is not shown that slow calls are no more frequent",
        );
  }
  if (warn === null || weights.warn === null) return decided("inconclusive");
  const withinWarn = weights.warn.within <= passLevel;
  if (weights.pass.beyond <= failLevel) {
    return withinWarn && tailIsWithin(arms, warn)
      ? decided("warn")
      : decided("inconclusive", "it is beyond the limit, at least a warning");
  }
  return decided("inconclusive", withinWarn ? "it is within the warning level, so it is no fail" : "");
}
