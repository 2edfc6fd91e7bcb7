import type { LogFiles } from "../../domain/log-files.ts";
import { type Digest, followLog } from "../lines/follow-log.ts";
import type { LogCursor } from "../lines/log-cursor.ts";
import { allMetrics, type MetricReading, type Span } from "../records/metric-reading.ts";
import { createEventLogMeter, type EventSource } from "./event-log-meter.ts";
import { readEventMetrics } from "./event-metric-readings.ts";

/** What reading a log gave: metrics, and where to go on the next time. */
export interface LogReading {
  readonly metrics: readonly MetricReading[];
  /** One for each path that something was read from. */
  readonly cursors: readonly LogCursor[];
  readonly bytes: number;
}

export interface LogPorts {
  readonly files: LogFiles;
  readonly digest: Digest;
}

/**
 * Reads an event log. Without cursors everything is read that may hold events of the span; with them, what came since.
 * A path that is missing leaves every metric missing: half a log is not the log.
 */
export async function readEventLog(
  ports: LogPorts,
  source: EventSource,
  span: Span,
  cursors: readonly LogCursor[] = [],
): Promise<LogReading> {
  const meter = createEventLogMeter(source, span);
  const notes: string[] = [];
  const moved: LogCursor[] = [];
  let bytes = 0;
  for (const path of source.paths) {
    const cursor = cursors.find((known) => known.path === path) ?? null;
    const followed = await followLog(ports.files, meter, {
      path,
      cursor,
      notBeforeMs: span.fromMs,
      digest: ports.digest,
    });
    if (!followed.ok) return { metrics: allMetrics(source.metrics, followed.problem), cursors, bytes };
    if (followed.value.lost) return { metrics: allMetrics(source.metrics, lostProblem(path)), cursors: moved, bytes };
    notes.push(...followed.value.notes);
    bytes += followed.value.bytes;
    if (followed.value.cursor !== null) moved.push(followed.value.cursor);
  }
  return { metrics: readEventMetrics(source, meter.tally(), span, notes), cursors: moved, bytes };
}

export function lostProblem(path: string) {
  return {
    kind: "invalid",
    reason: `Part of ${path} was removed after the last reading and before this one, so what it held cannot be known.`,
    remedy: "Keep rotated files longer than the time between two readings.",
    file: path,
  } as const;
}
