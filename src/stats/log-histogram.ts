/** The relative error of every value that a histogram gives back. */
export const histogramError = 0.01;

const logGamma = Math.log((1 + histogramError) / (1 - histogramError));
const toValue = 2 / (1 + (1 + histogramError) / (1 - histogramError));
/** Moves the bins of positive values above 0: 0 itself is bin 0, and negative values mirror positive ones. */
const offset = 40_000;

/**
 * The bin of a value in a histogram whose bins grow with the values, so that each value is known to within 1 % of itself. Bins are in
 * the order of their values, and histograms of different streams merge by adding counts.
 *
 * Source: C. Masson, J. E. Rim and H. K. Lee, "DDSketch: a fast and fully-mergeable quantile sketch with relative-error guarantees",
 * PVLDB 12 (2019), section 2.
 *
 * @param value finite
 */
export function binOf(value: number): number {
  if (value === 0) return 0;
  const place = Math.ceil(Math.log(Math.abs(value)) / logGamma) + offset;
  return value > 0 ? place : -place;
}

/** The value that stands for all of a bin: none of them is further than 1 % from it. */
export function valueOfBin(bin: number): number {
  if (bin === 0) return 0;
  const size = toValue * Math.exp((Math.abs(bin) - offset) * logGamma);
  return bin > 0 ? size : -size;
}

/**
 * The smallest value that at least a share of all weights does not exceed (the inverse of the empirical distribution, definition 1 of
 * Hyndman and Fan); NaN when there is no weight.
 *
 * @param values in ascending order
 * @param weights of the values, none negative
 */
export function weightedQuantile(values: ArrayLike<number>, weights: ArrayLike<number>, probability: number): number {
  let total = 0;
  for (let index = 0; index < weights.length; index++) total += weights[index] ?? 0;
  if (!(total > 0)) return Number.NaN;
  const wanted = total * probability * (1 - 1e-12);
  let below = 0;
  let last = Number.NaN;
  for (let index = 0; index < weights.length; index++) {
    const weight = weights[index] ?? 0;
    if (weight === 0) continue;
    below += weight;
    last = values[index] ?? Number.NaN;
    if (below >= wanted) return last;
  }
  return last;
}
