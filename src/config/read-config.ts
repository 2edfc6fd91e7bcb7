import type { Config, ConfigProblem } from "../domain/config.ts";
import { buildConfig, type WrittenText } from "./build-config.ts";
import { checkReferences } from "./check-references.ts";
import { parseYaml } from "./parse-yaml.ts";
import { placeProblems } from "./place-problems.ts";
import { isMapValue } from "./raw-config.ts";
import { checkSchema } from "./schema-problems.ts";
import type { TreeNode, TreeProblem } from "./yaml-tree.ts";

export type ConfigReading =
  | { readonly ok: true; readonly config: Config; readonly warnings: readonly ConfigProblem[] }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/**
 * Reads a config: YAML text → Config, or everything that is wrong with it at once, in the order of the file.
 * Never throws, whatever the text: what is too large or too deep is refused before anything recursive sees it.
 *
 * @param text the whole file; a byte order mark is passed over
 * @param file how the file is named in the problems
 */
export function readConfig(text: string, file: string): ConfigReading {
  const body = text.replace(/^\ufeff/u, "");
  const yaml = parseYaml(body);
  if (!yaml.ok) return { ok: false, problems: placeProblems(body, file, null, yaml.problems, []) };
  const { tree } = yaml;
  const excess = findExcess(tree, yaml.problems);
  if (excess.length > 0)
    return { ok: false, problems: placeProblems(body, file, tree, [...yaml.problems, ...excess], []) };
  const schema = checkSchema(tree.value);
  const told = new Set(yaml.problems.map((problem) => JSON.stringify(problem.path)));
  const drafts = [...(schema.ok ? [] : schema.drafts), ...checkReferences(tree.value)].filter(
    (draft) => !told.has(JSON.stringify(draft.path)),
  );
  const problems = placeProblems(body, file, tree, yaml.problems, drafts);
  const isSound = problems.every((problem) => problem.severity === "warning");
  if (!schema.ok || !isSound) return { ok: false, problems };
  return { ok: true, config: buildConfig(schema.input, writtenIn(tree)), warnings: problems };
}

/** Keys whose value is a pattern, which takes milliseconds to compile. */
const patternKeys = new Set<string | number>(["stdout", "stderr", "output", "pattern", "match", "ignore", "line"]);
const maxPatterns = 300;

/** What makes any further look pointless or too costly. */
function findExcess(tree: TreeNode, problems: readonly TreeProblem[]): readonly TreeProblem[] {
  const refuse = (message: string, hint: string): readonly TreeProblem[] => [
    { message, hint, range: tree.range, path: [] },
  ];
  if (!isMapValue(tree.value)) {
    if (problems.length > 0) return problems;
    return refuse('a config is a map of "key: value" lines', 'begin with "rollout: my-change" and "stages:"');
  }
  const patterns = countKeys(tree, patternKeys);
  return patterns > maxPatterns
    ? refuse(`the config holds more than ${maxPatterns} patterns`, "match several things with one")
    : [];
}

function countKeys(node: TreeNode, keys: ReadonlySet<string | number>): number {
  let count = 0;
  for (const [key, child] of node.children) count += (keys.has(key) ? 1 : 0) + countKeys(child.node, keys);
  return count;
}

function writtenIn(tree: TreeNode): WrittenText {
  return (path, value) => {
    let node: TreeNode | undefined = tree;
    for (const step of path) node = node?.children.get(step)?.node;
    return typeof value === "string" ? value : (node?.source ?? String(value));
  };
}
