/** A key with its single or compound value, as it stands in a TOML file. Places are indexes into the text. */
export interface TomlEntry {
  /** The whole path, that of the table included. */
  readonly path: readonly string[];
  readonly start: number;
  readonly end: number;
  readonly kind: "text" | "literal-text" | "list" | "table" | "bare";
}

/** A `[table]` of the file; null path for one of a list of tables, which has no address of its own. */
export interface TomlTable {
  readonly path: readonly string[] | null;
  /** The end of the last thing in it: its last value, or its header. */
  readonly contentEnd: number;
}

export interface TomlLayout {
  readonly entries: readonly TomlEntry[];
  readonly tables: readonly TomlTable[];
  /** The end of the last value before the first header; null when there is none. */
  readonly rootEnd: number | null;
}

/**
 * Finds where the keys and values of a TOML file are.
 *
 * @param text must be valid TOML, which a parser has to check first; on other text the places are meaningless
 */
export function scanToml(text: string): TomlLayout {
  const entries: TomlEntry[] = [];
  const tables: { path: readonly string[] | null; contentEnd: number }[] = [];
  let table: (typeof tables)[number] | null = null;
  /** Lists of tables have no address, and neither has what is below them. */
  const unaddressed: (readonly string[])[] = [];
  let rootEnd: number | null = null;
  let at = 0;
  while (at < text.length) {
    at = skipBlank(text, at);
    if (at >= text.length) break;
    if (text[at] === "[") {
      const list = text[at + 1] === "[";
      const key = readKey(text, at + (list ? 2 : 1));
      const close = text.indexOf("]", key.end);
      if (close === -1) break;
      if (list) unaddressed.push(key.path);
      const hidden = unaddressed.some((other) => isPrefix(other, key.path));
      table = { path: hidden ? null : key.path, contentEnd: close + (list ? 2 : 1) };
      tables.push(table);
      at = table.contentEnd;
      continue;
    }
    const before = at;
    const prefix: readonly string[] | null = table === null ? [] : table.path;
    at = readEntry(text, at, prefix, entries);
    if (table === null) rootEnd = at;
    else table.contentEnd = at;
    if (at <= before) break;
  }
  return { entries, tables, rootEnd };
}

function isPrefix(other: readonly string[], path: readonly string[]): boolean {
  return other.every((part, index) => part === path[index]);
}

/** Reads `key = value`, and returns where it ends. */
function readEntry(text: string, start: number, prefix: readonly string[] | null, entries: TomlEntry[]): number {
  const key = readKey(text, start);
  const path = prefix === null ? null : [...prefix, ...key.path];
  const from = skipSpaces(text, text.indexOf("=", key.end) + 1);
  const { end, kind } = readValue(text, from, path, entries);
  if (path !== null) entries.push({ path, start: from, end, kind });
  return end;
}

function readKey(text: string, start: number): { readonly path: readonly string[]; readonly end: number } {
  const path: string[] = [];
  let at = start;
  for (;;) {
    at = skipSpaces(text, at);
    const quote = text[at];
    if (quote === '"' || quote === "'") {
      const end = endOfString(text, at);
      path.push(unquote(text.slice(at, end)));
      at = end;
    } else {
      const bare = /[A-Za-z0-9_-]*/y;
      bare.lastIndex = at;
      const name = bare.exec(text)?.[0] ?? "";
      path.push(name);
      at += name.length;
    }
    const next = skipSpaces(text, at);
    if (text[next] !== ".") return { path, end: next };
    at = next + 1;
  }
}

/** A quoted key as its text; JSON's escapes are TOML's but for `\U` and `\e`, and such a key is left as it is written. */
function unquote(quoted: string): string {
  if (quoted.startsWith("'")) return quoted.slice(1, -1);
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted;
  }
}

function readValue(
  text: string,
  start: number,
  path: readonly string[] | null,
  entries: TomlEntry[],
): { readonly end: number; readonly kind: TomlEntry["kind"] } {
  const first = text[start];
  if (first === '"' || first === "'") {
    return { end: endOfString(text, start), kind: first === "'" ? "literal-text" : "text" };
  }
  if (first === "[") {
    let at = skipBlank(text, start + 1);
    while (at < text.length && text[at] !== "]") {
      const before = at;
      at = skipBlank(text, readValue(text, at, null, entries).end);
      if (text[at] === ",") at = skipBlank(text, at + 1);
      if (at <= before) break;
    }
    return { end: at + 1, kind: "list" };
  }
  if (first === "{") {
    let at = skipBlank(text, start + 1);
    while (at < text.length && text[at] !== "}") {
      const before = at;
      at = skipBlank(text, readEntry(text, at, path, entries));
      if (text[at] === ",") at = skipBlank(text, at + 1);
      if (at <= before) break;
    }
    return { end: at + 1, kind: "table" };
  }
  let end = start;
  while (end < text.length && !",#]}\r\n".includes(text[end] ?? "\n")) end++;
  while (end > start && " \t".includes(text[end - 1] ?? "")) end--;
  return { end, kind: "bare" };
}

/** The index after a string's closing quotes, of any of the four kinds. */
function endOfString(text: string, start: number): number {
  const quote = text[start] ?? '"';
  const multi = text.startsWith(quote.repeat(3), start);
  if (!multi) {
    let at = start + 1;
    while (at < text.length && text[at] !== quote) at += quote === '"' && text[at] === "\\" ? 2 : 1;
    return at + 1;
  }
  let at = start + 3;
  while (at < text.length && !text.startsWith(quote.repeat(3), at)) at += quote === '"' && text[at] === "\\" ? 2 : 1;
  at += 3;
  // Up to two quotes more may belong to the text itself, right before the closing three.
  for (let extra = 0; extra < 2 && text[at] === quote; extra++) at++;
  return at;
}

function skipSpaces(text: string, start: number): number {
  let at = start;
  while (text[at] === " " || text[at] === "\t") at++;
  return at;
}

/** Skips spaces, line ends and comments. */
function skipBlank(text: string, start: number): number {
  let at = start;
  for (;;) {
    while (at < text.length && " \t\r\n".includes(text[at] ?? "")) at++;
    if (text[at] !== "#") return at;
    const end = text.indexOf("\n", at);
    at = end === -1 ? text.length : end + 1;
  }
}
