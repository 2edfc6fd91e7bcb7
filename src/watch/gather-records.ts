import type { RecordKept } from "../domain/ledger.ts";
import type { MetricRecord } from "../domain/metric-record.ts";
import type { Source } from "../domain/verify.ts";
import type { RecordsReading } from "../judge/records/judge-window.ts";
import { canContinue, continueRecord } from "../telemetry/records/continue-record.ts";
import type { MetricReading, Span } from "../telemetry/records/metric-reading.ts";
import { readSource } from "./read-source.ts";
import type { TelemetryPorts } from "./watch-ports.ts";
import type { WatchedMetric } from "./watched-metrics.ts";

/** What is known of each metric, by its subject. */
export type GatheredRecords = ReadonlyMap<string, RecordsReading>;

/**
 * Reads metrics over a span, each source once for all that are read from the same moment on. Where the ledger keeps records of the
 * span's beginning, only what came after them is read, so that neither a long time nor a rotated log costs more than what is new. What
 * was read and what was kept meet at a moment of the events' own time: no event is in both, whoever was killed in between, and none is in
 * neither.
 *
 * @param kept records since the span's beginning; empty: everything is read
 */
export async function gatherRecords(
  ports: TelemetryPorts,
  metrics: readonly WatchedMetric[],
  span: Span,
  kept: readonly RecordKept[],
): Promise<GatheredRecords> {
  const gathered = new Map<string, RecordsReading>();
  for (const { source, fromMs, wanted } of planReadings(ports, metrics, span, kept)) {
    const names = new Set(wanted.map(({ metric }) => metric.metric));
    const readings = await readSource(ports, source, names, { fromMs, toMs: span.toMs });
    for (const { metric, before } of wanted) {
      const reading = readings.find((one) => one.metric === metric.metric) ?? unread(metric.metric);
      gathered.set(metric.subject, reading.ok ? continued(reading.records, before) : reading);
    }
  }
  return gathered;
}

interface PlannedReading {
  readonly source: Source;
  readonly fromMs: number;
  readonly wanted: readonly { readonly metric: WatchedMetric; readonly before: readonly MetricRecord[] }[];
}

function planReadings(
  ports: TelemetryPorts,
  metrics: readonly WatchedMetric[],
  span: Span,
  kept: readonly RecordKept[],
): readonly PlannedReading[] {
  const plans = new Map<string, PlannedReading>();
  for (const metric of new Set(metrics)) {
    const { source } = metric;
    const before = keptSince(ports, metric, span, kept);
    const fromMs = before[0]?.toMs ?? span.fromMs;
    const key = JSON.stringify([source.name, fromMs]);
    plans.set(key, { source, fromMs, wanted: [...(plans.get(key)?.wanted ?? []), { metric, before }] });
  }
  return [...plans.values()];
}

/** The longest records of a metric from the beginning of the span, one a group; empty where there is none to go on from. */
function keptSince(
  { digest }: TelemetryPorts,
  metric: WatchedMetric,
  span: Span,
  kept: readonly RecordKept[],
): readonly MetricRecord[] {
  if (kept.length === 0 || !mayGoOn(metric)) return [];
  const definition = definitionOf(metric, digest);
  const fitting = kept
    .filter((event) => event.time === "since" && event.definition === definition)
    .map(({ record }) => record)
    .filter((record) => record.toMs > span.fromMs && record.toMs <= span.toMs);
  const lastMs = Math.max(...fitting.map(({ toMs }) => toMs));
  const last = fitting.filter(({ toMs }) => toMs === lastMs);
  return last.every(canContinue) ? [...new Map(last.map((record) => [record.group, record])).values()] : [];
}

/**
 * Whether a metric can be read in parts. Servers are asked for all of a time in equal steps, and a silence that lies across a cut would be two;
 * what tells only how things stand has no parts.
 */
export function mayGoOn({ source, metric }: WatchedMetric): boolean {
  if (source.kind === "log") return true;
  return source.kind === "jsonl" && source.metrics.some(({ name, alive }) => name === metric && alive === null);
}

function continued(rest: readonly MetricRecord[], kept: readonly MetricRecord[]): RecordsReading {
  const [before] = kept;
  const [after] = rest;
  if (before === undefined || after === undefined) return { ok: true, records: rest };
  const all = new Set([...kept, ...rest].map(({ group }) => group));
  // A count of nothing has no group; where there are groups it is no group of its own.
  const groups = [...all].filter((group) => group !== null || all.size === 1);
  // In a time without events of a group, there were none: it was looked at all the same.
  const records = groups.map((group) =>
    continueRecord(
      kept.find((record) => record.group === group) ?? { ...before, group, blocks: [] },
      rest.find((record) => record.group === group) ?? { ...after, group, blocks: [] },
    ),
  );
  return { ok: true, records };
}

function unread(metric: string): MetricReading {
  return { metric, ok: false, problem: { kind: "invalid", reason: "the source told nothing of it" } };
}

/** What a metric is, in short: a record that was kept under another definition is a record of something else. */
export function definitionOf({ source, metric }: WatchedMetric, digest: TelemetryPorts["digest"]): string {
  const { metrics, ...rest } = source;
  const own = metrics.find(({ name }) => name === metric) ?? null;
  return digest(Buffer.from(JSON.stringify([rest, own]))).slice(0, 32);
}
