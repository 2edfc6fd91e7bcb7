import { rankSumCritical, rankSumTail } from "./rank-sum-tail.ts";
import { signedRankCritical, signedRankTail } from "./signed-rank-tail.ts";
import { type PlannedLook, spendingLevels } from "./spending.ts";
import { usualLevels } from "./usual-levels.ts";

/**
 * The recursion behind the levels takes rank statistics for normal ones, which spends up to 13 % more than it counts at the
 * small sizes of the first looks (measured by simulation, see `docs/decisions.md`). This share keeps the total inside.
 */
const safety = 0.8;

/** Levels that are known already, and where the others of their plan come from. */
interface Levels {
  readonly known: number[];
  readonly further: Iterator<number, void>;
}

const plans = new Map<string, Levels>();

/** When looks are made, and how arms are compared at them. */
export interface LookPlan {
  /** Launches a side at the first look; at least 1. */
  readonly minLaunches: number;
  /** Launches a side at the last one; at least `minLaunches`. */
  readonly maxLaunches: number;
  /**
   * `independent`: rank sum of two arms; `crossover`: rank sum of two halves of the pairs; `paired`: signed ranks of all pairs.
   */
  readonly design: "independent" | "crossover" | "paired";
}

/**
 * The one-sided level of each look of a plan, for a decision that may be wrong `error` of the time over all looks.
 *
 * The error is spent in proportion to the square root of the looks made, which keeps the levels nearly constant (Pocock's
 * shape): every launch costs the same, so stopping early is worth as much as it can be. Where a process runs both arms, it is spent
 * in proportion to the looks themselves: so few pairs can show nothing at the first half of the looks, and what is not kept
 * for the second is lost to it. The first look that can decide at all, still can.
 *
 * @param error 0 … 0.5
 * @param launches a side, at the last look whose level is needed; those after it are left for when they are asked for
 * @returns one level for each number of launches from `minLaunches` to `launches`, and no more than to `maxLaunches`; 0 where
 *   nothing can be decided yet
 */
export function lookLevels(plan: LookPlan, error: number, launches: number = plan.maxLaunches): readonly number[] {
  const first = Math.max(1, Math.floor(plan.minLaunches));
  const last = Math.max(first, Math.floor(plan.maxLaunches));
  const wanted = Math.min(Math.max(first, Math.floor(launches)), last);
  const key = `${plan.design} ${first} ${last} ${error}`;
  const usual = usualLevels.get(key);
  if (usual !== undefined) return usual.slice(0, wanted - first + 1);
  // The tables of a look hold those of the looks before it on their way.
  if (plan.design === "independent") rankSumTail(1, wanted, wanted);
  const levels = plans.get(key) ?? { known: [], further: levelsOf(plan.design, first, last, error) };
  plans.set(key, levels);
  while (levels.known.length <= wanted - first) {
    const next = levels.further.next();
    if (next.done === true) break;
    levels.known.push(next.value);
  }
  return levels.known.slice(0, wanted - first + 1);
}

/** All levels of a plan, made and not looked up; for who makes or checks {@link usualLevels}. */
export function computedLevels(plan: LookPlan, error: number): readonly number[] {
  const further = levelsOf(plan.design, plan.minLaunches, plan.maxLaunches, error);
  const levels: number[] = [];
  for (let next = further.next(); next.done !== true; next = further.next()) levels.push(next.value);
  return levels;
}

function levelsOf(design: LookPlan["design"], first: number, last: number, error: number): Iterator<number, void> {
  // One look shares with nobody, and needs no recursion.
  if (first === last) return [lookOf(design, first).attainable(error)].values();
  return spendingLevels(error * safety, looksOf(design, first, last));
}

function* looksOf(design: LookPlan["design"], first: number, last: number): Generator<PlannedLook, void> {
  for (let n = first; n <= last; n++) {
    const made = (n - first + 1) / (last - first + 1);
    const share = design === "independent" ? Math.sqrt(made) : made;
    yield { share, ...lookOf(design, n) };
  }
}

function lookOf(design: LookPlan["design"], n: number): Omit<PlannedLook, "share"> {
  return design === "paired" ? signedRankLook(n) : rankSumLook(design, n);
}

function signedRankLook(n: number): Omit<PlannedLook, "share"> {
  return {
    information: (6 * n * (n + 1)) / (2 * n + 1),
    attainable: (level) => signedRankTail(signedRankCritical(level, n), n),
  };
}

function rankSumLook(design: "independent" | "crossover", n: number): Omit<PlannedLook, "share"> {
  const [one, other] = design === "crossover" ? [Math.ceil(n / 2), Math.floor(n / 2)] : [n, n];
  return {
    information: (12 * one * other) / (one + other + 1),
    attainable: (level) => rankSumTail(rankSumCritical(level, one, other), one, other),
  };
}
