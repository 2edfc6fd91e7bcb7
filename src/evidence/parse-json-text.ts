import type { Problem, Reading } from "../domain/problem.ts";

/** Deeper documents are refused: no tool writes them, and readers that recurse must be safe. */
export const maxJsonDepth = 200;

/**
 * Reads JSON that a tool wrote, and says in plain words what is wrong with it when it cannot be read.
 *
 * A byte order mark is skipped. `NaN`, `Infinity` and numbers beyond a double's range (`1e999`) are problems: they are no
 * measurement, and JSON has no such numbers. Of keys that occur twice in one object the last one counts, as in every
 * JSON parser. An own key `__proto__` stays an ordinary key; take care when copying.
 *
 * @param text the whole document
 */
export function parseJsonText(text: string): Reading<unknown> {
  const body = text.startsWith("\uFEFF") ? text.slice(1) : text;
  if (body.trim() === "") {
    const what = text === "" ? "is empty (0 bytes)" : "holds only white space";
    return invalid(`The file ${what}; JSON was expected.`, "Check that the tool really wrote it.");
  }
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (error) {
    return { ok: false, problem: explain(body, error instanceof Error ? error.message : "") };
  }
  const fault = faultIn(value, "", 0);
  return fault === null ? { ok: true, value } : invalid(fault);
}

function faultIn(value: unknown, path: string, depth: number): string | null {
  if (typeof value === "number") {
    return Number.isFinite(value) ? null : `A number at ${place(path)} is too large for a computer's floating point.`;
  }
  if (typeof value !== "object" || value === null) return null;
  if (depth >= maxJsonDepth) return `The JSON is nested more than ${maxJsonDepth} levels deep.`;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      const item: unknown = value[index];
      if (typeof item === "number" ? Number.isFinite(item) : typeof item !== "object") continue;
      const fault = faultIn(item, `${path}[${index}]`, depth + 1);
      if (fault !== null) return fault;
    }
    return null;
  }
  for (const [key, item] of Object.entries(value)) {
    const fault = faultIn(item, `${path}.${key}`, depth + 1);
    if (fault !== null) return fault;
  }
  return null;
}

function place(path: string): string {
  const short = path.length > 120 ? `${path.slice(0, 120)}…` : path;
  return short === "" ? "the top" : `\`${short.replace(/^\./, "")}\``;
}

/** Why it is no JSON: cut off, a NaN, or the parser's own word with its place. */
function explain(body: string, message: string): Problem {
  let depth = 0;
  let inString = false;
  let strayNumber: number | null = null;
  for (let at = 0; at < body.length; at += 1) {
    const code = body.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) depth += 1;
    else if (code === 0x7d || code === 0x5d) depth -= 1;
    else if (strayNumber === null && (code === 0x4e || code === 0x49)) {
      if (body.startsWith("NaN", at) || body.startsWith("Infinity", at)) strayNumber = at;
    }
  }
  if (strayNumber !== null && (depth === 0 || message === "")) {
    const word = body.startsWith("NaN", strayNumber) ? "NaN" : "Infinity";
    return {
      kind: "invalid",
      reason: `The file holds ${word}, which is not valid JSON and is no measurement.`,
      remedy: "Find the run that gave no number; a value that could not be measured must not be reported as one.",
      ...positionOf(body, strayNumber),
    };
  }
  if ((inString || depth > 0) && /^\s*[[{]/.test(body)) {
    return {
      kind: "invalid",
      reason: "The JSON ends in the middle: the file was cut off.",
      remedy: "The tool was probably stopped while writing, or the disk was full; run it again.",
      ...positionOf(body, body.length),
    };
  }
  const offset = /at position (\d+)/.exec(message)?.[1];
  return {
    kind: "invalid",
    reason: "The file is not valid JSON.",
    remedy: "Give the file that the tool writes itself, without other output mixed in.",
    ...(offset === undefined ? {} : positionOf(body, Number(offset))),
  };
}

function positionOf(body: string, offset: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let start = 0;
  for (let at = body.indexOf("\n"); at !== -1 && at < offset; at = body.indexOf("\n", at + 1)) {
    line += 1;
    start = at + 1;
  }
  return { line, column: Math.min(offset, body.length) - start + 1 };
}

function invalid(reason: string, remedy?: string): Reading<never> {
  return { ok: false, problem: { kind: "invalid", reason, ...(remedy === undefined ? {} : { remedy }) } };
}
