import type { Change } from "../domain/finding.ts";
import { rankSumCritical } from "../stats/rank-sum-tail.ts";
import { crossAverages, pairwiseDifferences, shiftInterval, walshAverages } from "../stats/shift.ts";
import { signedRankCritical } from "../stats/signed-rank-tail.ts";
import { type ArmValues, byOrder } from "./weigh-bound.ts";

/** How likely each end of an interval may be wrong: 0.005 at both for an interval of 99 %. */
export interface EndLevels {
  readonly lower: number;
  readonly upper: number;
}

/** A ratio where every value is above zero, else a difference. */
export function scaleOf({ baseline, candidate }: ArmValues): Change["scale"] {
  return baseline.every(isPositive) && candidate.every(isPositive) ? "ratio" : "difference";
}

/**
 * The Hodges–Lehmann estimate of the change from baseline to candidate, with its exact interval: on logarithms for a ratio, on
 * values for a difference.
 *
 * @param values at least one launch of each arm; all above zero for a ratio
 */
export function changeInterval(
  values: ArmValues,
  scale: Change["scale"],
  levels: EndLevels,
): Omit<Change, "confidence"> {
  const { shifts, critical } = shiftsOf(values, scale);
  const interval = shiftInterval(shifts, critical(levels.lower), critical(levels.upper));
  const back = (value: number): number => (scale === "ratio" ? Math.expm1(value) : value);
  return { scale, estimate: back(interval.estimate), lower: back(interval.lower), upper: back(interval.upper) };
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

interface Shifts {
  readonly shifts: Float64Array;
  /** How many shifts an end leaves out at a level, by the test that belongs to the design. */
  readonly critical: (level: number) => number;
}

function shiftsOf(values: ArmValues, scale: Change["scale"]): Shifts {
  const scaled = (side: readonly number[]): readonly number[] => (scale === "ratio" ? side.map(Math.log) : side);
  const from = scaled(values.baseline);
  const to = scaled(values.candidate);
  if (values.design === "independent") {
    const critical = (level: number): number => rankSumCritical(level, from.length, to.length);
    return { shifts: pairwiseDifferences(from, to), critical };
  }
  const changes = to.map((value, index) => value - (from[index] ?? Number.NaN));
  if (values.design === "paired")
    return { shifts: walshAverages(changes), critical: (level) => signedRankCritical(level, changes.length) };
  const [one, other] = byOrder(changes, values.candidateFirst);
  return {
    shifts: crossAverages(one, other),
    critical: (level) => rankSumCritical(level, one.length, other.length),
  };
}

function isPositive(value: number): boolean {
  return value > 0;
}
