import type { Reading } from "../../domain/problem.ts";
import type { BenchmarkFile, BenchmarkFormat, BenchmarkOptions, BenchmarkView } from "./benchmark-format.ts";
import { documentOf } from "./json-lists.ts";
import { hasKeys, objectOf } from "./json-shape.ts";
import { SeriesCollector } from "./series-collector.ts";
import type { ToolUnit } from "./tool-unit.ts";

/**
 * Units of the measures that Bencher knows by itself; a measure of the user's own has no unit in the file.
 * Source: https://bencher.dev/docs/explanation/benchmarking/ and the adapters that it describes.
 */
const measures: ReadonlyMap<string, ToolUnit> = new Map<string, ToolUnit>([
  ["latency", { unit: "ns", scale: 1, direction: "lower-is-better" }],
  ["throughput", { unit: "1/s", scale: 1, direction: "higher-is-better" }],
  ["build-time", { unit: "ns", scale: 1e9, direction: "lower-is-better" }],
  ["file-size", { unit: "B", scale: 1, direction: "lower-is-better" }],
  ["instructions", { unit: "instructions", scale: 1, direction: "lower-is-better" }],
  ["estimated-cycles", { unit: "estimated cycles", scale: 1, direction: "lower-is-better" }],
]);

/**
 * Bencher Metric Format: `{benchmark: {measure: {value, lower_value, upper_value}}}`. A benchmark's `latency` bears its own name, every
 * other measure is a series `benchmark (measure)`. The bounds are Bencher's and are not samples.
 */
export const bencher: BenchmarkFormat = {
  id: "bencher",
  title: "Bencher Metric Format",

  recognise(view: BenchmarkView): boolean {
    const benchmarks = Object.values(documentOf(view) ?? {});
    return benchmarks.length > 0 && benchmarks.every(isBenchmark);
  },

  read(view: BenchmarkView, options: BenchmarkOptions): Reading<BenchmarkFile> {
    const collector = new SeriesCollector("error", options);
    for (const [benchmark, byMeasure] of Object.entries(documentOf(view) ?? {})) {
      for (const [measure, metric] of Object.entries(objectOf(byMeasure) ?? {})) {
        const name = measure === "latency" ? benchmark : `${benchmark} (${measure})`;
        const unit = measures.get(measure) ?? "";
        collector.add({ name, unit, samples: [objectOf(metric)?.value], summarised: true });
      }
    }
    return collector.finish("");
  },
};

function isBenchmark(value: unknown): boolean {
  const byMeasure = Object.values(objectOf(value) ?? {});
  return byMeasure.length > 0 && byMeasure.every(isMetric);
}

function isMetric(value: unknown): boolean {
  const metric = objectOf(value);
  if (metric === null || !hasKeys(metric, "value")) return false;
  return Object.keys(metric).every((key) => key === "value" || key === "lower_value" || key === "upper_value");
}
