import { rankSumTail } from "./rank-sum-tail.ts";
import { signedRankTail } from "./signed-rank-tail.ts";

/** Differences smaller than this share of the values are rounding, and count as ties. */
const rounding = 1e-11;

/** How many of all comparisons have the candidate below its bound, and how many have it above; ties are in neither. */
export interface PairCounts {
  readonly below: number;
  readonly above: number;
  readonly total: number;
}

/**
 * Compares every candidate value with every bound: the counts of Mann and Whitney.
 *
 * @param bounds in ascending order: the values that the candidate is held against
 * @param candidate in ascending order
 */
export function countPairs(bounds: ArrayLike<number>, candidate: ArrayLike<number>): PairCounts {
  let below = 0;
  let above = 0;
  let passed = 0;
  let reached = 0;
  for (let index = 0; index < candidate.length; index++) {
    const value = candidate[index] ?? Number.NaN;
    const slack = Math.abs(value) * rounding;
    while (passed < bounds.length && (bounds[passed] ?? Number.NaN) < value - slack) passed++;
    while (reached < bounds.length && (bounds[reached] ?? Number.NaN) <= value + slack) reached++;
    above += passed;
    below += bounds.length - reached;
  }
  return { below, above, total: bounds.length * candidate.length };
}

/**
 * Compares the averages of every two differences with 0: the counts whose larger one is Wilcoxon's signed-rank sum.
 *
 * @param differences candidate minus bound, one for each pair, any order
 * @param scale the size of the values that were subtracted, for telling rounding from a difference
 */
export function countWalsh(differences: ArrayLike<number>, scale: number): PairCounts {
  const slack = 2 * rounding * scale;
  let below = 0;
  let above = 0;
  const size = differences.length;
  for (let i = 0; i < size; i++) {
    for (let j = i; j < size; j++) {
      const sum = (differences[i] ?? Number.NaN) + (differences[j] ?? Number.NaN);
      if (sum < -slack) below++;
      else if (sum > slack) above++;
    }
  }
  return { below, above, total: (size * (size + 1)) / 2 };
}

/**
 * Compares with 0 the sum of every change of one group with every change of the other: the rank-sum counts of a crossover.
 *
 * In a crossover every subject (here: a process) runs both arms, one group in one order and one in the other. Whatever running
 * second does to a measurement is in the changes of one group and, with its sign turned, in those of the other; in their sums it
 * cancels. With no change, one group's changes have the distribution of the other's with turned signs, so the test is exact
 * without asking that changes be symmetric.
 *
 * Source: G. G. Koch, "The use of non-parametric methods in the statistical analysis of the two-period change-over design",
 * Biometrics 28 (1972).
 *
 * @param scale the size of the values behind the changes, for telling rounding from a change
 */
export function countSums(one: readonly number[], other: readonly number[], scale: number): PairCounts {
  const slack = 2 * rounding * scale;
  let below = 0;
  let above = 0;
  for (const a of one) {
    for (const b of other) {
      if (a + b < -slack) below++;
      else if (a + b > slack) above++;
    }
  }
  return { below, above, total: one.length * other.length };
}

/** Half the sum of every change of one group with every change of the other; their median estimates a crossover's change. */
export function crossAverages(one: readonly number[], other: readonly number[]): Float64Array {
  const averages = new Float64Array(one.length * other.length);
  let next = 0;
  for (const a of one) for (const b of other) averages[next++] = (a + b) / 2;
  return averages;
}

/**
 * The chance of at least `count` comparisons on one side when neither arm differs from the bound.
 *
 * @param sizes two arms' sizes for independent arms, one size for pairs
 */
export function countTail(count: number, sizes: readonly [number, number] | readonly [number]): number {
  return sizes.length === 2 ? rankSumTail(count, sizes[0], sizes[1]) : signedRankTail(count, sizes[0]);
}

/** Every candidate value minus every baseline value; the multiset whose median is the Hodges–Lehmann estimate of a shift. */
export function pairwiseDifferences(baseline: ArrayLike<number>, candidate: ArrayLike<number>): Float64Array {
  const differences = new Float64Array(baseline.length * candidate.length);
  let next = 0;
  for (let i = 0; i < candidate.length; i++) {
    const value = candidate[i] ?? Number.NaN;
    for (let j = 0; j < baseline.length; j++) differences[next++] = value - (baseline[j] ?? Number.NaN);
  }
  return differences;
}

/** The averages of every two differences, each with itself too; their median is the Hodges–Lehmann estimate of a centre. */
export function walshAverages(differences: ArrayLike<number>): Float64Array {
  const size = differences.length;
  const averages = new Float64Array((size * (size + 1)) / 2);
  let next = 0;
  for (let i = 0; i < size; i++) {
    for (let j = i; j < size; j++)
      averages[next++] = ((differences[i] ?? Number.NaN) + (differences[j] ?? Number.NaN)) / 2;
  }
  return averages;
}

/** An estimate with the ends of its interval. */
export interface ShiftInterval {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * The Hodges–Lehmann estimate and its exact interval, made by turning the rank test around: the lower end is the largest shift
 * that the test still calls too small.
 *
 * Source: J. L. Hodges and E. L. Lehmann, "Estimates of location based on rank tests", Annals of Mathematical Statistics 34
 * (1963); M. Hollander, D. A. Wolfe and E. Chicken, "Nonparametric Statistical Methods", sections 3.3 and 4.3.
 *
 * @param values {@link pairwiseDifferences}, {@link walshAverages} or {@link crossAverages}; reordered in place; at least one
 * @param lowerCritical the smallest count that is significant for the lower end; above the number of values: no lower end
 * @param upperCritical the same for the upper end
 * @returns infinite ends where there are too few launches to bound the shift
 */
export function shiftInterval(values: Float64Array, lowerCritical: number, upperCritical: number): ShiftInterval {
  const size = values.length;
  const lowerIndex = size - lowerCritical;
  const upperIndex = upperCritical - 1;
  const middle = size >> 1;
  const high = select(values, middle);
  const low = size % 2 === 1 ? high : largest(values, middle);
  return {
    estimate: (low + high) / 2,
    lower: lowerIndex < 0 ? Number.NEGATIVE_INFINITY : select(values, lowerIndex),
    upper: upperIndex >= size ? Number.POSITIVE_INFINITY : select(values, upperIndex),
  };
}

/** The k-th smallest value (from 0); afterwards all before it are at most as large. Hoare's quickselect, middle of three. */
function select(values: Float64Array, k: number): number {
  let left = 0;
  let right = values.length - 1;
  while (left < right) {
    const pivot = middleOfThree(values[left] ?? 0, values[(left + right) >> 1] ?? 0, values[right] ?? 0);
    let i = left;
    let j = right;
    while (i <= j) {
      while ((values[i] ?? 0) < pivot) i++;
      while ((values[j] ?? 0) > pivot) j--;
      if (i <= j) {
        const swapped = values[i] ?? 0;
        values[i++] = values[j] ?? 0;
        values[j--] = swapped;
      }
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else break;
  }
  return values[k] ?? Number.NaN;
}

function largest(values: Float64Array, size: number): number {
  let found = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < size; index++) found = Math.max(found, values[index] ?? Number.NaN);
  return found;
}

function middleOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
