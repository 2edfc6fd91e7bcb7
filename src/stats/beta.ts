/**
 * ln Γ(x) for x > 0, with a relative error below 2e-10.
 *
 * Source: C. Lanczos, "A precision approximation of the gamma function", SIAM J. Numer. Anal. B 1 (1964), with the six coefficients of
 * Press et al., "Numerical Recipes", 2nd ed., section 6.1.
 */
export function logGamma(x: number): number {
  const base = x + 5.5;
  let series = 1.000000000190015;
  let next = x;
  for (const coefficient of lanczos) series += coefficient / ++next;
  return (x + 0.5) * Math.log(base) - base + Math.log((2.5066282746310002 * series) / x);
}

const lanczos = [
  76.18009172947146, -86.50532032941678, 24.01409824083091, -1.231739572450155, 0.1208650973866179e-2,
  -0.5395239384953e-5,
];

const tiny = 1e-300;
const enough = 1e-15;

/**
 * The regularised incomplete beta function I_x(a, b): the chance that a beta variable is at most x.
 *
 * Source: Press et al., "Numerical Recipes", 2nd ed., section 6.4 (Lentz's continued fraction).
 */
export function betaBelow(x: number, a: number, b: number): number {
  if (!(x > 0)) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  // The steps needed grow with the square root of the larger parameter.
  for (let m = 1; m < 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    const step = d * c;
    fraction *= step;
    if (Math.abs(step - 1) < enough) break;
  }
  return fraction;
}

function away(value: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}

/** The x below which a beta variable lies with a chance, by bisection. */
export function betaQuantile(chance: number, a: number, b: number): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 200 && high - low > 1e-17; step++) {
    const middle = (low + high) / 2;
    if (betaBelow(middle, a, b) < chance) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The t beyond which Student's variable lies with a chance in (0, 0.5]; infinite for fewer than one degree of freedom. */
export function studentQuantile(chance: number, degrees: number): number {
  if (!(degrees >= 1) || !(chance > 0)) return Number.POSITIVE_INFINITY;
  const x = betaQuantile(2 * chance, degrees / 2, 0.5);
  return Math.sqrt((degrees * (1 - x)) / x);
}
