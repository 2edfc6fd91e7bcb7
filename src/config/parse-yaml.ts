import { Composer, type CST, type Document, Lexer, type ParsedNode, Parser, type YAMLError } from "yaml";
import { quoteText } from "./quote-text.ts";
import { buildTree, type TextRange, type TreeNode, type TreeProblem } from "./yaml-tree.ts";

/** Limits that hold before anything recursive sees the text. Real configs stay far below all of them. */
export const yamlLimits = {
  maxBytes: 64 * 1024,
  /** Lists and maps inside each other. On Node 20 composing `- ` a thousand times over ends the process. */
  maxDepth: 64,
  /** Syntax nodes. Each costs far more than its letters once something is wrong with it. */
  maxNodes: 20_000,
} as const;

/** Errors beyond these are echoes of the first ones. */
const maxErrors = 20;

export type YamlReading =
  | { readonly ok: true; readonly tree: TreeNode; readonly problems: readonly TreeProblem[] }
  | { readonly ok: false; readonly problems: readonly TreeProblem[] };

/**
 * YAML 1.2 text → plain values with their places.
 *
 * @param text without a byte order mark
 */
export function parseYaml(text: string): YamlReading {
  if (text.length > yamlLimits.maxBytes || new TextEncoder().encode(text).length > yamlLimits.maxBytes) {
    const hint = "move long scripts into files of their own and call them";
    return refused("the config is larger than 64 KiB", hint, { start: 0, end: 1 });
  }
  const tokens: CST.Token[] = [];
  const excess = parseTokens(text, tokens) ?? findExcess(tokens);
  if (excess !== null) return excess;

  const documents: Document.Parsed[] = [];
  const errors: YAMLError[] = [];
  for (const document of new Composer({ schema: "core", uniqueKeys: false, strict: true }).compose(tokens)) {
    documents.push(document);
    errors.push(...document.errors);
  }
  const [first, second] = documents;
  if (errors.length > 0) return { ok: false, problems: describeYamlErrors(errors, text) };
  if (second !== undefined) {
    const start = Math.max(0, text.lastIndexOf("---", second.contents?.range[0] ?? second.range[0]));
    return refused("a config is one document", 'remove the "---" and what belongs to another document', {
      start,
      end: start + 3,
    });
  }
  if (first === undefined || first.contents === null || isEmptyScalar(first.contents)) {
    return refused("the config is empty", 'begin with "rollout: my-change" and "stages:"', { start: 0, end: 1 });
  }
  return { ok: true, ...buildTree(first.contents) };
}

function isEmptyScalar(node: ParsedNode): boolean {
  return "value" in node && node.value === null;
}

function refused(message: string, hint: string, range: TextRange): YamlReading {
  return { ok: false, problems: [{ message, hint, range, path: [] }] };
}

/**
 * The lexer and the parser of `yaml` keep stacks of their own, so depth cannot hurt them; the composer recurses. Text that is
 * far beyond the limits is not parsed to its end.
 */
function parseTokens(text: string, tokens: CST.Token[]): YamlReading | null {
  const parser = new Parser();
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    lexemes += 1;
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > 2 * yamlLimits.maxDepth) return tooDeep(Math.max(0, parser.offset - 1));
    if (lexemes > 4 * yamlLimits.maxNodes) return tooMany();
  }
  tokens.push(...parser.end());
  return null;
}

function tooDeep(offset: number): YamlReading {
  const hint = "a config never needs that; look for brackets that are not closed";
  const message = `lists and maps lie more than ${yamlLimits.maxDepth} deep`;
  return refused(message, hint, { start: offset, end: offset + 1 });
}

function tooMany(): YamlReading {
  const hint = "split the rollout in two, or move data into files of its own";
  return refused(`the config holds more than ${yamlLimits.maxNodes} parts`, hint, { start: 0, end: 1 });
}

/** Looks for what is too deep or too much, with a stack of its own. */
function findExcess(tokens: readonly CST.Token[]): YamlReading | null {
  const open: { readonly token: CST.Token; readonly depth: number }[] = [];
  for (const token of tokens) open.push({ token, depth: 0 });
  let nodes = open.length;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token } = next;
    const isCollection = "items" in token;
    const depth = next.depth + (isCollection ? 1 : 0);
    if (depth > yamlLimits.maxDepth) return tooDeep(token.offset);
    if (token.type === "document" && token.value) open.push({ token: token.value, depth });
    if (isCollection) {
      for (const item of token.items) {
        nodes += 1 + item.start.length + (item.sep?.length ?? 0);
        if (item.key) open.push({ token: item.key, depth });
        if (item.value) open.push({ token: item.value, depth });
      }
    } else if ("start" in token) nodes += token.start.length;
    if ("end" in token) nodes += token.end?.length ?? 0;
    if (nodes > yamlLimits.maxNodes) return tooMany();
  }
  return null;
}

const quoteIt = "put quotes around the value";

/** One for each line: a mistake makes the rest of its line wrong as well. */
function describeYamlErrors(errors: readonly YAMLError[], text: string): readonly TreeProblem[] {
  const byLine = new Map<number, TreeProblem>();
  for (const error of errors.slice(0, maxErrors)) {
    const line = lineStart(text, error.pos[0]);
    if (!byLine.has(line)) byLine.set(line, describeYamlError(error, text));
  }
  return [...byLine.values()];
}

/** The errors of `yaml` that people meet, in words that say what to do; the rest keep the library's own sentence. */
function describeYamlError(error: YAMLError, text: string): TreeProblem {
  const [start, rawEnd] = error.pos;
  const range = { start, end: Math.max(start + 1, rawEnd) };
  const { message, hint } = wordsFor(error, text.slice(lineStart(text, start), lineEnd(text, start)));
  return { message, hint, range, path: [] };
}

function wordsFor(error: YAMLError, line: string): { readonly message: string; readonly hint: string } {
  const block = /:\s*(>[^\s|>+-].*|>[+-]?\s*\d.*)$/.exec(line);
  if (block?.[1] !== undefined) {
    const hint = `write ${quoteText(block[1].trim())} with the quotes`;
    return { message: 'a value that begins with ">" needs quotes: in YAML it would begin a block of text', hint };
  }
  switch (error.code) {
    case "BAD_SCALAR_START":
      return { message: "a value cannot begin with this character", hint: quoteIt };
    case "BLOCK_AS_IMPLICIT_KEY":
      return {
        message: 'there is a second ": " in this value',
        hint: `${quoteIt}, or use a block: "run: |" and the text below it`,
      };
    case "BAD_ALIAS":
    case "ALIAS_PROPS":
      return { message: 'a value that begins with "*" needs quotes', hint: quoteIt };
    case "TAB_AS_INDENT":
      return { message: "tabs cannot indent YAML", hint: "use spaces" };
    case "BAD_INDENT":
      return { message: "the indentation does not fit the lines above", hint: "line it up with its neighbours" };
    case "MULTILINE_IMPLICIT_KEY":
      return {
        message: "this line has no value",
        hint: 'a key is followed by ": " and its value, or the value above needs quotes',
      };
    case "MISSING_CHAR":
      return {
        message: `something is missing here: ${plain(error.message)}`,
        hint: 'close what was opened; "key: value" needs the space',
      };
    case "BAD_DQ_ESCAPE":
      return { message: "this backslash means nothing in double quotes", hint: "use single quotes, or write it twice" };
    case "BLOCK_IN_FLOW":
      return { message: "this form is not allowed inside { } or [ ]", hint: "use one form throughout" };
    case "TAG_RESOLVE_FAILED":
    case "MULTIPLE_TAGS":
      return { message: "tags are not allowed", hint: 'remove the "!…", or put quotes around the value' };
    case "MULTIPLE_ANCHORS":
    case "BAD_PROP_ORDER":
      return { message: "anchors are not allowed", hint: `remove the "&…", or ${quoteIt}` };
    default:
      return {
        message: `this is not YAML: ${plain(error.message)}`,
        hint: "look for a missing quote, bracket or space",
      };
  }
}

function plain(message: string): string {
  return quoteText(message.split("\n", 1)[0] ?? "").slice(1, -1);
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", Math.max(0, offset - 1)) + 1;
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end === -1 ? text.length : end;
}
