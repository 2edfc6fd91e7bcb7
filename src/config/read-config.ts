import type { Config, ConfigProblem } from "../domain/config.ts";
import { buildConfig, type WrittenText } from "./build-config.ts";
import { checkReferences } from "./check-references.ts";
import { parseYaml } from "./parse-yaml.ts";
import { placeProblems } from "./place-problems.ts";
import { checkSchema } from "./schema-problems.ts";
import type { TreeNode } from "./yaml-tree.ts";

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
  const schema = checkSchema(tree.value);
  const drafts = [...(schema.ok ? [] : schema.drafts), ...checkReferences(tree.value)];
  const problems = placeProblems(body, file, tree, yaml.problems, drafts);
  const isSound = problems.every((problem) => problem.severity === "warning");
  if (!schema.ok || !isSound) return { ok: false, problems };
  return { ok: true, config: buildConfig(schema.input, writtenIn(tree)), warnings: problems };
}

function writtenIn(tree: TreeNode): WrittenText {
  return (path, value) => {
    let node: TreeNode | undefined = tree;
    for (const step of path) node = node?.children.get(step)?.node;
    return typeof value === "string" ? value : (node?.source ?? String(value));
  };
}
