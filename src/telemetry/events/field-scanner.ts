import { type EventRows, rowLayout } from "../kernel/event-kernel.ts";
import type { FieldNode, FieldPlan } from "./field-plan.ts";
import { afterNumber, afterString, afterValue, skipSpace, unusual } from "./json-bytes.ts";
import { parseFields } from "./parse-fields.ts";
import { createTextMemo } from "./text-memo.ts";

export const fieldKinds = { absent: 0, number: 1, string: 2, true: 3, false: 4, null: 5, object: 6, array: 7 } as const;

const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** Takes the fields of a plan out of one line after another. What it gives belongs to the last line alone. */
export interface FieldScanner {
  /**
   * Reads a line of a JSON object.
   *
   * @param bytes holds the line, and a line feed right after it
   * @returns false when the line is not a JSON object, exactly when `JSON.parse` says so of its text (invalid UTF-8 replaced)
   */
  scan(bytes: Buffer, start: number, end: number): boolean;
  /** Takes up the fields of a line that a kernel has read. */
  adopt(rows: EventRows, row: number): void;
  /** One of {@link fieldKinds}. */
  kind(slot: number): number;
  /** NaN for whatever is not a number. */
  number(slot: number): number;
  /** Null for whatever is not a string. */
  text(slot: number): string | null;
  /** Whether the field holds exactly this; quicker than taking it out first. */
  holds(slot: number, expected: ExpectedScalar): boolean;
}

/** A value that a field is held against, made ready once. */
export interface ExpectedScalar {
  readonly value: string | number | boolean;
  readonly bytes: Uint8Array;
}

export function expectScalar(value: string | number | boolean): ExpectedScalar {
  return { value, bytes: new TextEncoder().encode(String(value)) };
}

/**
 * The scanner reads bytes and builds nothing; it checks the whole line by JSON's grammar. Whatever is unusual (an escape in a key, a key
 * that is asked for and occurs twice, a list on the way to a field, deep nesting) it leaves to `JSON.parse`.
 */
export function createFieldScanner(plan: FieldPlan): FieldScanner {
  const size = plan.paths.length;
  const kinds = new Uint8Array(size);
  const starts = new Int32Array(size);
  const ends = new Int32Array(size);
  /** Numbers that are known already; NaN for others. */
  const numbers = new Float64Array(size).fill(Number.NaN);
  const textOf = createTextMemo();
  let line = 0;
  let source: Buffer = Buffer.alloc(0);
  /** The fields of a line that `JSON.parse` has read; null when the scanner has. */
  let parsed: readonly unknown[] | null = null;

  function scanObject(node: FieldNode, bytes: Uint8Array, open: number): number {
    let at = skipSpace(bytes, open + 1);
    if (bytes[at] === closeBrace) return at + 1;
    const { children } = node;
    for (;;) {
      if (bytes[at] !== quote) return -1;
      const keyStart = at + 1;
      const keyEnd = endOfPlainKey(bytes, keyStart);
      if (keyEnd < 0) return keyEnd;
      at = keyEnd + 1;
      if (bytes[at] !== 0x3a) at = skipSpace(bytes, at);
      if (bytes[at] !== 0x3a) return -1;
      at++;
      // White space is rare in logs; asking here spares most calls.
      if ((bytes[at] ?? 0) <= 0x20) at = skipSpace(bytes, at);
      const child = findChild(children, bytes, keyStart, keyEnd);
      if (child !== null) at = scanField(child, bytes, at);
      else at = bytes[at] === quote ? afterString(bytes, at + 1) : afterValue(bytes, at, 0);
      if (at < 0) return at;
      if ((bytes[at] ?? 0) <= 0x20) at = skipSpace(bytes, at);
      const next = bytes[at];
      if (next === closeBrace) return at + 1;
      if (next !== 0x2c) return -1;
      at++;
      if ((bytes[at] ?? 0) <= 0x20) at = skipSpace(bytes, at);
    }
  }

  function scanField(node: FieldNode, bytes: Uint8Array, at: number): number {
    if (node.metIn === line) return unusual;
    node.metIn = line;
    const first = bytes[at] ?? 0;
    let end: number;
    if (first === openBrace && node.children.length > 0) end = scanObject(node, bytes, at);
    else if (first === 0x5b && node.children.length > 0) return unusual;
    else if (first === quote) end = afterString(bytes, at + 1);
    else if (first === 0x2d || (first >= 0x30 && first <= 0x39)) end = afterNumber(bytes, at);
    else end = afterValue(bytes, at, 0);
    if (node.slot >= 0 && end > 0) {
      kinds[node.slot] = kindOf(first);
      starts[node.slot] = at;
      ends[node.slot] = end;
    }
    return end;
  }

  function text(slot: number): string | null {
    if (parsed !== null) {
      const value = parsed[slot];
      return typeof value === "string" ? value : null;
    }
    if (kinds[slot] !== fieldKinds.string) return null;
    const [start, end] = [starts[slot] ?? 0, ends[slot] ?? 0];
    if (!needsDecoding(source, start + 1, end - 1)) return textOf(source, start + 1, end - 1);
    const value: unknown = JSON.parse(source.toString("utf8", start, end));
    return typeof value === "string" ? value : null;
  }

  function number(slot: number): number {
    if (parsed !== null) {
      const value = parsed[slot];
      return typeof value === "number" ? value : Number.NaN;
    }
    if (kinds[slot] !== fieldKinds.number) return Number.NaN;
    const known = numbers[slot] ?? Number.NaN;
    if (!Number.isNaN(known)) return known;
    const quick = quickNumber(source, starts[slot] ?? 0, ends[slot] ?? 0);
    return Number.isNaN(quick) ? Number(source.toString("latin1", starts[slot], ends[slot])) : quick;
  }

  return {
    scan(bytes, start, end) {
      line++;
      source = bytes;
      parsed = null;
      kinds.fill(0);
      numbers.fill(Number.NaN);
      const first = skipSpace(bytes, start);
      if (bytes[first] !== openBrace) return false;
      const after = scanObject(plan.root, bytes, first);
      if (after > 0) return skipSpace(bytes, after) === end;
      if (after !== unusual) return false;
      parsed = parseFields(bytes.toString("utf8", start, end), plan.paths);
      return parsed !== null;
    },
    adopt({ bytes, ints, doubles, placeOf }, row) {
      source = bytes;
      parsed = null;
      for (let slot = 0, field = placeOf(row) + rowLayout.fields; slot < size; slot++, field += rowLayout.fieldSize) {
        kinds[slot] = ints[(field + rowLayout.kind) >> 2] ?? 0;
        starts[slot] = ints[(field + rowLayout.start) >> 2] ?? 0;
        ends[slot] = ints[(field + rowLayout.end) >> 2] ?? 0;
        numbers[slot] = doubles[(field + rowLayout.number) >> 3] ?? Number.NaN;
      }
    },
    kind: (slot) => (parsed === null ? (kinds[slot] ?? 0) : kindOfValue(parsed[slot])),
    number,
    text,
    holds(slot, { value, bytes }) {
      if (parsed !== null) return parsed[slot] === value;
      const kind = kinds[slot];
      if (typeof value === "number") return kind === fieldKinds.number && number(slot) === value;
      if (typeof value === "boolean") return kind === (value ? fieldKinds.true : fieldKinds.false);
      if (kind !== fieldKinds.string) return false;
      const from = (starts[slot] ?? 0) + 1;
      const length = (ends[slot] ?? 0) - 1 - from;
      if (length === bytes.length && equalAt(source, from, bytes)) return true;
      // An escape makes a text longer, never shorter: only then can different bytes be the same text. So can replaced bytes.
      return needsDecoding(source, from, from + length) && text(slot) === value;
    },
  };
}

/** Bytes beyond ASCII may be invalid UTF-8, which is replaced: two different keys may become one. */
const plainKey = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number(byte >= 0x20 && byte < 0x80 && byte !== quote && byte !== backslash),
);

/** Where a key without escapes ends; {@link unusual} for one with them, -1 when the string does not end. */
function endOfPlainKey(bytes: Uint8Array, start: number): number {
  let at = start;
  while (plainKey[bytes[at] ?? 0] === 1) at++;
  const byte = bytes[at] ?? 0;
  if (byte === quote) return at;
  return byte < 0x20 ? -1 : unusual;
}

function findChild(children: readonly FieldNode[], bytes: Uint8Array, start: number, end: number): FieldNode | null {
  const length = end - start;
  for (let index = 0; index < children.length; index++) {
    const child = children[index];
    if (child !== undefined && child.length === length && equalAt(bytes, start, child.key)) return child;
  }
  return null;
}

function equalAt(bytes: Uint8Array, start: number, expected: Uint8Array): boolean {
  for (let index = 0; index < expected.length; index++) {
    if (bytes[start + index] !== expected[index]) return false;
  }
  return true;
}

function needsDecoding(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === backslash || byte >= 0x80) return true;
  }
  return false;
}

function kindOf(first: number): number {
  if (first === quote) return fieldKinds.string;
  if (first === openBrace) return fieldKinds.object;
  if (first === 0x5b) return fieldKinds.array;
  if (first === 0x74) return fieldKinds.true;
  if (first === 0x66) return fieldKinds.false;
  return first === 0x6e ? fieldKinds.null : fieldKinds.number;
}

function kindOfValue(value: unknown): number {
  if (value === undefined) return fieldKinds.absent;
  if (value === null) return fieldKinds.null;
  if (typeof value === "number") return fieldKinds.number;
  if (typeof value === "string") return fieldKinds.string;
  if (typeof value === "boolean") return value ? fieldKinds.true : fieldKinds.false;
  return Array.isArray(value) ? fieldKinds.array : fieldKinds.object;
}

const powersOfTen = Array.from({ length: 23 }, (_, power) => 10 ** power);

/**
 * A plain decimal whose digits make a whole number below 2^53: that number and the power of ten are exact doubles, so one division
 * rounds once and rightly. NaN for every other form.
 *
 * Source: W. D. Clinger, "How to read floating point numbers accurately", PLDI 1990.
 */
function quickNumber(bytes: Uint8Array, start: number, end: number): number {
  const negative = bytes[start] === 0x2d;
  const from = negative ? start + 1 : start;
  if (end - from > 17) return Number.NaN;
  let digits = 0;
  let decimals = -1;
  for (let at = from; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x2e) decimals = 0;
    else if (byte > 0x39) return Number.NaN;
    else {
      digits = digits * 10 + (byte - 0x30);
      if (decimals >= 0) decimals++;
    }
  }
  if (digits > Number.MAX_SAFE_INTEGER) return Number.NaN;
  const value = decimals > 0 ? digits / (powersOfTen[decimals] ?? 1) : digits;
  return negative ? -value : value;
}
