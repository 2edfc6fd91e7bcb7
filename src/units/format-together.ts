import type { CanonicalUnit } from "../domain/arm.ts";
import { formatDuration, formatNumber, formatValue } from "./format-value.ts";
import { quantityOf } from "./quantity-of.ts";

const durationNames = ["ns", "µs", "ms", "s"];
const sizeNames = ["B", "KB", "MB", "GB", "TB"];
const countNames = ["", "k", "M", "G"];

/**
 * Values that are read side by side: all in one unit with the same number of decimals, so that the digits compare.
 * The unit is the one a person would choose for the largest; the decimals keep three digits of it, and more where two
 * different values would otherwise look alike, or a small one would look like 0.
 *
 * @param values in `unit`; those that are not finite are told as words and do not count for the choice
 */
export function formatTogether(values: readonly number[], unit: CanonicalUnit): readonly string[] {
  const finite = values.filter((value) => Number.isFinite(value));
  const largest = finite.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const quantity = quantityOf(unit);
  if (quantity === "duration" && largest >= 120e9) return values.map((value) => formatDuration(value / 1e6));
  if (quantity === "count" && finite.every((value) => Number.isInteger(value) && Math.abs(value) < 1e15)) {
    return values.map((value) => formatValue(value, unit));
  }
  const { name, size } = displayUnit(largest, unit);
  const scaled = values.map((value) => value / size);
  const decimals = chooseDecimals(scaled.filter((value) => Number.isFinite(value)));
  return scaled.map((value) => {
    // Beyond what fixed decimals show well, the exponent form says more.
    const fixed = Number.isFinite(value) && decimals <= 9 && Math.abs(value) < 1e15;
    const number = fixed ? (value === 0 ? 0 : value).toFixed(decimals).replace("-", "−") : formatNumber(value);
    return name === "" ? number : name.startsWith("/") ? number + name : `${number} ${name}`;
  });
}

/**
 * The unit that a person would choose for values up to `largest`.
 *
 * @param largest in `unit`, not negative
 * @returns its name, and how many of `unit` make one of it
 */
export function displayUnit(largest: number, unit: CanonicalUnit): { readonly name: string; readonly size: number } {
  switch (quantityOf(unit)) {
    case "duration":
      return step(largest, durationNames, "");
    case "size":
      return step(largest, sizeNames, "");
    case "throughput":
      return step(largest, sizeNames, "/s");
    case "rate":
      return step(largest, countNames, "/s");
    case "proportion":
      return { name: "%", size: 1 };
    default:
      return { name: unit, size: 1 };
  }
}

function step(largest: number, names: readonly string[], suffix: string): { name: string; size: number } {
  let index = 0;
  let size = 1;
  while (index < names.length - 1 && largest >= size * 1000 * 0.9995) {
    index += 1;
    size *= 1000;
  }
  return { name: (names[index] ?? "") + suffix, size };
}

function chooseDecimals(values: readonly number[]): number {
  const sizes = values.map((value) => Math.abs(value)).filter((value) => value > 0);
  if (sizes.length === 0) return 0;
  const largest = Math.max(...sizes);
  const smallest = Math.min(...sizes);
  let decimals = Math.max(digitsAfter(largest, 3), Math.min(digitsAfter(smallest, 2), digitsAfter(largest, 6)));
  const limit = digitsAfter(largest, 6);
  const different = new Set(values).size;
  while (decimals < limit && new Set(values.map((value) => value.toFixed(Math.min(decimals, 20)))).size < different) {
    decimals += 1;
  }
  // 500.00 ms beside 480.00 ms says no more than 500 ms beside 480 ms.
  while (decimals > 0 && decimals <= 20 && values.every((value) => value.toFixed(decimals).endsWith("0")))
    decimals -= 1;
  return decimals;
}

/** How many decimals show `digits` significant digits of a value above 0. */
function digitsAfter(value: number, digits: number): number {
  return Math.max(0, digits - 1 - Math.floor(Math.log10(value)));
}
