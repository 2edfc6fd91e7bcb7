/**
 * How many times more the blocks' counts vary than independent events would make them: Pearson's statistic over its degrees of freedom, at
 * least 1. Events that come in bursts say less than as many that come alone, by this factor.
 *
 * Source: P. McCullagh and J. A. Nelder, "Generalized Linear Models", 2nd ed., section 4.5.
 *
 * @param counts by block
 * @param exposures by block: what the counts are out of; above 0
 * @param isShare counts are out of as many events; else they are out of time
 */
export function overdispersion(counts: readonly number[], exposures: readonly number[], isShare: boolean): number {
  const total = exposures.reduce((sum, exposure) => sum + exposure, 0);
  const events = counts.reduce((sum, count) => sum + count, 0);
  const rate = events / total;
  const spread = isShare ? rate * (1 - rate) : rate;
  if (counts.length < 2 || !(spread > 0)) return 1;
  let pearson = 0;
  for (const [index, count] of counts.entries()) {
    const exposure = exposures[index] ?? 0;
    if (exposure > 0) pearson += (count - exposure * rate) ** 2 / (exposure * spread);
  }
  return Math.max(1, pearson / (counts.length - 1));
}
