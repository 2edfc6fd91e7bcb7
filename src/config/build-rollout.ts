import type { EnablePlan, RollbackPlan, RollbackWay, RolloutWindow, StateKeeping } from "../domain/rollout-plan.ts";
import type { EnableInput, RollbackInput, StateInput } from "./schema/rollout-schema.ts";
import type { WindowInput } from "./schema/window-schema.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

export function buildState(input: StateInput | undefined): StateKeeping {
  return { folder: input?.folder ?? null, keep: input?.keep ?? 10, forMs: input?.for ?? null };
}

export function buildEnable(input: EnableInput | undefined): EnablePlan {
  const canary = input?.canary;
  return {
    window: input?.window === undefined ? null : buildWindow(input.window),
    validate: input?.validate ?? [],
    smoke: input?.smoke ?? [],
    canary: canary === undefined ? null : { steps: canary.steps, stages: canary.stages, waitMs: canary.wait ?? 0 },
    deadlineMs: input?.deadline ?? 24 * hourMs,
    knownIssues: input?.["known-issues"] ?? [],
  };
}

const everyDay = [1, 2, 3, 4, 5, 6, 7];

function buildWindow({ open, zone, outside }: WindowInput): RolloutWindow {
  const parts = open.map(({ days, hours }) => {
    const given = new Set((days ?? [everyDay]).flat());
    return { days: everyDay.filter((day) => given.has(day)), ...hours };
  });
  return { open: parts, zone, outside: outside ?? "refuse" };
}

export function buildRollback(input: RollbackInput | undefined): RollbackPlan {
  const hasVersion = input?.to !== undefined && input.install !== undefined;
  const usual: readonly RollbackWay[] = hasVersion ? ["flag", "version", "backup"] : ["flag", "backup"];
  return {
    to: input?.to ?? null,
    ways: [...new Set(input?.try ?? usual)],
    install: input?.install ?? null,
    running: input?.running ?? null,
    restart: input?.restart ?? null,
    verify: input?.verify ?? [],
    log: input?.log === undefined ? null : buildLog(input.log),
    withinMs: input?.within ?? 5 * minuteMs,
  };
}

function buildLog(log: NonNullable<RollbackInput["log"]>): RollbackPlan["log"] {
  const { path, component, line } = { component: undefined, line: undefined, ...log };
  return { path, component: component ?? null, line: line ?? null };
}
