import type { VerifyWindow } from "../../domain/verify.ts";
import { windowLevels } from "../../stats/window-levels.ts";

/** The chance of a wrong decision about one criterion that all looks of a rollout may spend together. */
const errorRate = 0.01;
/** With more looks than this, each gets its share as if they told nothing of each other, which costs no time and spends no more. */
const mostJoint = 24;
/** Looks of a cadence beyond this many are no longer counted apart. */
const mostLooks = 100_000;

/**
 * What each end of an interval may miss at a look, so that all looks of the windows are wrong no more often together than one may be.
 *
 * @param windows all of the config
 * @param sinceMs when the look was due, in milliseconds since the flag went on
 */
export function lookLevel(windows: readonly VerifyWindow[], sinceMs: number): number {
  const times = lookTimes(windows);
  const place = Math.max(
    0,
    times.findLastIndex((timeMs) => timeMs <= sinceMs),
  );
  const count = Math.max(1, times.length);
  if (count <= mostJoint) return windowLevels(errorRate, times)[place] ?? errorRate / count;
  return errorRate * (Math.sqrt((place + 1) / count) - Math.sqrt(place / count));
}

/** When looks are due, each moment once, in order; at least one millisecond after the flag went on. */
function lookTimes(windows: readonly VerifyWindow[]): readonly number[] {
  const times = new Set<number>();
  for (const { afterMs, everyMs } of windows) {
    const endMs = Math.min(...windows.map((window) => window.afterMs).filter((other) => other > afterMs));
    const paceMs = everyMs !== null && everyMs > 0 ? everyMs : null;
    const firstMs = paceMs !== null && afterMs === 0 ? paceMs : afterMs;
    times.add(Math.max(1, firstMs));
    if (paceMs === null) continue;
    // A cadence without an end is watched as closely as one of a month.
    const lastMs = Number.isFinite(endMs) ? endMs : firstMs + monthMs;
    for (let timeMs = firstMs + paceMs; timeMs < lastMs && times.size < mostLooks; timeMs += paceMs) times.add(timeMs);
  }
  return [...times].sort((one, other) => one - other);
}

const monthMs = 30 * 24 * 3_600_000;
