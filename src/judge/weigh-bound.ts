import { countPairs, countSums, countTail, countWalsh, type PairCounts } from "../stats/shift.ts";
import type { Design } from "./arms.ts";
import type { Bound } from "./bound.ts";

/** One statistic per launch, by arm. Unless independent, the k-th values belong together. */
export interface ArmValues {
  readonly design: Design;
  readonly baseline: readonly number[];
  readonly candidate: readonly number[];
  /** For a crossover: whether the candidate came first in the k-th pair. */
  readonly candidateFirst: readonly boolean[];
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
  const { counts, sizes } = compare(bound, values);
  const inside = bound.side === "below" ? counts.below : counts.above;
  const outside = bound.side === "below" ? counts.above : counts.below;
  const ties = counts.total - inside - outside;
  return {
    within: countTail(bound.inclusive ? inside + ties : inside, sizes),
    beyond: countTail(bound.inclusive ? outside : outside + ties, sizes),
    share: counts.total === 0 ? 0.5 : (inside + ties / 2) / counts.total,
  };
}

interface Compared {
  readonly counts: PairCounts;
  readonly sizes: readonly [number, number] | readonly [number];
}

function compare(bound: Bound, values: ArmValues): Compared {
  if (values.design === "independent") {
    const bounds = inOrder(values.baseline, bound.at);
    const candidate = inOrder(values.candidate, (value) => value);
    return { counts: countPairs(bounds, candidate), sizes: [bounds.length, candidate.length] };
  }
  const { changes, scale } = pairChanges(values.baseline.map(bound.at), values.candidate);
  if (values.design === "paired") return { counts: countWalsh(changes, scale), sizes: [changes.length] };
  const [baselineFirst, candidateFirst] = byOrder(changes, values.candidateFirst);
  const counts = countSums(baselineFirst, candidateFirst, scale);
  return { counts, sizes: [baselineFirst.length, candidateFirst.length] };
}

/** Sorts by insertion: quicker than the library's sort for as few values as there are launches, and a look is made often. */
function inOrder(values: readonly number[], map: (value: number) => number): Float64Array {
  const sorted = new Float64Array(values.length);
  if (values.length > 64) return sorted.map((_, index) => map(values[index] ?? Number.NaN)).sort();
  for (let size = 0; size < values.length; size++) {
    const value = map(values[size] ?? Number.NaN);
    let place = size;
    while (place > 0 && (sorted[place - 1] ?? 0) > value) {
      sorted[place] = sorted[place - 1] ?? 0;
      place--;
    }
    sorted[place] = value;
  }
  return sorted;
}

/**
 * The candidate of each pair against its own bound: on logarithms where all values allow it, so that a pair from a slow process
 * weighs as much as one from a fast one.
 *
 * @returns the changes, and the size of the values behind them, for telling rounding from a change
 */
function pairChanges(
  from: readonly number[],
  to: readonly number[],
): { readonly changes: readonly number[]; readonly scale: number } {
  const positive = from.every((value) => value > 0) && to.every((value) => value > 0);
  const scaled = (value: number): number => (positive ? Math.log(value) : value);
  return {
    changes: to.map((value, index) => scaled(value) - scaled(from[index] ?? Number.NaN)),
    scale: positive ? 1 : Math.max(0, ...from.map(Math.abs), ...to.map(Math.abs)),
  };
}

/** Splits the pairs of a crossover into those that ran the baseline first and those that ran the candidate first. */
export function byOrder(
  changes: readonly number[],
  candidateFirst: readonly boolean[],
): readonly [baselineFirst: readonly number[], candidateFirst: readonly number[]] {
  return [
    changes.filter((_, index) => candidateFirst[index] !== true),
    changes.filter((_, index) => candidateFirst[index] === true),
  ];
}
