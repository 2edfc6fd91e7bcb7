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
 * Reads metrics over a span, each source once. Where the ledger keeps records of the span's beginning, only what came after them is read,
 * so that neither a long time nor a rotated log costs more than what is new. What was read and what was kept meet at a moment of the
 * events' own time: no event is in both, whoever was killed in between, and none is in neither.
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
  const sources = new Map<Source, WatchedMetric[]>();
  for (const metric of metrics) {
    const others = sources.get(metric.source);
    if (others === undefined) sources.set(metric.source, [metric]);
    else if (!others.includes(metric)) others.push(metric);
  }
  for (const [source, wanted] of sources) {
    const before = keptOfAll(ports, wanted, span, kept);
    const fromMs = before?.toMs ?? span.fromMs;
    const names = new Set(wanted.map(({ metric }) => metric));
    const readings = await readSource(ports, source, names, { fromMs, toMs: span.toMs });
    for (const { metric, subject } of wanted) {
      const reading = readings.find((one) => one.metric === metric) ?? unread(metric);
      gathered.set(subject, reading.ok ? continued(reading.records, before?.records.get(metric)) : reading);
    }
  }
  return gathered;
}

interface KeptRecords {
  readonly toMs: number;
  readonly records: ReadonlyMap<string, readonly MetricRecord[]>;
}

/** The longest records from the beginning of the span that all of a source's metrics have; null where one has none, or cannot go on. */
function keptOfAll(
  { digest }: TelemetryPorts,
  wanted: readonly WatchedMetric[],
  span: Span,
  kept: readonly RecordKept[],
): KeptRecords | null {
  const fits = (metric: WatchedMetric) => {
    const definition = definitionOf(metric, digest);
    return kept.filter(
      ({ time, definition: other, record }) =>
        time === "since" && other === definition && record.toMs > span.fromMs && record.toMs <= span.toMs,
    );
  };
  const byMetric = wanted.map((metric) => ({ metric, events: fits(metric) }));
  const ends = new Set(byMetric[0]?.events.map(({ record }) => record.toMs));
  const toMs = [...ends]
    .filter((end) => byMetric.every(({ events }) => events.some(({ record }) => record.toMs === end)))
    .sort((one, other) => other - one)[0];
  if (toMs === undefined) return null;
  const records = new Map(
    byMetric.map(({ metric, events }) => [
      metric.metric,
      latestByGroup(events.map(({ record }) => record).filter((record) => record.toMs === toMs)),
    ]),
  );
  return [...records.values()].every((list) => list.every(canContinue)) ? { toMs, records } : null;
}

function latestByGroup(records: readonly MetricRecord[]): readonly MetricRecord[] {
  return [...new Map(records.map((record) => [record.group, record])).values()];
}

function continued(rest: readonly MetricRecord[], kept: readonly MetricRecord[] | undefined): RecordsReading {
  const [before] = kept ?? [];
  const [after] = rest;
  if (kept === undefined || before === undefined || after === undefined) return { ok: true, records: rest };
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
