import type { Reading } from "../../domain/problem.ts";
import type { BenchmarkFile, BenchmarkFormat, BenchmarkOptions, BenchmarkView } from "./benchmark-format.ts";
import { callgrindUnit } from "./callgrind-unit.ts";
import { hasKeys, type JsonObject, listOf, objectOf, quote, textOf } from "./json-shape.ts";
import { SeriesCollector } from "./series-collector.ts";

/** The events that gungraun prints by default, by their names in the file. */
const shown: readonly (readonly [event: string, label: string])[] = [
  ["Ir", "Instructions"],
  ["L1hits", "L1 Hits"],
  ["LLhits", "LL Hits"],
  ["RamHits", "RAM Hits"],
  ["TotalRW", "Total read+write"],
  ["EstimatedCycles", "Estimated Cycles"],
];

/**
 * The `summary.json` of iai-callgrind 0.14 and later, and of gungraun, one benchmark a file; or several on lines of their own, from
 * `--output-format=json`. The benchmark's own name is its instructions. Counts of the run before are not read.
 */
export const gungraunSummary: BenchmarkFormat = {
  id: "gungraun-summary",
  title: "gungraun summary.json",

  recognise(view: BenchmarkView): boolean {
    return view.messages.some(isSummary);
  },

  read(view: BenchmarkView, options: BenchmarkOptions): Reading<BenchmarkFile> {
    const collector = new SeriesCollector("error", options);
    for (const summary of view.messages.filter(isSummary)) readSummary(summary, collector);
    return collector.finish("");
  },
};

function isSummary(message: JsonObject): boolean {
  return (
    hasKeys(message, "module_path", "benchmark_exe") &&
    (hasKeys(message, "profiles") || hasKeys(message, "callgrind_summary"))
  );
}

function readSummary(summary: JsonObject, collector: SeriesCollector): void {
  const id = textOf(summary.id);
  const name = `${textOf(summary.module_path) ?? ""}${id === null ? "" : ` ${id}`}`;
  const events = eventsOf(summary);
  if (events === null || events.Ir === undefined) {
    collector.reject(
      `The benchmark ${quote(name)} has no counts of Callgrind.`,
      "Run it with Callgrind, gungraun's default tool.",
    );
    return;
  }
  for (const [event, label] of shown) {
    if (events[event] === undefined) continue;
    const full = label === "Instructions" ? name : `${name} (${label})`;
    collector.add({ name: full, unit: callgrindUnit(label), samples: [newCount(objectOf(events[event]))] });
  }
}

/** Callgrind's totals, wherever the versions of the summary put them. */
function eventsOf(summary: JsonObject): JsonObject | null {
  const run = objectOf(objectOf(summary.callgrind_summary)?.callgrind_run);
  if (run !== null) return objectOf(objectOf(run.total)?.summary);
  const profiles = (listOf(summary.profiles) ?? []).map(objectOf);
  const profile = profiles.find((one) => one?.tool === "Callgrind");
  const total = objectOf((objectOf(profile?.data) ?? objectOf(profile?.summaries))?.total);
  const events = objectOf(total?.metrics) ?? objectOf(total?.summary);
  return objectOf(events?.Callgrind) ?? events;
}

/** The count of this run: `values.new`, or the first of `Both`, or `Left`, which stands alone when there was no run before. */
function newCount(event: JsonObject | null): unknown {
  const values = objectOf(event?.values);
  if (values !== null) return values.new;
  const metrics = objectOf(event?.metrics);
  const count = metrics?.Left ?? listOf(metrics?.Both)?.[0];
  const typed = objectOf(count);
  return typed === null ? count : (typed.Int ?? typed.Float);
}
