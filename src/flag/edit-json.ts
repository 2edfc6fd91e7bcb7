import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import type { Reading } from "../domain/problem.ts";
import { checkedEdit, lineEndOf, type Splice } from "./checked-edit.ts";
import { type FlagEditor, type FlagValue, failed, showPath } from "./flag-value.ts";
import type { Data } from "./same-data.ts";

const maxDepth = 64;

/** Reads and sets one value in a JSON file, with or without comments and trailing commas; its formatting stays. */
export const jsonEditor: FlagEditor = {
  read(text, path) {
    const found = find(text, path);
    if (!found.ok) return found;
    const { node } = found.value;
    if (node === null) {
      return failed(
        "missing",
        `${showPath(path)} is not in the JSON file.`,
        "Correct the flag's `key`, or add it to the file.",
      );
    }
    const value: unknown = node.value;
    return node.type === "object" || node.type === "array" ? notSingle(path) : { ok: true, value: value as FlagValue };
  },

  set(text, path, value) {
    const found = find(text, path);
    if (!found.ok) return found;
    const { node, table, rest } = found.value;
    if (node !== null && (node.type === "object" || node.type === "array")) return notSingle(path);
    const splice =
      node === null
        ? add(text, table, rest, value)
        : { start: node.offset, end: node.offset + node.length, insert: JSON.stringify(value) };
    return checkedEdit(text, splice, { path, value }, data);
  },
};

function parse(text: string): Reading<Node> {
  if (isTooDeep(text)) {
    return failed(
      "invalid",
      `The JSON file is nested more than ${maxDepth} levels deep.`,
      "Keep the flag in a file of its own.",
    );
  }
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error !== undefined || root === undefined) {
    const offset = error?.offset ?? text.length;
    const before = text.slice(0, offset);
    const what = error === undefined ? "it is empty" : printParseErrorCode(error.error);
    return failed("invalid", `The file is no valid JSON: ${what}.`, "Correct the file.", {
      line: before.split("\n").length,
      column: offset - before.lastIndexOf("\n"),
    });
  }
  return { ok: true, value: root };
}

interface Found {
  /** The value's node; null when it is not there. */
  readonly node: Node | null;
  /** The deepest object on the path. */
  readonly table: Node;
  /** What of the path is not in `table`. */
  readonly rest: readonly string[];
}

function find(text: string, path: readonly string[]): Reading<Found> {
  const root = parse(text);
  if (!root.ok) return root;
  let table = root.value;
  for (const [index, part] of path.entries()) {
    if (table.type !== "object") {
      const place = index === 0 ? "The JSON file" : `In the JSON file, ${showPath(path.slice(0, index))}`;
      return failed(
        "invalid",
        `${place} holds no object, so ${showPath(path)} cannot be in it.`,
        "Correct the flag's `key`, or the file.",
      );
    }
    const same = (table.children ?? []).filter((property) => property.children?.[0]?.value === part);
    if (same.length > 1) {
      return failed(
        "invalid",
        `${showPath(path.slice(0, index + 1))} is written ${same.length} times in the JSON file.`,
        "Remove all but one of them: programs differ in which they believe.",
      );
    }
    const next = findNodeAtLocation(table, [part]);
    if (next === undefined) return { ok: true, value: { node: null, table, rest: path.slice(index) } };
    if (index === path.length - 1) return { ok: true, value: { node: next, table, rest: [] } };
    table = next;
  }
  return notSingle(path);
}

/** Adds a property after the last one, laid out as its neighbours are. */
function add(text: string, table: Node, rest: readonly string[], value: string | number | boolean): Splice {
  const properties = table.children ?? [];
  const last = properties.at(-1);
  const eol = lineEndOf(text);
  const unit = /^[ \t]+(?=")/m.exec(text)?.[0] ?? "  ";
  const colon = last === undefined ? ": " : colonOf(text, last);
  const opened = rest.map((part, index) => `${index > 0 ? "{" : ""}${JSON.stringify(part)}${colon}`).join("");
  const entry = opened + JSON.stringify(value) + "}".repeat(rest.length - 1);
  if (last === undefined) {
    const start = table.offset + 1;
    const end = table.offset + table.length - 1;
    const inside = text.slice(start, end);
    const outer = indentOf(text, table.offset);
    // An object spread over lines keeps its bracket on a line of its own; comments inside it stay.
    if (!inside.includes("\n")) return { start: end, end, insert: entry };
    const trimmed = start + inside.trimEnd().length;
    return { start: trimmed, end: trimmed, insert: `${eol}${outer}${unit}${entry}` };
  }
  const at = last.offset + last.length;
  const before = properties.at(-2);
  const from = before === undefined ? table.offset + 1 : before.offset + before.length;
  const ownLine = text.slice(from, last.offset).includes("\n");
  const gap = ownLine
    ? eol + indentOf(text, last.offset)
    : /[ \t]/.test(text.slice(from, last.offset)) || properties.length < 2
      ? " "
      : "";
  return { start: at, end: at, insert: `,${gap}${entry}` };
}

function colonOf(text: string, property: Node): string {
  const [key, value] = property.children ?? [];
  if (key === undefined || value === undefined) return ": ";
  const between = text.slice(key.offset + key.length, value.offset);
  return /^[ \t]*:[ \t]*$/.test(between) ? between : ": ";
}

function indentOf(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? "";
}

function data(text: string): Reading<Data> {
  const root = parse(text);
  return root.ok ? { ok: true, value: toData(root.value) } : root;
}

/** Duplicate keys are kept apart by their place, so that none can change unseen. */
function toData(node: Node): Data {
  if (node.type === "array") return (node.children ?? []).map(toData);
  if (node.type !== "object") return node.value;
  const table = new Map<string, Data>();
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    if (key === undefined || value === undefined) continue;
    let name = String(key.value);
    while (table.has(name)) name += "\u0000";
    table.set(name, toData(value));
  }
  return table;
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (inString) {
      if (character === "\\") at++;
      else if (character === '"' || character === "\n") inString = false;
    } else if (character === '"') inString = true;
    else if (character === "[" || character === "{") depth++;
    else if (character === "]" || character === "}") depth--;
    if (depth > maxDepth) return true;
  }
  return false;
}

function notSingle(path: readonly string[]): Reading<never> {
  return failed(
    "invalid",
    `${showPath(path)} is an object or a list in the JSON file, not a single value.`,
    "Point the flag's `key` at a plain value such as `true`.",
  );
}
