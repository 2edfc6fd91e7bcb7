import type { Reading } from "../../domain/problem.ts";
import type { BenchmarkFile, BenchmarkFormat, BenchmarkOptions, BenchmarkView } from "./benchmark-format.ts";
import { readNumber } from "./read-number.ts";
import { SeriesCollector } from "./series-collector.ts";

/** What Dart's benchmark_harness prints for each benchmark: `Name(RunTime): 12.3 us.` It prints no samples. */
export const dart: BenchmarkFormat = {
  id: "dart",
  title: "Dart benchmark_harness output",

  recognise(view: BenchmarkView): boolean {
    return view.lines.some((line) => parseLine(line) !== null);
  },

  read(view: BenchmarkView, options: BenchmarkOptions): Reading<BenchmarkFile> {
    const collector = new SeriesCollector("reruns", options);
    for (const line of view.lines) {
      const found = parseLine(line);
      if (found === null) continue;
      collector.add({ name: found.name, unit: found.unit, samples: [found.value], summarised: true });
    }
    return collector.finish("");
  },
};

function parseLine(line: string): { readonly name: string; readonly value: number; readonly unit: string } | null {
  const at = line.lastIndexOf("(RunTime");
  if (at < 1) return null;
  const match = /^\(RunTime(?:Raw)?\): ([\d.eE+-]+) (ns|[uµ]s|ms|s)\.?\s*$/.exec(line.slice(at));
  if (match === null) return null;
  return { name: line.slice(0, at), value: readNumber(match[1]), unit: match[2] ?? "us" };
}
