import type { Reading } from "../../domain/problem.ts";
import type { BenchmarkFile, BenchmarkFormat, BenchmarkOptions, BenchmarkView } from "./benchmark-format.ts";
import { documentOf } from "./json-lists.ts";
import { hasKeys, type JsonObject, listOf, objectOf, quote, textOf } from "./json-shape.ts";
import { SeriesCollector } from "./series-collector.ts";

/**
 * hyperfine's `--export-json`: one sample a run, in seconds. Its runs follow each other in one sitting, so they are samples
 * of one launch. A run that did not exit with 0 makes the file invalid, even when hyperfine was told to ignore it: a
 * command that fails early would look fast. `user` and `system` are means and come as series of their own.
 */
export const hyperfine: BenchmarkFormat = {
  id: "hyperfine",
  title: "hyperfine JSON",

  recognise(view: BenchmarkView): boolean {
    const first = objectOf(listOf(documentOf(view)?.results)?.[0]);
    return first !== null && hasKeys(first, "command", "mean", "user", "system");
  },

  read(view: BenchmarkView, options: BenchmarkOptions): Reading<BenchmarkFile> {
    const collector = new SeriesCollector("error", options);
    for (const item of listOf(documentOf(view)?.results) ?? []) {
      const result = objectOf(item);
      if (result === null) collector.reject("An entry of `results` is not an object.");
      else readResult(result, collector);
    }
    return collector.finish("Give hyperfine at least one command.");
  },
};

function readResult(result: JsonObject, collector: SeriesCollector): void {
  const name = textOf(result.command) ?? "";
  const failed = (listOf(result.exit_codes) ?? []).filter((code) => code !== 0);
  if (failed.length > 0) {
    const code = failed[0] === null ? "a signal" : `exit code ${quote(failed[0])}`;
    collector.reject(
      `The command ${quote(name)} did not succeed in ${failed.length} of its runs (${code}).`,
      "The time of a failed run says nothing; make the command end with 0 where its exit code does not matter.",
    );
    return;
  }
  const times = listOf(result.times);
  if (times !== null) collector.add({ name, unit: "s", samples: times });
  else collector.add({ name, unit: "s", samples: [result.median ?? result.mean], summarised: true });
  for (const part of ["user", "system"]) {
    collector.add({ name: `${name} (${part} time)`, unit: "s", samples: [result[part]], summarised: true });
  }
  const memory = listOf(result.memory_usage_byte);
  if (memory !== null && memory.length > 0) collector.add({ name: `${name} (memory)`, unit: "B", samples: memory });
}
