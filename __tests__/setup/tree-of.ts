import type { RepositoryTree } from "../../src/setup/repository-tree.ts";

/** A repository that holds these files. */
export function treeOf(files: Readonly<Record<string, string>>): RepositoryTree {
  const texts = new Map(Object.entries(files));
  return { paths: [...texts.keys()].sort(), text: (path) => texts.get(path) ?? null };
}
