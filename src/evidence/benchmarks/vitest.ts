import type { Reading } from "../../domain/problem.ts";
import type { BenchmarkFile, BenchmarkFormat, BenchmarkOptions, BenchmarkView } from "./benchmark-format.ts";
import { documentOf } from "./json-lists.ts";
import { hasKeys, type JsonObject, listOf, objectOf, quote, textOf } from "./json-shape.ts";
import { SeriesCollector } from "./series-collector.ts";

/**
 * `vitest bench --outputJson FILE`: times in milliseconds, under the name of file and suites. Samples are there with
 * `benchmark.includeSamples`; otherwise the median stands in for them.
 */
export const vitest: BenchmarkFormat = {
  id: "vitest",
  title: "Vitest bench JSON",

  recognise(view: BenchmarkView): boolean {
    const first = objectOf(listOf(documentOf(view)?.files)?.[0]);
    return first !== null && hasKeys(first, "filepath", "groups");
  },

  read(view: BenchmarkView, options: BenchmarkOptions): Reading<BenchmarkFile> {
    const collector = new SeriesCollector("error", options);
    for (const file of listOf(documentOf(view)?.files) ?? []) {
      for (const item of listOf(objectOf(file)?.groups) ?? []) {
        const group = objectOf(item);
        const prefix = textOf(group?.fullName);
        for (const benchmark of listOf(group?.benchmarks) ?? []) readOne(prefix, objectOf(benchmark) ?? {}, collector);
      }
    }
    return collector.finish("No `bench()` was run; check Vitest's `benchmark.include`.");
  },
};

function readOne(prefix: string | null, one: JsonObject, collector: SeriesCollector): void {
  const own = textOf(one.name);
  if (own === null) {
    collector.reject(`A benchmark of ${quote(prefix ?? "a file")} has no name.`);
    return;
  }
  const name = prefix === null ? own : `${prefix} > ${own}`;
  const samples = listOf(one.samples) ?? [];
  if (samples.length > 0) collector.add({ name, unit: "ms", samples });
  else collector.add({ name, unit: "ms", samples: [one.median ?? one.mean], summarised: true });
}
