import type { Config } from "../domain/config.ts";
import type { ConfigProblem } from "../domain/config-problem.ts";
import { buildConfig, type WrittenText } from "./build-config.ts";
import { checkReferences } from "./check-references.ts";
import type { PatternCheck } from "./output-pattern.ts";
import { parseYaml } from "./parse-yaml.ts";
import { placeProblems } from "./place-problems.ts";
import { isMapValue } from "./raw-config.ts";
import { configSchema } from "./schema/config-schema.ts";
import { checkSchema } from "./schema-problems.ts";
import type { TreeNode, TreeProblem } from "./yaml-tree.ts";

export type ConfigReading =
  | { readonly ok: true; readonly config: Config; readonly warnings: readonly ConfigProblem[] }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** Reads the text of a config; `file` is how it is named in the problems. See `readConfig`. */
export type ReadConfig = (text: string, file: string) => ConfigReading;

/**
 * Makes a reader of configs, for whoever knows patterns: their engine takes as long to load as all the rest of this folder,
 * and many configs hold no pattern.
 */
export function createConfigReader(checkPattern: PatternCheck): ReadConfig {
  const schema = configSchema(checkPattern);
  return (text, file) => {
    const body = text.replace(/^\ufeff/u, "");
    const yaml = parseYaml(body);
    if (!yaml.ok) return { ok: false, problems: placeProblems(body, file, null, yaml.problems, []) };
    const { tree } = yaml;
    const excess = findExcess(tree, yaml.problems);
    if (excess.length > 0)
      return { ok: false, problems: placeProblems(body, file, tree, [...yaml.problems, ...excess], []) };
    const checked = checkSchema(schema, tree.value);
    const told = new Set(yaml.problems.map((problem) => JSON.stringify(problem.path)));
    const drafts = [...(checked.ok ? [] : checked.drafts), ...checkReferences(tree.value)].filter(
      (draft) => !told.has(JSON.stringify(draft.path)),
    );
    const problems = placeProblems(body, file, tree, yaml.problems, drafts);
    const isSound = problems.every((problem) => problem.severity === "warning");
    if (!checked.ok || !isSound) return { ok: false, problems };
    return { ok: true, config: buildConfig(checked.input, writtenIn(tree)), warnings: problems };
  };
}

/** Keys whose value is a pattern, which takes milliseconds to compile. */
export const patternKeys: ReadonlySet<string | number> = new Set([
  "stdout",
  "stderr",
  "output",
  "pattern",
  "match",
  "ignore",
  "line",
]);
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
