import type { Reading } from "../../domain/problem.ts";
import type { BenchmarkFile, BenchmarkFormat, BenchmarkOptions, BenchmarkView } from "./benchmark-format.ts";
import { listOf, quote, textOf } from "./json-shape.ts";
import { readNumber } from "./read-number.ts";
import { SeriesCollector } from "./series-collector.ts";

/**
 * Luau's `bench/bench.py`: its lines `SUCCESS: name : 12.345ms +/- 1.234% on luau`, which github-action-benchmark reads too,
 * and the JSON that it saves beside them, which holds the raw times in milliseconds.
 */
export const luau: BenchmarkFormat = {
  id: "luau",
  title: "Luau bench.py",

  recognise(view: BenchmarkView): boolean {
    return listedRuns(view).length > 0 || view.lines.some((line) => parseLine(line) !== null);
  },

  read(view: BenchmarkView, options: BenchmarkOptions): Reading<BenchmarkFile> {
    const collector = new SeriesCollector("error", options);
    const runs = listedRuns(view);
    const severalVms = new Set(runs.map(([, , vm]) => vm)).size > 1;
    for (const [, , vm, name, values] of runs) {
      const full = severalVms ? `${String(name)} on ${String(vm)}` : String(name);
      collector.add({ name: full, unit: "ms", samples: listOf(values) ?? [] });
    }
    for (const line of view.lines) {
      if (line.startsWith("FAILED:")) collector.reject(`A benchmark failed: ${quote(line.slice(7).trim())}.`);
      const found = parseLine(line);
      if (found === null) continue;
      collector.add({ name: found.name, unit: "ms", samples: [found.averageMs], summarised: true });
    }
    return collector.finish("");
  },
};

/** `[file, vm, short vm, name, values, count]`, one list of them for each test. */
function listedRuns(view: BenchmarkView): readonly (readonly unknown[])[] {
  const tests = view.json.ok ? listOf(view.json.value) : null;
  const runs: (readonly unknown[])[] = [];
  for (const test of tests ?? []) {
    for (const run of listOf(test) ?? []) {
      const row = listOf(run);
      if (row === null || row.length !== 6 || textOf(row[3]) === null || listOf(row[4]) === null) return [];
      runs.push(row);
    }
  }
  return runs;
}

function parseLine(line: string): { readonly name: string; readonly averageMs: number } | null {
  if (!line.startsWith("SUCCESS:")) return null;
  const end = line.indexOf("ms +/-");
  const colon = line.lastIndexOf(":", end);
  if (end === -1 || colon <= 8) return null;
  const averageMs = readNumber(line.slice(colon + 1, end).trim());
  return Number.isNaN(averageMs) ? null : { name: line.slice(8, colon).trim(), averageMs };
}
