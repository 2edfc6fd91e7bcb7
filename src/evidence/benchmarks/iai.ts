import type { Reading } from "../../domain/problem.ts";
import type { BenchmarkFile, BenchmarkFormat, BenchmarkOptions, BenchmarkView } from "./benchmark-format.ts";
import { callgrindUnit } from "./callgrind-unit.ts";
import { quote } from "./json-shape.ts";
import { readNumber } from "./read-number.ts";
import { SeriesCollector } from "./series-collector.ts";

/**
 * What iai, iai-callgrind and gungraun print: a name, then indented counts that Valgrind took. The benchmark's own name is
 * its instructions; the other counts are series of their own. `1789|1750` is this run and the one before, which is not read.
 */
export const iai: BenchmarkFormat = {
  id: "iai",
  title: "iai, iai-callgrind and gungraun output",

  recognise(view: BenchmarkView): boolean {
    return view.lines.some((line) => parseCount(line)?.event === "Instructions");
  },

  read(view: BenchmarkView, options: BenchmarkOptions): Reading<BenchmarkFile> {
    const collector = new SeriesCollector("reruns", options);
    let name = "";
    for (const line of view.lines) {
      const found = parseCount(line);
      if (found === null) {
        if (/^\S/.test(line)) name = line.trimEnd();
      } else if (name === "") {
        collector.reject(
          `The count ${quote(line.trim())} has no benchmark's name before it.`,
          "Give the whole output.",
        );
      } else {
        const full = found.event === "Instructions" ? name : `${name} (${found.event})`;
        collector.add({ name: full, unit: callgrindUnit(found.event), samples: [found.count] });
      }
    }
    return collector.finish("");
  },
};

const events = new Set([
  "Instructions",
  "L1 Accesses",
  "L2 Accesses",
  "L1 Hits",
  "L2 Hits",
  "L3 Hits",
  "LL Hits",
  "RAM Accesses",
  "RAM Hits",
  "Total read+write",
  "Estimated Cycles",
]);

function parseCount(line: string): { readonly event: string; readonly count: number } | null {
  if (!line.startsWith("  ")) return null;
  const colon = line.indexOf(":");
  const event = line.slice(0, Math.max(colon, 0)).trim();
  if (!events.has(event)) return null;
  const match = /^\s*([\d,]+)(?:\||\s|$)/.exec(line.slice(colon + 1));
  return match === null ? null : { event, count: readNumber(match[1]) };
}
