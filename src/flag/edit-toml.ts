import { parse as parseToml, TomlError } from "smol-toml";
import type { Reading } from "../domain/problem.ts";
import { checkedEdit, endOfLine, lineEndOf, type Splice } from "./checked-edit.ts";
import { type FlagEditor, type FlagValue, failed, showPath } from "./flag-value.ts";
import { type Data, toMaps } from "./same-data.ts";
import { scanToml, type TomlLayout } from "./scan-toml.ts";

/** Reads and sets one value in a TOML file; comments, order and quoting stay. Dates and lists are not set. */
export const tomlEditor: FlagEditor = {
  read(text, path) {
    const parsed = data(text);
    if (!parsed.ok) return parsed;
    let value: Data = parsed.value;
    for (const part of path) {
      if (!(value instanceof Map)) return notTable(path);
      value = value.get(part);
      if (value === undefined) {
        return failed(
          "missing",
          `${showPath(path)} is not in the TOML file.`,
          "Correct the flag's `key`, or add it to the file.",
        );
      }
    }
    return isSingle(value) ? { ok: true, value } : notSingle(path);
  },

  set(text, path, value) {
    const current = tomlEditor.read(text, path);
    if (!current.ok && current.problem.kind === "invalid") return current;
    const layout = scanToml(text);
    const entry = layout.entries.find((other) => samePath(other.path, path));
    const splice =
      entry === undefined
        ? add(text, layout, path, value)
        : { start: entry.start, end: entry.end, insert: writeValue(value, entry.kind === "literal-text") };
    return checkedEdit(text, splice, { path, value }, data);
  },
};

function data(text: string): Reading<Data> {
  try {
    return { ok: true, value: toMaps(parseToml(text, { integersAsBigInt: "asNeeded", maxDepth: 64 })) };
  } catch (error) {
    const place = error instanceof TomlError ? { line: error.line, column: error.column } : {};
    const why = error instanceof Error ? (error.message.split("\n")[0] ?? "").slice(0, 200) : "unknown";
    return failed(
      "invalid",
      `The file is no valid TOML: ${why.replace(/^Invalid TOML document: /, "")}.`,
      "Correct the file.",
      place,
    );
  }
}

/** At the end of the deepest table of the path that has a header; else before the first header; else in a table of its own. */
function add(text: string, layout: TomlLayout, path: readonly string[], value: string | number | boolean): Splice {
  const eol = lineEndOf(text);
  const written = writeValue(value, false);
  for (let depth = path.length - 1; depth >= 1; depth--) {
    const table = layout.tables.find((other) => other.path !== null && samePath(other.path, path.slice(0, depth)));
    if (table !== undefined)
      return lineAfter(text, table.contentEnd, `${writeKey(path.slice(depth))} = ${written}`, eol);
  }
  const begun = layout.entries.some((entry) => entry.path[0] === path[0]);
  if (path.length > 1 && layout.tables.length > 0 && !begun) {
    const gap = text.endsWith("\n") ? eol : eol + eol;
    const table = `[${writeKey(path.slice(0, -1))}]${eol}${writeKey(path.slice(-1))} = ${written}${eol}`;
    return { start: text.length, end: text.length, insert: gap + table };
  }
  const line = `${writeKey(path)} = ${written}`;
  if (layout.rootEnd !== null) return lineAfter(text, layout.rootEnd, line, eol);
  if (layout.tables.length > 0) return { start: 0, end: 0, insert: `${line}${eol}${eol}` };
  const gap = text === "" || text.endsWith("\n") ? "" : eol;
  return { start: text.length, end: text.length, insert: `${gap}${line}${eol}` };
}

function lineAfter(text: string, at: number, line: string, eol: string): Splice {
  const end = endOfLine(text, at);
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(start, at))?.[0] ?? "";
  return { start: end, end, insert: eol + indent + line };
}

function writeKey(path: readonly string[]): string {
  return path.map((part) => (/^[A-Za-z0-9_-]+$/.test(part) ? part : JSON.stringify(part))).join(".");
}

function writeValue(value: string | number | boolean, literal: boolean): string {
  if (typeof value !== "string") return String(value);
  if (literal && !/['\p{Cc}]/u.test(value)) return `'${value}'`;
  return JSON.stringify(value).replaceAll("\u007f", "\\u007f");
}

function samePath(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((part, index) => part === other[index]);
}

function isSingle(value: Data): value is FlagValue {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function notTable(path: readonly string[]): Reading<never> {
  return failed(
    "invalid",
    `A part of ${showPath(path)} is not a table in the TOML file, so the rest cannot be in it.`,
    "Correct the flag's `key`, or the file.",
  );
}

function notSingle(path: readonly string[]): Reading<never> {
  return failed(
    "invalid",
    `${showPath(path)} is a table, a list or a date in the TOML file, not a single value.`,
    "Point the flag's `key` at a plain value such as `true`.",
  );
}
