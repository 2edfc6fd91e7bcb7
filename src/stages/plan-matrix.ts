import type { Stage } from "../domain/config.ts";
import { orderStages } from "./order-stages.ts";

/** One job of the matrix; `collect` takes `shard` and `stages` as they are. */
export interface PlannedJob {
  /** `2/3`: this job's place. */
  readonly shard: string;
  /** Stage names, separated by spaces. */
  readonly stages: string;
}

/** A matrix as GitHub's `strategy.matrix` takes it. */
export interface JobMatrix {
  readonly include: readonly PlannedJob[];
}

/**
 * Spreads the stages over jobs. Stages that need each other stay in one job, because what one builds the other uses.
 *
 * @param jobs how many jobs at the most; at least 1
 * @param durationsMs how long stages are expected to take; those that are not known are guessed from those that are
 */
export function planMatrix(
  stages: readonly Stage[],
  jobs: number,
  durationsMs: ReadonlyMap<string, number>,
): JobMatrix {
  const weights = expectedWork(stages, durationsMs);
  const weight = (group: readonly Stage[]) => group.reduce((sum, { name }) => sum + (weights.get(name) ?? 0), 0);
  const groups = groupsOf(stages).sort((one, other) => weight(other) - weight(one));
  const bins: Stage[][] = Array.from({ length: Math.max(1, Math.min(jobs, groups.length)) }, () => []);
  // The heaviest group first, each to the job with least to do: at most a third above the best spread (Graham, 1969).
  for (const group of groups) {
    const lightest = bins.reduce((best, bin) => (isLighter(bin, best, weight) ? bin : best));
    lightest.push(...group);
  }
  return {
    include: bins.map((bin, at) => ({
      shard: `${at + 1}/${bins.length}`,
      stages: orderStages(stages.filter((stage) => bin.includes(stage)))
        .map((stage) => stage.name)
        .join(" "),
    })),
  };
}

/** Of two with as little to do, the one with fewer stages: a job without any would be no job. */
function isLighter(
  one: readonly Stage[],
  other: readonly Stage[],
  weight: (group: readonly Stage[]) => number,
): boolean {
  const difference = weight(one) - weight(other);
  return difference < 0 || (difference === 0 && one.length < other.length);
}

/** Stages joined by needs, as connected groups. */
function groupsOf(stages: readonly Stage[]): Stage[][] {
  const groups: Stage[][] = [];
  for (const stage of stages) {
    const joined = groups.filter((group) =>
      group.some((other) => other.needs.includes(stage.name) || stage.needs.includes(other.name)),
    );
    const rest = groups.filter((group) => !joined.includes(group));
    groups.splice(0, groups.length, ...rest, [...joined.flat(), stage]);
  }
  return groups;
}

/**
 * How much there is to do for each stage. A stage whose duration is not known is taken to need, for each of its launches, what the
 * others need for one of theirs; where none is known, the launches alone are counted.
 */
function expectedWork(stages: readonly Stage[], durationsMs: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const perLaunch = stages
    .flatMap((stage) => {
      const durationMs = durationsMs.get(stage.name);
      return durationMs === undefined ? [] : durationMs / launchesOf(stage);
    })
    .sort((one, other) => one - other);
  const typical = perLaunch[perLaunch.length >> 1] ?? 1;
  return new Map(stages.map((stage) => [stage.name, durationsMs.get(stage.name) ?? typical * launchesOf(stage)]));
}

/** At the most. */
function launchesOf({ arms }: Stage): number {
  if (arms.kind === "both") return 2 * arms.maxLaunches;
  return arms.kind === "recorded" ? arms.launches : 1;
}
