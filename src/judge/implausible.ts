import type { Direction } from "../domain/arm.ts";
import type { Criterion } from "../domain/criterion.ts";
import { median } from "../stats/quantile.ts";
import { formatNumber, formatValue } from "../units/format-value.ts";
import type { Bounds } from "./bound.ts";

/**
 * How many times better a candidate may be before it is asked whether it did the work. A measured change of ten times is nearly
 * always a benchmark that returned early, hit a cache or lost its input; a true one can be declared by a limit that asks for it.
 */
const largestGain = 10;

/** What a doubt about an improvement goes by. */
export interface Gain {
  readonly direction: Direction | null;
  readonly criterion: Criterion;
  readonly measurement: { readonly unit: string };
  readonly values: { readonly baseline: readonly number[]; readonly candidate: readonly number[] };
  readonly pass: { readonly bounds: Bounds };
}

/**
 * Says why an improvement is too good to be believed, or null. Asked of the estimate, not of its interval: a doubt needs no proof.
 */
export function isImplausible(comparison: Gain): string | null {
  const { direction, criterion, measurement } = comparison;
  const side = comparison.pass.bounds.bounds[0]?.side;
  const better = direction ?? (side === "above" ? "higher-is-better" : "lower-is-better");
  const limit = criterion.pass;
  if (limit.kind === "relative" && asksForIt(limit.change, better)) return null;
  const baseline = median(comparison.values.baseline);
  const candidate = median(comparison.values.candidate);
  const [large, small] = better === "lower-is-better" ? [baseline, candidate] : [candidate, baseline];
  if (!(large > 0) || small < 0 || small * largestGain > large) return null;
  // Nothing became something of a size that the floor ignores.
  if (large - small <= criterion.floor) return null;
  const change = baseline > 0 ? ` (${formatNumber((candidate / baseline - 1) * 100)} %)` : "";
  return `${formatValue(baseline, measurement.unit)} became ${formatValue(candidate, measurement.unit)}${change}, more than ${largestGain} times better: did the candidate do the work?`;
}

function asksForIt(change: number, better: "lower-is-better" | "higher-is-better"): boolean {
  return better === "lower-is-better" ? change <= 1 / largestGain - 1 : change >= largestGain - 1;
}
