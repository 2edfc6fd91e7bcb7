/**
 * The chance that a standard normal variable exceeds `z`, with a relative error below 1.2e-7 however far out.
 *
 * Source: W. H. Press et al., "Numerical Recipes", 2nd ed., section 6.2 (a Chebyshev fit for erfc).
 */
export function normalTail(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.5 * x);
  // Written out, because a look evaluates it thousands of times, most of them before it is compiled.
  const lower =
    t * (-0.18628806 + t * (0.27886807 + t * (-1.13520398 + t * (1.48851587 + t * (-0.82215223 + t * 0.17087277)))));
  const series = 1.00002368 + t * (0.37409196 + t * (0.09678418 + lower));
  const tail = 0.5 * t * Math.exp(-x * x - 1.26551223 + t * series);
  return z >= 0 ? tail : 1 - tail;
}

/** The density of the standard normal distribution. */
export function normalDensity(z: number): number {
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
}

/**
 * The z whose upper tail is `chance`: the inverse of {@link normalTail}, by bisection.
 *
 * @param chance 0 gives infinity, 1 gives minus infinity
 */
export function normalQuantile(chance: number): number {
  if (!(chance > 0)) return Number.POSITIVE_INFINITY;
  if (chance >= 1) return Number.NEGATIVE_INFINITY;
  let low = -40;
  let high = 40;
  for (let step = 0; step < 70; step++) {
    const middle = (low + high) / 2;
    if (normalTail(middle) > chance) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
