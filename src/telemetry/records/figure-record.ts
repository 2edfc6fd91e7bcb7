import type { CanonicalUnit, Direction } from "../../domain/arm.ts";
import type { MetricRecord } from "../../domain/metric-record.ts";

/** A record that is one figure for the whole time; `interval` where its source knows how uncertain it is. */
export function figureRecord(
  spec: {
    readonly metric: string;
    readonly source: string;
    readonly unit: CanonicalUnit;
    readonly direction: Direction | null;
  },
  value: number,
  span: { readonly fromMs: number; readonly toMs: number },
  notes: readonly string[],
  interval?: { readonly lower: number; readonly upper: number },
): MetricRecord {
  return {
    metric: spec.metric,
    source: spec.source,
    group: null,
    kind: "figure",
    statistic: "mean",
    unit: spec.unit,
    ...(spec.direction === null ? {} : { direction: spec.direction }),
    fromMs: span.fromMs,
    toMs: span.toMs,
    blockMs: Math.max(1, span.toMs - span.fromMs),
    blocks: [],
    relativeError: 0,
    figure: { value, lower: interval?.lower ?? value, upper: interval?.upper ?? value },
    notes,
  };
}
