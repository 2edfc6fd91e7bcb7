// What the benchmarks share: a median, and one way to print a figure with its limit.

/** The middle value; the mean of the two middle ones for an even count. */
export function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * The first quartile: what a run takes when little else runs. Others on the machine only ever add, so where times are taken in turn
 * the difference of two first quartiles says most about the programs; the medians are printed beside it.
 */
export function firstQuartile(values) {
  return [...values].sort((one, other) => one - other)[Math.floor((values.length - 1) / 4)];
}

/** Prints a measured figure beside its limit; true when it keeps it. */
export function printLimit(name, value, limit, unit) {
  const kept = Number.isFinite(value) && value <= limit;
  const number = (figure) => (Math.abs(figure) >= 10 ? figure.toFixed(0) : figure.toFixed(2));
  console.log(`${kept ? "ok  " : "MISS"} ${name}: ${number(value)} ${unit} (limit ${number(limit)})`);
  return kept;
}
