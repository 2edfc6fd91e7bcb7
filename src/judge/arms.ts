import type { Arm } from "../domain/arm.ts";
import type { ArmSummary } from "../domain/finding.ts";
import type { Measurement } from "../domain/measurement.ts";
import { median } from "../stats/quantile.ts";
import { type LaunchStatistic, type LaunchSummary, summariseLaunch } from "./launch-summary.ts";

/** The launches of both arms, ready to be compared. */
export interface Arms {
  /** `paired`: the k-th launch of either arm came out of one process. */
  readonly design: "independent" | "paired";
  readonly baseline: readonly LaunchSummary[];
  readonly candidate: readonly LaunchSummary[];
  /** Launches that have no partner in a paired design, or samples that cannot be used. */
  readonly leftOut: number;
}

/**
 * Sorts a measurement's launches by arm. They are judged as pairs only when every arm's launch has a pair number.
 */
export function armsOf(measurement: Measurement): Arms {
  const launches = measurement.launches;
  const paired = launches.length > 0 && launches.every((launch) => launch.pair !== undefined);
  return paired ? pairedArms(measurement) : independentArms(measurement);
}

function independentArms(measurement: Measurement): Arms {
  const sides: Record<Arm, LaunchSummary[]> = { baseline: [], candidate: [] };
  let leftOut = 0;
  for (const launch of measurement.launches) {
    const summary = summariseLaunch(launch);
    if (summary === null) leftOut++;
    else sides[launch.arm].push(summary);
  }
  return { design: "independent", ...sides, leftOut };
}

function pairedArms(measurement: Measurement): Arms {
  const pairs = new Map<number, Partial<Record<Arm, LaunchSummary>>>();
  let leftOut = 0;
  for (const launch of measurement.launches) {
    const summary = summariseLaunch(launch);
    const pair = pairs.get(launch.pair ?? -1) ?? {};
    if (summary === null || pair[launch.arm] !== undefined) leftOut++;
    else pairs.set(launch.pair ?? -1, { ...pair, [launch.arm]: summary });
  }
  const baseline: LaunchSummary[] = [];
  const candidate: LaunchSummary[] = [];
  for (const pair of pairs.values()) {
    if (pair.baseline !== undefined && pair.candidate !== undefined) {
      baseline.push(pair.baseline);
      candidate.push(pair.candidate);
    } else leftOut++;
  }
  return { design: "paired", baseline, candidate, leftOut };
}

/** One arm's launches in short; undefined when it has none. */
export function summariseArm(
  arm: Arm,
  launches: readonly LaunchSummary[],
  statistic: LaunchStatistic,
): ArmSummary | undefined {
  if (launches.length === 0) return undefined;
  const perLaunch = launches.map((launch) => launch[statistic]);
  return {
    arm,
    launches: launches.length,
    samples: launches.reduce((total, launch) => total + launch.sorted.length, 0),
    centre: median(perLaunch),
    perLaunch,
  };
}
