import type { Reading } from "../../domain/problem.ts";
import type { BenchmarkFile, BenchmarkFormat, BenchmarkOptions, BenchmarkView } from "./benchmark-format.ts";
import { quote } from "./json-shape.ts";
import { readNumber } from "./read-number.ts";
import { SeriesCollector } from "./series-collector.ts";

/**
 * What Criterion.rs prints: `name  time: [low estimate high]`. The middle one is its estimate. The percentages it prints
 * below `change:` compare with an earlier run and are not read. For raw samples read `sample.json` or cargo-criterion's messages.
 */
export const criterion: BenchmarkFormat = {
  id: "criterion",
  title: "Criterion.rs output",

  recognise(view: BenchmarkView): boolean {
    return view.lines.some((line) => parseTime(line) !== null);
  },

  read(view: BenchmarkView, options: BenchmarkOptions): Reading<BenchmarkFile> {
    const collector = new SeriesCollector("reruns", options);
    // A name too long for its column stands on the line before.
    let before = "";
    for (const line of view.lines) {
      const time = parseTime(line);
      if (time === null) {
        if (/^\S/.test(line) && !line.startsWith("Benchmarking ")) before = line;
        continue;
      }
      const name = time.name === "" ? before : time.name;
      if (name === "")
        collector.reject("A Criterion result has no name before it.", "Give the whole output of `cargo bench`.");
      else collector.add({ name, unit: time.unit, samples: [time.estimate], summarised: true });
      before = "";
      if (!/^(?:ps|ns|[µμu]s|ms|s)$/.test(time.unit)) collector.reject(`The benchmark ${quote(name)} is not a time.`);
    }
    return collector.finish("Check the filter: it may have left no benchmark to run.");
  },
};

interface Time {
  readonly name: string;
  readonly unit: string;
  readonly estimate: number;
}

function parseTime(line: string): Time | null {
  const at = line.indexOf("time:");
  if (at === -1 || (at > 0 && !/\s/.test(line.charAt(at - 1)))) return null;
  const match = /^\s*\[(\S+) ([^\s\d%]+) (\S+) ([^\s\d%]+) (\S+) ([^\s\d%]+)\]/.exec(line.slice(at + 5));
  if (match === null) return null;
  const [, low, , estimate, unit = "", high] = match;
  if ([low, estimate, high].some((text) => Number.isNaN(readNumber(text)))) return null;
  return { name: line.slice(0, at).trim(), unit, estimate: readNumber(estimate) };
}
