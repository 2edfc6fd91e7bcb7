import type { Reading } from "../../domain/problem.ts";
import type { BenchmarkFile, BenchmarkFormat, BenchmarkOptions, BenchmarkView } from "./benchmark-format.ts";
import { listOf, objectOf, textOf } from "./json-shape.ts";
import { SeriesCollector } from "./series-collector.ts";
import { timesByIterations } from "./times-by-iterations.ts";

/**
 * `cargo criterion --message-format=json`: a line for each benchmark with all of its samples. Other messages and other
 * lines are passed over.
 */
export const cargoCriterion: BenchmarkFormat = {
  id: "cargo-criterion",
  title: "cargo-criterion JSON messages",

  recognise(view: BenchmarkView): boolean {
    return view.messages.some((message) => message.reason === "benchmark-complete" && textOf(message.id) !== null);
  },

  read(view: BenchmarkView, options: BenchmarkOptions): Reading<BenchmarkFile> {
    const collector = new SeriesCollector("reruns", options);
    for (const message of view.messages) {
      if (message.reason !== "benchmark-complete") continue;
      const name = textOf(message.id) ?? "";
      const measured = listOf(message.measured_values);
      const estimate = objectOf(message.typical) ?? objectOf(message.median);
      if (measured !== null) {
        const samples = timesByIterations(measured, listOf(message.iteration_count) ?? []);
        collector.add({ name, unit: textOf(message.unit) ?? "", samples });
      } else {
        collector.add({ name, unit: textOf(estimate?.unit) ?? "", samples: [estimate?.estimate], summarised: true });
      }
    }
    return collector.finish("Check the filter: it may have left no benchmark to run.");
  },
};
