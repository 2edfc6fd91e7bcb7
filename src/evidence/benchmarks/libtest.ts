import type { Reading } from "../../domain/problem.ts";
import type { BenchmarkFile, BenchmarkFormat, BenchmarkOptions, BenchmarkView } from "./benchmark-format.ts";
import { quote, textOf } from "./json-shape.ts";
import { readNumber } from "./read-number.ts";
import { SeriesCollector } from "./series-collector.ts";

const mark = " ... bench:";

/**
 * Rust's own bench harness (`cargo +nightly bench`), as text or with `--format json`: the median of each benchmark in
 * nanoseconds; it writes no samples.
 */
export const libtest: BenchmarkFormat = {
  id: "libtest",
  title: "Rust libtest bench output",

  recognise(view: BenchmarkView): boolean {
    return view.lines.some((line) => parseLine(line) !== null) || view.messages.some(isBenchMessage);
  },

  read(view: BenchmarkView, options: BenchmarkOptions): Reading<BenchmarkFile> {
    const collector = new SeriesCollector("reruns", options);
    for (const line of view.lines) {
      if (line.startsWith("test ") && line.trimEnd().endsWith(" ... FAILED")) {
        collector.reject(
          `The benchmark ${quote(line.trimEnd().slice(5, -11))} failed.`,
          "Make it pass, or filter it out.",
        );
      }
      const found = parseLine(line);
      if (found !== null) collector.add({ name: found.name, unit: "ns", samples: [found.medianNs], summarised: true });
    }
    for (const message of view.messages) {
      if (message.type === "test" && message.event === "failed") {
        collector.reject(`The benchmark ${quote(message.name)} failed.`, "Make it pass, or filter it out.");
      }
      if (!isBenchMessage(message)) continue;
      collector.add({ name: textOf(message.name) ?? "", unit: "ns", samples: [message.median], summarised: true });
    }
    return collector.finish("Check the filter: it may have left no benchmark to run.");
  },
};

function isBenchMessage(message: Readonly<Record<string, unknown>>): boolean {
  return message.type === "bench" && message.median !== undefined && message.deviation !== undefined;
}

function parseLine(line: string): { readonly name: string; readonly medianNs: number } | null {
  if (!line.startsWith("test ")) return null;
  const at = line.indexOf(mark);
  if (at === -1) return null;
  const match = /^\s*([\d,.]+) ns\/iter \(\+\/- /.exec(line.slice(at + mark.length));
  return match === null ? null : { name: line.slice(5, at), medianNs: readNumber(match[1]) };
}
