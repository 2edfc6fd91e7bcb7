import { below, folderOf, nearestNamed, type RepositoryTree } from "../repository-tree.ts";
import type { Toolchain } from "../toolchain.ts";

/** A Rust crate or workspace; null when there is none. Runners of GitHub have Rust installed. */
export function findCargo(tree: RepositoryTree): Toolchain | null {
  const path = nearestNamed(tree, ["Cargo.toml"]);
  if (path === null) return null;
  const folder = folderOf(path);
  const own = tree.paths.filter((one) => below(one, folder) !== null);
  const manifests = own.filter((one) => one.endsWith("Cargo.toml")).map((one) => tree.text(one) ?? "");
  const hasCriterion =
    manifests.some((text) => /^\s*criterion\b/m.test(text)) &&
    own.some((one) => /(?:^|\/)benches\/[^/]+\.rs$/.test(one));
  return {
    name: "cargo",
    folder,
    because: path,
    unit: { run: "cargo test --workspace", tests: null, benchmarks: null, coverage: null },
    benchmark: hasCriterion
      ? {
          run: "cargo bench --workspace -- --noplot | tee $EVIDENCE/bench.txt",
          tests: null,
          benchmarks: "bench.txt",
          coverage: null,
        }
      : null,
    advice: [
      "Use cargo-nextest with its JUnit output, so that failing tests are told one by one.",
      ...(hasCriterion ? [] : ["Write a benchmark with Criterion to compare speed."]),
    ],
    workflowSteps: [],
  };
}
