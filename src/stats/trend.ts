import { theilSenSlope } from "./theil-sen.ts";

export type Trend = "improving" | "flat" | "worsening" | "unclear";

/**
 * Which way a metric has gone over successive points: by the interval of the robust slope over all of them. It is flat only when the interval
 * says that, over the whole time, it moved less than the margin; what cannot be told, or moved and by little, is unclear.
 *
 * @param times in ascending order
 * @param margin the change over the whole time that does not matter, in the values' unit; above 0
 * @param isLowerBetter whether falling is improving
 * @param level what each end of the interval may miss
 */
export function trendOf(
  times: readonly number[],
  values: readonly number[],
  margin: number,
  isLowerBetter: boolean,
  level: number,
): Trend {
  const slope = theilSenSlope(times, values, level);
  const length = (times.at(-1) ?? 0) - (times[0] ?? 0);
  if (slope === null || !(length > 0)) return "unclear";
  const [lower, upper] = [slope.lower * length, slope.upper * length];
  if (upper < margin && lower > -margin) return "flat";
  // A slope that is there for certain and moves nothing that matters is neither.
  if (Math.abs(slope.estimate * length) < margin) return "unclear";
  if (lower > 0) return isLowerBetter ? "worsening" : "improving";
  if (upper < 0) return isLowerBetter ? "improving" : "worsening";
  return "unclear";
}
