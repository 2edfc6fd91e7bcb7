import { below, folderOf, nearestNamed, type RepositoryTree } from "../repository-tree.ts";
import { pinned, type Toolchain } from "../toolchain.ts";

/** A Go module; null when there is none. */
export function findGo(tree: RepositoryTree): Toolchain | null {
  const path = nearestNamed(tree, ["go.mod"]);
  if (path === null) return null;
  const folder = folderOf(path);
  const tests = tree.paths.filter((one) => one.endsWith("_test.go") && below(one, folder) !== null);
  const hasBenchmarks = tests.some((one) => /^func Benchmark\w*\(/m.test(tree.text(one) ?? ""));
  const usesGotestsum = /gotest\.tools\/gotestsum/.test(tree.text(path) ?? "");
  return {
    name: "go",
    folder,
    because: path,
    unit: {
      run: usesGotestsum ? "go tool gotestsum --junitfile $EVIDENCE/unit.xml ./..." : "go test ./...",
      tests: usesGotestsum ? "unit.xml" : null,
      benchmarks: null,
      coverage: null,
    },
    benchmark: hasBenchmarks
      ? {
          run: "go test -run='^$' -bench=. -benchmem ./... | tee $EVIDENCE/bench.txt",
          tests: null,
          benchmarks: "bench.txt",
          coverage: null,
        }
      : null,
    advice: [
      ...(usesGotestsum
        ? []
        : ["Add gotestsum (`go get -tool gotest.tools/gotestsum`), so that failing tests are told one by one."]),
      ...(hasBenchmarks ? [] : ["Write a `func BenchmarkX(b *testing.B)` to compare speed."]),
    ],
    workflowSteps: [`- uses: ${pinned.go}`, "  with:", `    go-version-file: ${JSON.stringify(path)}`],
  };
}
