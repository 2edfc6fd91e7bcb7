import type { Reading } from "../../domain/problem.ts";
import { planFields } from "../events/field-plan.ts";
import { createFieldScanner } from "../events/field-scanner.ts";
import type { LineQuery, LineRow } from "../kernel/line-kernel.ts";
import { parseIsoTime } from "../lines/parse-time.ts";
import { namesComponent } from "./component-match.ts";
import { createLevelTable, type Level, levelOf, levelOfNumber, levelWords } from "./level-words.ts";
import { emptyHead, klogLevels, readHead, zoneEndOf } from "./line-head.ts";
import type { CompilePattern, LinePattern } from "./line-pattern.ts";
import { readStamp, type StampContext, stampOfKlog } from "./time-stamp.ts";

/** Reads the heads of lines, one after another; what it tells is about the last one. */
export interface HeadReader {
  /** False for a line that goes on what stands above it. */
  read(bytes: Buffer, start: number, end: number): boolean;
  /** Null when the line has none. */
  level(): Level | null;
  /** Null when the line has no time; NaN when it has one that cannot be read. */
  timeMs(): number | null;
  isOf(component: Buffer): boolean;
  /** What a kernel has to know to read the same heads, and how its rows are taken up; null when none can read them. */
  readonly quick: QuickHeads | null;
}

export interface QuickHeads {
  readonly query: Pick<LineQuery, "words" | "numbered" | "zoneMinutes">;
  /** What the reader tells is about this head, from here on. */
  adopt(row: LineRow): void;
}

/** The usual forms, recognised line by line; lines that are JSON objects too. */
export function createHeadReader(ownLevels: readonly Level[], context: StampContext): HeadReader {
  const table = createLevelTable(ownLevels);
  const head = emptyHead();
  const json = createJsonHeadReader(context);
  let bytes: Buffer = Buffer.alloc(0);
  let isJson = false;
  let knownMs = Number.NaN;
  let row: LineRow | null = null;
  let lastStamp = "";
  let lastMs = Number.NaN;
  return {
    read(line, start, end) {
      bytes = line;
      row = null;
      knownMs = Number.NaN;
      isJson = line[start] === 0x7b && json.read(line, start, end);
      return isJson || readHead(line, start, end, table, head);
    },
    level: () => (isJson ? json.level() : head.level),
    timeMs() {
      if (isJson) return json.timeMs();
      if (head.timeEnd === head.timeStart) return null;
      if (!Number.isNaN(knownMs)) return knownMs;
      const stamp = bytes.toString("latin1", head.timeStart, head.timeEnd);
      if (stamp !== lastStamp) {
        lastStamp = stamp;
        lastMs = readStamp(head.isKlog ? stampOfKlog(stamp) : stamp, context);
      }
      return lastMs;
    },
    isOf(component) {
      if (isJson) return json.isOf(component);
      const zoneEnd = row === null ? head.zoneEnd : zoneEndOf(bytes, head.zoneStart, row.end, row.levelEnd, row.isKlog);
      return namesComponent(bytes, head.zoneStart, zoneEnd, component);
    },
    quick: {
      query: {
        words: levelWords(ownLevels),
        numbered: [
          ...[0, 1, 2, 3, 4, 5, 6, 7].map(levelOfNumber),
          ...["E", "W", "I", "F"].map((letter) => klogLevels[letter] ?? ""),
        ],
        zoneMinutes: context.zoneMinutes,
      },
      adopt(found) {
        row = found;
        bytes = found.bytes;
        isJson = false;
        knownMs = found.timeMs;
        head.level = found.level;
        head.timeStart = found.timeStart;
        head.timeEnd = found.timeEnd;
        head.isKlog = found.isKlog;
        head.zoneStart = found.isKlog ? found.timeEnd : found.zoneStart;
      },
    },
  };
}

const jsonKeys = {
  time: ["time", "timestamp", "@timestamp", "ts", "asctime", "t"],
  level: ["level", "levelname", "severity", "lvl", "log.level", "loglevel"],
  component: ["logger", "name", "component", "module", "logger_name", "source"],
};

/** Lines as pino, zap, logstash and the like write them. */
function createJsonHeadReader(context: StampContext): Omit<HeadReader, "quick"> {
  const escaped = (key: string): string => key.replaceAll(".", "\\.");
  const plan = planFields([...jsonKeys.time, ...jsonKeys.level, ...jsonKeys.component].map(escaped));
  const scanner = createFieldScanner(plan);
  const slots = (keys: readonly string[]): readonly number[] => keys.map((key) => plan.slotOf(escaped(key)));
  const [times, levels, components] = [slots(jsonKeys.time), slots(jsonKeys.level), slots(jsonKeys.component)];
  return {
    read: (bytes, start, end) => scanner.scan(bytes, start, end),
    level() {
      for (const slot of levels) {
        const text = scanner.text(slot);
        if (text !== null) return levelOf(text);
        const number = scanner.number(slot);
        if (!Number.isNaN(number)) return levelOfNumber(number) || null;
      }
      return null;
    },
    timeMs() {
      for (const slot of times) {
        const text = scanner.text(slot);
        if (text !== null) return parseIsoTime(text, context.zoneMinutes);
        const number = scanner.number(slot);
        // Seconds until the year 5138, milliseconds from 1973 on.
        if (!Number.isNaN(number)) return number < 1e11 ? number * 1000 : number;
      }
      return null;
    },
    isOf(component) {
      for (const slot of components) {
        const text = scanner.text(slot);
        if (text === null) continue;
        const bytes = Buffer.from(text);
        if (namesComponent(bytes, 0, bytes.length, component)) return true;
      }
      return false;
    },
  };
}

/** Heads as the config's own pattern tells them, with groups named time, level and component. */
export function createPatternReader(
  pattern: string,
  compile: CompilePattern,
  context: StampContext,
): Reading<HeadReader> {
  const compiled: Reading<LinePattern> = compile(pattern);
  if (!compiled.ok) return compiled;
  let groups: Readonly<Record<string, string | undefined>> = {};
  return {
    ok: true,
    value: {
      read(bytes, start, end) {
        const found = compiled.value.groups(bytes.toString("utf8", start, end));
        groups = found ?? {};
        return found !== null;
      },
      level: () => (groups.level === undefined || groups.level === "" ? null : levelOf(groups.level)),
      timeMs: () => (groups.time === undefined ? null : stampMs(groups.time, context)),
      isOf(component) {
        const bytes = Buffer.from(groups.component ?? "");
        return namesComponent(bytes, 0, bytes.length, component);
      },
      quick: null,
    },
  };
}

function stampMs(text: string, context: StampContext): number {
  const value = readStamp(text, context);
  if (!Number.isNaN(value) || !/^\d{9,16}(?:\.\d+)?$/.test(text)) return value;
  return Number(text) < 1e11 ? Number(text) * 1000 : Number(text);
}
