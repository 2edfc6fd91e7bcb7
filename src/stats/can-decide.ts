import { type LookPlan, lookLevels } from "./look-levels.ts";

/**
 * What each decision may spend of a stage's error rate. A wrong fail stops work and teaches people to ignore the gate; a wrong pass must
 * still meet the tail guard. What neither spends is kept for what the theory leaves out: launches that are not quite exchangeable.
 */
export const decisionShare = 0.2;

/** More launches than that decide at any level that a person would write. */
const certain = 40;

/**
 * Whether any look of a plan can decide anything: whether even the clearest outcome, all of one arm beyond all of the other, is rare
 * enough for its level.
 *
 * @param error the chance of a wrong decision over all looks, above 0 and below 1
 */
export function canDecide(plan: LookPlan, error: number): boolean {
  const budget = error * decisionShare;
  // At the last look nearly a tenth of the budget is there to be spent, whatever the plan.
  if (plan.maxLaunches >= certain || clearest(plan.maxLaunches, plan.design) < budget / 100) return true;
  return lookLevels(plan, budget).some((level) => level > 0);
}

/** The fewest launches a side with which a plan like this one can decide: a plan for exactly as many, or up to as many. */
export function fewestDeciding(plan: LookPlan, error: number): number {
  const fixed = plan.minLaunches === plan.maxLaunches;
  let launches = plan.maxLaunches;
  while (!canDecide({ ...plan, minLaunches: fixed ? launches : plan.minLaunches, maxLaunches: launches }, error))
    launches++;
  return launches;
}

/** How often the clearest outcome comes by chance: one way of sorting the launches of all there are. */
function clearest(launches: number, design: LookPlan["design"]): number {
  if (design === "paired") return 2 ** -launches;
  const one = design === "crossover" ? Math.ceil(launches / 2) : launches;
  const other = design === "crossover" ? Math.floor(launches / 2) : launches;
  let ways = 1;
  for (let k = 1; k <= other; k++) ways *= (one + k) / k;
  return 1 / ways;
}
