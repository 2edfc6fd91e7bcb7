import { checkArms } from "./check-arms.ts";
import { checkCriteria } from "./check-criteria.ts";
import { checkLaunches } from "./check-launches.ts";
import { checkPeople } from "./check-people.ts";
import { checkResponse } from "./check-response.ts";
import { checkRollout } from "./check-rollout.ts";
import { checkStages } from "./check-stages.ts";
import { checkWaivers } from "./check-waivers.ts";
import { collectMetricNames } from "./metric-names.ts";
import type { ProblemDraft } from "./problem-draft.ts";
import { entryOf } from "./raw-config.ts";

/** Checks what names refer to and what fits together, over the whole config and whatever else is wrong with it. */
export function checkReferences(config: unknown): readonly ProblemDraft[] {
  const names = collectMetricNames(entryOf(config, "stages"));
  return [
    ...checkStages(config),
    ...checkArms(config),
    ...checkLaunches(config),
    ...checkCriteria(entryOf(config, "criteria"), names),
    ...checkWaivers(config, names),
    ...checkRollout(config),
    ...checkResponse(config, names),
    ...checkPeople(config),
  ];
}
