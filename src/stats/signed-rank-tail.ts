import { normalTail } from "./normal.ts";

/** Above this many pairs the exact distribution is left for its normal limit. */
const mostExactPairs = 200;

const exactTails = new Map<number, Float64Array>();

/**
 * The chance that Wilcoxon's signed-rank sum is at least `sum` when differences are symmetric about 0: exact for up to 200
 * pairs; beyond that the normal limit with continuity correction. The sum equals the number of Walsh averages above 0.
 *
 * Ties and zeros: as for the rank sum, callers count them against what they want to show.
 *
 * Source: F. Wilcoxon, "Individual comparisons by ranking methods", Biometrics Bulletin 1 (1945); M. Hollander, D. A. Wolfe and
 * E. Chicken, "Nonparametric Statistical Methods", 3rd ed., section 3.1.
 *
 * @param sum 0 … n(n + 1)/2
 * @param n number of pairs, at least 0
 */
export function signedRankTail(sum: number, n: number): number {
  const wanted = Math.ceil(sum);
  const most = (n * (n + 1)) / 2;
  if (wanted <= 0) return 1;
  if (wanted > most) return 0;
  if (n > mostExactPairs) return normalTail((wanted - 0.5 - most / 2) / Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24));
  return tailsOf(n)[wanted] ?? 0;
}

/** The smallest sum whose chance is at most `level`; n(n + 1)/2 + 1 when even the largest sum is more likely than that. */
export function signedRankCritical(level: number, n: number): number {
  let low = 0;
  let high = (n * (n + 1)) / 2 + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (signedRankTail(middle, n) <= level) high = middle;
    else low = middle + 1;
  }
  return low;
}

function tailsOf(n: number): Float64Array {
  const known = exactTails.get(n);
  if (known !== undefined) return known;
  const most = (n * (n + 1)) / 2;
  const chances = new Float64Array(most + 1);
  chances[0] = 1;
  // Rank r is in the sum or not, each with chance one half.
  for (let rank = 1, reach = 0; rank <= n; rank++) {
    reach += rank;
    for (let s = reach; s >= 0; s--) chances[s] = ((chances[s] ?? 0) + (s >= rank ? (chances[s - rank] ?? 0) : 0)) / 2;
  }
  for (let s = most - 1; s >= 0; s--) chances[s] = (chances[s] ?? 0) + (chances[s + 1] ?? 0);
  exactTails.set(n, chances);
  return chances;
}
