import type { CanonicalUnit, Direction } from "../../domain/arm.ts";
import { parseUnit } from "../../units/parse-unit.ts";
import { directionOf } from "../../units/quantity-of.ts";

/** How a tool's unit maps to the unit values are stored in: `value × scale` is in `unit`. */
export interface ToolUnit {
  readonly unit: CanonicalUnit;
  readonly scale: number;
  /** Absent where the unit does not say it. */
  readonly direction?: Direction;
}

const maxLabelLength = 60;

/** Words that tools spell out, by the spelling that `parseUnit` knows. */
const words: ReadonlyMap<string, string> = new Map([
  ["picosecond", "ps"],
  ["nanosecond", "ns"],
  ["nsec", "ns"],
  ["microsecond", "us"],
  ["usec", "us"],
  ["millisecond", "ms"],
  ["msec", "ms"],
  ["second", "s"],
  ["sec", "s"],
  ["minute", "min"],
  ["hour", "h"],
  ["byte", "B"],
  ["kilobyte", "KB"],
  ["megabyte", "MB"],
  ["gigabyte", "GB"],
  ["kibibyte", "KiB"],
  ["mebibyte", "MiB"],
  ["gibibyte", "GiB"],
  ["percent", "%"],
  ["hertz", "1/s"],
  ["hz", "1/s"],
]);

/** What a rate counts in tools that put an SI prefix before it: Criterion's `Kelem/s`. */
const prefixed = /^([kKMG])(?:ops?|elem|elements|items|iter|req)$/;
const prefixes: ReadonlyMap<string, number> = new Map([
  ["k", 1e3],
  ["K", 1e3],
  ["M", 1e6],
  ["G", 1e9],
]);

const perCall = new Set([
  "op",
  "ops",
  "iter",
  "iteration",
  "call",
  "run",
  "request",
  "req",
  "event",
  "item",
  "loop",
  "exec",
]);

/**
 * Reads a unit as a benchmark tool writes it: `ns/op`, `ops/ms`, `MB/s`, `iter/sec`, `allocs/op`, `seconds`.
 * A unit that means nothing here is kept as a label, and counts as a bare count.
 *
 * @param text the unit alone; the empty string is a bare count
 */
export function readToolUnit(text: string): ToolUnit {
  const trimmed = text.trim();
  const plain = spelled(trimmed);
  if (plain !== null) return towards(plain.unit, plain.scale);
  const slash = trimmed.lastIndexOf("/");
  if (slash > 0) {
    const above = trimmed.slice(0, slash).trim();
    const below = trimmed.slice(slash + 1).trim();
    const known = perCall.has(below) ? perCallUnit(above) : perTimeUnit(above, below);
    if (known !== null) return known;
  }
  const label = trimmed.length > maxLabelLength ? `${trimmed.slice(0, maxLabelLength - 1)}…` : trimmed;
  return /^(?:allocs|allocations)(?:\/\w+)?$/.test(label)
    ? { unit: label, scale: 1, direction: "lower-is-better" }
    : { unit: label, scale: 1 };
}

function spelled(text: string): { readonly unit: CanonicalUnit; readonly scale: number } | null {
  const exact = parseUnit(text);
  if (exact !== null) return exact;
  const word = text.toLowerCase();
  const spelling = words.get(word) ?? (word.endsWith("s") ? words.get(word.slice(0, -1)) : undefined);
  return spelling === undefined ? null : parseUnit(spelling);
}

/** `ns/op` is a duration, `B/op` a size. */
function perCallUnit(above: string): ToolUnit | null {
  const part = spelled(above);
  if (part === null || (part.unit !== "ns" && part.unit !== "B")) return null;
  return towards(part.unit, part.scale);
}

/** `MB/sec` is a throughput, `ops/ms` and any other `things/s` a rate. */
function perTimeUnit(above: string, below: string): ToolUnit | null {
  const time = spelled(below);
  if (time === null || time.unit !== "ns") return null;
  const perSecond = 1e9 / time.scale;
  const part = spelled(above);
  if (part !== null && part.unit === "B") return towards("B/s", part.scale * perSecond);
  if (part !== null && part.unit !== "") return null;
  const prefix = prefixes.get(prefixed.exec(above)?.[1] ?? "") ?? 1;
  return towards("1/s", prefix * perSecond);
}

function towards(unit: CanonicalUnit, scale: number): ToolUnit {
  const direction = directionOf(unit);
  return direction === undefined ? { unit, scale } : { unit, scale, direction };
}
