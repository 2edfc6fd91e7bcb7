import type { Launch } from "../domain/measurement.ts";
import { mean, sortedQuantile, unbiasedQuantile } from "../stats/quantile.ts";

/** What is taken from the samples of one launch. */
export interface LaunchSummary {
  /** In ascending order. */
  readonly sorted: Float64Array;
  readonly median: number;
  readonly mean: number;
  /** The decile at the calm end: what a call costs when nothing disturbs it. */
  readonly calmLow: number;
  /** The same for metrics that are better when higher. */
  readonly calmHigh: number;
}

/** Which value of a launch stands for it. */
export type LaunchStatistic = "calmLow" | "calmHigh" | "median";

/**
 * The share of samples below the calm value. Interference only ever slows a program down, so the low end of a launch is steady
 * from launch to launch where its mean and median are not; the very lowest value would depend on how many samples there are.
 */
const calmShare = 0.1;

// Judging looks at the same launches again after every new one; their samples never change.
const summaries = new WeakMap<readonly number[], LaunchSummary>();

/**
 * Sorts a launch's samples once and takes from them what judging needs.
 *
 * @returns null when there are no samples or one of them is not finite: such a launch can stand for nothing
 */
export function summariseLaunch(launch: Launch): LaunchSummary | null {
  const known = summaries.get(launch.samples);
  if (known !== undefined) return known;
  const sorted = finiteSamples(launch.samples);
  if (sorted === null) return null;
  const summary: LaunchSummary = {
    sorted,
    median: sortedQuantile(sorted, 0.5),
    mean: mean(launch.samples),
    calmLow: unbiasedQuantile(sorted, calmShare),
    calmHigh: unbiasedQuantile(sorted, 1 - calmShare),
  };
  summaries.set(launch.samples, summary);
  return summary;
}

/** In ascending order; null when there are no samples or one of them is not finite. */
function finiteSamples(samples: readonly number[]): Float64Array | null {
  const sorted = placeFor(samples.length);
  sorted.set(samples);
  sorted.sort();
  const [first] = sorted;
  const last = sorted.at(-1);
  // What is not finite is sorted to an end: −∞ to the first place, NaN and what is missing behind ∞ to the last.
  return Number.isFinite(first) && Number.isFinite(last) ? sorted : null;
}

/** In numbers; 32 KiB. */
const shelfSize = 4096;
let shelf = new Float64Array(shelfSize);
let taken = 0;

/** Making an array of its own for a launch takes longer than sorting it, so launches of a usual size stand side by side in one. */
function placeFor(size: number): Float64Array {
  if (size > shelfSize / 4) return new Float64Array(size);
  if (taken + size > shelfSize) {
    shelf = new Float64Array(shelfSize);
    taken = 0;
  }
  const place = shelf.subarray(taken, taken + size);
  taken += size;
  return place;
}
