import type { RecordKept } from "../domain/ledger.ts";
import type { MetricRecord } from "../domain/metric-record.ts";
import type { Problem } from "../domain/problem.ts";
import type { RecordsReading } from "../judge/records/judge-window.ts";
import type { Span } from "../telemetry/records/metric-reading.ts";
import { definitionOf, type GatheredRecords, gatherRecords } from "./gather-records.ts";
import { tellsThePast } from "./read-source.ts";
import type { TelemetryPorts } from "./watch-ports.ts";
import type { WatchState } from "./watch-state.ts";
import type { WatchedMetric } from "./watched-metrics.ts";

/** The records from before the rollout, and those among them that the ledger does not keep yet. */
export interface BeforeRecords {
  readonly bySubject: GatheredRecords;
  readonly fresh: readonly { readonly metric: WatchedMetric; readonly record: MetricRecord }[];
}

/**
 * What the metrics were like before the flag went on: as the ledger keeps it, or else as the sources still tell it. What tells only how
 * things stand, such as a process, must have been recorded before; a time in which the flag was on earlier is none of it.
 */
export async function beforeRecords(
  ports: TelemetryPorts,
  metrics: readonly WatchedMetric[],
  { onMs, lastOffMs, kept, enabled }: WatchState,
  beforeMs: number,
): Promise<BeforeRecords> {
  const span = { fromMs: Math.max(onMs - beforeMs, lastOffMs), toMs: onMs };
  const bySubject = new Map<string, RecordsReading>();
  const unkept: WatchedMetric[] = [];
  for (const metric of metrics) {
    const records = keptBefore(ports, metric, kept, enabled.operation);
    if (records.length > 0) bySubject.set(metric.subject, { ok: true, records });
    else unkept.push(metric);
  }
  const past = span.fromMs < span.toMs ? unkept.filter(({ source }) => tellsThePast(source)) : [];
  const readings = await gatherRecords(ports, past, span, []);
  const fresh: { metric: WatchedMetric; record: MetricRecord }[] = [];
  for (const metric of unkept) {
    const reading = readings.get(metric.subject) ?? { ok: false, problem: neverRecorded };
    const earlier = keptBefore(ports, metric, kept, null);
    const isLonger = coverageOf(earlier) > (reading.ok ? coverageOf(reading.records) : 0);
    if (earlier.length > 0 && (isLonger || !reading.ok)) bySubject.set(metric.subject, { ok: true, records: earlier });
    else {
      bySubject.set(metric.subject, reading.ok ? reading : { ok: false, problem: withRemedy(reading.problem) });
      if (reading.ok) fresh.push(...reading.records.map((record) => ({ metric, record })));
    }
  }
  return { bySubject, fresh };
}

/** @param operation null: what was kept before the flag went on, without knowing that it would */
function keptBefore(
  { digest }: TelemetryPorts,
  metric: WatchedMetric,
  kept: readonly RecordKept[],
  operation: string | null,
): readonly MetricRecord[] {
  const definition = definitionOf(metric, digest);
  const fitting = kept.filter((event) => event.time === "before" && event.definition === definition);
  const records = fitting.filter((event) => event.operation === operation).map(({ record }) => record);
  // Of several times at which it was recorded, the latest: its groups have one and the same end.
  const lastMs = Math.max(...records.map(({ toMs }) => toMs));
  return records.filter(({ toMs }) => toMs === lastMs);
}

function coverageOf(records: readonly MetricRecord[]): number {
  return Math.max(0, ...records.map(({ fromMs, toMs }) => toMs - fromMs));
}

const recordEarlier =
  "Record it before the next rollout with `rollout-gate verify --record-before`, or write an absolute limit.";

const neverRecorded: Problem = {
  kind: "missing",
  reason: "nobody recorded it before the flag went on, and its source tells only how things stand now",
  remedy: recordEarlier,
};

function withRemedy(problem: Problem): Problem {
  return { ...problem, remedy: recordEarlier };
}

/** The time before now that is recorded by `verify --record-before`. */
export function beforeSpan(nowMs: number, beforeMs: number, lastOffMs: number): Span {
  return { fromMs: Math.max(nowMs - beforeMs, lastOffMs), toMs: nowMs };
}
