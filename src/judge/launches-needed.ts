import { normalQuantile } from "../stats/normal.ts";
import type { Design } from "./arms.ts";
import type { Comparison } from "./comparison.ts";
import type { Decided } from "./decide-comparisons.ts";
import { guardLevel } from "./tail-guard.ts";

/** More launches a side than this is no advice that anybody follows. */
const mostLaunches = 240;

/**
 * How many launches a side would probably decide an inconclusive comparison, if further launches are like those seen.
 *
 * The share of comparisons within (or beyond) the bound is carried forward; the rank test decides once that share exceeds its
 * critical value, which shrinks with the square root of the launches.
 *
 * Source: G. E. Noether, "Sample size determination for some common nonparametric tests", JASA 82 (1987), with the null
 * variance kept exact.
 *
 * @returns null when more launches would probably not help: what was seen is too near the limit, or is not about the noise
 */
export function launchesNeeded(comparison: Comparison, decided: Decided): number | null {
  const now = comparison.launches;
  if (now === 0) return null;
  if (decided.guardShare !== null) return asAdvice(neededFor(decided.guardShare, guardLevel, "independent"), now);
  const { design } = comparison.arms;
  const within = neededFor(Math.min(...comparison.pass.weights.map((w) => w.share)), decided.passLevel, design);
  const outer = comparison.warn ?? comparison.pass;
  const beyond = neededFor(1 - Math.min(...outer.weights.map((w) => w.share)), decided.failLevel, design);
  return asAdvice(Math.min(within, beyond), now);
}

function asAdvice(needed: number, now: number): number | null {
  return needed <= mostLaunches ? Math.max(needed, now + 1) : null;
}

function neededFor(share: number, level: number, design: Design): number {
  if (share <= 0.5) return Number.POSITIVE_INFINITY;
  const wanted = level > 0 ? level : 1e-4;
  const z = normalQuantile(wanted);
  for (let n = 2; n <= mostLaunches; n++) {
    const { deviation, extreme } = nullAt(n, design);
    if (share - 0.5 >= z * deviation && extreme <= wanted) return n;
  }
  return Number.POSITIVE_INFINITY;
}

/**
 * The null deviation of the share at so many launches, and the chance of its most extreme outcome: no test can be more certain
 * than that. Orders of two groups of k are about 4^k ÷ √(πk), signs of k pairs 2^k.
 */
function nullAt(n: number, design: Design): { readonly deviation: number; readonly extreme: number } {
  if (design === "paired") return { deviation: Math.sqrt((2 * n + 1) / (6 * n * (n + 1))), extreme: 2 ** -n };
  const group = design === "crossover" ? n / 2 : n;
  return {
    deviation: Math.sqrt((2 * group + 1) / 12) / group,
    extreme: Math.sqrt(Math.PI * group) * 4 ** -group,
  };
}
