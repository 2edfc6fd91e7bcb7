import { type LogPorts, type LogReading, lostProblem } from "../events/read-event-log.ts";
import { followLog } from "../lines/follow-log.ts";
import { tooManyBad } from "../lines/line-tally.ts";
import type { LogCursor } from "../lines/log-cursor.ts";
import {
  allMetrics,
  formatMoment,
  formatSpan,
  invalidMetric,
  type MetricReading,
  missingMetric,
  type Span,
} from "../records/metric-reading.ts";
import type { LineMetricTally } from "./line-meter.ts";
import type { CompilePattern } from "./line-pattern.ts";
import { createTextLogMeter, type TextLogSource, type TextLogTally } from "./text-log-meter.ts";

/** Reads a text log; see `readEventLog` for cursors and missing paths. */
export async function readTextLog(
  ports: LogPorts & { readonly compile: CompilePattern; readonly nowMs: number },
  source: TextLogSource,
  span: Span,
  cursors: readonly LogCursor[] = [],
): Promise<LogReading> {
  const meter = createTextLogMeter(source, ports.compile, span, ports.nowMs);
  if (!meter.ok) return { metrics: allMetrics(source.metrics, meter.problem), cursors, bytes: 0 };
  const notes: string[] = [];
  const moved: LogCursor[] = [];
  let bytes = 0;
  for (const path of source.paths) {
    const cursor = cursors.find((known) => known.path === path) ?? null;
    const options = { path, cursor, notBeforeMs: span.fromMs, digest: ports.digest };
    const followed = await followLog(ports.files, meter.value, options);
    if (!followed.ok) return { metrics: allMetrics(source.metrics, followed.problem), cursors, bytes };
    if (followed.value.lost) return { metrics: allMetrics(source.metrics, lostProblem(path)), cursors: moved, bytes };
    meter.value.finish();
    notes.push(...followed.value.notes);
    bytes += followed.value.bytes;
    if (followed.value.cursor !== null) moved.push(followed.value.cursor);
  }
  return { metrics: readLineMetrics(source, meter.value.tally(), span, notes), cursors: moved, bytes };
}

/** Turns what was counted into records, or says why there are none. Pure. */
function readLineMetrics(
  source: TextLogSource,
  tally: TextLogTally,
  span: Span,
  notes: readonly string[],
): readonly MetricReading[] {
  const problem = tooManyBad(tally, source.badLines);
  if (problem !== null) return allMetrics(source.metrics, problem);
  const all = [...notes];
  if (tally.bad > 0) all.push(`${tally.bad} of ${tally.lines} lines could not be read and were left out`);
  if (tally.heads * 2 < tally.lines) {
    all.push(
      `${tally.lines - tally.heads} of ${tally.lines} lines have no head that is known and were taken as parts of others`,
    );
  }
  return tally.metrics.map((metric) => readMetric(metric, tally, span, all));
}

const formRemedy = "Write how a line begins under line:, with groups named time, level and component.";

function readMetric(
  { metric, builder, timeless }: LineMetricTally,
  log: TextLogTally,
  asked: Span,
  notes: readonly string[],
): MetricReading {
  const { name } = metric;
  if (log.lines === 0) return missingMetric(name, "the log is empty", "See that the program writes it, and where.");
  if (log.heads === 0)
    return invalidMetric(name, `none of ${log.lines} lines begins in a form that is known`, formRemedy);
  if (metric.levels.length > 0 && log.withLevel === 0) {
    return invalidMetric(name, `none of ${log.heads} messages has a level that is known`, formRemedy);
  }
  if (timeless > 0 || Number.isNaN(log.firstMs)) {
    return invalidMetric(name, "the time of lines that count cannot be read, so they belong to no window", formRemedy);
  }
  if (!(log.firstMs < asked.toMs && log.lastMs >= asked.fromMs)) {
    const reaches = `from ${formatMoment(log.firstMs)} to ${formatMoment(log.lastMs)}`;
    return missingMetric(
      name,
      `the log reaches ${reaches}, and ${formatSpan(asked)} is asked for`,
      "See that the program still writes it.",
    );
  }
  const fromMs = Math.max(asked.fromMs, log.firstMs);
  const toMs = Math.min(asked.toMs, log.lastMs + 1);
  return { metric: name, ok: true, records: [builder.build(null, fromMs, toMs, notes)] };
}
