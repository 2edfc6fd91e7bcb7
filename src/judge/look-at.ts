import { type Claim, countOpenClaims } from "./judge-criterion.ts";
import type { LaunchPlan } from "./launch-plan.ts";

/** What a look at a stage's launches so far says. */
export interface Look {
  /** True when more launches would change nothing: every claim has its answer. */
  readonly decided: boolean;
  /** How many claims still have none. */
  readonly open: number;
}

/**
 * Looks at the launches of one stage so far. Made after each launch a side from the plan's first look on; the chance of a wrong
 * decision over all looks stays within the plan's error rate, so stopping at the first look that decides costs no honesty.
 */
export function lookAt(claims: readonly Claim[], plan: LaunchPlan): Look {
  const open = countOpenClaims(claims, plan);
  return { decided: open === 0, open };
}
