import type { Reading } from "../../domain/problem.ts";
import type { BenchmarkFile, BenchmarkFormat, BenchmarkOptions, BenchmarkView } from "./benchmark-format.ts";
import { hasKeys, type JsonObject, listOf, objectOf, quote, textOf } from "./json-shape.ts";
import { SeriesCollector } from "./series-collector.ts";

/**
 * What `pytest --benchmark-json=FILE` and `--benchmark-save` write. Times are seconds for one iteration, one sample a
 * round, in `stats.data`. Files saved without `--benchmark-save-data` hold no rounds; their median stands in for them.
 */
export const pytestBenchmark: BenchmarkFormat = {
  id: "pytest-benchmark",
  title: "pytest-benchmark JSON",

  recognise(view: BenchmarkView): boolean {
    const file = view.json.ok ? objectOf(view.json.value) : null;
    const benchmarks = listOf(file?.benchmarks);
    if (file === null || benchmarks === null) return false;
    const first = objectOf(benchmarks[0]);
    if (first === null) return hasKeys(file, "machine_info", "commit_info");
    return hasKeys(first, "fullname", "stats");
  },

  read(view: BenchmarkView, options: BenchmarkOptions): Reading<BenchmarkFile> {
    const collector = new SeriesCollector("error", options);
    const file = view.json.ok ? objectOf(view.json.value) : null;
    const benchmarks = (listOf(file?.benchmarks) ?? []).map(objectOf);
    const uses = new Map<string, number>();
    for (const one of benchmarks) {
      const name = textOf(one?.name);
      if (name !== null) uses.set(name, (uses.get(name) ?? 0) + 1);
    }
    for (const one of benchmarks) {
      if (one === null) collector.reject("An entry of `benchmarks` is not an object.");
      else readOne(one, uses, collector);
    }
    return collector.finish(noFixture);
  },
};

/** Also the likely cause of an empty file. */
export const noFixture =
  "With pytest-benchmark it means that no test used the `benchmark` fixture: a test is measured only when it takes it as a parameter.";

function readOne(one: JsonObject, uses: ReadonlyMap<string, number>, collector: SeriesCollector): void {
  const short = textOf(one.name);
  // The same test name may occur in two modules; only then is the longer name needed.
  const name = short !== null && uses.get(short) === 1 ? short : (textOf(one.fullname) ?? short ?? "");
  if (short !== null && name !== short) {
    collector.note(`Several tests are called ${quote(short)}; their full names are used.`);
  }
  const stats = objectOf(one.stats);
  if (stats === null) {
    collector.reject(`The benchmark ${quote(name)} has no \`stats\`.`);
    return;
  }
  const rounds = listOf(stats.data);
  if (rounds !== null) collector.add({ name, unit: "s", samples: rounds });
  else collector.add({ name, unit: "s", samples: [stats.median ?? stats.mean], summarised: true });
}
