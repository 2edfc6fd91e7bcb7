import type { Reading } from "../../domain/problem.ts";
import type { BenchmarkFile, BenchmarkFormat, BenchmarkOptions, BenchmarkView } from "./benchmark-format.ts";
import { documentOf } from "./json-lists.ts";
import { hasKeys, listOf } from "./json-shape.ts";
import { SeriesCollector } from "./series-collector.ts";
import { timesByIterations } from "./times-by-iterations.ts";

/**
 * Criterion.rs's `target/criterion/NAME/new/sample.json`: for each sample its iterations and their time together, in
 * nanoseconds. The file does not name its benchmark; the path does.
 */
export const criterionSample: BenchmarkFormat = {
  id: "criterion-sample",
  title: "Criterion.rs sample.json",

  recognise(view: BenchmarkView): boolean {
    const file = documentOf(view);
    return file !== null && hasKeys(file, "iters", "times") && listOf(file.times) !== null;
  },

  read(view: BenchmarkView, options: BenchmarkOptions): Reading<BenchmarkFile> {
    const collector = new SeriesCollector("error", options);
    const file = documentOf(view);
    const known = options.benchmarkHint ?? (options.path === undefined ? null : nameFromPath(options.path));
    const name = known ?? "benchmark";
    if (known === null) {
      collector.note(
        "Criterion's sample.json does not name its benchmark, and its path does not tell it; it is called `benchmark`.",
      );
    }
    const samples = timesByIterations(listOf(file?.times) ?? [], listOf(file?.iters) ?? []);
    collector.add({ name, unit: "ns", samples });
    return collector.finish("");
  },
};

/** `target/criterion/GROUP/FUNCTION/new/sample.json` belongs to `GROUP/FUNCTION`; null when the path is not Criterion's. */
function nameFromPath(path: string): string | null {
  const parts = path.split(/[\\/]+/);
  const start = parts.lastIndexOf("criterion");
  if (start === -1 || parts.at(-1) !== "sample.json" || parts.length - start < 4) return null;
  return parts.slice(start + 1, -2).join("/");
}
