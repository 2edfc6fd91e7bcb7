import type { Reading } from "../../domain/problem.ts";
import type { BenchmarkFile, BenchmarkFormat, BenchmarkOptions, BenchmarkView } from "./benchmark-format.ts";
import { listDocumentOf } from "./json-lists.ts";
import { hasKeys, objectOf, quote, textOf } from "./json-shape.ts";
import { SeriesCollector } from "./series-collector.ts";
import { readToolUnit } from "./tool-unit.ts";

/**
 * The lists `[{name, unit, value, range, extra}]` that github-action-benchmark takes as `customSmallerIsBetter` and
 * `customBiggerIsBetter`. The file does not say which of the two it is: the unit decides, or the `direction` option, or the config.
 */
export const githubActionBenchmark: BenchmarkFormat = {
  id: "github-action-benchmark",
  title: "github-action-benchmark list",

  recognise(view: BenchmarkView): boolean {
    const first = objectOf(listDocumentOf(view)?.[0]);
    return first !== null && hasKeys(first, "name", "unit", "value");
  },

  read(view: BenchmarkView, options: BenchmarkOptions): Reading<BenchmarkFile> {
    const collector = new SeriesCollector("error", options);
    for (const item of listDocumentOf(view) ?? []) {
      const entry = objectOf(item);
      const name = textOf(entry?.name) ?? "";
      if (typeof entry?.unit !== "string") {
        collector.reject(
          `The benchmark ${quote(name)} has no unit.`,
          'Every entry needs `name`, `unit` and `value`; a count has the unit "".',
        );
        continue;
      }
      const unit = readToolUnit(entry.unit);
      if (unit.direction === undefined && options.direction === undefined) {
        collector.note(
          `The unit ${quote(entry.unit)} does not say which way it gets better; say so with \`direction\`.`,
        );
      }
      collector.add({ name, unit, samples: [entry.value], summarised: true });
    }
    return collector.finish("");
  },
};
