import type { RepositoryTree } from "./repository-tree.ts";
import type { Toolchain } from "./toolchain.ts";
import { findCargo } from "./toolchains/cargo.ts";
import { findGo } from "./toolchains/go.ts";
import { findGradle, findMaven } from "./toolchains/jvm.ts";
import { findNode } from "./toolchains/node.ts";
import { findPython } from "./toolchains/python.ts";

/** Everything that the repository is tested with; empty when nothing is known. The project nearest to the root counts for each. */
export function findToolchains(tree: RepositoryTree): readonly Toolchain[] {
  return [findPython, findNode, findGo, findCargo, findMaven, findGradle].flatMap((find) => find(tree) ?? []);
}
