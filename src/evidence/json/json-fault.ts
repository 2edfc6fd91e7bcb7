import { invalid, type Position, type Refusal } from "../refusal.ts";
import { endOfString } from "./json-bounds.ts";
import { formatPath, type PathStep } from "./json-path.ts";

interface Level {
  readonly list: boolean;
  step: PathStep;
}

/** What may come next. */
type State = "value" | "key" | "colon" | "after";

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const word = /[-+]?[A-Za-z_][A-Za-z0-9_]*/y;
const space = /[ \t\r\n]+/y;

/**
 * Says why a text that is not JSON is not: where it stops being JSON, and what is there, without quoting it.
 * Called only after parsing has failed.
 */
export function describeFault(text: string): Refusal {
  const levels: Level[] = [];
  let state: State = "value";
  let at = 0;
  const path = () => formatPath(levels.map((level) => level.step));
  const fault = (reason: string, remedy: string) => invalid(reason, remedy, positionOf(text, at));

  for (;;) {
    at += lengthOf(space, text, at);
    if (at >= text.length) {
      if (levels.length === 0 && state === "after") break;
      return fault(
        `it ends in the middle, ${inside(path())}; what wrote it was stopped or ran out of room`,
        "Run the stage again; look for a full disk, a time limit or a killed process.",
      );
    }
    const here = text.charAt(at);
    const level = levels.at(-1);
    if (state === "after") {
      if (level === undefined) return trailing(text, at);
      if (here === ",") {
        if (level.list && typeof level.step === "number") level.step++;
        state = level.list ? "value" : "key";
      } else if (here === (level.list ? "]" : "}")) {
        levels.pop();
      } else return fault(`something other than "," or the end stands ${after(path())}`, "Write strict JSON.");
      at++;
    } else if (state === "key") {
      if (here !== '"') return fault(`a key is not in double quotes ${inside(path())}`, quoting(here));
      const end = endOfString(text, at + 1);
      if (level !== undefined) level.step = text.slice(at + 1, Math.min(end, at + 60));
      at = end + 1;
      state = "colon";
    } else if (state === "colon") {
      if (here !== ":") return fault(`no ":" follows the key ${path()}`, "Write strict JSON.");
      at++;
      state = "value";
    } else if (here === "{" || here === "[") {
      at++;
      at += lengthOf(space, text, at);
      if (text.charAt(at) === (here === "{" ? "}" : "]")) {
        at++;
        state = "after";
      } else {
        levels.push({ list: here === "[", step: here === "[" ? 0 : "" });
        state = here === "[" ? "value" : "key";
      }
    } else if (here === '"') {
      const end = endOfString(text, at + 1);
      const bad = badInString(text, at + 1, end);
      if (bad !== null && end < text.length) {
        at = bad.at;
        return fault(`${bad.what} ${inside(path())}`, "Let a JSON library write the file.");
      }
      at = end + 1;
      state = "after";
    } else {
      const digits = lengthOf(number, text, at);
      const letters = digits > 0 ? 0 : lengthOf(word, text, at);
      const found = text.slice(at, at + letters);
      if (digits === 0 && !["true", "false", "null"].includes(found)) return strange(text, at, found, path());
      at += digits + letters;
      state = "after";
    }
  }
  return invalid("it is not JSON", "Let a JSON library write the file.");
}

function strange(text: string, at: number, found: string, path: string): Refusal {
  const where = positionOf(text, at);
  const bare = found.replace(/^[-+]/, "");
  if (["NaN", "nan", "Infinity", "inf", "infinity", "Inf"].includes(bare)) {
    return invalid(
      `the value${path === "" ? "" : ` at ${path}`} is ${found}, which is no number and no JSON`,
      "Find out why the tool had nothing to compute it from; Python's json writes such values unless allow_nan is False.",
      where,
    );
  }
  if (path === "") {
    const kind = firstKind(text);
    if (kind !== null) return invalid(`it is ${kind}, not JSON`, "Name the JSON file that the tool writes.", where);
  }
  if (["True", "False", "None"].includes(found)) {
    return invalid(
      `the value at ${path} is ${found}: it was printed by Python, not written as JSON`,
      "Write it with json.dump.",
      where,
    );
  }
  const next = text.charAt(at);
  if (next === "]" || next === "}") {
    return invalid(`a comma or a colon stands before the end ${inside(path)}`, "Remove it.", where);
  }
  return invalid(`what stands ${at === 0 ? "at its start" : inside(path)} is not JSON`, quoting(next), where);
}

function trailing(text: string, at: number): Refusal {
  const next = text.charAt(at);
  const several = next === "{" || next === "[";
  return invalid(
    several ? "it holds more than one JSON value" : "something follows the JSON value",
    several
      ? "Write one JSON value; a file that is appended to by each run must be removed before the next."
      : "Let nothing else write into the file.",
    positionOf(text, at),
  );
}

/** A control character or a wrong escape inside a string, which JSON.parse refuses. */
function badInString(text: string, start: number, end: number): { at: number; what: string } | null {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20) return { at, what: "a line break or control character stands unescaped in a text" };
    if (code !== 0x5c) continue;
    const next = text.charAt(at + 1);
    if (next === "u" ? !/^[0-9a-fA-F]{4}$/.test(text.slice(at + 2, at + 6)) : !'"\\/bfnrt'.includes(next)) {
      return { at, what: "a text holds an escape that JSON does not have" };
    }
    at++;
  }
  return null;
}

/** What a text that begins like no JSON begins like; null when that cannot be told. */
function firstKind(text: string): string | null {
  const start = text.slice(0, 200).trimStart();
  if (/^<!doctype html|^<html/i.test(start)) return "an HTML page";
  if (start.startsWith("<")) return "XML";
  if (start.includes("\u0000") || start.includes("\uFFFD")) return "not text in UTF-8";
  if (/^[A-Za-z#=-]/.test(start)) return "plain text";
  return null;
}

function quoting(found: string): string {
  return found === "'" ? "JSON needs double quotes; in Python write it with json.dump." : "Write strict JSON.";
}

function inside(path: string): string {
  return path === "" ? "at its top level" : `in ${path}`;
}

function after(path: string): string {
  return path === "" ? "at its top level" : `after ${path}`;
}

function lengthOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}

/** Line and column of an index, both from 1. */
function positionOf(text: string, at: number): Position {
  let line = 1;
  let lineStart = 0;
  for (let next = text.indexOf("\n"); next !== -1 && next < at; next = text.indexOf("\n", next + 1)) {
    line++;
    lineStart = next + 1;
  }
  return { line, column: Math.min(at, text.length) - lineStart + 1 };
}
