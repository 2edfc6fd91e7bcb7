import type { CanonicalUnit, Quantity } from "../domain/arm.ts";

/** How one spelling of a unit maps to the unit values are stored in: `value × scale` is in `unit`. */
export interface UnitSpelling {
  readonly unit: CanonicalUnit;
  readonly scale: number;
  readonly quantity: Quantity;
}

const durations: Readonly<Record<string, number>> = {
  ps: 1e-3,
  ns: 1,
  µs: 1e3, // MICRO SIGN
  μs: 1e3, // GREEK SMALL LETTER MU
  us: 1e3,
  ms: 1e6,
  s: 1e9,
  sec: 1e9,
  min: 60e9,
  m: 60e9,
  h: 3600e9,
  d: 86_400e9,
};

const sizes: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1e3,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
};

const spellings: ReadonlyMap<string, UnitSpelling> = new Map<string, UnitSpelling>([
  ...Object.entries(durations).map(([name, scale]) => entry(name, "ns", scale, "duration")),
  ...Object.entries(sizes).map(([name, scale]) => entry(name, "B", scale, "size")),
  ...Object.entries(sizes).map(([name, scale]) => entry(`${name}/s`, "B/s", scale, "throughput")),
  ...Object.entries(sizes).map(([name, scale]) => entry(`${name}/min`, "B/s", scale / 60, "throughput")),
  ...Object.entries(sizes).map(([name, scale]) => entry(`${name}/h`, "B/s", scale / 3600, "throughput")),
  entry("%", "%", 1, "proportion"),
  entry("1/s", "1/s", 1, "rate"),
  entry("/s", "1/s", 1, "rate"),
  entry("1/min", "1/s", 1 / 60, "rate"),
  entry("/min", "1/s", 1 / 60, "rate"),
  entry("1/h", "1/s", 1 / 3600, "rate"),
  entry("", "", 1, "count"),
]);

function entry(name: string, unit: CanonicalUnit, scale: number, quantity: Quantity): readonly [string, UnitSpelling] {
  return [name, { unit, scale, quantity }];
}

/** Every spelling that {@link parseUnit} knows, for suggestions and documentation. */
export const knownUnits: readonly string[] = [...spellings.keys()].filter((name) => name !== "");

/**
 * Reads a unit as people write it. Case matters, as it does in the SI: `ms` and `MS` are not the same thing.
 *
 * @param text the unit alone, e.g. `ms`, `KiB`, `1/s`; the empty string is a bare count
 * @returns null for a spelling that is not known
 */
export function parseUnit(text: string): UnitSpelling | null {
  return spellings.get(text.trim()) ?? null;
}
