import type { Reading } from "../domain/problem.ts";
import { checkedEdit, lineEndOf, type Splice } from "./checked-edit.ts";
import { type FlagEditor, failed, showPath } from "./flag-value.ts";
import type { Data } from "./same-data.ts";

/** One assignment of a `.env` file. Places are indexes into the text, of the value with its quotes. */
interface Assignment {
  readonly name: string;
  readonly value: string;
  readonly quote: "" | '"' | "'";
  readonly start: number;
  readonly end: number;
  readonly line: number;
}

/**
 * Reads and sets one variable in a `.env` file: `NAME=value` lines, with or without `export` and quotes. Where a name is
 * given more than once the last one counts, as it does for the loaders, and a note names all of them. All values are text.
 */
export const envFileEditor: FlagEditor = {
  read(text, path) {
    const name = nameOf(path);
    if (!name.ok) return name;
    const assignments = parse(text);
    if (!assignments.ok) return assignments;
    const last = assignments.value.filter((assignment) => assignment.name === name.value).at(-1);
    return last === undefined
      ? failed("missing", `${showPath(path)} is not in the file.`, "Correct the flag's `key`, or add it to the file.")
      : { ok: true, value: last.value };
  },

  set(text, path, value) {
    const name = nameOf(path);
    if (!name.ok) return name;
    const assignments = parse(text);
    if (!assignments.ok) return assignments;
    const same = assignments.value.filter((assignment) => assignment.name === name.value);
    const last = same.at(-1);
    const written = writeValue(String(value), last?.quote ?? "");
    if (written === null) {
      return failed(
        "invalid",
        `The value for ${showPath(path)} holds quotes or line ends that \`.env\` loaders read in different ways.`,
        "Use a plain value such as `true`.",
      );
    }
    const splice =
      last === undefined ? add(text, name.value, written) : { start: last.start, end: last.end, insert: written };
    const notes =
      same.length > 1
        ? [
            `${showPath(path)} is set ${same.length} times in the file, on lines ${same.map((one) => one.line).join(", ")}; the last one counts and was changed.`,
          ]
        : [];
    // The path into the checked data is the name and which of its assignments, so that the others cannot change unseen.
    const place = [name.value, String(Math.max(0, same.length - 1))];
    return checkedEdit(text, splice, { path: place, value: String(value), notes }, data);
  },
};

const nameForm = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
const lineForm = /^([ \t]*(?:export[ \t]+)?)([A-Za-z_][A-Za-z0-9_.-]*)([ \t]*=[ \t]*)/;

/** A dotted path is one name here, because names may hold dots. */
function nameOf(path: readonly string[]): Reading<string> {
  const name = path.join(".");
  return nameForm.test(name)
    ? { ok: true, value: name }
    : failed("invalid", `${showPath(path)} is no name for a variable.`, "Use letters, digits and underscores.");
}

function parse(text: string): Reading<readonly Assignment[]> {
  const assignments: Assignment[] = [];
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const end = lineEnd(text, at);
    const match = lineForm.exec(text.slice(at, end));
    let next = end;
    if (match !== null) {
      const start = at + match[0].length;
      const read = readValue(text, start, end);
      if (read === null) {
        return failed("invalid", `On line ${line} a quote is not closed.`, "Close the quote, or remove it.", { line });
      }
      assignments.push({ name: match[2] ?? "", line, ...read });
      next = lineEnd(text, read.end);
    }
    line += text.slice(at, next).split("\n").length - 1;
    at = next + (text[next] === "\r" ? 2 : 1);
    line++;
  }
  return { ok: true, value: assignments };
}

function readValue(
  text: string,
  start: number,
  end: number,
): Pick<Assignment, "value" | "quote" | "start" | "end"> | null {
  const quote = text[start];
  if (quote === '"' || quote === "'") {
    let close = start + 1;
    while (close < text.length && text[close] !== quote) close += quote === '"' && text[close] === "\\" ? 2 : 1;
    if (close >= text.length) return null;
    return { value: text.slice(start + 1, close), quote, start, end: close + 1 };
  }
  const raw = text.slice(start, end);
  // `#` begins a comment only after white space: `a#b` is a value.
  const comment = /(?:^|[ \t])#/.exec(raw);
  const value = (comment === null ? raw : raw.slice(0, comment.index)).trimEnd();
  if (value !== "") return { value, quote: "", start, end: start + value.length };
  // Nothing is assigned: the place for a value is right after the sign, before the space of a comment.
  const sign = text.lastIndexOf("=", start) + 1;
  return { value, quote: "", start: sign, end: sign };
}

function writeValue(value: string, quote: Assignment["quote"]): string | null {
  if (/[\p{Cc}\u2028\u2029]/u.test(value)) return null;
  if (quote === "" && /^[\p{L}\p{N}_.,:/@%+=-]*$/u.test(value)) return value;
  if (quote !== "'" && !/["\\$`]/.test(value)) return `"${value}"`;
  return value.includes("'") ? null : `'${value}'`;
}

function add(text: string, name: string, written: string): Splice {
  const eol = lineEndOf(text);
  const gap = text === "" || text.endsWith("\n") ? "" : eol;
  return { start: text.length, end: text.length, insert: `${gap}${name}=${written}${eol}` };
}

function data(text: string): Reading<Data> {
  const assignments = parse(text);
  if (!assignments.ok) return assignments;
  const table = new Map<string, Map<string, string>>();
  for (const { name, value } of assignments.value) {
    const values = table.get(name) ?? new Map<string, string>();
    values.set(String(values.size), value);
    table.set(name, values);
  }
  return { ok: true, value: table };
}

function lineEnd(text: string, from: number): number {
  const feed = text.indexOf("\n", from);
  if (feed === -1) return text.length;
  return feed > from && text[feed - 1] === "\r" ? feed - 1 : feed;
}
