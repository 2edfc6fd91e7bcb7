export interface Bucket {
  /** Events up to and including this value; infinite for the last. */
  readonly upTo: number;
  /** Of all events, cumulated from the first bucket. */
  readonly count: number;
}

export interface HistogramQuantile {
  readonly value: number;
  /** The quantile lies beyond the last bound: `value` is that bound, and the quantile is at least that. */
  readonly isBeyond: boolean;
}

/**
 * The quantile of a histogram as Prometheus' `histogram_quantile` has it: linear within the bucket that it falls into, from 0 in the first
 * bucket when its bound is above 0; the highest finite bound when it falls into the last.
 *
 * Source: Prometheus documentation, "Query functions", histogram_quantile().
 *
 * @param buckets in any order; counts that fall, as scrapes of moving counters may, are lifted to the one before
 * @param quantile between 0 and 1
 * @returns null without events, without a bucket up to infinity, or with fewer than two buckets
 */
export function histogramQuantile(buckets: readonly Bucket[], quantile: number): HistogramQuantile | null {
  const sorted = [...buckets].sort((one, other) => one.upTo - other.upTo);
  const last = sorted.at(-1);
  if (last === undefined || last.upTo !== Number.POSITIVE_INFINITY || sorted.length < 2) return null;
  const counts: number[] = [];
  for (const { count } of sorted) counts.push(Math.max(count, counts.at(-1) ?? 0));
  const total = counts.at(-1) ?? 0;
  if (!(total > 0) || !Number.isFinite(total)) return null;
  const rank = quantile * total;
  const index = counts.findIndex((count) => count >= rank);
  if (index === sorted.length - 1) return { value: sorted.at(-2)?.upTo ?? Number.NaN, isBeyond: true };
  const end = sorted[index]?.upTo ?? Number.NaN;
  if (index === 0 && end <= 0) return { value: end, isBeyond: false };
  const start = index === 0 ? 0 : (sorted[index - 1]?.upTo ?? 0);
  const below = index === 0 ? 0 : (counts[index - 1] ?? 0);
  const inside = (counts[index] ?? 0) - below;
  return { value: start + (end - start) * ((rank - below) / inside), isBeyond: false };
}
