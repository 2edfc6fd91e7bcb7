import type { Reading } from "../../domain/problem.ts";
import type { BenchmarkFile, BenchmarkFormat, BenchmarkOptions, BenchmarkView } from "./benchmark-format.ts";
import { documentOf } from "./json-lists.ts";
import { hasKeys, listOf, objectOf, quote } from "./json-shape.ts";
import { SeriesCollector } from "./series-collector.ts";

/**
 * asv's `results/MACHINE/*.json`, version 2: one row a benchmark under `result_columns`, one value for each combination of
 * parameters, raw samples when it ran with `--record-samples`. The file does not hold units; asv's own naming rule
 * (`time_`, `timeraw_`, `mem_`, `peakmem_`) gives them. A null result has failed; a NaN was skipped by the benchmark itself.
 */
export const asv: BenchmarkFormat = {
  id: "asv",
  title: "asv results JSON",

  recognise(view: BenchmarkView): boolean {
    const file = documentOf(view);
    return file !== null && hasKeys(file, "results", "commit_hash") && objectOf(file.results) !== null;
  },

  read(view: BenchmarkView, options: BenchmarkOptions): Reading<BenchmarkFile> {
    const collector = new SeriesCollector("error", options);
    const file = documentOf(view) ?? {};
    const columns = listOf(file.result_columns);
    if (columns === null) {
      collector.reject(
        "The asv results are of an old version without `result_columns`.",
        "Run `asv update` on them first.",
      );
    } else {
      const place = (name: string) => columns.indexOf(name);
      const places = { result: place("result"), params: place("params"), samples: place("samples") };
      for (const [name, row] of Object.entries(objectOf(file.results) ?? {}))
        readRow(name, listOf(row), places, collector);
    }
    return collector.finish("Run `asv run` with at least one benchmark that is not skipped.");
  },
};

interface Places {
  readonly result: number;
  readonly params: number;
  readonly samples: number;
}

function readRow(name: string, row: readonly unknown[] | null, places: Places, collector: SeriesCollector): void {
  if (row === null) {
    collector.reject(`The benchmark ${quote(name)} has no result row.`);
    return;
  }
  const results = listOf(row[places.result]);
  if (results === null) {
    collector.reject(
      `The benchmark ${quote(name)} failed (its result is null).`,
      "Run `asv run --show-stderr` to see why.",
    );
    return;
  }
  const params = listOf(row[places.params]) ?? [];
  const raw = listOf(row[places.samples]);
  const unit = unitOf(name);
  results.forEach((result, index) => {
    const full = `${name}${combination(params, index)}`;
    if (result === "NaN") {
      collector.note(`${quote(full)} was skipped by the benchmark itself.`);
      return;
    }
    if (result === null) {
      collector.reject(
        `The benchmark ${quote(full)} failed (its result is null).`,
        "Run `asv run --show-stderr` to see why.",
      );
      return;
    }
    const samples = listOf(raw?.[index]);
    // A tracked value is no summary: asv asks for it once.
    const summarised = samples === null && /^time/.test(lastPart(name));
    collector.add({ name: full, unit, samples: samples ?? [result], summarised });
  });
}

/** The parameters of the value at `index`: the last parameter changes fastest. */
function combination(params: readonly unknown[], index: number): string {
  const chosen: string[] = [];
  let rest = index;
  for (const list of [...params].reverse()) {
    const values = listOf(list) ?? [];
    if (values.length === 0) continue;
    chosen.unshift(String(values[rest % values.length]).slice(0, 100));
    rest = Math.floor(rest / values.length);
  }
  return chosen.length === 0 ? "" : `(${chosen.join(", ")})`;
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

function unitOf(name: string): string {
  const part = lastPart(name).toLowerCase();
  if (/^time(?:raw)?(?:_|$)/.test(part)) return "s";
  return /^(?:peak)?mem(?:_|$)/.test(part) ? "B" : "";
}
