import { countPairs, countTail, countWalsh } from "../stats/shift.ts";
import type { Bound } from "./bound.ts";

/** One statistic per launch, by arm. In a paired design the k-th values belong together. */
export interface ArmValues {
  readonly design: "independent" | "paired";
  readonly baseline: readonly number[];
  readonly candidate: readonly number[];
}

/** What the launches say about one bound. */
export interface Weight {
  /** The chance of seeing the candidate this clearly within the bound, were it at the bound. Small: it is within. */
  readonly within: number;
  /** The chance of seeing it this clearly beyond, were it at the bound. Small: it is beyond. */
  readonly beyond: number;
  /** The share of comparisons that find the candidate within; 0.5 is a tie. */
  readonly share: number;
}

/**
 * Holds the candidate against a bound that moves with the baseline. At the bound the candidate is distributed like the moved
 * baseline, so the rank test is exact whatever the noise looks like, for ratios, differences and floors alike. A tie counts
 * against both: it shows neither that the candidate is within nor that it is beyond. Where the bound itself decides (`<`: at
 * the bound is beyond; `<=`: it is within) a tie counts for that side.
 */
export function weighBound(bound: Bound, values: ArmValues): Weight {
  const paired = values.design === "paired";
  const counts = paired ? walsh(bound, values) : pairs(bound, values);
  const sizes = paired
    ? ([values.candidate.length] as const)
    : ([values.baseline.length, values.candidate.length] as const);
  const inside = bound.side === "below" ? counts.below : counts.above;
  const outside = bound.side === "below" ? counts.above : counts.below;
  const ties = counts.total - inside - outside;
  return {
    within: countTail(bound.inclusive ? inside + ties : inside, sizes),
    beyond: countTail(bound.inclusive ? outside : outside + ties, sizes),
    share: counts.total === 0 ? 0.5 : (inside + ties / 2) / counts.total,
  };
}

function pairs(bound: Bound, values: ArmValues): ReturnType<typeof countPairs> {
  return countPairs(Float64Array.from(values.baseline, bound.at).sort(), Float64Array.from(values.candidate).sort());
}

function walsh(bound: Bound, values: ArmValues): ReturnType<typeof countPairs> {
  const bounds = values.baseline.map(bound.at);
  const positive = bounds.every((value) => value > 0) && values.candidate.every((value) => value > 0);
  const scaled = (value: number): number => (positive ? Math.log(value) : value);
  const size = positive ? 1 : Math.max(0, ...bounds.map(Math.abs), ...values.candidate.map(Math.abs));
  return countWalsh(
    values.candidate.map((value, index) => scaled(value) - scaled(bounds[index] ?? Number.NaN)),
    size,
  );
}
