/**
 * The quantile of a sample, linearly interpolated between order statistics: R's type 7, NumPy's default.
 *
 * Source: R. J. Hyndman and Y. Fan, "Sample quantiles in statistical packages", The American Statistician 50 (1996), definition 7.
 *
 * @param values any order, all finite; NaN is returned when there are none
 * @param probability in 0 … 1
 */
export function quantile(values: readonly number[], probability: number): number {
  return sortedQuantile(Float64Array.from(values).sort(), probability);
}

/** {@link quantile} of values that are in ascending order already. */
export function sortedQuantile(sorted: ArrayLike<number>, probability: number): number {
  const last = sorted.length - 1;
  const position = Math.min(Math.max(probability, 0), 1) * last;
  const below = Math.floor(position);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.min(below + 1, last)] ?? Number.NaN;
  return position === below ? low : low + (position - below) * (high - low);
}

/** The middle value, or the mean of the two middle ones; NaN when there are none. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/**
 * The arithmetic mean; NaN when there are no values. Summed after division, so that large finite values do not overflow.
 */
export function mean(values: readonly number[]): number {
  if (values.length === 0) return Number.NaN;
  let total = 0;
  const size = values.length;
  for (let index = 0; index < size; index++) total += (values[index] ?? Number.NaN) / size;
  return total;
}

/**
 * The quantile of a sample whose expected rank does not depend on how many values there are: definition 8 of Hyndman and Fan,
 * the one they recommend. Two launches with different numbers of samples are held to the same quantile by it.
 *
 * @param sorted in ascending order; NaN is returned when there are none
 * @param probability in 0 … 1
 */
export function unbiasedQuantile(sorted: ArrayLike<number>, probability: number): number {
  const size = sorted.length;
  const position = Math.min(Math.max((size + 1 / 3) * probability - 2 / 3, 0), Math.max(size - 1, 0));
  const below = Math.floor(position);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.min(below + 1, size - 1)] ?? Number.NaN;
  return position === below ? low : low + (position - below) * (high - low);
}
