import { betaQuantile } from "./beta.ts";
import { normalQuantile } from "./normal.ts";

export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Wilson's score interval for a proportion. It never leaves 0 … 1, and is sound for rare events, where p ± z·s is not.
 *
 * Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
 *
 * @param failed 0 … total; need not be whole, since clustered events count as fewer independent ones
 * @param total above 0; 0 gives the whole range
 * @param level what each end may miss, e.g. 0.005 for an interval of 99 %
 */
export function wilsonInterval(failed: number, total: number, level: number): Interval {
  if (!(total > 0)) return { lower: 0, upper: 1 };
  const z = normalQuantile(level);
  if (z === Number.POSITIVE_INFINITY) return { lower: 0, upper: 1 };
  const share = failed / total;
  const centre = share + (z * z) / (2 * total);
  const spread = z * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total));
  const size = 1 + (z * z) / total;
  return {
    lower: failed === 0 ? 0 : Math.max(0, (centre - spread) / size),
    upper: failed === total ? 1 : Math.min(1, (centre + spread) / size),
  };
}

/** With so many of both kinds the two intervals of a share differ by less than either is known. */
const plenty = 1000;

/**
 * The wider of Wilson's interval and the exact one. Of few events Wilson's lower end says too much: one failed call of one would be "at least
 * 7.6 %" at the level of a look, and a critical limit of 5 % would be missed by a single call.
 *
 * Source: C. J. Clopper and E. S. Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial",
 * Biometrika 26 (1934).
 *
 * @param failed, total, level as of `wilsonInterval`
 */
export function cautiousInterval(failed: number, total: number, level: number): Interval {
  const wilson = wilsonInterval(failed, total, level);
  const passed = total - failed;
  if (!(total > 0 && level > 0) || (failed >= plenty && passed >= plenty)) return wilson;
  return {
    lower: failed <= 0 ? 0 : Math.min(wilson.lower, betaQuantile(level, failed, passed + 1)),
    upper: passed <= 0 ? 1 : Math.max(wilson.upper, betaQuantile(1 - level, failed + 1, passed)),
  };
}

export interface Counted {
  readonly failed: number;
  readonly total: number;
}

/**
 * The interval of the difference of two independent proportions, candidate minus baseline.
 *
 * Source: R. G. Newcombe, "Interval estimation for the difference between independent proportions: comparison of eleven methods",
 * Statistics in Medicine 17 (1998), method 10.
 *
 * @param intervalOf each of the two; Wilson's is what the method was tried with
 */
export function newcombeInterval(
  candidate: Counted,
  baseline: Counted,
  level: number,
  intervalOf: typeof wilsonInterval = wilsonInterval,
): Interval {
  const [c, b] = [candidate, baseline].map(({ failed, total }) => ({
    share: total > 0 ? failed / total : 0.5,
    ...intervalOf(failed, total, level),
  }));
  if (c === undefined || b === undefined) return { lower: -1, upper: 1 };
  const difference = c.share - b.share;
  return {
    lower: difference - Math.hypot(c.share - c.lower, b.upper - b.share),
    upper: difference + Math.hypot(c.upper - c.share, b.share - b.lower),
  };
}
