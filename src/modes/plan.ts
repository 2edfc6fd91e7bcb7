import type { Stage } from "../domain/config.ts";
import { orderStages } from "../stages/order-stages.ts";

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
 */
export function planMatrix(stages: readonly Stage[], jobs: number): JobMatrix {
  const groups = groupsOf(stages).sort((one, other) => weight(other) - weight(one));
  const bins: Stage[][] = Array.from({ length: Math.max(1, Math.min(jobs, groups.length)) }, () => []);
  // The heaviest group first, each to the job with least to do: at most a third above the best spread (Graham, 1969).
  for (const group of groups) {
    const lightest = bins.reduce((best, bin) => (weight(bin) < weight(best) ? bin : best));
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

/** Expected work where no durations are known: launches, each at most its time limit. */
function weight(stages: readonly Stage[]): number {
  return stages.reduce((sum, { arms }) => sum + (arms.kind === "both" ? 2 * arms.maxLaunches : 1), 0);
}
