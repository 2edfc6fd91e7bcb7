import type { Finding } from "../domain/finding.ts";
import { type Claim, judgeClaims } from "./judge-criterion.ts";
import type { LaunchPlan } from "./launch-plan.ts";

/** What a look at a stage's launches so far says. */
export interface Look {
  /** True when more launches would change nothing: every claim has its answer. */
  readonly decided: boolean;
  readonly findings: readonly Finding[];
}

/**
 * Looks at the launches of one stage so far. Made after each launch a side from the plan's first look on; the chance of a wrong
 * decision over all looks stays within the plan's error rate, so stopping at the first look that decides costs no honesty.
 *
 * A claim whose measurement is missing or broken counts as decided: further launches of the same command will not mend it.
 */
export function lookAt(claims: readonly Claim[], plan: LaunchPlan): Look {
  const findings = judgeClaims(claims, plan);
  return { decided: findings.every((finding) => finding.outcome !== "inconclusive"), findings };
}
