import { canDecide, fewestDeciding } from "../stats/can-decide.ts";
import { parseShare } from "./parse-amount.ts";
import { parseLaunches } from "./parse-launches.ts";
import { parseLimit } from "./parse-limit.ts";
import type { ProblemDraft } from "./problem-draft.ts";
import { entryOf, isMapValue, mapEntries } from "./raw-config.ts";

const usualError = 0.01;

/** Warns of stages whose launches are so few that no outcome could decide anything, so that every comparison would stay open. */
export function checkLaunches(config: unknown): readonly ProblemDraft[] {
  if (!mapEntries(entryOf(config, "criteria")).some(([, criterion]) => compares(criterion))) return [];
  return mapEntries(entryOf(config, "stages")).flatMap(([stage, value]): readonly ProblemDraft[] => {
    const arms = entryOf(value, "arms");
    if (!isMapValue(arms) || entryOf(arms, "baseline") !== undefined) return [];
    const launches = parseLaunches(entryOf(arms, "launches"));
    const error = errorOf(entryOf(arms, "error"));
    if (launches === null || error === null) return [];
    const design = entryOf(arms, "in-process") === true ? "crossover" : "independent";
    const plan = { minLaunches: launches.min, maxLaunches: launches.max, design } as const;
    if (canDecide(plan, error)) return [];
    const needed = fewestDeciding(plan, error);
    const many = launches.max === 1 ? "1 launch" : `${launches.max} launches`;
    const message = `${many} ${design === "crossover" ? "in all" : "a side"} can decide nothing at an error of ${percent(error)}: even the clearest difference comes by chance more often`;
    const fixed = launches.min === launches.max;
    const hint = `write ${fixed ? needed : `${launches.min}..${Math.max(needed, 24)}`}${fixed ? " or more" : ""}; the fewest that can decide is ${needed}`;
    return [{ path: ["stages", stage, "arms", "launches"], at: "value", message, hint, severity: "warning" }];
  });
}

/** Whether a criterion, or one of a list, compares the arms; where none does, few launches are no trouble. */
function compares(criterion: unknown): boolean {
  if (Array.isArray(criterion)) return criterion.some(compares);
  const text = typeof criterion === "string" ? criterion : entryOf(criterion, "pass");
  const limit = typeof text === "string" ? parseLimit(text) : null;
  return limit?.ok === true && limit.value.kind !== "absolute" && limit.value.kind !== "all";
}

function errorOf(value: unknown): number | null {
  if (value === undefined) return usualError;
  const read = typeof value === "string" ? parseShare(value) : null;
  return read?.ok === true && read.value > 0 && read.value < 1 ? read.value : null;
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(6))} %`;
}
