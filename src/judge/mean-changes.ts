import type { CanonicalUnit } from "../domain/arm.ts";
import type { ComparedBenchmark, MeanChange } from "../domain/comparison.ts";

/**
 * The geometric mean of the changes, by unit: the one mean of ratios that is the same whichever side is the baseline. A unit has
 * one only when every benchmark that both sides have is a ratio there; benchmarks of one side alone are in none.
 *
 * Source: P. J. Fleming and J. J. Wallace, "How not to lie with statistics: the correct way to summarize benchmark results",
 * Communications of the ACM 29 (1986).
 */
export function meanChanges(rows: readonly ComparedBenchmark[]): readonly MeanChange[] {
  const byUnit = new Map<CanonicalUnit, (number | null)[]>();
  for (const { unit, change, baseline, candidate } of rows) {
    if (baseline === undefined || candidate === undefined) continue;
    const logarithms = byUnit.get(unit) ?? [];
    byUnit.set(unit, logarithms);
    const usable = change?.scale === "ratio" && change.estimate > -1 && Number.isFinite(change.estimate);
    logarithms.push(usable ? Math.log1p(change.estimate) : null);
  }
  return [...byUnit].flatMap(([unit, logarithms]) => {
    const known = logarithms.filter((one) => one !== null);
    if (known.length < 2 || known.length < logarithms.length) return [];
    const mean = known.reduce((sum, one) => sum + one / known.length, 0);
    return [{ unit, benchmarks: known.length, change: Math.expm1(mean) }];
  });
}
