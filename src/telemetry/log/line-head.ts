import { type Level, type LevelTable, levelOfNumber } from "./level-words.ts";
import { afterStamp } from "./time-stamp.ts";

/** What stands before a line's message. Places are those of the buffer. */
export interface LineHead {
  /** Empty (start = end) when the line has no time. */
  timeStart: number;
  timeEnd: number;
  /** The stamp is klog's, without a month's name. */
  isKlog: boolean;
  /** Null when none was found. */
  level: Level | null;
  /** Where names of components may stand. */
  zoneStart: number;
  zoneEnd: number;
}

export function emptyHead(): LineHead {
  return { timeStart: 0, timeEnd: 0, isKlog: false, level: null, zoneStart: 0, zoneEnd: 0 };
}

/** A level stands among a line's first fields; further on there is the message. */
const longestHead = 200;
const space = 0x20;

/**
 * Reads the beginning of a line in the forms that programs usually write: a time stamp (ISO, syslog, Apache, Tomcat, klog), then fields,
 * one of them the level. A line without a time is a head only when it begins with a level (`ERROR:app:…`, `[error] …`).
 *
 * A level in capitals may stand alone among the fields; in small letters it has to stand in brackets, between bars or dashes, or after
 * `level=`: `0 errors so far` has none, and neither has a message that begins with a small `error`.
 *
 * @returns false for a line that goes on what stands above it, such as one of a traceback
 */
export function readHead(bytes: Buffer, start: number, end: number, table: LevelTable, head: LineHead): boolean {
  head.level = null;
  head.isKlog = false;
  let at = start;
  const first = bytes[start] ?? 0;
  if (first === space || first === 0x09 || start === end) return false;
  let syslog: Level | null = null;
  if (first === 0x3c) {
    const after = afterPriority(bytes, at);
    if (after > 0) {
      syslog = levelOfNumber(Number(bytes.toString("latin1", at + 1, after - 1)) & 7);
      at = bytes[after] === 0x31 && bytes[after + 1] === space ? after + 2 : after;
    }
  } else if (first === 0x5b || first === 0x28) at++;
  if (isKlogAt(bytes, at, end)) return readKlog(bytes, at, end, head);
  const stamp = afterStamp(bytes, at);
  head.timeStart = at;
  head.timeEnd = stamp > 0 && stamp <= end ? stamp : at;
  if (head.timeEnd === at) {
    // logfmt: time=… level=…
    const equals = syslog === null ? afterTimeKey(bytes, at) : -1;
    if (equals > 0) {
      const quoted = bytes[equals] === 0x22 ? equals + 1 : equals;
      const after = afterStamp(bytes, quoted);
      if (after > 0 && after <= end) {
        head.timeStart = quoted;
        head.timeEnd = after;
      }
    }
  }
  const hasTime = head.timeEnd > head.timeStart;
  findLevel(bytes, hasTime ? head.timeEnd : start, end, table, head, !hasTime);
  if (head.level === null) head.level = syslog;
  return hasTime || head.level !== null;
}

/** <11> */
function afterPriority(bytes: Buffer, at: number): number {
  for (let next = at + 1; next <= at + 4; next++) {
    const byte = bytes[next] ?? 0;
    if (byte === 0x3e) return next > at + 1 ? next + 1 : -1;
    if (byte < 0x30 || byte > 0x39) return -1;
  }
  return -1;
}

const timeKeys = ["time=", "ts=", "timestamp=", "t="].map((key) => Buffer.from(key));

function afterTimeKey(bytes: Buffer, at: number): number {
  const first = bytes[at];
  if (first !== 0x74) return -1;
  for (const key of timeKeys) {
    let index = 0;
    while (index < key.length && bytes[at + index] === key[index]) index++;
    if (index === key.length) return at + index;
  }
  return -1;
}

/** By the letter that a line of klog begins with. */
export const klogLevels: Readonly<Record<string, Level>> = { E: "error", W: "warning", I: "info", F: "critical" };

/** E1122 23:17:56.015123   12345 file.go:12] message */
function isKlogAt(bytes: Buffer, at: number, end: number): boolean {
  const first = bytes[at];
  if (first !== 0x45 && first !== 0x49 && first !== 0x57 && first !== 0x46) return false;
  for (let index = 1; index <= 4; index++) {
    const byte = bytes[at + index] ?? 0;
    if (byte < 0x30 || byte > 0x39) return false;
  }
  return at + 11 < end && bytes[at + 5] === space && bytes[at + 8] === 0x3a && bytes[at + 11] === 0x3a;
}

function readKlog(bytes: Buffer, at: number, end: number, head: LineHead): boolean {
  const letter = String.fromCharCode(bytes[at] ?? 0);
  head.level = klogLevels[letter] ?? null;
  head.isKlog = true;
  head.timeStart = at + 1;
  head.timeEnd = Math.min(end, at + 14);
  while (bytes[head.timeEnd] !== undefined && bytes[head.timeEnd] !== space && head.timeEnd < end) head.timeEnd++;
  head.zoneStart = head.timeEnd;
  head.zoneEnd = endOfKlogZone(bytes, head.timeEnd, end);
  return true;
}

function endOfKlogZone(bytes: Buffer, from: number, end: number): number {
  const close = bytes.indexOf(0x5d, from);
  return close === -1 || close > end ? end : close;
}

/** Where the names of components end in a head whose level ends at `levelEnd`; 0 for a head without a level word. */
export function zoneEndOf(bytes: Buffer, from: number, end: number, levelEnd: number, isKlog: boolean): number {
  if (isKlog) return endOfKlogZone(bytes, from, end);
  const limit = Math.min(end, from + longestHead);
  return levelEnd === 0 ? limit : endOfZone(bytes, levelEnd, limit);
}

const isLetter = Uint8Array.from({ length: 256 }, (_, byte) => Number((byte | 32) >= 0x61 && (byte | 32) <= 0x7a));
/** What may stand right before a level: a space, brackets, a bar, `=`, `:`, a quote. */
const mayPrecede = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number(' [(<|=:"\t'.includes(String.fromCharCode(byte))),
);
const mayFollow = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number(' ])>|:"\t\n\r'.includes(String.fromCharCode(byte))),
);

/** @param atStart the level has to be what the line begins with */
function findLevel(
  bytes: Buffer,
  from: number,
  end: number,
  table: LevelTable,
  head: LineHead,
  atStart: boolean,
): void {
  const limit = Math.min(end, from + longestHead);
  head.zoneStart = from;
  head.zoneEnd = limit;
  if (atStart) {
    const word = bytes[from] === 0x5b ? from + 1 : from;
    takeLevel(bytes, word, end, limit, table, head, word === from ? space : 0x5b, true);
    return;
  }
  // From one sign that may stand before a level to the next: most bytes of a head are parts of names.
  for (let at = from; at < limit; at++) {
    while (mayPrecede[bytes[at] ?? 0] === 0 && at < limit) at++;
    if (at >= limit) return;
    if (table.initial[bytes[at + 1] ?? 0] !== 1) continue;
    if (takeLevel(bytes, at + 1, end, limit, table, head, bytes[at] ?? 0, false)) return;
  }
}

function takeLevel(
  bytes: Buffer,
  start: number,
  end: number,
  limit: number,
  table: LevelTable,
  head: LineHead,
  before: number,
  atStart: boolean,
): boolean {
  let after = start;
  while (isLetter[bytes[after] ?? 0] === 1) after++;
  if (after === start || after > end || mayFollow[bytes[after] ?? 0] !== 1) return false;
  if (!isPlausible(bytes, start, after, before, atStart)) return false;
  const level = table.at(bytes, start, after);
  if (level === null) return false;
  head.level = level;
  head.zoneEnd = endOfZone(bytes, after, limit);
  return true;
}

function isPlausible(bytes: Buffer, start: number, end: number, before: number, atStart: boolean): boolean {
  const isCapital = (bytes[start] ?? 0) < 0x60 && (bytes[end - 1] ?? 0) < 0x60;
  const after = bytes[end] ?? 0;
  const isFramed =
    (before === 0x5b && after === 0x5d) ||
    (before === 0x28 && after === 0x29) ||
    (before === 0x3c && after === 0x3e) ||
    before === 0x3d ||
    (before === 0x22 && after === 0x22) ||
    (before === 0x3a && after === 0x5d);
  // Without a time, a bare word is a level only in front of a colon, a bar or a bracket: `ERROR:app:…`.
  if (atStart) return isFramed || (isCapital && after !== 0x20) || (isCapital && end - start > 3);
  if (isCapital || isFramed) return true;
  const earlier = bytes[start - 2] ?? 0;
  const later = bytes[end + 1] ?? 0;
  return (
    before === space && after === space && (earlier === 0x2d || earlier === 0x7c) && (later === 0x2d || later === 0x7c)
  );
}

/** Names of components stand before a message, which begins after ` - `, `: ` or ` : `. */
function endOfZone(bytes: Buffer, from: number, limit: number): number {
  for (let at = from; at < limit; at++) {
    const byte = bytes[at];
    if (byte === 0x3a && bytes[at + 1] === space) return at;
    if (byte === 0x2d && bytes[at - 1] === space && bytes[at + 1] === space) return at;
  }
  return limit;
}
