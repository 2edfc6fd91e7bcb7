import type { Reading } from "../../domain/problem.ts";
import type { BenchmarkFile, BenchmarkFormat, BenchmarkOptions, BenchmarkView } from "./benchmark-format.ts";
import { listDocumentOf } from "./json-lists.ts";
import { hasKeys, type JsonObject, listOf, objectOf, quote, textOf } from "./json-shape.ts";
import { SeriesCollector } from "./series-collector.ts";
import { uniqueNames } from "./unique-names.ts";

/**
 * JMH's `-rf json`. Every fork is a process of its own and thus a launch; its iterations are the samples. The unit says
 * the direction: `ops/us` is better higher, `us/op` lower. In sampling mode an iteration's sample is the mean of its histogram,
 * and JMH's percentiles come as series of their own, as do auxiliary counters and the allocation for one operation.
 */
export const jmh: BenchmarkFormat = {
  id: "jmh",
  title: "JMH JSON",

  recognise(view: BenchmarkView): boolean {
    const first = objectOf(listDocumentOf(view)?.[0]);
    return first !== null && hasKeys(first, "benchmark", "mode", "primaryMetric");
  },

  read(view: BenchmarkView, options: BenchmarkOptions): Reading<BenchmarkFile> {
    const collector = new SeriesCollector("error", options);
    const entries: JsonObject[] = [];
    for (const item of listDocumentOf(view) ?? []) {
      const entry = objectOf(item);
      if (entry === null) collector.reject("An entry of the list is not an object.");
      else entries.push(entry);
    }
    const names = uniqueNames(
      entries.map((entry) => {
        const short = `${textOf(entry.benchmark) ?? ""}${parametersOf(entry)}`;
        return { short, long: `${short} (${textOf(entry.mode) ?? "unknown mode"})` };
      }),
    );
    entries.forEach((entry, index) => {
      readEntry(names[index] ?? "", entry, collector);
    });
    return collector.finish("No benchmark matched JMH's pattern, or every one failed.");
  },
};

function parametersOf(entry: JsonObject): string {
  const params = Object.entries(objectOf(entry.params) ?? {});
  return params.length === 0 ? "" : `(${params.map(([key, value]) => `${key}=${String(value)}`).join(", ")})`;
}

function readEntry(name: string, entry: JsonObject, collector: SeriesCollector): void {
  addMetric(name, objectOf(entry.primaryMetric), collector);
  for (const [key, metric] of Object.entries(objectOf(entry.secondaryMetrics) ?? {})) {
    // A profiler's figures describe the machine more than the benchmark, but for what one operation allocates.
    const plain = key.replace(/^·/, "");
    if (/^(?:gc|comp|cl|safepoints|stack|perf|mempool)\b/.test(plain) && plain !== "gc.alloc.rate.norm") continue;
    if (listOf(objectOf(metric)?.rawData) !== null) addMetric(`${name} (${plain})`, objectOf(metric), collector);
  }
}

function addMetric(name: string, metric: JsonObject | null, collector: SeriesCollector): void {
  const unit = textOf(metric?.scoreUnit);
  if (metric === null || unit === null) {
    collector.reject(`The benchmark ${quote(name)} has no score with a unit.`);
    return;
  }
  const forks = listOf(metric.rawData) ?? listOf(metric.rawDataHistogram)?.map((fork) => listOf(fork)?.map(meanOf));
  if (forks === undefined) {
    collector.add({ name, unit, samples: [metric.score], summarised: true });
    return;
  }
  collector.addLaunches({ name, unit, launches: forks.map((fork) => listOf(fork) ?? []) });
}

/** The mean of a histogram of `[value, count]` pairs; anything else comes back as it is, to be named as no number. */
function meanOf(histogram: unknown): unknown {
  let sum = 0;
  let count = 0;
  for (const pair of listOf(histogram) ?? []) {
    const [value, times] = listOf(pair) ?? [];
    if (typeof value !== "number" || typeof times !== "number") return histogram;
    sum += value * times;
    count += times;
  }
  return count > 0 ? sum / count : histogram;
}
