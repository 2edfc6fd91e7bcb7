import { rankSumCritical, rankSumTail } from "./rank-sum-tail.ts";
import { signedRankCritical, signedRankTail } from "./signed-rank-tail.ts";
import { type PlannedLook, spendingLevels } from "./spending.ts";

/**
 * The recursion behind the levels takes rank statistics for normal ones, which spends up to 13 % more than it counts at the
 * small sizes of the first looks (measured by simulation, see `docs/decisions.md`). This share keeps the total inside.
 */
const safety = 0.85;

const known = new Map<string, readonly number[]>();

/** When looks are made, and how arms are compared at them. */
export interface LookPlan {
  /** Launches a side at the first look; at least 1. */
  readonly minLaunches: number;
  /** Launches a side at the last one; at least `minLaunches`. */
  readonly maxLaunches: number;
  /** `independent`: rank sum of two arms; `paired`: signed ranks of one difference a launch. */
  readonly design: "independent" | "paired";
}

/**
 * The one-sided level of each look of a plan, for a decision that may be wrong `error` of the time over all looks.
 *
 * The error is spent in proportion to the square root of the looks made, which keeps the levels nearly constant (Pocock's
 * shape): every launch costs the same, so stopping early is worth as much as it can be.
 *
 * @param error 0 … 0.5
 * @returns one level for each number of launches from `minLaunches` to `maxLaunches`; 0 where nothing can be decided yet
 */
export function lookLevels(plan: LookPlan, error: number): readonly number[] {
  const first = Math.max(1, Math.floor(plan.minLaunches));
  const last = Math.max(first, Math.floor(plan.maxLaunches));
  const key = `${plan.design} ${first} ${last} ${error}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const looks: PlannedLook[] = [];
  for (let n = first; n <= last; n++) {
    const share = Math.sqrt((n - first + 1) / (last - first + 1));
    looks.push({
      share,
      information: plan.design === "paired" ? (6 * n * (n + 1)) / (2 * n + 1) : (12 * n * n) / (2 * n + 1),
      attainable: (level) =>
        plan.design === "paired"
          ? signedRankTail(signedRankCritical(level, n), n)
          : rankSumTail(rankSumCritical(level, n, n), n, n),
    });
  }
  // One look has nothing to share with and is exact as it is.
  const levels = spendingLevels(looks.length === 1 ? error : error * safety, looks);
  known.set(key, levels);
  return levels;
}
