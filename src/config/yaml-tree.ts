import { isAlias, isMap, isScalar, isSeq, type ParsedNode, type Scalar } from "yaml";
import { quoteText } from "./quote-text.ts";

/** Where something stands: offsets into the text, the end exclusive. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** One value of the config with its place. Maps have no prototype, so no key of a file can mean anything but itself. */
export interface TreeNode {
  readonly value: unknown;
  readonly range: TextRange;
  /** A text that stands in the file letter by letter, so that a part of it can be pointed at; else null. */
  readonly source: string | null;
  /** By key of a map or position in a list. */
  readonly children: ReadonlyMap<string | number, TreeChild>;
}

export interface TreeChild {
  /** Where the key stands; null for an item of a list. */
  readonly key: TextRange | null;
  readonly node: TreeNode;
}

/** Something that YAML allows and a config does not. */
export interface TreeProblem {
  readonly message: string;
  readonly hint: string;
  readonly range: TextRange;
  readonly path: readonly (string | number)[];
}

const noChildren: ReadonlyMap<string | number, TreeChild> = new Map();

/**
 * Turns a composed YAML document into plain values with places, and refuses what makes a policy hard to review: anchors,
 * aliases and merge keys (what a line means must stand in that line), tags, keys that are not text, keys given twice.
 *
 * @param root of a document whose depth has been checked; the walk is recursive
 */
export function buildTree(root: ParsedNode): { readonly tree: TreeNode; readonly problems: readonly TreeProblem[] } {
  const problems: TreeProblem[] = [];
  return { tree: treeOf(root, [], problems), problems };
}

type Path = readonly (string | number)[];

function treeOf(node: ParsedNode | null, path: Path, problems: TreeProblem[]): TreeNode {
  if (node === null) return { value: null, range: { start: 0, end: 0 }, source: null, children: noChildren };
  const range = rangeOf(node);
  const refuse = (message: string, hint: string) => problems.push({ message, hint, range, path });
  if (isAlias(node)) {
    const name = quoteText(`&${node.source}`);
    const hint = `write out what ${name} stands for; a value that begins with "*" needs quotes`;
    refuse("aliases are not allowed: every line of a config means what stands in it", hint);
    return { value: undefined, range, source: null, children: noChildren };
  }
  if (node.anchor !== undefined) {
    refuse(
      "anchors are not allowed: every line of a config means what stands in it",
      'remove the "&…", or put quotes around the value',
    );
  }
  if (node.tag !== undefined && node.tag !== "") {
    refuse("tags are not allowed", 'remove the "!…", or put quotes around the value');
  }
  if (isMap(node)) return mapTree(node.items, range, path, problems);
  if (isSeq(node)) {
    const children = new Map<number, TreeChild>();
    node.items.forEach((item, index) => {
      children.set(index, { key: null, node: treeOf(item, [...path, index], problems) });
    });
    return { value: [...children.values()].map((child) => child.node.value), range, source: null, children };
  }
  return scalarTree(node, range);
}

function scalarTree(node: ParsedNode, range: TextRange): TreeNode {
  if (!isScalar(node)) return { value: null, range, source: null, children: noChildren };
  const value: unknown = typeof node.value === "bigint" ? Number(node.value) : node.value;
  return { value, range, source: node.source ?? null, children: noChildren };
}

interface MapItem {
  readonly key: ParsedNode;
  readonly value: ParsedNode | null;
}

function mapTree(items: readonly MapItem[], range: TextRange, path: Path, problems: TreeProblem[]): TreeNode {
  const children = new Map<string, TreeChild>();
  const value: Record<string, unknown> = Object.create(null);
  for (const item of items) {
    const keyRange = rangeOf(item.key);
    const key = keyText(item.key);
    const refuse = (message: string, hint: string, at = path) =>
      problems.push({ message, hint, range: keyRange, path: at });
    if (key === null) {
      refuse("a key must be text", 'write it as "key: value"; a key that begins with "*" needs quotes');
      continue;
    }
    const keyPath = [...path, key];
    if (isScalar(item.key) && (item.key.anchor !== undefined || (item.key.tag ?? "") !== "")) {
      refuse("anchors and tags are not allowed", "put quotes around the key", keyPath);
    }
    if (key === "<<") {
      refuse(
        'merge keys ("<<") are not allowed: every line of a config means what stands in it',
        "write the keys out",
        keyPath,
      );
      treeOf(item.value, keyPath, problems);
      continue;
    }
    if (key === "__proto__") {
      refuse('"__proto__" cannot be a name', "choose another name", keyPath);
      continue;
    }
    if (children.has(key)) {
      refuse(`the key ${quoteText(key)} is there twice`, "remove or rename one of the two", keyPath);
      continue;
    }
    const child = treeOf(item.value, keyPath, problems);
    const isEmpty = child.value === null && (child.source ?? "") === "";
    const node = isEmpty ? { ...child, range: { start: keyRange.start, end: keyRange.end } } : child;
    children.set(key, { key: keyRange, node });
    value[key] = node.value;
  }
  return { value, range, source: null, children };
}

/** A key as text: numbers and words like `true` as they are written, so that a stage may be called `1`. */
function keyText(key: ParsedNode): string | null {
  if (!isScalar(key)) return null;
  const scalar: Scalar = key;
  if (typeof scalar.value === "string") return scalar.value;
  return scalar.source === undefined || scalar.source === "" ? null : scalar.source;
}

function rangeOf(node: ParsedNode): TextRange {
  const [start, end] = node.range;
  return { start, end: Math.max(end, start + 1) };
}
