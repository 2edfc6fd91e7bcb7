import type { Reading } from "../../domain/problem.ts";
import { invalid, missing, type Refusal, read } from "../refusal.ts";
import { beyondBounds, defaultJsonLimits, type JsonLimits, mayOverflow } from "./json-bounds.ts";
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
  const beyond = beyondBounds(body, limits);
  if (beyond === "depth") return invalid(`it nests deeper than ${limits.maxDepth} levels`, "Write flatter JSON.");
  if (beyond === "containers") {
    return invalid(`it holds more than ${limits.maxContainers} lists and objects`, "Write smaller files.");
  }
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return describeFault(body);
  }
  return (mayOverflow(body) ? findOverflow(value) : null) ?? read(value);
}

interface Visit {
  readonly container: unknown[] | Record<string, unknown>;
  readonly keys: readonly string[] | null;
  next: number;
}

/** JSON.parse turns 1e999 into Infinity without a word. */
function findOverflow(root: unknown): Refusal | null {
  if (typeof root === "number") return Number.isFinite(root) ? null : overflow("");
  const visits: Visit[] = [];
  enter(root, visits);
  for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
    const { container, keys } = visit;
    if (visit.next >= (keys ?? (container as unknown[])).length) {
      visits.pop();
      continue;
    }
    const at = visit.next++;
    const value = keys === null ? (container as unknown[])[at] : (container as Record<string, unknown>)[keys[at] ?? ""];
    if (typeof value === "number") {
      if (!Number.isFinite(value)) return overflow(formatPath(visits.map(stepOf)));
    } else if (typeof value === "object" && value !== null) enter(value, visits);
  }
  return null;
}

function enter(value: unknown, visits: Visit[]): void {
  if (Array.isArray(value)) visits.push({ container: value, keys: null, next: 0 });
  else if (typeof value === "object" && value !== null) {
    visits.push({ container: value as Record<string, unknown>, keys: Object.keys(value), next: 0 });
  }
}

function stepOf(visit: Visit): PathStep {
  return visit.keys === null ? visit.next - 1 : (visit.keys[visit.next - 1] ?? "");
}

function overflow(where: string): Refusal {
  return invalid(
    `the value${where === "" ? "" : ` at ${where}`} is a number too large to be held (above 1.8e308)`,
    "Find out what the tool divided by zero, or in which unit it counts.",
  );
}
