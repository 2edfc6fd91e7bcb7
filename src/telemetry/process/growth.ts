import { median, quantile } from "../../stats/quantile.ts";
import { type Slope, theilSenSlope } from "../../stats/theil-sen.ts";

export interface MemorySample {
  readonly timeMs: number;
  readonly rssBytes: number;
}

/** How memory grows, in bytes a second, with the ends of its interval. */
export interface Growth {
  readonly perSecond: number;
  readonly lower: number;
  readonly upper: number;
  /** `growing`: still, in the later half of the samples; `settled`: it grew at first and does not any more; `level`: it never did. */
  readonly shape: "growing" | "settled" | "level" | "unclear";
}

/** What each end of the interval may miss. */
const level = 0.005;

/**
 * Tells growth without bound from a plateau. A program fills its caches and then stays as it is, so the later half of the samples decides:
 * only a slope that is still clearly above 0 there is growth that goes on.
 *
 * @param samples in the order of time
 * @returns null when there are too few samples for a slope
 */
export function growthOf(samples: readonly MemorySample[]): Growth | null {
  const later = samples.slice(Math.floor(samples.length / 2));
  const slope = slopeOf(later);
  if (slope === null) return null;
  return { perSecond: slope.estimate, lower: slope.lower, upper: slope.upper, shape: shapeOf(samples, later, slope) };
}

function shapeOf(samples: readonly MemorySample[], later: readonly MemorySample[], slope: Slope): Growth["shape"] {
  if (slope.lower > 0) return "growing";
  if (!Number.isFinite(slope.upper)) return "unclear";
  const first = median(sizesOf(samples.slice(0, Math.max(1, Math.floor(samples.length / 20)))));
  const settled = sizesOf(later);
  // Above the usual range of where it ended, and not by chance.
  const spread = quantile(settled, 0.9) - quantile(settled, 0.1);
  return median(settled) - first > 2 * spread ? "settled" : "level";
}

function sizesOf(samples: readonly MemorySample[]): readonly number[] {
  return samples.map(({ rssBytes }) => rssBytes);
}

function slopeOf(samples: readonly MemorySample[]) {
  const start = samples[0]?.timeMs ?? 0;
  return theilSenSlope(
    samples.map(({ timeMs }) => (timeMs - start) / 1000),
    sizesOf(samples),
    level,
  );
}
