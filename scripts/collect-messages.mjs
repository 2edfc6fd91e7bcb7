// Finds the messages in the program's source: texts of words, with `…` for what is put in, and what to do beside them.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "@swc/core";

const root = fileURLToPath(new URL("../", import.meta.url));
const remedyKeys = new Set(["remedy", "hint", "action", "todo", "instead"]);
const messageKeys = new Set(["reason", "message", "words", "problem", "because"]);
/** Calls whose texts describe keys for the reference, or name things for programs. */
const describing = new Set(["describe", "RegExp"]);

/** @returns {{ source: string, messages: { words: string, remedy: string | null }[] }[]} by source, in order; sources without messages left out */
export function collectMessages() {
  return sourcesUnder(join(root, "src"))
    .map((path) => ({ source: relative(root, path).replaceAll("\\", "/"), messages: messagesOf(path) }))
    .filter(({ messages }) => messages.length > 0);
}

function sourcesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? sourcesUnder(path) : path.endsWith(".ts") ? [path] : [];
    });
}

/** Exported for its test: the messages of one source text. */
export function messagesIn(text) {
  const { body } = parseSync(text, { syntax: "typescript", target: "es2022" });
  const constants = new Map();
  visit(body, (node) => {
    if (node.type !== "VariableDeclarator" || node.id.type !== "Identifier") return;
    const words = textsOf(node.init);
    if (words.length > 0) constants.set(node.id.value, words);
  });
  const found = new Map();
  const remedies = new Set();
  visit(body, (node) => {
    for (const [words, remedy] of pairsOf(node, constants)) {
      if (!isMessage(words)) continue;
      found.set(words, remedy);
      if (remedy !== null) for (const one of remedy.split(" / ")) remedies.add(one);
    }
  });
  visit(body, (node) => {
    for (const words of ownTexts(node)) {
      if (isMessage(words) && !remedies.has(words) && !found.has(words)) found.set(words, null);
    }
  });
  return [...found].filter(([words]) => !remedies.has(words)).map(([words, remedy]) => ({ words, remedy }));
}

function messagesOf(path) {
  return messagesIn(readFileSync(path, "utf8"));
}

/** Messages that stand beside what to do: as members of one object, or as arguments of one call. */
function pairsOf(node, constants) {
  if (node.type === "ObjectExpression") {
    const members = new Map(
      node.properties.flatMap((one) => {
        if (one.type === "Identifier") return [[one.value, constants.get(one.value) ?? []]];
        return one.type === "KeyValueProperty" ? [[one.key.value, wordsOf(one.value, constants)]] : [];
      }),
    );
    const remedy = [...remedyKeys].flatMap((key) => members.get(key) ?? []);
    if (remedy.length === 0) return [];
    return [...messageKeys].flatMap((key) => (members.get(key) ?? []).map((words) => [words, remedy.join(" / ")]));
  }
  if (node.type === "CallExpression" && !isDescribing(node)) {
    const texts = node.arguments.map(({ expression }) => wordsOf(expression, constants));
    const first = texts.findIndex((words) => words.some(isMessage));
    const remedy = texts.slice(first + 1).find((words) => words.some(isMessage));
    if (first === -1 || remedy === undefined) return [];
    return texts[first].map((words) => [words, remedy.join(" / ")]);
  }
  return [];
}

function wordsOf(node, constants) {
  return node?.type === "Identifier" ? (constants.get(node.value) ?? []) : textsOf(node);
}

/** The texts that an expression may be: both branches of a choice. */
function textsOf(node) {
  switch (node?.type) {
    case "StringLiteral":
      return [node.value];
    case "TemplateLiteral":
      return [templateText(node)];
    case "ConditionalExpression":
      return [...textsOf(node.consequent), ...textsOf(node.alternate)];
    case "ParenthesisExpression":
    case "ParenthesizedExpression":
    case "TsAsExpression":
      return textsOf(node.expression);
    default:
      return [];
  }
}

function ownTexts(node) {
  if (node.type === "StringLiteral") return [node.value];
  return node.type === "TemplateLiteral" ? [templateText(node)] : [];
}

function templateText({ quasis }) {
  return quasis.map(({ cooked }) => cooked).join("…");
}

/** Three words or more, at least one of them in small letters, and nothing of a markup, a query or a command. */
export function isMessage(text) {
  const words = text.trim().split(/\s+/);
  const plain = words.filter((word) => /^[("'`“]*[A-Za-z][a-z'’]+[-a-z]*[)"'`”.,:;?!]*$/.test(word));
  if (words.length < 3 || plain.length < 2) return false;
  return !/^\s*(?:[#<>|*{}[\]/\\.@]|query|mutation|---)|\{ \.\.\. on|=>|\bimport |\bdef |<\/|\\n\s*\w+\(|^[-\w]+="/.test(
    text,
  );
}

function isDescribing({ callee }) {
  const name = callee.type === "MemberExpression" ? callee.property.value : callee.value;
  return describing.has(name);
}

function visit(node, act) {
  if (Array.isArray(node)) {
    for (const one of node) visit(one, act);
    return;
  }
  if (typeof node !== "object" || node === null) return;
  if (typeof node.type === "string") {
    if (
      /^(?:ImportDeclaration|ExportAllDeclaration|TsLiteralType|TsTypeAnnotation|TsTypeAliasDeclaration|TsInterfaceDeclaration)$/.test(
        node.type,
      )
    )
      return;
    act(node);
  }
  for (const [key, value] of Object.entries(node)) {
    // Texts for the reference are not met; what the described value is built from may hold messages.
    if (key === "arguments" && node.type === "CallExpression" && isDescribing(node)) continue;
    if (key !== "span") visit(value, act);
  }
}
