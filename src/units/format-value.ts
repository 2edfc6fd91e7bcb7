import type { CanonicalUnit } from "../domain/arm.ts";
import type { Change } from "../domain/finding.ts";

type Steps = readonly (readonly [name: string, size: number])[];

const durationSteps: Steps = [
  ["ns", 1],
  ["µs", 1e3],
  ["ms", 1e6],
  ["s", 1e9],
];
const sizeSteps: Steps = [
  ["B", 1],
  ["KB", 1e3],
  ["MB", 1e6],
  ["GB", 1e9],
  ["TB", 1e12],
];
const countSteps: Steps = [
  ["", 1],
  ["k", 1e3],
  ["M", 1e6],
  ["G", 1e9],
];

/**
 * Three significant digits, without an exponent for the sizes people meet.
 *
 * @param value any number; NaN and infinities are told as words, never as a number
 */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return "not a number";
  if (value === Number.POSITIVE_INFINITY) return "∞";
  if (value === Number.NEGATIVE_INFINITY) return "−∞";
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size >= 1e15 || size < 1e-6) return minus(value.toExponential(2));
  const decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : Math.min(9, 2 - Math.floor(Math.log10(size)));
  const text = value.toFixed(decimals);
  return minus(decimals === 0 ? text : withoutZeros(text));
}

/** Takes the zeros off the end of a decimal fraction, and the point too when nothing follows it. */
function withoutZeros(text: string): string {
  let end = text.length;
  while (text[end - 1] === "0") end--;
  return text.slice(0, text[end - 1] === "." ? end - 1 : end);
}

/**
 * A value in the unit that a person would choose: 5 058 960 000 ns is `5.06 s`.
 *
 * @param value in `unit`
 */
export function formatValue(value: number, unit: CanonicalUnit): string {
  switch (unit) {
    case "ns":
      return Math.abs(value) >= 120e9 ? formatDuration(value / 1e6) : scaled(value, durationSteps);
    case "B":
      return scaled(value, sizeSteps);
    case "B/s":
      return `${scaled(value, sizeSteps)}/s`;
    case "%":
      return `${formatNumber(value)} %`;
    case "1/s":
      return `${scaled(value, countSteps).replace(/^(\S+) (\S)$/, "$1 $2")}/s`;
    case "":
      return formatCount(value);
    default:
      return `${formatCount(value)} ${unit}`;
  }
}

/**
 * A duration as people say it: `850 ms`, `3.2 s`, `2 min 5 s`, `1 h 4 min`.
 *
 * @param durationMs in milliseconds; negative durations keep their sign
 */
export function formatDuration(durationMs: number): string {
  if (!Number.isFinite(durationMs)) return formatNumber(durationMs);
  if (durationMs < 0) return `−${formatDuration(-durationMs)}`;
  if (durationMs < 1000) return `${formatNumber(durationMs)} ms`;
  if (durationMs < 59_950) return `${formatNumber(durationMs / 1000)} s`;
  const seconds = Math.round(durationMs / 1000);
  if (seconds < 3600) return joined(Math.floor(seconds / 60), "min", seconds % 60, "s");
  const minutes = Math.round(seconds / 60);
  if (minutes < 48 * 60) return joined(Math.floor(minutes / 60), "h", minutes % 60, "min");
  const hours = Math.round(minutes / 60);
  return joined(Math.floor(hours / 24), "d", hours % 24, "h");
}

/** A change with its sign: `+12.3 %` for a ratio, `+3.1 MB` for a difference in `unit`. */
export function formatChange(value: number, scale: Change["scale"], unit: CanonicalUnit): string {
  const sign = value > 0 ? "+" : "";
  return sign + (scale === "ratio" ? `${formatNumber(value * 100)} %` : formatValue(value, unit));
}

function formatCount(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? minus(String(value)) : formatNumber(value);
}

function scaled(value: number, steps: Steps): string {
  const [smallest] = steps;
  let chosen = smallest;
  // 999.6 shows as 1000 of its own unit, so the next step begins a little below a thousand.
  for (const step of steps) if (Math.abs(value) >= step[1] * 0.9995) chosen = step;
  const [name, size] = chosen ?? ["", 1];
  const number = formatNumber(value / size);
  return name === "" ? number : `${number} ${name}`;
}

function joined(large: number, largeName: string, small: number, smallName: string): string {
  return small === 0 ? `${large} ${largeName}` : `${large} ${largeName} ${small} ${smallName}`;
}

function minus(text: string): string {
  return text.replace("-", "−");
}
