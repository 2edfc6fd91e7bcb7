/**
 * The chance that a variable of Student's distribution exceeds `t`: exact for whole degrees of freedom, by finite series.
 *
 * Source: M. Abramowitz and I. A. Stegun, "Handbook of Mathematical Functions", 26.7.3 and 26.7.4.
 *
 * @param t may be infinite; NaN gives NaN
 * @param freedom degrees of freedom, a whole number of at least 1
 * @returns right to about 1e-15 in absolute terms, so levels far below that cannot be told apart
 */
export function studentTail(t: number, freedom: number): number {
  if (Number.isNaN(t)) return Number.NaN;
  const angle = Math.atan(Math.abs(t) / Math.sqrt(freedom));
  const tail = Math.max(0, (1 - insideChance(angle, freedom)) / 2);
  return t >= 0 ? tail : 1 - tail;
}

/** The chance that the size of the variable is below `tan(angle) × √freedom`. */
function insideChance(angle: number, freedom: number): number {
  const sine = Math.sin(angle);
  const square = Math.cos(angle) ** 2;
  const odd = freedom % 2 === 1;
  let term = odd ? Math.cos(angle) : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k <= freedom - 2; k += 2) {
    term *= ((k - 1) / k) * square;
    sum += term;
  }
  return odd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
}

/**
 * The t whose upper tail is `chance`: the inverse of {@link studentTail}, by bisection.
 *
 * @param chance at most 0 gives infinity, from 1 on minus infinity
 */
export function studentQuantile(chance: number, freedom: number): number {
  if (!(chance > 0)) return Number.POSITIVE_INFINITY;
  if (chance >= 1) return Number.NEGATIVE_INFINITY;
  if (chance > 0.5) return -studentQuantile(1 - chance, freedom);
  let low = 0;
  let high = 1;
  while (studentTail(high, freedom) > chance && high < 1e12) high *= 2;
  for (let step = 0; step < 100 && low < high; step++) {
    const middle = (low + high) / 2;
    if (studentTail(middle, freedom) > chance) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
