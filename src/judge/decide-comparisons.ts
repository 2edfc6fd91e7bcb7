import { type Comparison, chanceBeyond, chanceWithin, guardComparison, type WeighedLimit } from "./comparison.ts";
import { type LaunchPlan, levelsAt } from "./launch-plan.ts";

/** What was decided about a comparison, and at which levels. */
export interface Decided {
  readonly outcome: "pass" | "warn" | "fail" | "inconclusive";
  readonly passLevel: number;
  readonly failLevel: number;
  /** Why a pass was taken back, or what little is known; empty when there is nothing to add. */
  readonly doubt: string;
  /** Where the calm calls met the limit and the tail guard took the pass away: what it went by. Null otherwise. */
  readonly guardShare: number | null;
}

/**
 * Decides the comparisons of one stage together.
 *
 * A stage passes only when every criterion does, so its passes need no correction (intersection–union test). It fails when one
 * does, so its fails do: by Holm's method the most telling comparison is held to an n-th of the level, the next to an (n − 1)-th of
 * it, and so on, which keeps the chance of *any* wrong fail within the level whatever the comparisons have to do with each other.
 *
 * Sources: S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6 (1979);
 * R. L. Berger, "Multiparameter hypothesis testing and acceptance sampling", Technometrics 24 (1982).
 */
export function decideComparisons(comparisons: readonly Comparison[], plan: LaunchPlan): readonly Decided[] {
  const failLevels = holmLevels(comparisons, plan);
  return comparisons.map((comparison, index) => {
    const passLevel = levelsAt(comparison.launches, plan, comparison.arms.design).pass;
    return decideOne(comparison, passLevel, failLevels[index] ?? 0);
  });
}

function holmLevels(comparisons: readonly Comparison[], plan: LaunchPlan): readonly number[] {
  const chances = comparisons.map((comparison) => chanceBeyond(comparison.warn ?? comparison.pass));
  const order = chances.map((_, index) => index).sort((a, b) => (chances[a] ?? 1) - (chances[b] ?? 1));
  const levels = new Array<number>(comparisons.length).fill(0);
  let open = comparisons.length;
  let stopped = false;
  for (const index of order) {
    const comparison = comparisons[index];
    if (comparison === undefined) continue;
    // Rounded up to a power of two, which is stricter, so that 200 comparisons need a handful of level tables and not 200.
    const level = levelsAt(comparison.launches, plan, comparison.arms.design).fail(2 ** Math.ceil(Math.log2(open)));
    levels[index] = level;
    if ((chances[index] ?? 1) > level) stopped = true;
    if (!stopped) open--;
  }
  return levels;
}

function decideOne(comparison: Comparison, passLevel: number, failLevel: number): Decided {
  const { pass, warn } = comparison;
  const levels = { passLevel, failLevel };
  const isWithin = (limit: WeighedLimit): boolean => chanceWithin(limit) <= passLevel;
  const isBeyond = (limit: WeighedLimit): boolean => chanceBeyond(limit) <= failLevel;
  const outer = warn ?? pass;
  if (isBeyond(outer)) return { outcome: "fail", ...levels, doubt: "", guardShare: null };
  if (isWithin(pass)) {
    const guard = guardComparison(comparison, pass);
    return guard.ok
      ? { outcome: "pass", ...levels, doubt: "", guardShare: null }
      : { outcome: "inconclusive", ...levels, doubt: guard.reason, guardShare: guard.share };
  }
  if (warn !== null && isBeyond(pass)) {
    if (isWithin(warn) && guardComparison(comparison, warn).ok)
      return { outcome: "warn", ...levels, doubt: "", guardShare: null };
    return {
      outcome: "inconclusive",
      ...levels,
      doubt: "it is beyond the limit, at least a warning",
      guardShare: null,
    };
  }
  if (warn !== null && isWithin(warn))
    return {
      outcome: "inconclusive",
      ...levels,
      doubt: "it is within the warning level, so it is no fail",
      guardShare: null,
    };
  return { outcome: "inconclusive", ...levels, doubt: "", guardShare: null };
}
