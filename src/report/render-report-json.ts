import type { Report } from "../domain/report.ts";

/** Keys that say what an object is come first; the others follow in alphabetical order. */
const firstKeys = [
  "schema",
  "tool",
  "rollout",
  "concludedAt",
  "verdict",
  "decision",
  "because",
  "subject",
  "kind",
  "stage",
  "metric",
  "name",
  "arm",
  "index",
  "outcome",
  "status",
  "severity",
  "reason",
  "findings",
  "evidence",
];
const ranks = new Map(firstKeys.map((key, index) => [key, index]));

/** Deeper values than this do not occur in a report; what lies below is replaced by null. */
const maxDepth = 32;

/**
 * The report for programs: JSON with keys in an order that does not depend on where the values came from, so that two
 * reports can be compared line by line.
 *
 * JSON has no infinities and no NaN: they are written as the strings `"Infinity"`, `"-Infinity"` and `"NaN"`, which
 * `Number()` in JavaScript and `float()` in Python read back. They occur where an interval has no bound.
 *
 * @returns JSON, two spaces deep, lists of numbers on one line, ended by a line feed
 */
export function renderReportJson(report: Report): string {
  return `${renderJson(report)}\n`;
}

/** Any plain value by the rules of {@link renderReportJson}, without the line feed. Undefined members are left out. */
export function renderJson(value: unknown): string {
  const out: string[] = [];
  write(value, 0, out);
  return out.join("");
}

function write(value: unknown, depth: number, out: string[]): void {
  if (typeof value === "number") out.push(numberText(value));
  else if (typeof value === "string" || typeof value === "boolean") out.push(JSON.stringify(value));
  else if (value === null || typeof value !== "object" || depth >= maxDepth) out.push("null");
  else if (Array.isArray(value)) writeList(value, depth, out);
  else writeObject(value, depth, out);
}

function writeList(list: readonly unknown[], depth: number, out: string[]): void {
  if (list.every((one) => typeof one === "number")) {
    out.push(`[${list.map(numberText).join(", ")}]`);
    return;
  }
  out.push("[");
  list.forEach((one, index) => {
    out.push(index === 0 ? "\n" : ",\n", "  ".repeat(depth + 1));
    write(one, depth + 1, out);
  });
  out.push("\n", "  ".repeat(depth), "]");
}

function writeObject(object: object, depth: number, out: string[]): void {
  let written = 0;
  for (const [key, heading] of layoutOf(object)) {
    const value: unknown = object[key as keyof typeof object];
    if (value === undefined) continue;
    out.push(written++ === 0 ? "{\n" : ",\n", "  ".repeat(depth + 1), heading);
    write(value, depth + 1, out);
  }
  if (written === 0) out.push("{}");
  else out.push("\n", "  ".repeat(depth), "}");
}

/** The keys in the order in which they are written, and how they are written. */
type Layout = readonly (readonly [key: string, heading: string])[];

/** A report holds thousands of objects of a few kinds, and the order of a kind's keys is found once. */
const layouts = new Map<string, Layout>();
const mostLayouts = 1000;

function layoutOf(object: object): Layout {
  const keys = Object.keys(object);
  const kind = JSON.stringify(keys);
  const known = layouts.get(kind);
  if (known !== undefined) return known;
  const ordered = keys.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const layout = ordered.map((key) => [key, `${JSON.stringify(key)}: `] as const);
  if (layouts.size < mostLayouts) layouts.set(kind, layout);
  return layout;
}

function rank(key: string): number {
  return ranks.get(key) ?? firstKeys.length;
}

function numberText(value: number): string {
  return Number.isFinite(value) ? String(value) : `"${value}"`;
}
