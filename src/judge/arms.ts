import type { Arm } from "../domain/arm.ts";
import type { ArmSummary } from "../domain/finding.ts";
import type { Launch, Measurement } from "../domain/measurement.ts";
import { median } from "../stats/quantile.ts";
import { type LaunchStatistic, type LaunchSummary, summariseLaunch } from "./launch-summary.ts";

/**
 * How the arms were measured.
 *
 * - `independent`: each launch is a process of one arm.
 * - `crossover`: each launch is a process that ran both arms, some the baseline first and some the candidate.
 * - `paired`: the same, but the order is not known or was never swapped.
 */
export type Design = "independent" | "crossover" | "paired";

/** The launches of both arms, ready to be compared. */
export interface Arms {
  readonly design: Design;
  /** Unless independent, the k-th launch of either arm came out of one process. */
  readonly baseline: readonly LaunchSummary[];
  readonly candidate: readonly LaunchSummary[];
  /** For a crossover, whether the candidate ran first in the k-th process; empty otherwise. */
  readonly candidateFirst: readonly boolean[];
  /** Launches that have no partner in their process, or samples that cannot be used. */
  readonly leftOut: number;
}

/**
 * Sorts a measurement's launches by arm. They are judged as pairs only when every launch has a pair number; which arm of a pair
 * ran first is told by the launches' indexes, or by their order where they share one.
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
  return { design: "independent", ...sides, candidateFirst: [], leftOut };
}

interface Half {
  readonly summary: LaunchSummary;
  readonly launch: Launch;
  /** Place among the measurement's launches, which are in the order in which they began. */
  readonly place: number;
}

function pairedArms(measurement: Measurement): Arms {
  const pairs = new Map<number, Partial<Record<Arm, Half>>>();
  let leftOut = 0;
  for (const [place, launch] of measurement.launches.entries()) {
    const summary = summariseLaunch(launch);
    const pair = pairs.get(launch.pair ?? -1) ?? {};
    if (summary === null || pair[launch.arm] !== undefined) leftOut++;
    else pairs.set(launch.pair ?? -1, { ...pair, [launch.arm]: { summary, launch, place } });
  }
  const baseline: LaunchSummary[] = [];
  const candidate: LaunchSummary[] = [];
  const candidateFirst: boolean[] = [];
  for (const pair of pairs.values()) {
    if (pair.baseline === undefined || pair.candidate === undefined) {
      leftOut++;
      continue;
    }
    baseline.push(pair.baseline.summary);
    candidate.push(pair.candidate.summary);
    candidateFirst.push(beganBefore(pair.candidate, pair.baseline));
  }
  const swapped = candidateFirst.includes(true) && candidateFirst.includes(false);
  return swapped
    ? { design: "crossover", baseline, candidate, candidateFirst, leftOut }
    : { design: "paired", baseline, candidate, candidateFirst: [], leftOut };
}

/** By index; two halves of one process may share theirs, and are then in the order in which they were reported. */
function beganBefore(one: Half, other: Half): boolean {
  return one.launch.index === other.launch.index ? one.place < other.place : one.launch.index < other.launch.index;
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
