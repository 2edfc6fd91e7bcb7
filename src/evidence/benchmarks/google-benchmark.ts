import type { Reading } from "../../domain/problem.ts";
import type { BenchmarkFile, BenchmarkFormat, BenchmarkOptions, BenchmarkView } from "./benchmark-format.ts";
import { documentOf } from "./json-lists.ts";
import { hasKeys, type JsonObject, listOf, objectOf, quote, textOf } from "./json-shape.ts";
import { SeriesCollector } from "./series-collector.ts";
import { readToolUnit } from "./tool-unit.ts";

/** Everything in an entry that is not a counter of the benchmark's own. */
const ownKeys = new Set([
  "family_index",
  "per_family_instance_index",
  "repetitions",
  "repetition_index",
  "threads",
  "iterations",
  "real_time",
  "cpu_time",
  "allocs_per_iter",
  "max_bytes_used",
  "total_allocated_bytes",
  "net_heap_growth",
]);

const aggregateSuffix = /_(?:mean|median|stddev|cv|BigO|RMS)$/;

/**
 * Google Benchmark's `--benchmark_format=json`. The benchmark's own name is its real time; `(cpu time)`, `items_per_second`,
 * `bytes_per_second` and user counters are series of their own. Repetitions come out of one process and are samples of one
 * launch. Aggregates are left out where the repetitions are there, and used (median, else mean) where they are all there is.
 */
export const googleBenchmark: BenchmarkFormat = {
  id: "google-benchmark",
  title: "Google Benchmark JSON",

  recognise(view: BenchmarkView): boolean {
    const file = documentOf(view);
    if (file === null || objectOf(file.context) === null) return false;
    const benchmarks = listOf(file.benchmarks);
    if (benchmarks === null) return false;
    const first = objectOf(benchmarks[0]);
    return first === null
      ? benchmarks.length === 0
      : hasKeys(first, "name", "iterations") || hasKeys(first, "name", "run_type");
  },

  read(view: BenchmarkView, options: BenchmarkOptions): Reading<BenchmarkFile> {
    const collector = new SeriesCollector("samples", options);
    const entries: JsonObject[] = [];
    for (const item of listOf(documentOf(view)?.benchmarks) ?? []) {
      const entry = objectOf(item);
      if (entry === null) collector.reject("An entry of `benchmarks` is not an object.");
      else entries.push(entry);
    }
    const names = new Set(entries.map((entry) => textOf(entry.name) ?? ""));
    const measured = new Set<string>();
    for (const entry of entries) {
      if (isAggregate(entry, names)) continue;
      measured.add(nameOf(entry));
      readRun(entry, collector);
    }
    readAggregates(
      entries.filter((entry) => isAggregate(entry, names) && !measured.has(nameOf(entry))),
      collector,
    );
    return collector.finish("Check `--benchmark_filter`: it may have left nothing to run.");
  },
};

function nameOf(entry: JsonObject): string {
  return textOf(entry.run_name) ?? textOf(entry.name)?.replace(aggregateSuffix, "") ?? "";
}

/** Before 1.5 there was no `run_type`, only the suffix to the name of a benchmark that is there too. */
function isAggregate(entry: JsonObject, names: ReadonlySet<string>): boolean {
  if (entry.run_type !== undefined) return entry.run_type === "aggregate";
  const name = textOf(entry.name) ?? "";
  return aggregateSuffix.test(name) && names.has(name.replace(aggregateSuffix, ""));
}

function readRun(entry: JsonObject, collector: SeriesCollector): void {
  const name = entry.run_type === undefined ? (textOf(entry.name) ?? "") : nameOf(entry);
  if (entry.error_occurred === true || entry.skipped === true) {
    const message = textOf(entry.error_message) ?? textOf(entry.skip_message) ?? "no message";
    collector.reject(
      `The benchmark ${quote(name)} ended with an error: ${quote(message)}.`,
      "Make it run, or filter it out.",
    );
    return;
  }
  addTimes(name, entry, false, collector);
}

function addTimes(name: string, entry: JsonObject, summarised: boolean, collector: SeriesCollector): void {
  const unit = readToolUnit(textOf(entry.time_unit) ?? "ns");
  if (unit.unit !== "ns") {
    collector.reject(`The benchmark ${quote(name)} has the unknown time unit ${quote(entry.time_unit)}.`);
    return;
  }
  collector.add({ name, unit, samples: [entry.real_time], summarised });
  collector.add({ name: `${name} (cpu time)`, unit, samples: [entry.cpu_time], summarised });
  for (const [key, value] of Object.entries(entry)) {
    if (ownKeys.has(key) || (typeof value !== "number" && value !== "NaN")) continue;
    const counter = key === "items_per_second" ? "1/s" : key === "bytes_per_second" ? "B/s" : "";
    collector.add({ name: `${name} (${key})`, unit: counter, samples: [value], summarised });
  }
}

function readAggregates(entries: readonly JsonObject[], collector: SeriesCollector): void {
  const byName = new Map<string, JsonObject>();
  for (const entry of entries) {
    const kind = textOf(entry.aggregate_name);
    if (kind === "median" || (kind === "mean" && !byName.has(nameOf(entry)))) byName.set(nameOf(entry), entry);
  }
  for (const [name, entry] of byName) addTimes(name, entry, true, collector);
}
