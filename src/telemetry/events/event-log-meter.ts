import type { Source } from "../../domain/verify.ts";
import type { LineSink } from "../lines/line-pump.ts";
import type { LineTally } from "../lines/line-tally.ts";
import { createTimeReader } from "../lines/parse-time.ts";
import type { Span } from "../records/metric-reading.ts";
import { createEventMeter, type EventTally, fieldsOf } from "./event-meter.ts";
import { planFields, splitFieldPath } from "./field-plan.ts";
import { createFieldScanner, expectScalar, fieldKinds } from "./field-scanner.ts";
import { createLeaper, needlesOf } from "./line-filter.ts";

export type EventSource = Extract<Source, { kind: "jsonl" }>;

/** What an event log was found to hold. */
export interface EventLogTally extends LineTally {
  readonly metrics: readonly EventTally[];
  /** The earliest and the latest time that was read, of events of any kind; NaN when there was none. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** The furthest that a time lay before one that stands above it in the same file. */
  readonly clockBackMs: number;
}

/** Reads all metrics of an event log in one pass over its bytes. */
export interface EventLogMeter extends LineSink {
  /** Lines from here on belong to this file. */
  beginFile(path: string): void;
  tally(): EventLogTally;
}

const braces = { open: 0x7b, close: 0x7d };

/**
 * Lines that cannot hold what any metric looks for are not read; that they begin and end like an object is checked, which torn and
 * mixed-up lines do not. The first and the last line of each piece are read in any case, for the time that the log covers.
 */
export function createEventLogMeter(source: EventSource, span: Span): EventLogMeter {
  const { metrics, time } = source;
  const plan = planFields([time.field, ...metrics.flatMap(fieldsOf)]);
  const scanner = createFieldScanner(plan);
  const timeSlot = plan.slotOf(time.field);
  const times = createTimeReader(time.format, time.zoneMinutes);
  const meters = metrics.map((metric) => createEventMeter(source.name, metric, plan.slotOf, span));
  const needles = needlesOf(
    metrics.map((metric) => ({
      where: metric.where.map(({ field, values }) => ({
        steps: splitFieldPath(field),
        values: values.map(expectScalar),
      })),
      needed: metric.value === null ? [] : [splitFieldPath(metric.value)],
    })),
  );
  const leaper = needles === null ? null : createLeaper(needles);
  let file = "";
  let lineInFile = 0;
  let lines = 0;
  let bad = 0;
  let firstBad: LineTally["firstBad"] = null;
  let firstMs = Number.NaN;
  let lastMs = Number.NaN;
  let latestInFile = Number.NEGATIVE_INFINITY;
  let clockBackMs = 0;

  function reject(why: string): void {
    bad++;
    firstBad ??= { file, line: lineInFile, why };
  }

  function timeOf(): number {
    switch (scanner.kind(timeSlot)) {
      case fieldKinds.number:
        return times.ofNumber(scanner.number(timeSlot));
      case fieldKinds.string:
        return times.ofText(scanner.text(timeSlot) ?? "");
      default:
        return Number.NaN;
    }
  }

  function noteTime(timeMs: number): void {
    if (!Number.isFinite(timeMs)) return;
    if (!(timeMs >= firstMs)) firstMs = timeMs;
    if (!(timeMs <= lastMs)) lastMs = timeMs;
    if (timeMs > latestInFile) latestInFile = timeMs;
    else if (latestInFile - timeMs > clockBackMs) clockBackMs = latestInFile - timeMs;
  }

  function readLine(bytes: Buffer, start: number, end: number, forTime: boolean): void {
    if (!scanner.scan(bytes, start, end)) {
      if (!isBlank(bytes, start, end)) reject("it is not a JSON object");
      else lines--;
      return;
    }
    let timeMs = Number.NaN;
    let known = false;
    if (forTime) {
      timeMs = timeOf();
      known = true;
      noteTime(timeMs);
    }
    for (const meter of meters) {
      if (!meter.matches(scanner)) continue;
      if (!known) {
        timeMs = timeOf();
        known = true;
        noteTime(timeMs);
      }
      meter.take(scanner, timeMs);
    }
  }

  /**
   * Goes on from line to line, as long as they look whole and end before the next place that may count; the last line of a piece is not
   * passed. Nothing but these few steps is done for most lines of a log.
   */
  function skipWhole(bytes: Buffer, start: number, nearest: number, end: number): number {
    let at = start;
    let count = 0;
    while (at < nearest) {
      const lineEnd = bytes.indexOf(0x0a, at);
      if (lineEnd >= nearest || lineEnd + 1 >= end || !looksWhole(bytes, at, lineEnd)) break;
      count++;
      at = lineEnd + 1;
    }
    lines += count;
    lineInFile += count;
    return at;
  }

  return {
    beginFile(path) {
      file = path;
      lineInFile = 0;
      latestInFile = Number.NEGATIVE_INFINITY;
    },
    tooLong() {
      lines++;
      lineInFile++;
      reject("it is longer than 16 MiB");
    },
    lines(bytes, start, end) {
      leaper?.begin(bytes, start, end);
      let nearest = leaper === null ? start : leaper.nearest(start);
      for (let at = start; at < end; ) {
        // The first line of a piece is read in any case, then only from one that may count to the next.
        const from = at === start ? at : skipWhole(bytes, at, nearest, end);
        at = from;
        if (at >= end) break;
        const lineEnd = bytes.indexOf(0x0a, at);
        lines++;
        lineInFile++;
        readLine(bytes, at, lineEnd, at === start || lineEnd + 1 >= end);
        at = lineEnd + 1;
        if (leaper === null) nearest = at;
        else if (nearest < at) nearest = leaper.nearest(at);
      }
    },
    tally: () => ({
      lines,
      bad,
      firstBad,
      metrics: meters.map((meter) => meter.tally()),
      firstMs,
      lastMs,
      clockBackMs,
    }),
  };
}

function looksWhole(bytes: Buffer, start: number, end: number): boolean {
  const last = bytes[end - 1] === 0x0d ? end - 2 : end - 1;
  return bytes[start] === braces.open && bytes[last] === braces.close;
}

function isBlank(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return false;
  }
  return true;
}
