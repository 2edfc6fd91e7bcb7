import type { Arms } from "./arms.ts";
import type { Bounds } from "./bound.ts";
import type { LaunchSummary } from "./launch-summary.ts";
import { weighBound } from "./weigh-bound.ts";

/** What the slow calls say. */
export type TailGuard =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly reason: string;
      /** The share of comparisons that find slow calls no more frequent; carried forward, it says how many launches would. */
      readonly share: number;
    };

/** A call is slow when it exceeds its own launch's lower quartile by this many times what the limit allows. */
const slowFactor = 5;
/** The share of slow calls may rise by this many times what a relative limit allows … */
const shareFactor = 1;
/** … and never by more than this. */
const largestShareRise = 0.1;
/** A limit closer to no change than this is taken for this one: below it, calls differ by more than that in every launch. */
export const smallestAllowance = 0.02;
/** How clearly the launches must show that it did not. */
export const guardLevel = 0.2;

/**
 * Looks at what the calm quantile cannot see: a change that leaves most calls alone and slows some. It can take a pass away and
 * never give one.
 *
 * Two things must hold. The share of slow calls, one figure a launch, has not risen by as much as the limit allows, shown by a
 * rank test at the 20 % level; and the mean of a launch is, as far as the estimate goes, within the limit as well. The first
 * sees few very slow calls: being a count, it does not care how slow a disturbed call was, which a mean does. The second sees many
 * that are somewhat slower.
 */
export function guardTail(arms: Arms, bounds: Bounds, worse: "higher" | "lower"): TailGuard {
  if (!hasSamples(arms.baseline) || !hasSamples(arms.candidate)) return { ok: true };
  const mean = (launch: LaunchSummary): number => launch.mean;
  for (const bound of bounds.bounds) {
    if ((bound.side === "below") !== (worse === "higher")) continue;
    const weight = weighBound(bound, {
      design: arms.design,
      baseline: arms.baseline.map(mean),
      candidate: arms.candidate.map(mean),
      candidateFirst: arms.candidateFirst,
    });
    if (weight.share <= 0.5) {
      return {
        ok: false,
        share: weight.share,
        reason: "the calm calls are within the limit, but slow calls take the mean beyond it",
      };
    }
  }
  const rise =
    bounds.scale === "ratio"
      ? Math.min(Math.max(bounds.allowance, smallestAllowance) * shareFactor, largestShareRise)
      : largestShareRise;
  const share = (launch: LaunchSummary): number => slowShare(launch, bounds, worse);
  const weight = weighBound(
    { side: "below", inclusive: false, at: (baseline) => baseline + rise },
    {
      design: "independent",
      baseline: arms.baseline.map(share),
      candidate: arms.candidate.map(share),
      candidateFirst: [],
    },
  );
  if (weight.within <= guardLevel) return { ok: true };
  return {
    ok: false,
    share: weight.share,
    reason: "the calm calls are within the limit, but it is not shown that slow calls are no more frequent",
  };
}

/** Whether launches hold several samples, so that a slow call can be told from a slow launch. */
export function hasSamples(launches: readonly LaunchSummary[]): boolean {
  return launches.some((launch) => launch.sorted.length > 1);
}

/** The share of a launch's calls that are slow by its own measure. */
function slowShare(launch: LaunchSummary, bounds: Bounds, worse: "higher" | "lower"): number {
  const { sorted } = launch;
  const size = sorted.length;
  const reference = sorted[Math.floor((worse === "higher" ? 0.25 : 0.75) * (size - 1) + 0.5)] ?? Number.NaN;
  if (bounds.scale === "difference") {
    const distance = slowFactor * bounds.allowance;
    const slow =
      worse === "higher" ? size - countUpTo(sorted, reference + distance) : countBelow(sorted, reference - distance);
    return slow / size;
  }
  const factor = 1 + slowFactor * Math.max(bounds.allowance, smallestAllowance);
  return (
    (worse === "higher" ? size - countUpTo(sorted, reference * factor) : countBelow(sorted, reference / factor)) / size
  );
}

function countUpTo(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? Number.NaN) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function countBelow(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? Number.NaN) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
