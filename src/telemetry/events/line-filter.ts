import type { ExpectedScalar } from "./field-scanner.ts";

/** Beyond so many texts, looking for each costs more than reading every line. */
const mostNeedles = 8;

/** Texts of which a line must hold at least one to be an event that counts; null: every line may count. */
export type Needles = readonly Buffer[] | null;

/** What one metric looks for. */
export interface Wanted {
  /** Fields and the values that they must have, all of them. */
  readonly where: readonly { readonly steps: readonly string[]; readonly values: readonly ExpectedScalar[] }[];
  /** Fields without which an event says nothing to the metric. */
  readonly needed: readonly (readonly string[])[];
}

/**
 * Finds texts to look for, so that most lines need not be read. Only texts that can be written in one way are used, letters and digits for
 * the most part: JSON's own escapes of them begin with `\u00`, and lines that hold that are read in any case.
 */
export function needlesOf(wanted: readonly Wanted[]): Needles {
  const texts = new Set<string>();
  for (const metric of wanted) {
    const choice = rarest(metric);
    if (choice === null) return null;
    for (const text of choice) texts.add(text);
  }
  return texts.size === 0 || texts.size > mostNeedles ? null : [...texts].map((text) => Buffer.from(text));
}

function rarest(metric: Wanted): readonly string[] | null {
  const values = metric.where
    .filter((condition) => condition.values.every(({ value }) => typeof value === "string" && isPlain(value)))
    .map((condition) => condition.values.map(({ value }) => `"${value}"`))
    .sort((one, other) => one.length - other.length);
  if (values[0] !== undefined) return values[0];
  const keys = [...metric.where.map(({ steps }) => steps), ...metric.needed].map((steps) => steps.at(-1) ?? "");
  const key = keys.filter(isPlain).sort((one, other) => other.length - one.length)[0];
  return key === undefined ? null : [`"${key}"`];
}

function isPlain(text: string): boolean {
  return text.length > 1 && /^[A-Za-z0-9 _.:@-]+$/.test(text);
}

/** Leaps over a region of lines from one that may count to the next. */
export interface Leaper {
  begin(bytes: Buffer, start: number, end: number): void;
  /** Where the next of the texts stands from a place on; the region's end when none does. Places are asked for in order. */
  nearest(from: number): number;
}

interface Sought {
  readonly text: Buffer;
  /** What is searched for: the text from its rarest byte on, since a search stops at every occurrence of the first byte. */
  anchor: Buffer;
  /** Bytes of the text before the anchor. */
  before: number;
  next: number;
}

const asciiEscape = Buffer.from("\\u00");
/** So much of the first piece tells which bytes are rare. */
const sampleBytes = 64 * 1024;

export function createLeaper(needles: readonly Buffer[]): Leaper {
  const sought: Sought[] = [...needles, asciiEscape].map((text) => ({ text, anchor: text, before: 0, next: -1 }));
  let known = false;
  let bytes: Buffer = Buffer.alloc(0);
  let limit = 0;
  let nearest = 0;
  function seek(from: number): void {
    nearest = limit;
    for (const one of sought) {
      if (one.next < from) one.next = find(one, bytes, from, limit);
      if (one.next < nearest) nearest = one.next;
    }
  }
  return {
    begin(region, start, end) {
      if (!known) chooseAnchors(sought, region.subarray(start, Math.min(end, start + sampleBytes)));
      known = true;
      // Not beyond the region: what lies there belongs to earlier pieces.
      bytes = region.subarray(0, end);
      limit = end;
      for (const one of sought) one.next = -1;
      seek(start);
    },
    nearest(from) {
      if (nearest < from) seek(from);
      return nearest;
    },
  };
}

function find({ text, anchor, before }: Sought, bytes: Buffer, from: number, limit: number): number {
  for (let at = bytes.indexOf(anchor, from + before); at !== -1; at = bytes.indexOf(anchor, at + 1)) {
    if (before === 0 || startsAt(bytes, at - before, text, before)) return at - before;
  }
  return limit;
}

function startsAt(bytes: Buffer, at: number, text: Buffer, length: number): boolean {
  for (let index = 0; index < length; index++) if (bytes[at + index] !== text[index]) return false;
  return true;
}

function chooseAnchors(sought: readonly Sought[], sample: Buffer): void {
  const counts = new Float64Array(256);
  for (const byte of sample) counts[byte] = (counts[byte] ?? 0) + 1;
  const countAt = (text: Buffer, index: number): number => counts[text[index] ?? 0] ?? 0;
  for (const one of sought) {
    let best = 0;
    for (let index = 1; index < one.text.length; index++) {
      if (countAt(one.text, index) < countAt(one.text, best)) best = index;
    }
    one.before = best;
    one.anchor = one.text.subarray(best);
  }
}
