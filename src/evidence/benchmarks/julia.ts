import type { Reading } from "../../domain/problem.ts";
import type { BenchmarkFile, BenchmarkFormat, BenchmarkOptions, BenchmarkView } from "./benchmark-format.ts";
import { listDocumentOf } from "./json-lists.ts";
import { hasKeys, type JsonObject, listOf, objectOf, quote, textOf } from "./json-shape.ts";
import { SeriesCollector } from "./series-collector.ts";

/**
 * What `BenchmarkTools.save` writes: trials with their raw times in nanoseconds for one evaluation, or estimates of them; groups of
 * groups, whose keys are joined by `/`. Memory and allocations are series of their own.
 */
export const julia: BenchmarkFormat = {
  id: "julia",
  title: "Julia BenchmarkTools JSON",

  recognise(view: BenchmarkView): boolean {
    const list = listDocumentOf(view);
    const versions = objectOf(list?.[0]);
    return (
      list?.length === 2 &&
      versions !== null &&
      hasKeys(versions, "Julia", "BenchmarkTools") &&
      listOf(list[1]) !== null
    );
  },

  read(view: BenchmarkView, options: BenchmarkOptions): Reading<BenchmarkFile> {
    const collector = new SeriesCollector("error", options);
    const values = listOf(listDocumentOf(view)?.[1]) ?? [];
    values.forEach((value, index) => {
      const [type] = listOf(value) ?? [];
      const isGroup = typeof type === "string" && type.endsWith("BenchmarkGroup");
      const name = options.benchmarkHint ?? "benchmark";
      readValue(value, isGroup ? [] : [values.length > 1 ? `${name} ${index + 1}` : name], collector);
    });
    return collector.finish("Save the results of `run(suite)`, not the suite.");
  },
};

function readValue(value: unknown, path: readonly string[], collector: SeriesCollector): void {
  const [type, fields] = listOf(value) ?? [];
  const data = objectOf(fields);
  const name = path.join("/");
  const kind = textOf(type)?.replace(/^BenchmarkTools\./, "");
  if (data === null || kind === undefined) {
    collector.reject(`The entry ${quote(name)} is no result of BenchmarkTools.`);
  } else if (kind === "BenchmarkGroup") {
    for (const [key, member] of Object.entries(objectOf(data.data) ?? {}))
      readValue(member, [...path, plainKey(key)], collector);
  } else if (kind === "Trial") {
    collector.add({ name, unit: "ns", samples: listOf(data.times) ?? [] });
    addMemory(name, data, collector);
  } else if (kind === "TrialEstimate") {
    collector.add({ name, unit: "ns", samples: [data.time], summarised: true });
    addMemory(name, data, collector);
  } else if (kind !== "Parameters") {
    collector.reject(
      `The entry ${quote(name)} is a ${quote(kind)}, which holds no times.`,
      "Save trials or estimates of them.",
    );
  }
}

function addMemory(name: string, data: JsonObject, collector: SeriesCollector): void {
  if (data.memory !== undefined) collector.add({ name: `${name} (memory)`, unit: "B", samples: [data.memory] });
  if (data.allocs !== undefined) collector.add({ name: `${name} (allocs)`, unit: "allocs", samples: [data.allocs] });
}

/** Keys that are no strings in Julia are written as Julia would print them: `:sort`, `("a", 1)`. */
function plainKey(key: string): string {
  return key.startsWith(":") ? key.slice(1) : key;
}
