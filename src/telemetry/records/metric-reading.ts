import type { MetricRecord } from "../../domain/metric-record.ts";
import type { Problem } from "../../domain/problem.ts";

/** What became of one metric of a source: its records (one, or one a group), or why there are none. */
export type MetricReading = { readonly metric: string } & (
  | { readonly ok: true; readonly records: readonly MetricRecord[] }
  | { readonly ok: false; readonly problem: Problem }
);

/** A stretch of time: from its first millisecond to before its last, since 1970. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

export function missingMetric(metric: string, reason: string, remedy?: string): MetricReading {
  return { metric, ok: false, problem: { kind: "missing", reason, ...(remedy === undefined ? {} : { remedy }) } };
}

export function invalidMetric(metric: string, reason: string, remedy?: string): MetricReading {
  return { metric, ok: false, problem: { kind: "invalid", reason, ...(remedy === undefined ? {} : { remedy }) } };
}

/** The same problem for all metrics of a source. */
export function allMetrics(metrics: readonly { readonly name: string }[], problem: Problem): readonly MetricReading[] {
  return metrics.map(({ name }) => ({ metric: name, ok: false, problem }));
}

/** A moment for people: `2026-11-22 23:17:56 UTC`. */
export function formatMoment(timeMs: number): string {
  if (!Number.isFinite(timeMs) || Math.abs(timeMs) > 8.64e15) return "an impossible time";
  return new Date(timeMs)
    .toISOString()
    .replace("T", " ")
    .replace(/\.\d+Z$/, " UTC");
}

export function formatSpan(span: Span): string {
  return `${formatMoment(span.fromMs)} and ${formatMoment(span.toMs)}`;
}
