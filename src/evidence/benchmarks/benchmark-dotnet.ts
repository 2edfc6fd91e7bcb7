import type { Reading } from "../../domain/problem.ts";
import type { BenchmarkFile, BenchmarkFormat, BenchmarkOptions, BenchmarkView } from "./benchmark-format.ts";
import { documentOf } from "./json-lists.ts";
import { type JsonObject, listOf, objectOf, quote, textOf } from "./json-shape.ts";
import { SeriesCollector } from "./series-collector.ts";
import { uniqueNames } from "./unique-names.ts";

/**
 * BenchmarkDotNet's JSON exporters. The full one holds every measurement: the workload's `Result` rows (overhead taken off;
 * `Actual` where there are none), nanoseconds by operations, one launch for each `LaunchIndex`. The brief one may hold
 * `OriginalValues`, else only the median. Pilot, warm-up, jitting and overhead rows are never samples.
 */
export const benchmarkDotNet: BenchmarkFormat = {
  id: "benchmarkdotnet",
  title: "BenchmarkDotNet JSON",

  recognise(view: BenchmarkView): boolean {
    const file = documentOf(view);
    return file !== null && listOf(file.Benchmarks) !== null && objectOf(file.HostEnvironmentInfo) !== null;
  },

  read(view: BenchmarkView, options: BenchmarkOptions): Reading<BenchmarkFile> {
    const collector = new SeriesCollector("error", options);
    const entries: JsonObject[] = [];
    for (const item of listOf(documentOf(view)?.Benchmarks) ?? []) {
      const entry = objectOf(item);
      if (entry === null) collector.reject("An entry of `Benchmarks` is not an object.");
      else entries.push(entry);
    }
    const names = uniqueNames(
      entries.map((entry) => {
        const short = nameOf(entry);
        // One method under several jobs differs only in how it is displayed.
        return { short, long: textOf(entry.DisplayInfo) ?? short };
      }),
    );
    entries.forEach((entry, index) => {
      readEntry(names[index] ?? "", entry, collector);
    });
    return collector.finish("No benchmark matched the filter, or every one failed.");
  },
};

function nameOf(entry: JsonObject): string {
  const full = textOf(entry.FullName);
  if (full !== null) return full;
  const method = [entry.Namespace, entry.Type, entry.Method].map(textOf).filter((part) => part !== null);
  const parameters = textOf(entry.Parameters);
  return `${method.join(".")}${parameters === null ? "" : `(${parameters})`}`;
}

function readEntry(name: string, entry: JsonObject, collector: SeriesCollector): void {
  const statistics = objectOf(entry.Statistics);
  const launches = launchesOf(entry);
  const original = listOf(statistics?.OriginalValues);
  if (launches.length > 0) collector.addLaunches({ name, unit: "ns", launches });
  else if (original !== null) collector.add({ name, unit: "ns", samples: original });
  else if (statistics !== null) {
    collector.add({ name, unit: "ns", samples: [statistics.Median ?? statistics.Mean], summarised: true });
  } else {
    collector.reject(
      `The benchmark ${quote(name)} has no statistics: it failed.`,
      "See BenchmarkDotNet's own log for the cause.",
    );
    return;
  }
  const allocated = objectOf(entry.Memory)?.BytesAllocatedPerOperation;
  if (typeof allocated === "number") {
    collector.add({ name: `${name} (allocated)`, unit: "B", samples: [allocated], summarised: true });
  }
}

function launchesOf(entry: JsonObject): readonly (readonly unknown[])[] {
  const rows = (listOf(entry.Measurements) ?? []).map(objectOf).filter((row) => row !== null);
  const results = rows.filter((row) => stageOf(row) === "Result");
  const chosen = results.length > 0 ? results : rows.filter((row) => stageOf(row) === "Actual");
  const launches = new Map<unknown, unknown[]>();
  for (const row of chosen) {
    const samples = launches.get(row.LaunchIndex) ?? [];
    launches.set(row.LaunchIndex, samples);
    const { Nanoseconds: time, Operations: operations } = row;
    const usable = typeof time === "number" && typeof operations === "number" && operations > 0;
    samples.push(usable ? time / operations : time === undefined ? operations : quote(time));
  }
  return [...launches.values()];
}

/** Before 0.11 the mode said it all (`Result`, `MainTarget`); since then mode and stage are two fields. */
function stageOf(row: JsonObject): string | null {
  const mode = textOf(row.IterationMode);
  const stage = textOf(row.IterationStage);
  if (stage === null) return mode === "MainTarget" ? "Actual" : mode;
  return mode === "Workload" || mode === null ? stage : null;
}
