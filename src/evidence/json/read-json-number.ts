import type { Reading } from "../../domain/problem.ts";
import { parseNumber } from "../output/parse-number.ts";
import { listNames } from "../plain-name.ts";
import { invalid, missing, read } from "../refusal.ts";
import { formatPath, parsePath } from "./json-path.ts";
import { isObject, kindOf, own } from "./json-value.ts";
import { parseJsonText } from "./parse-json-text.ts";

/** More samples than any metric has use for. */
const maxSamples = 100_000;

/**
 * The number at a path of a JSON text, or the numbers of a list there: samples of one metric. A text that is a number
 * (`"12.5"`) counts as one.
 *
 * @param path `results.latency`, `runs[0].ms`, `["a key.with dots"]`; only own properties are followed
 */
export function readJsonNumber(text: string, path: string): Reading<readonly number[]> {
  const steps = parsePath(path);
  if (steps === null)
    return invalid(`the path ${path} cannot be understood`, "Write it as results.latency or runs[0].ms.");
  const parsed = parseJsonText(text);
  if (!parsed.ok) return parsed;
  let value = parsed.value;
  for (const [depth, step] of steps.entries()) {
    const next = typeof step === "number" ? itemOf(value, step) : isObject(value) ? own(value, step) : undefined;
    if (next === undefined) {
      const before = depth === 0 ? "its top level" : formatPath(steps.slice(0, depth));
      const there = isObject(value) ? `; there are ${listNames(Object.keys(value))}` : "";
      return missing(`it has no ${formatPath(steps)}: ${before} is ${kindOf(value)}`, `Correct the path${there}.`);
    }
    value = next;
  }
  const where = steps.length === 0 ? "its top level" : `what is at ${formatPath(steps)}`;
  if (!Array.isArray(value)) {
    const number = numberOf(value);
    return number === null
      ? invalid(`${where} is ${kindOf(value)}, not a number`, "Correct the path.")
      : read([number]);
  }
  if (value.length === 0) return missing(`${where} is an empty list`, "Look why nothing was measured.");
  if (value.length > maxSamples) {
    return invalid(`${where} holds ${value.length} numbers, more than ${maxSamples}`, "Write fewer samples.");
  }
  const samples: number[] = [];
  for (const [i, item] of value.entries()) {
    const number = numberOf(item);
    if (number === null)
      return invalid(`number ${i + 1} of ${where} is ${kindOf(item)}, not a number`, "Correct the path.");
    samples.push(number);
  }
  return read(samples);
}

function itemOf(value: unknown, index: number): unknown {
  return Array.isArray(value) ? value[index] : undefined;
}

function numberOf(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  return typeof value === "string" ? parseNumber(value) : null;
}
