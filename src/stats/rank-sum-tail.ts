import { normalTail } from "./normal.ts";

/** Above this many pairs the exact distribution is left for its normal limit, which is by then right to 4 digits. */
const mostExactPairs = 3600;

const exactTails = new Map<number, Float64Array>();

/**
 * The chance that the Mann–Whitney count of pairs is at least `count` when both arms have the same distribution: exact, by
 * the recurrence of Mann and Whitney, for up to 3600 pairs; beyond that the normal limit with continuity correction.
 *
 * The null distribution belongs to data without ties. Callers count a tied pair as *against* what they want to show: breaking
 * ties at random would give at least that count, so the level holds with ties too.
 *
 * Source: H. B. Mann and D. R. Whitney, "On a test of whether one of two random variables is stochastically larger than the
 * other", Annals of Mathematical Statistics 18 (1947).
 *
 * @param count 0 … m × n pairs; at most 0 gives 1, above m × n gives 0
 * @param m size of one arm, at least 0
 * @param n size of the other
 */
export function rankSumTail(count: number, m: number, n: number): number {
  const wanted = Math.ceil(count);
  if (wanted <= 0) return 1;
  if (wanted > m * n) return 0;
  if (m * n > mostExactPairs) return normalTail((wanted - 0.5 - (m * n) / 2) / Math.sqrt((m * n * (m + n + 1)) / 12));
  return tailsOf(Math.min(m, n), Math.max(m, n))[wanted] ?? 0;
}

/**
 * The smallest count whose chance is at most `level`; m × n + 1 when even the largest count is more likely than that, which
 * means that so few launches cannot show anything at this level.
 */
export function rankSumCritical(level: number, m: number, n: number): number {
  let low = 0;
  let high = m * n + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (rankSumTail(middle, m, n) <= level) high = middle;
    else low = middle + 1;
  }
  return low;
}

function tailsOf(m: number, n: number): Float64Array {
  const known = exactTails.get(keyOf(m, n));
  if (known !== undefined) return known;
  return nullTails(m, n);
}

function keyOf(m: number, n: number): number {
  return m * (mostExactPairs + 1) + n;
}

/**
 * p(u; i, j) = i/(i+j) · p(u − j; i − 1, j) + j/(i+j) · p(u; i, j − 1): the largest of the i + j values is in the first arm,
 * above all j of the other, or in the second. Only positive terms are added, so nothing cancels. The sizes on the way are
 * kept where they are as equal as launches in turn make them, since the looks before this one ask for them.
 */
function nullTails(m: number, n: number): Float64Array {
  let previous: Float64Array[] = Array.from({ length: n + 1 }, () => Float64Array.of(1));
  for (let i = 1; i <= m; i++) {
    const row: Float64Array[] = [Float64Array.of(1)];
    for (let j = 1; j <= n; j++) {
      const above = previous[j] ?? Float64Array.of(1);
      const left = row[j - 1] ?? Float64Array.of(1);
      const cell = mixed(left, above, j, i / (i + j));
      row.push(cell);
      if (j === i || j === i + 1) exactTails.set(keyOf(i, j), cumulated(cell));
    }
    previous = row;
  }
  const tails = cumulated(previous[n] ?? Float64Array.of(1));
  exactTails.set(keyOf(m, n), tails);
  return tails;
}

/** Weighs the two cases of the recurrence: in `above`, with weight `share`, the largest value has won `shift` pairs more. */
function mixed(left: Float64Array, above: Float64Array, shift: number, share: number): Float64Array {
  const cell = new Float64Array(above.length + shift);
  for (let u = 0; u < left.length; u++) cell[u] = (1 - share) * (left[u] ?? 0);
  for (let u = 0; u < above.length; u++) cell[u + shift] = (cell[u + shift] ?? 0) + share * (above[u] ?? 0);
  return cell;
}

/** Summed from the small end, so that far tails keep all their digits. */
function cumulated(probabilities: Float64Array): Float64Array {
  const tails = probabilities.slice();
  for (let u = tails.length - 2; u >= 0; u--) tails[u] = (tails[u] ?? 0) + (tails[u + 1] ?? 0);
  return tails;
}
