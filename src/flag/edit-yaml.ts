import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  type Pair,
  parseDocument,
  type Scalar,
  type YAMLMap,
} from "yaml";
import type { Reading } from "../domain/problem.ts";
import { checkedEdit, endOfLine, lineEndOf, type Splice } from "./checked-edit.ts";
import { type FlagEditor, type FlagValue, failed, showPath } from "./flag-value.ts";
import type { Data } from "./same-data.ts";

/** Block collections deeper than this are refused before parsing: the parser recurses, and some Node versions abort. */
const maxDepth = 64;

type Found =
  | { readonly kind: "pair"; readonly pair: Pair }
  /** The deepest map on the path, and what of the path is not there. */
  | {
      readonly kind: "absent";
      readonly map: YAMLMap | null;
      readonly owner: Pair | null;
      readonly rest: readonly string[];
    };

/** Reads and sets one value in a YAML file of one document; comments, order, quoting and blank lines stay. */
export const yamlEditor: FlagEditor = {
  read(text, path) {
    const document = parse(text);
    if (!document.ok) return document;
    const found = find(document.value, path);
    if (!found.ok) return found;
    if (found.value.kind === "absent") return absent(path);
    const node = found.value.pair.value;
    const value: unknown = isAlias(node) ? node.resolve(document.value)?.toJS(document.value) : plainValue(node);
    return isSingle(value) ? { ok: true, value } : notSingle(path);
  },

  set(text, path, value) {
    const document = parse(text);
    if (!document.ok) return document;
    const found = find(document.value, path);
    if (!found.ok) return found;
    const splice = found.value.kind === "pair" ? replace(found.value.pair, path, value) : add(text, found.value, value);
    if (!splice.ok) return splice;
    return checkedEdit(text, splice.value, { path, value }, data);
  },
};

function parse(text: string): Reading<Document.Parsed> {
  if (isTooDeep(text)) {
    return failed(
      "invalid",
      `The YAML file is nested more than ${maxDepth} levels deep.`,
      "Keep the flag in a file of its own.",
    );
  }
  const document = parseDocument(text, { keepSourceTokens: true, prettyErrors: false, logLevel: "error" });
  const [error] = document.errors;
  if (error === undefined) return { ok: true, value: document };
  if (error.code === "MULTIPLE_DOCS") {
    return failed(
      "invalid",
      "The YAML file holds several documents, so it is not clear which one the flag is in.",
      "Keep the flag in a file with one document.",
    );
  }
  const before = text.slice(0, error.pos[0]);
  const place = { line: before.split("\n").length, column: error.pos[0] - before.lastIndexOf("\n") };
  const reason = error.message.replace(/\s+/g, " ").slice(0, 200);
  return failed("invalid", `The file is no valid YAML: ${reason}`, "Correct the file.", place);
}

function data(text: string): Reading<Data> {
  const document = parse(text);
  if (!document.ok) return document;
  try {
    return { ok: true, value: document.value.toJS({ mapAsMap: true }) };
  } catch {
    return failed("invalid", "The YAML file refers to itself too often to be read.", "Write the aliases out.");
  }
}

function find(document: Document.Parsed, path: readonly string[]): Reading<Found> {
  let node: unknown = document.contents;
  let owner: Pair | null = null;
  for (const [index, part] of path.entries()) {
    if (isMap(node)) {
      const pair: Pair | undefined = node.items.find((item) => isScalar(item.key) && String(item.key.value) === part);
      if (pair === undefined) {
        return { ok: true, value: { kind: "absent", map: node, owner, rest: path.slice(index) } };
      }
      owner = pair;
      node = pair.value;
    } else if (isEmpty(node)) {
      return { ok: true, value: { kind: "absent", map: null, owner, rest: path.slice(index) } };
    } else {
      const place = index === 0 ? "The YAML file" : `In the YAML file, ${showPath(path.slice(0, index))}`;
      return failed(
        "invalid",
        `${place} holds no map, so ${showPath(path)} cannot be in it.`,
        "Correct the flag's `key`, or the file.",
      );
    }
  }
  return owner === null ? notSingle(path) : { ok: true, value: { kind: "pair", pair: owner } };
}

function replace(pair: Pair, path: readonly string[], value: string | number | boolean): Reading<Splice> {
  const node = pair.value;
  if (!isScalar(node) && !isAlias(node)) return notSingle(path);
  const range = node.range;
  if (!range || (isScalar(node) && (node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED"))) {
    return notSingle(path);
  }
  const written = writeScalar(value, isScalar(node) ? node.type : undefined);
  if (isScalar(node) && isEmpty(node)) {
    const colon = endOfColon(pair);
    return colon === null ? notSingle(path) : { ok: true, value: { start: colon, end: colon, insert: ` ${written}` } };
  }
  return { ok: true, value: { start: range[0], end: range[1], insert: written } };
}

function add(
  text: string,
  found: { readonly map: YAMLMap | null; readonly owner: Pair | null; readonly rest: readonly string[] },
  value: string | number | boolean,
): Reading<Splice> {
  const { map, owner, rest } = found;
  if (map?.flow === true) return { ok: true, value: addToFlow(text, map, rest, value) };
  const eol = lineEndOf(text);
  if (map?.range) {
    const first = map.items[0];
    const start = startOf(first) ?? map.range[0];
    const column = start - (text.lastIndexOf("\n", start - 1) + 1);
    return { ok: true, value: newLines(text, endOfContent(map) ?? map.range[1], block(rest, value, column, eol), eol) };
  }
  const colon = owner === null ? null : endOfColon(owner);
  if (owner !== null && colon !== null) {
    const start = startOf(owner) ?? 0;
    const column = start - (text.lastIndexOf("\n", start - 1) + 1);
    return { ok: true, value: newLines(text, colon, block(rest, value, column + 2, eol), eol) };
  }
  // A file with nothing but comments, or nothing at all.
  return { ok: true, value: newLines(text, text.length, block(rest, value, 0, eol), eol) };
}

/** Whole lines after the one that holds `at`; at the start of a line they go right there. */
function newLines(text: string, at: number, lines: string, eol: string): Splice {
  const atLineStart = at === 0 || text[at - 1] === "\n";
  if (atLineStart) return { start: at, end: at, insert: lines + eol };
  const end = endOfLine(text, at);
  return { start: end, end, insert: eol + lines };
}

function block(path: readonly string[], value: string | number | boolean, column: number, eol: string): string {
  return path
    .map((part, index) => {
      const key = `${" ".repeat(column + index * 2)}${writeScalar(part)}:`;
      return index === path.length - 1 ? `${key} ${writeScalar(value)}` : key;
    })
    .join(eol);
}

function addToFlow(text: string, map: YAMLMap, path: readonly string[], value: string | number | boolean): Splice {
  const quoted = map.items.some((item) => isScalar(item.key) && item.key.type === "QUOTE_DOUBLE");
  const key = (part: string): string => (quoted ? JSON.stringify(part) : writeScalar(part));
  const opened = path.map((part, index) => `${index > 0 ? "{" : ""}${key(part)}: `).join("");
  const entry = opened + writeScalar(value) + "}".repeat(path.length - 1);
  const last = endOfContent(map.items.at(-1)?.value ?? map.items.at(-1)?.key);
  if (last !== null) return { start: last, end: last, insert: `, ${entry}` };
  const close = (map.range?.[1] ?? text.length) - 1;
  return { start: close, end: close, insert: entry };
}

/**
 * A value as YAML writes it. Text keeps the quotes it had; plain text stays plain as long as YAML 1.2 reads it as the same
 * text, so `yes` and `off`, which YAML 1.1 takes for booleans, are written as the config gives them.
 */
function writeScalar(value: string | number | boolean, style?: Scalar.Type): string {
  if (typeof value !== "string") return String(value);
  if (style === "QUOTE_SINGLE" && !/[\p{Cc}\u2028\u2029\ufeff]/u.test(value)) return `'${value.replaceAll("'", "''")}'`;
  if (style !== "QUOTE_DOUBLE" && style !== "QUOTE_SINGLE" && isPlain(value)) return value;
  return JSON.stringify(value).replaceAll("\u007f", "\\x7f");
}

/** Signs that mean something inside brackets are left out, so what is plain here is plain everywhere. */
function isPlain(value: string): boolean {
  if (!/^[\p{L}\p{N}_./][\p{L}\p{N}_./@+-]*(?: [\p{L}\p{N}_./@+-]+)*$/u.test(value) || value.length > 200) return false;
  return parseDocument(`[${value}]`).toJS()[0] === value;
}

function endOfColon(pair: Pair): number | null {
  const token = pair.srcToken?.sep?.find((part) => part.type === "map-value-ind");
  return token === undefined ? null : token.offset + token.source.length;
}

function startOf(pair: Pair | undefined): number | null {
  const first = pair?.srcToken?.start.find((part) => part.type === "explicit-key-ind" || part.type === "anchor");
  return first?.offset ?? (isScalar(pair?.key) ? (pair.key.range?.[0] ?? null) : null);
}

/** Where a node ends, comments and blank lines after it left out; null for one that is not written at all. */
function endOfContent(node: unknown): number | null {
  if (isScalar(node) || isAlias(node)) return node.range?.[1] ?? null;
  if (!isCollection(node)) return null;
  if (node.flow === true) return node.range?.[1] ?? null;
  const last: unknown = node.items.at(-1);
  return isPair(last) ? (endOfContent(last.value) ?? endOfColon(last) ?? endOfContent(last.key)) : endOfContent(last);
}

function plainValue(node: unknown): unknown {
  if (node === null || node === undefined) return null;
  return isScalar(node) ? node.value : node;
}

function isSingle(value: unknown): value is FlagValue {
  return value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

/** Nothing is written there, not even `null`. */
function isEmpty(node: unknown): boolean {
  if (node === null || node === undefined) return true;
  return isScalar(node) && node.value === null && (node.source === "" || node.source === undefined);
}

/** An upper bound of the depth, from brackets, leading dashes and indentation; quoted brackets count as well. */
function isTooDeep(text: string): boolean {
  let brackets = 0;
  let indents: number[] = [];
  for (const line of text.split("\n")) {
    const lead = /^[ ]*(?:[-?:] +)*/.exec(line)?.[0] ?? "";
    if (lead.replaceAll(" ", "").length > maxDepth) return true;
    if (lead.length < line.trimEnd().length) {
      indents = [...indents.filter((indent) => indent < lead.length), lead.length];
      if (indents.length > maxDepth) return true;
    }
    for (const character of line) {
      if (character === "[" || character === "{") brackets++;
      if ((character === "]" || character === "}") && brackets > 0) brackets--;
      if (brackets > maxDepth) return true;
    }
  }
  return false;
}

function absent(path: readonly string[]): Reading<never> {
  return failed(
    "missing",
    `${showPath(path)} is not in the YAML file.`,
    "Correct the flag's `key`, or add it to the file.",
  );
}

function notSingle(path: readonly string[]): Reading<never> {
  return failed(
    "invalid",
    `${showPath(path)} is not a single value on its line in the YAML file.`,
    "Point the flag's `key` at a plain value such as `true`.",
  );
}
