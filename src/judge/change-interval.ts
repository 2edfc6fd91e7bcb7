import type { Change } from "../domain/finding.ts";
import { rankSumCritical } from "../stats/rank-sum-tail.ts";
import { crossAverages, pairwiseDifferences, shiftInterval, walshAverages } from "../stats/shift.ts";
import { signedRankCritical } from "../stats/signed-rank-tail.ts";
import { type ArmValues, byOrder } from "./weigh-bound.ts";

/**
 * The Hodges–Lehmann estimate of the change from baseline to candidate, with its exact interval: a ratio on logarithms where every
 * value is above zero, else a difference.
 *
 * @param values at least one launch of each arm
 * @param level how likely each end may be wrong, e.g. 0.005 for an interval of 99 %
 */
export function changeInterval(values: ArmValues, level: number): Change {
  const ratio = values.baseline.every((value) => value > 0) && values.candidate.every((value) => value > 0);
  const from = ratio ? values.baseline.map(Math.log) : values.baseline;
  const to = ratio ? values.candidate.map(Math.log) : values.candidate;
  const { shifts, critical } = shiftsOf(from, to, values, level);
  const { estimate, lower, upper } = shiftInterval(shifts, critical, critical);
  const back = (value: number): number => (ratio ? Math.expm1(value) : value);
  return {
    scale: ratio ? "ratio" : "difference",
    estimate: back(estimate),
    lower: back(lower),
    upper: back(upper),
    confidence: 1 - 2 * level,
  };
}

/** The fewest launches a side (or pairs) that can bound a change at all, if both sides have as many. */
export function fewestLaunches(design: ArmValues["design"], level: number): number {
  for (let n = 1; ; n++) {
    const half = Math.floor(n / 2);
    if (design === "paired" && signedRankCritical(level, n) <= (n * (n + 1)) / 2) return n;
    if (design === "independent" && rankSumCritical(level, n, n) <= n * n) return n;
    if (design === "crossover" && rankSumCritical(level, n - half, half) <= half * (n - half)) return n;
  }
}

function shiftsOf(
  from: readonly number[],
  to: readonly number[],
  values: ArmValues,
  level: number,
): { readonly shifts: Float64Array; readonly critical: number } {
  if (values.design === "independent")
    return { shifts: pairwiseDifferences(from, to), critical: rankSumCritical(level, from.length, to.length) };
  const changes = to.map((value, index) => value - (from[index] ?? Number.NaN));
  if (values.design === "paired")
    return { shifts: walshAverages(changes), critical: signedRankCritical(level, changes.length) };
  const [one, other] = byOrder(changes, values.candidateFirst);
  return { shifts: crossAverages(one, other), critical: rankSumCritical(level, one.length, other.length) };
}
