import type { Reading } from "../../domain/problem.ts";
import type { BenchmarkFile, BenchmarkFormat, BenchmarkOptions, BenchmarkView } from "./benchmark-format.ts";
import { readNumber } from "./read-number.ts";
import { SeriesCollector } from "./series-collector.ts";

/** What benchmark.js prints for each benchmark: `name x 1,234 ops/sec ±1.20% (90 runs sampled)`. It prints no samples. */
export const benchmarkJs: BenchmarkFormat = {
  id: "benchmark.js",
  title: "benchmark.js output",

  recognise(view: BenchmarkView): boolean {
    return view.lines.some((line) => parseLine(line) !== null);
  },

  read(view: BenchmarkView, options: BenchmarkOptions): Reading<BenchmarkFile> {
    const collector = new SeriesCollector("reruns", options);
    for (const line of view.lines) {
      const found = parseLine(line);
      if (found !== null) collector.add({ name: found.name, unit: "1/s", samples: [found.rate], summarised: true });
    }
    return collector.finish("");
  },
};

function parseLine(line: string): { readonly name: string; readonly rate: number } | null {
  const at = line.lastIndexOf(" x ");
  if (at < 1) return null;
  const match = /^([\d,.]+) ops\/sec (?:(?:±|\+-)[\d.]+% )?\(\d+ runs? sampled\)/.exec(line.slice(at + 3));
  return match === null ? null : { name: line.slice(0, at), rate: readNumber(match[1]) };
}
