import type { Reading } from "../../domain/problem.ts";
import type { Source } from "../../domain/verify.ts";
import { type LineKernel, openLineKernel } from "../kernel/line-kernel.ts";
import type { LogSink } from "../lines/follow-log.ts";
import type { LineTally } from "../lines/line-tally.ts";
import type { Span } from "../records/metric-reading.ts";
import { createHeadReader, createPatternReader } from "./head-reader.ts";
import { type Level, levelOf } from "./level-words.ts";
import { createLineMeter, type LineMeter, type LineMetricTally } from "./line-meter.ts";
import type { CompilePattern } from "./line-pattern.ts";
import type { StampContext } from "./time-stamp.ts";

export type TextLogSource = Extract<Source, { kind: "log" }>;

export interface TextLogTally extends LineTally {
  readonly metrics: readonly LineMetricTally[];
  /** Lines that begin a message; the others go on the one above. */
  readonly heads: number;
  readonly withLevel: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

export interface TextLogMeter extends LogSink {
  /** Ends the message that is still open. */
  finish(): void;
  tally(): TextLogTally;
}

/** What belongs to one line is kept up to here for patterns to look at. */
const longestMessage = 64 * 1024;

/**
 * Counts lines of a text log by level, component and pattern; what goes on a line belongs to it. The kernel finds the heads that count; the
 * lines that it leaves, and all where it cannot run, are read here, to the same effect.
 *
 * @param openKernel gives null for no kernel
 */
export function createTextLogMeter(
  source: TextLogSource,
  compile: CompilePattern,
  span: Span,
  nowMs: number,
  openKernel = openLineKernel,
): Reading<TextLogMeter> {
  const context: StampContext = { zoneMinutes: source.zoneMinutes, nowMs };
  const ownLevels = source.metrics.flatMap(({ levels }) => levels).filter((level) => /^[a-z]+$/.test(level));
  const reader =
    source.line === null
      ? { ok: true as const, value: createHeadReader(ownLevels.map(levelOf), context) }
      : createPatternReader(source.line, compile, context);
  if (!reader.ok) return reader;
  const meters: LineMeter[] = [];
  for (const metric of source.metrics) {
    const meter = createLineMeter(source.name, metric, compile, span);
    if (!meter.ok) return meter;
    meters.push(meter.value);
  }
  const { quick } = reader.value;
  const query =
    quick === null
      ? null
      : {
          ...quick.query,
          wants: (level: Level | null) => meters.some((meter) => meter.wants(level)),
          keepsText: meters.some((meter) => meter.needsText),
        };
  const kernel = query === null ? null : openKernel(query);
  return { ok: true, value: meterOf(source, reader.value, meters, kernel) };
}

function meterOf(
  source: TextLogSource,
  head: ReturnType<typeof createHeadReader>,
  meters: readonly LineMeter[],
  kernel: LineKernel | null,
): TextLogMeter {
  const component = source.component === null ? null : Buffer.from(source.component);
  /** By the kernel's number of a level. */
  const metersByLevel = kernel?.levels.map((level) => meters.filter((meter) => meter.wants(level))) ?? [];
  const needsText = meters.some((meter) => meter.needsText);
  /** A head's level and time decide, and nothing else. */
  const isSimple = component === null && !needsText;
  let file = "";
  let lineInFile = 0;
  let lines = 0;
  let bad = 0;
  let firstBad: LineTally["firstBad"] = null;
  let heads = 0;
  let withLevel = 0;
  /** The earliest and the latest time. An array of doubles: a variable would be made anew for every line. */
  const reach = new Float64Array(2).fill(Number.NaN);
  let lastLevel: Level | null | undefined;
  let isWanted = false;
  /** Where the next NUL stands, from the place that was looked at last. */
  let nextNul = -1;
  /** The message whose lines are still coming, when its text is needed. */
  let open: { text: string; readonly level: Level | null; readonly timeMs: number | null } | null = null;

  function reject(why: string): void {
    bad++;
    firstBad ??= { file, line: lineInFile, why };
  }

  function noteTime(timeMs: number | null): void {
    if (timeMs === null || Number.isNaN(timeMs)) return;
    if (!(timeMs >= (reach[0] ?? Number.NaN))) reach[0] = timeMs;
    if (!(timeMs <= (reach[1] ?? Number.NaN))) reach[1] = timeMs;
  }

  function close(): void {
    if (open === null) return;
    const { level, timeMs, text } = open;
    for (const meter of meters) if (meter.wants(level)) meter.take(timeMs, text);
    open = null;
  }

  function takeHead(bytes: Buffer, start: number, end: number, isEdge: boolean): void {
    heads++;
    const level = head.level();
    if (level !== null) withLevel++;
    if (isEdge) noteTime(head.timeMs());
    if (level !== lastLevel) {
      lastLevel = level;
      isWanted = meters.some((meter) => meter.wants(level));
    }
    if (isWanted) takeWanted(bytes, start, end, level);
  }

  function takeWanted(bytes: Buffer, start: number, end: number, level: Level | null): void {
    if (component !== null && !head.isOf(component)) return;
    const timeMs = head.timeMs();
    noteTime(timeMs);
    if (needsText) {
      open = { text: bytes.toString("utf8", start, Math.min(end, start + longestMessage)), level, timeMs };
    } else for (const meter of meters) if (meter.wants(level)) meter.take(timeMs, "");
  }

  function goOn(bytes: Buffer, start: number, end: number): void {
    if (open === null || open.text.length >= longestMessage) return;
    open.text += `\n${bytes.toString("utf8", start, Math.min(end, start + longestMessage))}`;
  }

  /** Reads a line, and gives the place after it. */
  function readLine(bytes: Buffer, start: number, isFirst: boolean): number {
    const end = bytes.indexOf(0x0a, start);
    lines++;
    lineInFile++;
    if (nextNul < start) nextNul = bytes.indexOf(0, start);
    if (nextNul === -1) nextNul = Number.POSITIVE_INFINITY;
    if (nextNul < end) reject("it holds NUL bytes, as after a crash");
    else if (head.read(bytes, start, end)) {
      close();
      takeHead(bytes, start, end, isFirst);
    } else goOn(bytes, start, end);
    return end + 1;
  }

  /** Takes a head of which nothing but level and time is looked at; false when its time has yet to be read. */
  function takeQuickly(quick: LineKernel, index: number): boolean {
    const level = quick.levelOf(index);
    const timeMs = quick.timeOf(index);
    if (level < 0 || Number.isNaN(timeMs)) return false;
    noteTime(timeMs);
    const interested = metersByLevel[level] ?? [];
    for (let place = 0; place < interested.length; place++) interested[place]?.take(timeMs, "");
    return true;
  }

  /** Reads lines with the kernel until it stops. */
  function readQuickly(quick: LineKernel, start: number, end: number, isFirst: boolean): number {
    quick.setOpen(open !== null);
    const stop = quick.scan(start, end, isFirst);
    const counts = quick.counts();
    lines += counts.lines;
    lineInFile += counts.lines;
    heads += counts.heads;
    withLevel += counts.withLevel;
    for (let index = 0; index < counts.rows; index++) {
      if (isSimple && takeQuickly(quick, index)) continue;
      const row = quick.row(index);
      if (row.goesOn) {
        goOn(row.bytes, row.start, row.end);
        continue;
      }
      close();
      head.quick?.adopt(row);
      if (row.isFirst) noteTime(head.timeMs());
      if (row.counts) takeWanted(row.bytes, row.start, row.end, row.level);
    }
    if (!quick.isOpen()) close();
    return stop;
  }

  return {
    ...(kernel === null ? {} : { room: kernel.room }),
    beginFile(path) {
      file = path;
      lineInFile = 0;
    },
    tooLong() {
      lines++;
      lineInFile++;
      reject("it is longer than 16 MiB");
    },
    lines(bytes, start, end) {
      const quick = kernel?.owns(bytes) === true ? kernel : null;
      const headsBefore = heads;
      nextNul = -1;
      for (let at = start; at < end; ) {
        if (quick !== null) at = readQuickly(quick, at, end, heads === headsBefore);
        if (at < end && quick?.isStopped() !== false) at = readLine(bytes, at, heads === headsBefore);
      }
      noteLastHead(bytes, start, end);
    },
    finish: close,
    tally: () => ({
      lines,
      bad,
      firstBad,
      metrics: meters.map((meter) => meter.tally()),
      heads,
      withLevel,
      firstMs: reach[0] ?? Number.NaN,
      lastMs: reach[1] ?? Number.NaN,
    }),
  };

  /** The last head of a piece tells how far the log reaches. */
  function noteLastHead(bytes: Buffer, start: number, end: number): void {
    let lineEnd = end - 1;
    for (let tries = 0; tries < 1000 && lineEnd > start; tries++) {
      const before = bytes.lastIndexOf(0x0a, lineEnd - 1);
      const lineStart = Math.max(start, before + 1);
      if (head.read(bytes, lineStart, lineEnd)) {
        noteTime(head.timeMs());
        return;
      }
      lineEnd = lineStart - 1;
    }
  }
}
