import { betaQuantile, logGamma } from "./beta.ts";
import type { Interval } from "./proportion.ts";

/** So many events in so much of whatever they happen in: time, or other events. */
export interface Rate {
  /** Not below 0; need not be whole, since clustered events count as fewer independent ones. */
  readonly events: number;
  /** Above 0. */
  readonly exposure: number;
}

/**
 * The exact interval of the ratio of two Poisson rates, candidate over baseline: given their sum, the candidate's events are binomial, and
 * Clopper and Pearson's interval of that share turns into one of the ratio. Without events in the baseline there is no upper end.
 *
 * Sources: J. Przyborowski and H. Wilenski, Biometrika 31 (1940); C. J. Clopper and E. S. Pearson, Biometrika 26 (1934).
 *
 * @param level what each end may miss
 */
export function rateRatioInterval(candidate: Rate, baseline: Rate, level: number): Interval {
  const [c, b] = [candidate.events, baseline.events];
  const time = baseline.exposure / candidate.exposure;
  if (c + b <= 0 || !(time > 0)) return { lower: 0, upper: Number.POSITIVE_INFINITY };
  const low = c <= 0 ? 0 : betaQuantile(level, c, b + 1);
  const high = b <= 0 ? 1 : betaQuantile(1 - level, c + 1, b);
  return {
    lower: (low / (1 - low)) * time,
    upper: high >= 1 ? Number.POSITIVE_INFINITY : (high / (1 - high)) * time,
  };
}

/**
 * The exact interval of a Poisson count's expectation.
 *
 * Source: F. Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28 (1936).
 *
 * @param level what each end may miss
 */
export function countInterval(events: number, level: number): Interval {
  return {
    lower: events <= 0 ? 0 : gammaQuantile(level, events),
    upper: gammaQuantile(1 - level, events + 1),
  };
}

function gammaQuantile(chance: number, shape: number): number {
  let high = Math.max(1, shape);
  while (gammaBelow(high, shape) < chance && high < 1e300) high *= 2;
  let low = 0;
  for (let step = 0; step < 200 && high - low > 1e-14 * high; step++) {
    const middle = (low + high) / 2;
    if (gammaBelow(middle, shape) < chance) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * The regularised incomplete gamma function P(a, x).
 *
 * Source: Press et al., "Numerical Recipes", 2nd ed., section 6.2: a series below a + 1, Lentz's continued fraction above.
 */
function gammaBelow(x: number, a: number): number {
  if (!(x > 0)) return 0;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = a + 1; term > sum * 1e-16; n++) {
      term *= x / n;
      sum += term;
    }
    return front * sum;
  }
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < 100_000; n++) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / nonZero(numerator * d + b);
    c = nonZero(b + numerator / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return 1 - front * fraction;
}

function nonZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}
