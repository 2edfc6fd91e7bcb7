import type { LaunchDigest } from "../domain/ledger.ts";
import { chanceAbove, chanceBelow, predictRun, type RunFigures, reachOf, summariseRun } from "../stats/prediction.ts";
import { mean } from "../stats/quantile.ts";
import type { Bound, Bounds } from "./bound.ts";
import type { LaunchStatistic } from "./launch-summary.ts";
import { smallestAllowance } from "./tail-guard.ts";

/** The launches of one run, and which figure of each stands for it. */
export interface RecordedArms {
  readonly statistic: LaunchStatistic;
  readonly today: readonly LaunchDigest[];
  /** Past runs, from which the spread between runs is taken. */
  readonly past: readonly (readonly LaunchDigest[])[];
  /** The runs of a pinned commit that today's is held against; null: the past runs themselves. */
  readonly anchor: readonly (readonly LaunchDigest[])[] | null;
}

/** What today's run says about a limit. Small chances speak for it. */
export interface RecordedWeight {
  /** The chance of a run so clearly within the limit, were the change at the limit. */
  readonly within: number;
  /** The chance of a run so clearly beyond it. */
  readonly beyond: number;
}

/**
 * Holds today's run against recorded ones at a limit.
 *
 * *Within* goes by the run's figure, the median over its launches. *Beyond* must hold for its mildest launch: interference only adds, and
 * comes in bursts that may take half a run, so a change that some launches do not show is not one.
 */
export function weighRecorded(arms: RecordedArms, { bounds, scale }: Bounds): RecordedWeight {
  const logs = usesLogs(arms, scale);
  const weights = bounds.map((bound) => {
    const prediction = predict(arms, logs, bound);
    const { centre, mildest } = figuresOf(arms, logs, bound.side);
    return bound.side === "below"
      ? { within: chanceBelow(prediction, centre), beyond: chanceAbove(prediction, mildest) }
      : { within: chanceAbove(prediction, centre), beyond: chanceBelow(prediction, mildest) };
  });
  return {
    // Both sides of an equivalence must hold; either may be exceeded, at the price of two looks.
    within: Math.max(...weights.map((weight) => weight.within)),
    beyond: Math.min(1, Math.min(...weights.map((weight) => weight.beyond)) * weights.length),
  };
}

/** The change from the recorded runs to today's, with the ends that a decision at these levels goes by. */
export interface RecordedChange {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/** @returns fractions for the scale `ratio`, else a difference; null where a ratio was asked for and a value is not above zero */
export function recordedChange(
  arms: RecordedArms,
  { bounds, scale }: Bounds,
  levels: { readonly pass: number; readonly fail: number },
  failed: boolean,
): RecordedChange | null {
  const logs = usesLogs(arms, scale);
  if (scale === "ratio" && !logs) return null;
  const prediction = predict(arms, logs, null);
  const failEnd = (side: Bound["side"]): number => {
    const { mildest } = figuresOf(arms, logs, side);
    const reach = reachOf(prediction, levels.fail / bounds.length);
    return mildest - prediction.centre + (side === "below" ? -reach : reach);
  };
  const { centre } = figuresOf(arms, logs, "below");
  const passReach = reachOf(prediction, levels.pass);
  const estimate = centre - prediction.centre;
  const side = bounds.length > 1 ? null : (bounds[0]?.side ?? "below");
  const lower = side === "below" || (side === null && failed) ? failEnd("below") : estimate - passReach;
  const upper = side === "above" || (side === null && failed) ? failEnd("above") : estimate + passReach;
  const back = (value: number): number => (logs && scale === "ratio" ? Math.expm1(value) : value);
  return { estimate: back(estimate), lower: back(lower), upper: back(upper) };
}

/**
 * Whether slow calls speak for a pass too: how far a launch's mean lies from its own calm end, over today's launches, is within the limit
 * of the calmest past run. A change that slows one call in five leaves the calm calls where they are; a day's neighbours only add to the
 * distance, so the calmest run has most of the program's own. It can take a pass away and give none.
 */
export function tailIsWithin(arms: RecordedArms, { bounds, scale, allowance }: Bounds): boolean {
  const worse =
    arms.statistic === "median" ? (bounds[0]?.side ?? "below") : arms.statistic === "calmLow" ? "below" : "above";
  const logs = usesLogs(arms, scale);
  const distance = (launches: readonly LaunchDigest[]): number =>
    mean(
      launches.map((launch) => {
        const calm = launch[arms.statistic];
        const far = logs ? Math.log(launch.mean / calm) : launch.mean - calm;
        return worse === "below" ? far : -far;
      }),
    );
  const room = scale === "ratio" ? Math.max(allowance, smallestAllowance) : allowance;
  const calmest = Math.min(...[...arms.past, ...(arms.anchor ?? [])].map(distance));
  return distance(arms.today) <= calmest + (logs ? Math.log1p(room) : room);
}

/** Logarithms where every figure allows it and a ratio is asked for: a day that is slower by a fifth is so for all values. */
function usesLogs(arms: RecordedArms, scale: Bounds["scale"]): boolean {
  const all = [arms.today, ...arms.past, ...(arms.anchor ?? [])];
  return scale === "ratio" && all.every((run) => run.every((one) => one[arms.statistic] > 0 && one.mean > 0));
}

function predict(arms: RecordedArms, logs: boolean, bound: Bound | null) {
  const at = bound === null ? (value: number) => value : bound.at;
  const moved = (run: readonly LaunchDigest[]): RunFigures => runFigures(run, arms.statistic, logs, at);
  const today = runFigures(arms.today, arms.statistic, logs, (value) => value);
  return predictRun(arms.past.map(moved), arms.anchor?.map(moved) ?? null, today);
}

function figuresOf(arms: RecordedArms, logs: boolean, side: Bound["side"]) {
  const { centre, least, greatest } = runFigures(arms.today, arms.statistic, logs, (value) => value);
  return { centre, mildest: side === "below" ? least : greatest };
}

function runFigures(
  launches: readonly LaunchDigest[],
  statistic: LaunchStatistic,
  logs: boolean,
  at: (value: number) => number,
): RunFigures {
  return summariseRun(
    launches.map((launch) => {
      const value = at(launch[statistic]);
      return logs ? Math.log(value) : value;
    }),
  );
}
