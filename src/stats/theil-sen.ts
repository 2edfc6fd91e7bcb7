import { normalQuantile } from "./normal.ts";
import { median } from "./quantile.ts";

export interface Slope {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/** More points than this are thinned out: a slope needs all pairs. */
const mostPoints = 400;

/**
 * The median slope of all pairs of points, which a few wild ones cannot move, with its interval from Kendall's statistic. Points that follow
 * each other closely are alike, so the interval is widened by what the ranks of the remainders say about that.
 *
 * Sources: P. K. Sen, "Estimates of the regression coefficient based on Kendall's tau", JASA 63 (1968); for the correlation K. H. Hamed and
 * A. R. Rao, "A modified Mann–Kendall trend test for autocorrelated data", Journal of Hydrology 204 (1998).
 *
 * @param times in ascending order, all finite
 * @param level what each end may miss
 * @returns null for fewer than 8 points, or when all have one time
 */
export function theilSenSlope(times: readonly number[], values: readonly number[], level: number): Slope | null {
  const [x, y] = thinned(times, values);
  if (x.length < 8) return null;
  const slopes: number[] = [];
  for (let i = 0; i < x.length; i++) {
    for (let j = i + 1; j < x.length; j++) {
      const apart = (x[j] ?? 0) - (x[i] ?? 0);
      if (apart > 0) slopes.push(((y[j] ?? 0) - (y[i] ?? 0)) / apart);
    }
  }
  if (slopes.length === 0) return null;
  const sorted = Float64Array.from(slopes).sort();
  const size = x.length;
  const estimate = median(slopes);
  const variance = ((size * (size - 1) * (2 * size + 5)) / 18) * inflation(x, y, estimate);
  const reach = normalQuantile(level) * Math.sqrt(variance);
  const low = Math.floor((sorted.length - reach) / 2) - 1;
  const high = Math.ceil((sorted.length + reach) / 2);
  return {
    estimate,
    lower: low < 0 ? Number.NEGATIVE_INFINITY : (sorted[low] ?? Number.NEGATIVE_INFINITY),
    upper: high >= sorted.length ? Number.POSITIVE_INFINITY : (sorted[high] ?? Number.POSITIVE_INFINITY),
  };
}

/** Medians of successive points, so that as few are left as can be paired. */
function thinned(times: readonly number[], values: readonly number[]): readonly [readonly number[], readonly number[]] {
  const step = Math.ceil(times.length / mostPoints);
  if (step <= 1) return [times, values];
  const x: number[] = [];
  const y: number[] = [];
  for (let at = 0; at + step <= times.length; at += step) {
    x.push(median(times.slice(at, at + step)));
    y.push(median(values.slice(at, at + step)));
  }
  return [x, y];
}

/** By how much correlated points widen the variance of Kendall's statistic; at least 1. */
function inflation(x: readonly number[], y: readonly number[], slope: number): number {
  const size = x.length;
  const ranks = ranksOf(y.map((value, index) => value - slope * (x[index] ?? 0)));
  const centre = (size + 1) / 2;
  const total = ranks.reduce((sum, rank) => sum + (rank - centre) ** 2, 0);
  if (!(total > 0)) return 1;
  let sum = 0;
  for (let lag = 1; lag < Math.min(size - 2, 50); lag++) {
    let covariance = 0;
    for (let index = 0; index + lag < size; index++) {
      covariance += ((ranks[index] ?? 0) - centre) * ((ranks[index + lag] ?? 0) - centre);
    }
    const correlation = covariance / total;
    // Beyond the first lag that is not to be told from noise, nothing but noise would be added.
    if (correlation < 1.96 / Math.sqrt(size)) break;
    sum += (size - lag) * (size - lag - 1) * (size - lag - 2) * correlation;
  }
  return Math.max(1, 1 + (2 / (size * (size - 1) * (size - 2))) * sum);
}

function ranksOf(values: readonly number[]): readonly number[] {
  const order = values.map((_, index) => index).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks: number[] = Array.from({ length: values.length }, () => 0);
  for (let at = 0; at < order.length; ) {
    let end = at + 1;
    while (end < order.length && values[order[end] ?? 0] === values[order[at] ?? 0]) end++;
    for (let index = at; index < end; index++) ranks[order[index] ?? 0] = (at + 1 + end) / 2;
    at = end;
  }
  return ranks;
}
