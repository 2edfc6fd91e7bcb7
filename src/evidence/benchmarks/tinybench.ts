import type { Reading } from "../../domain/problem.ts";
import type { BenchmarkFile, BenchmarkFormat, BenchmarkOptions, BenchmarkView } from "./benchmark-format.ts";
import { documentOf, listDocumentOf } from "./json-lists.ts";
import { hasKeys, type JsonObject, listOf, objectOf, quote, textOf } from "./json-shape.ts";
import { readNumber } from "./read-number.ts";
import { SeriesCollector } from "./series-collector.ts";

/**
 * tinybench as people save it: `bench.tasks` (a list of `{name, result}`, versions 2 to 6, alone or under `tasks`), or the rows of
 * `bench.table()`. Times are milliseconds; samples are there in version 2 and with `retainSamples`, else the median stands in.
 */
export const tinybench: BenchmarkFormat = {
  id: "tinybench",
  title: "tinybench JSON",

  recognise(view: BenchmarkView): boolean {
    return tasksOf(view) !== null;
  },

  read(view: BenchmarkView, options: BenchmarkOptions): Reading<BenchmarkFile> {
    const collector = new SeriesCollector("error", options);
    for (const item of tasksOf(view) ?? []) {
      const task = objectOf(item);
      if (task === null) collector.reject("An entry of the list is not an object.");
      else if (isResult(task)) {
        collector.reject(
          "The tinybench results bear no names.",
          "Save `bench.tasks` or `bench.table()` instead of `bench.results`.",
        );
      } else if (titleOf(task) !== null) readRow(task, collector);
      else readTask(task, collector);
    }
    return collector.finish("Add a task before `bench.run()`.");
  },
};

function tasksOf(view: BenchmarkView): readonly unknown[] | null {
  const list = listDocumentOf(view) ?? listOf(documentOf(view)?.tasks);
  const first = objectOf(list?.[0]);
  if (first === null) return null;
  const isTask = hasKeys(first, "name", "result") && objectOf(first.result) !== null;
  return isTask || isResult(first) || titleOf(first) !== null ? list : null;
}

/** One of `bench.results`. */
function isResult(entry: JsonObject): boolean {
  return hasKeys(entry, "state", "runtime") || (hasKeys(entry, "latency", "throughput") && !hasKeys(entry, "result"));
}

/** The first column of `bench.table()`, in its spellings. */
function titleOf(row: JsonObject): string | null {
  return textOf(row["Task name"]) ?? textOf(row["Task Name"]);
}

function readTask(task: JsonObject, collector: SeriesCollector): void {
  const name = textOf(task.name) ?? "";
  const result = objectOf(task.result);
  if (result === null || result.error !== undefined || result.state === "errored" || result.state === "aborted") {
    collector.reject(
      `The task ${quote(name)} did not complete.`,
      "Make it run without an error; `throws: true` shows where it fails.",
    );
    return;
  }
  const latency = objectOf(result.latency) ?? result;
  const samples = listOf(latency.samples) ?? [];
  if (samples.length > 0) collector.add({ name, unit: "ms", samples });
  else collector.add({ name, unit: "ms", samples: [latency.p50 ?? latency.mean], summarised: true });
}

/** Cells are numbers with their error: `1332.0 ± 60.00`. */
function readRow(row: JsonObject, collector: SeriesCollector): void {
  const name = titleOf(row) ?? "";
  const cells = Object.entries(row);
  const cell =
    cells.find(([title]) => /^Latency med(?:ian)? \(/.test(title)) ??
    cells.find(([title]) => /^(?:Latency (?:avg|average|mean)|Average Time) \(/.test(title));
  if (cell === undefined) {
    collector.reject(`The task ${quote(name)} has no latency column.`, "It probably ended with an error.");
    return;
  }
  const [title, value] = cell;
  const unit = title.slice(title.indexOf("(") + 1, title.indexOf(")"));
  const number = typeof value === "string" ? readNumber(value.split(" ", 1)[0]) : value;
  collector.add({ name, unit, samples: [Number.isNaN(number) ? value : number], summarised: true });
}
