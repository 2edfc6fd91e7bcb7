import type { CanonicalUnit, Quantity } from "../domain/arm.ts";
import { knownUnits, parseUnit } from "../units/parse-unit.ts";
import { editDistance } from "./nearest-word.ts";
import { notParsed, type Parsed, parsed } from "./parsed.ts";
import { quoteText } from "./quote-text.ts";

/** A number with a unit and, where one was written, its sign. */
export interface Amount {
  readonly sign: "+" | "-" | null;
  /** In `unit`, with the sign applied. */
  readonly value: number;
  readonly unit: CanonicalUnit;
  readonly quantity: Quantity;
}

/** Words for units that people write and that are no unit symbols, in lower case. */
const unitWords: ReadonlyMap<string, string> = new Map([
  ["percent", "%"],
  ["pct", "%"],
  ["pc", "%"],
  ["nanosecond", "ns"],
  ["microsecond", "µs"],
  ["usec", "µs"],
  ["millisecond", "ms"],
  ["msec", "ms"],
  ["milli", "ms"],
  ["second", "s"],
  ["minute", "min"],
  ["hour", "h"],
  ["hr", "h"],
  ["day", "d"],
  ["byte", "B"],
  ["k", "KB"],
  ["kilobyte", "KB"],
  ["meg", "MB"],
  ["megabyte", "MB"],
  ["gig", "GB"],
  ["gigabyte", "GB"],
  ["op/s", "1/s"],
  ["ops/s", "1/s"],
  ["req/s", "1/s"],
  ["requests/s", "1/s"],
  ["rps", "1/s"],
  ["qps", "1/s"],
  ["hz", "1/s"],
]);

/** What to list for a person who asks which units there are. */
export const usualUnits = "ns, µs, ms, s, min, h, d, B, KB, MB, GB, KiB, MiB, GiB, %, 1/s";

/**
 * The unit that a misspelled one most likely meant: by word (`seconds`), by case (`mb`), then by spelling.
 * There always is one; whether it is what was meant, only the writer knows.
 */
export function nearestUnit(text: string): string {
  const lower = text.toLowerCase().slice(0, 32);
  const singular = lower.length > 2 && lower.endsWith("s") ? lower.slice(0, -1) : lower;
  const byWord = unitWords.get(lower) ?? unitWords.get(singular);
  if (byWord !== undefined) return byWord;
  let best = "ms";
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const unit of knownUnits) {
    const distance = editDistance(lower, unit.toLowerCase());
    if (distance < bestDistance) {
      best = unit;
      bestDistance = distance;
    }
  }
  return plainSpelling.get(best) ?? best;
}

/** Spellings that are taken but not taught. */
const plainSpelling: ReadonlyMap<string, string> = new Map([
  ["sec", "s"],
  ["m", "min"],
  ["kB", "KB"],
  ["/s", "1/s"],
  ["/min", "1/min"],
]);

const form = /^([+\-−])?\s*(\d[\d_]*(?:\.\d+)?|\.\d+)(?:[eE]([+-]?\d{1,4})(?![\w.]))?/u;
const decimalComma = /^[+\-−]?\s*\d+,\d/u;

/**
 * Reads `+10 %`, `500ms`, `1_000`, `.5 GiB`.
 *
 * @param text what is left of the criterion after its comparator
 * @param offset where `text` begins in what the user wrote, so that a problem points at the right part
 */
export function parseAmount(text: string, offset = 0): Parsed<Amount> {
  const trimmed = text.trim();
  const start = offset + (text.length - text.trimStart().length);
  const match = form.exec(trimmed);
  if (match === null) {
    const message = trimmed === "" ? "the number is missing" : `${quoteText(trimmed)} is not a number`;
    return notParsed({
      message,
      hint: 'write a number and its unit, such as "500 ms"',
      offset: start,
      length: trimmed.length,
    });
  }
  const rest = trimmed.slice(match[0].length);
  if (decimalComma.test(trimmed)) {
    const message = "a decimal comma is not understood";
    return notParsed({
      message,
      hint: `write ${quoteText(trimmed.replace(",", "."))}`,
      offset: start,
      length: trimmed.length,
    });
  }
  const unitText = rest.trim();
  const unit = parseUnit(unitText);
  if (unit === null) {
    const at = start + match[0].length + (rest.length - rest.trimStart().length);
    return notParsed({
      message: `${quoteText(unitText)} is not a unit`,
      hint: `did you mean "${nearestUnit(unitText)}"? Units: ${usualUnits}`,
      offset: at,
      length: unitText.length,
    });
  }
  const size = Number(`${(match[2] ?? "").replaceAll("_", "")}e${match[3] ?? "0"}`) * unit.scale;
  if (!Number.isFinite(size)) {
    return notParsed({
      message: `${quoteText(trimmed)} is too large to be counted`,
      offset: start,
      length: trimmed.length,
    });
  }
  const sign = match[1] === undefined ? null : match[1] === "+" ? "+" : "-";
  return parsed({ sign, value: sign === "-" ? -size : size, unit: unit.unit, quantity: unit.quantity });
}

/** The longest duration that is taken: a year. Anything above it is a slip of the unit. */
const maxDurationMs = 366 * 86_400_000;

/**
 * Reads a duration with its unit: `20m`, `5 min`, `90s`, `1h`, `30d`.
 *
 * @param options.zero whether `0 s` is a duration here
 * @param options.maxMs the longest that makes sense here, in milliseconds
 * @returns milliseconds, above 0 unless `zero`
 */
export function parseDuration(text: string, options: { zero?: boolean; maxMs?: number } = {}): Parsed<number> {
  const amount = parseAmount(text);
  if (!amount.ok) return amount;
  const { value, unit, quantity, sign } = amount.value;
  if (unit === "") {
    return notParsed({ message: `${quoteText(text.trim())} has no unit`, hint: withUnits(text.trim(), ["min", "s"]) });
  }
  if (quantity !== "duration") {
    return notParsed({
      message: `${quoteText(text.trim())} is not a duration`,
      hint: 'write it as "20 min", "90 s" or "1 h"',
    });
  }
  const durationMs = value / 1e6;
  if (sign === "-" || durationMs < 0 || (durationMs === 0 && options.zero !== true)) {
    return notParsed({ message: "the duration must be above zero" });
  }
  const maxMs = options.maxMs ?? maxDurationMs;
  if (durationMs > maxMs)
    return notParsed({ message: `the duration is too long: at most ${Math.floor(maxMs / 86_400_000)} d` });
  return parsed(durationMs);
}

/** Reads a size with its unit: `1 GB`, `512MiB`. @returns bytes, above 0 */
export function parseSize(text: string): Parsed<number> {
  const amount = parseAmount(text);
  if (!amount.ok) return amount;
  const { value, unit, quantity } = amount.value;
  if (unit === "") {
    return notParsed({ message: `${quoteText(text.trim())} has no unit`, hint: withUnits(text.trim(), ["GB", "MB"]) });
  }
  if (quantity !== "size") {
    return notParsed({ message: `${quoteText(text.trim())} is not a size`, hint: 'write it as "1 GB" or "512 MiB"' });
  }
  if (value <= 0) return notParsed({ message: "the size must be above zero" });
  return parsed(value);
}

/** Reads a share such as `1 %`. @returns a fraction, above 0 and below 1 */
export function parseShare(text: string): Parsed<number> {
  const amount = parseAmount(text);
  if (!amount.ok) return amount;
  if (amount.value.unit !== "%") {
    return notParsed({ message: `${quoteText(text.trim())} is not a percentage`, hint: 'write it as "1 %"' });
  }
  const share = amount.value.value / 100;
  if (share <= 0 || share >= 1) return notParsed({ message: "the percentage must lie between 0 % and 100 %" });
  return parsed(share);
}

/** `add a unit: "20 min" or "20 s"`. */
export function withUnits(number: string, units: readonly string[]): string {
  const short = number.slice(0, 20);
  return `add a unit: ${units.map((unit) => quoteText(`${short} ${unit}`)).join(" or ")}`;
}
