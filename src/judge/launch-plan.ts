import type { Stage } from "../domain/config.ts";
import { decisionShare } from "../stats/can-decide.ts";
import { lookLevels } from "../stats/look-levels.ts";
import type { Design } from "./arms.ts";

/** How often a stage's arms are launched and looked at, as its config says. */
export interface LaunchPlan {
  /** Launches a side before the first look. */
  readonly minLaunches: number;
  /** Launches a side at the most. */
  readonly maxLaunches: number;
  /** The chance of a wrong decision that all looks together may spend, e.g. 0.01. */
  readonly errorRate: number;
}

/** One-sided levels at one look. */
export interface DecisionLevels {
  readonly pass: number;
  /** For the whole family of comparisons; one comparison gets its share of it. */
  readonly fail: (share: number) => number;
}

/**
 * The levels at the look that so many launches a side allow. Between launches a side the smaller one counts; beyond the plan's
 * last look its level is used, so that evidence with more launches than planned is judged at the strictest of both.
 *
 * @returns level 0, which nothing can meet, before the plan's first look
 */
export function levelsAt(launches: number, plan: LaunchPlan, design: Design): DecisionLevels {
  const looks = { minLaunches: plan.minLaunches, maxLaunches: plan.maxLaunches, design };
  const pick = (error: number): number => {
    const index = Math.min(launches, plan.maxLaunches) - Math.max(1, plan.minLaunches);
    return index < 0 ? 0 : (lookLevels(looks, error, launches)[index] ?? 0);
  };
  return {
    pass: pick(plan.errorRate * decisionShare),
    fail: (share) => pick((plan.errorRate * decisionShare) / Math.max(1, share)),
  };
}

/**
 * What a stage that is launched once is judged by, and one that the config does not know: a single look at one launch a side. That
 * is enough for a limit on a value and for nothing that compares arms, however many launches the evidence claims: nobody planned
 * them, so nobody knows how often they were looked at.
 */
const singleLook: LaunchPlan = { minLaunches: 1, maxLaunches: 1, errorRate: 0.01 };

/** The plan by which a stage's launches are judged. */
export function planOf(stage: Stage | null): LaunchPlan {
  return stage !== null && stage.arms.kind === "both" ? stage.arms : singleLook;
}
