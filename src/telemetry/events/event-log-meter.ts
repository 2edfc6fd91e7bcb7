import type { Source } from "../../domain/verify.ts";
import { type EventKernel, openEventKernel, rowLayout } from "../kernel/event-kernel.ts";
import type { LineSink } from "../lines/line-pump.ts";
import type { LineTally } from "../lines/line-tally.ts";
import { createTimeReader, unitsPerMs } from "../lines/parse-time.ts";
import type { Span } from "../records/metric-reading.ts";
import { createEventClock, type EventTimes } from "./event-clock.ts";
import { createEventMeter, type EventTally, fieldsOf } from "./event-meter.ts";
import { planFields } from "./field-plan.ts";
import { createFieldScanner, fieldKinds } from "./field-scanner.ts";

export type EventSource = Extract<Source, { kind: "jsonl" }>;

/** What an event log was found to hold. */
export interface EventLogTally extends LineTally, EventTimes {
  readonly metrics: readonly EventTally[];
}

/** Reads all metrics of an event log in one pass over its bytes. */
export interface EventLogMeter extends LineSink {
  /** Lines from here on belong to this file. */
  beginFile(path: string): void;
  tally(): EventLogTally;
}

/**
 * Every line is checked by JSON's grammar, and its time is read, whether a metric counts it or not. The kernel does that for nearly all of
 * them; the lines that it leaves, and all where it cannot run, are read here, to the same effect.
 *
 * @param openKernel gives null for no kernel
 */
export function createEventLogMeter(source: EventSource, span: Span, openKernel = openEventKernel): EventLogMeter {
  const { metrics, time } = source;
  const plan = planFields([time.field, ...metrics.flatMap(fieldsOf)]);
  const scanner = createFieldScanner(plan);
  const timeSlot = plan.slotOf(time.field);
  const times = createTimeReader(time.format, time.zoneMinutes);
  const meters = metrics.map((metric) => createEventMeter(source.name, metric, plan.slotOf, span));
  const { format, zoneMinutes } = time;
  const kernel = openKernel({
    root: plan.root,
    slots: plan.paths.length,
    time: { slot: timeSlot, format, unitsPerMs: format === "iso" ? 0 : unitsPerMs[format], zoneMinutes },
    metrics: meters.map(({ match }) => match),
  });
  const clock = kernel ?? createEventClock();
  let file = "";
  let lineInFile = 0;
  let lines = 0;
  let bad = 0;
  let firstBad: LineTally["firstBad"] = null;

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

  /** Reads a line and gives the place after it. */
  function readLine(bytes: Buffer, start: number): number {
    const end = bytes.indexOf(0x0a, start);
    lines++;
    lineInFile++;
    if (scanner.scan(bytes, start, end)) {
      const timeMs = timeOf();
      clock.noteTime(timeMs);
      for (const meter of meters) if (meter.matches(scanner)) meter.take(scanner, timeMs);
    } else if (isBlank(bytes, start, end)) lines--;
    else reject("it is not a JSON object");
    return end + 1;
  }

  /** Reads lines with the kernel until it stops. */
  function readQuickly({ scan, rows, lines: countLines }: EventKernel, start: number, end: number): number {
    const stop = scan(start, end);
    lines += countLines();
    lineInFile += countLines();
    const found = rows();
    const { ints, doubles, placeOf } = found;
    for (let row = 0; row < found.count; row++) {
      const place = placeOf(row);
      const matched = ints[(place + rowLayout.metrics) >> 2] ?? 0;
      const timeMs = doubles[(place + rowLayout.timeMs) >> 3] ?? Number.NaN;
      scanner.adopt(found, row);
      for (let index = 0; index < meters.length; index++) {
        if ((matched & (1 << index)) !== 0) meters[index]?.take(scanner, timeMs);
      }
    }
    return stop;
  }

  return {
    ...(kernel === null ? {} : { room: kernel.room }),
    beginFile(path) {
      file = path;
      lineInFile = 0;
      clock.beginFile();
    },
    tooLong() {
      lines++;
      lineInFile++;
      reject("it is longer than 16 MiB");
    },
    lines(bytes, start, end) {
      const quick = kernel?.owns(bytes) === true ? kernel : null;
      for (let at = start; at < end; ) {
        if (quick !== null) at = readQuickly(quick, at, end);
        if (at < end && quick?.isStopped() !== false) at = readLine(bytes, at);
      }
    },
    tally: () => ({ lines, bad, firstBad, metrics: meters.map((meter) => meter.tally()), ...clock.times() }),
  };
}

function isBlank(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return false;
  }
  return true;
}
