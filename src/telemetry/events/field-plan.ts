/** A step of the paths asked for: the fields below one object. */
export interface FieldNode {
  /** The key as its bytes stand in a line that escapes nothing. */
  readonly key: Uint8Array;
  /** Of the key, in bytes. */
  readonly length: number;
  readonly name: string;
  /** Where the field's value is put; -1 for a step on the way to others. */
  slot: number;
  readonly children: FieldNode[];
  /** The line in which the key was met last: meeting it twice in one line needs care. */
  metIn: number;
}

/** The fields to take out of every line. A field's number is its place in `paths`. */
export interface FieldPlan {
  readonly root: FieldNode;
  readonly paths: readonly (readonly string[])[];
}

/** Splits `data.duration_ms` into its steps. A dot that belongs to a key is written `\.`. */
function splitFieldPath(path: string): readonly string[] {
  const steps: string[] = [];
  let step = "";
  for (let at = 0; at < path.length; at++) {
    const char = path[at] ?? "";
    if (char === "\\" && (path[at + 1] === "." || path[at + 1] === "\\")) step += path[++at] ?? "";
    else if (char === ".") {
      steps.push(step);
      step = "";
    } else step += char;
  }
  return [...steps, step];
}

/** Arranges paths as a tree; paths that are asked for twice share their number. */
export function planFields(paths: readonly string[]): FieldPlan & { readonly slotOf: (path: string) => number } {
  const root = makeNode("");
  const slots = new Map<string, number>();
  const split: (readonly string[])[] = [];
  for (const path of paths) {
    if (slots.has(path)) continue;
    const steps = splitFieldPath(path);
    let node = root;
    for (const step of steps) {
      let child = node.children.find((known) => known.name === step);
      if (child === undefined) {
        child = makeNode(step);
        node.children.push(child);
      }
      node = child;
    }
    if (node.slot === -1) {
      node.slot = split.length;
      split.push(steps);
    }
    slots.set(path, node.slot);
  }
  return { root, paths: split, slotOf: (path) => slots.get(path) ?? -1 };
}

function makeNode(name: string): FieldNode {
  const key = new TextEncoder().encode(name);
  return { key, length: key.length, name, slot: -1, children: [], metIn: -1 };
}
