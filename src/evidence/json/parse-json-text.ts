import type { Reading } from "../../domain/problem.ts";
import { invalid, missing, type Refusal, read } from "../refusal.ts";
import { beyondBounds, defaultJsonLimits, hasFewContainers, type JsonLimits } from "./json-bounds.ts";
import { describeFault } from "./json-fault.ts";
import { formatPath, type PathStep } from "./json-path.ts";

/**
 * The one door through which JSON of unknown origin comes in. What it lets through is not deeper or wider than the limits
 * and holds finite numbers only. Keys such as `__proto__` are plain own properties of the result; read them with `own`.
 *
 * Problems name a place and never quote the text, which may be a file that nobody meant to show.
 *
 * @param text the whole file; its size is the caller's to limit
 */
export function parseJsonText(text: string, limits: JsonLimits = defaultJsonLimits): Reading<unknown> {
  const body = text.startsWith("\uFEFF") ? text.slice(1) : text;
  if (body === "") return missing("it is empty (0 bytes)", "Look whether the tool that should write it ran at all.");
  if (body.trim() === "") return missing("it holds nothing but white space", "Look whether the tool ran at all.");
  const refused = hasFewContainers(body, limits) ? null : refuseBeyond(body, limits);
  if (refused !== null) return refused;
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return refuseBeyond(body, limits) ?? describeFault(body);
  }
  const fault = findFault(value, limits.maxDepth);
  if (fault === null) return read(value);
  return refuseBeyond(body, limits) ?? overflow(formatPath(fault.reverse()));
}

function refuseBeyond(text: string, limits: JsonLimits): Refusal | null {
  switch (beyondBounds(text, limits)) {
    case "depth":
      return invalid(`it nests deeper than ${limits.maxDepth} levels`, "Write flatter JSON.");
    case "containers":
      return invalid(`it holds more than ${limits.maxContainers} lists and objects`, "Write smaller files.");
    default:
      return null;
  }
}

/**
 * Looks for what JSON.parse lets through: too many levels, and 1e999, which it turns into Infinity without a word.
 *
 * @param levels how many levels the value may have
 * @returns the way to the first fault, from its end; null when there is none
 */
function findFault(value: unknown, levels: number): PathStep[] | null {
  if (typeof value === "number") return Number.isFinite(value) ? null : [];
  if (typeof value !== "object" || value === null) return null;
  if (levels === 0) return [];
  if (Array.isArray(value)) {
    // Most of a result file is numbers in lists; none of them is worth a call.
    for (let at = afterNumbers(value); at < value.length; at++) {
      const found = findFault(value[at], levels - 1);
      if (found !== null) return withStep(found, at);
    }
    return null;
  }
  // What JSON.parse makes has own keys alone, `__proto__` among them.
  for (const key in value) {
    const found = findFault(value[key as keyof typeof value], levels - 1);
    if (found !== null) return withStep(found, key);
  }
  return null;
}

/**
 * How many finite numbers a list begins with. A loop that does nothing else, and that no other list comes to, is soon compiled for
 * numbers and stays so; one that also meets objects is not, and makes an object of every number that it looks at.
 */
function afterNumbers(list: readonly unknown[]): number {
  return typeof list[0] === "number" ? countNumbers(list) : 0;
}

function countNumbers(list: readonly unknown[]): number {
  let count = 0;
  for (; count < list.length; count++) {
    const item = list[count];
    if (typeof item !== "number" || !Number.isFinite(item)) break;
  }
  return count;
}

function withStep(way: PathStep[], step: PathStep): PathStep[] {
  way.push(step);
  return way;
}

function overflow(where: string): Refusal {
  return invalid(
    `the value${where === "" ? "" : ` at ${where}`} is a number too large to be held (above 1.8e308)`,
    "Find out what the tool divided by zero, or in which unit it counts.",
  );
}
