import type { Reading } from "../../domain/problem.ts";
import type { BenchmarkFile, BenchmarkFormat, BenchmarkOptions, BenchmarkView } from "./benchmark-format.ts";
import { documentOf } from "./json-lists.ts";
import { hasKeys, listOf, objectOf, quote, textOf } from "./json-shape.ts";
import { SeriesCollector } from "./series-collector.ts";
import { uniqueNames } from "./unique-names.ts";

/** Also the likely cause of an empty file. */
export const noFixture =
  "With pytest-benchmark it means that no test used the `benchmark` fixture: a test is measured only when it takes it as a parameter.";

/**
 * What `pytest --benchmark-json=FILE` and `--benchmark-save` write. Times are seconds for one iteration, one sample a
 * round, in `stats.data`. Files saved without `--benchmark-save-data` hold no rounds; their median stands in for them.
 */
export const pytestBenchmark: BenchmarkFormat = {
  id: "pytest-benchmark",
  title: "pytest-benchmark JSON",

  recognise(view: BenchmarkView): boolean {
    const file = documentOf(view);
    const benchmarks = listOf(file?.benchmarks);
    if (file === null || benchmarks === null) return false;
    const first = objectOf(benchmarks[0]);
    if (first === null) return hasKeys(file, "machine_info", "commit_info");
    return hasKeys(first, "fullname", "stats");
  },

  read(view: BenchmarkView, options: BenchmarkOptions): Reading<BenchmarkFile> {
    const collector = new SeriesCollector("error", options);
    const benchmarks = (listOf(documentOf(view)?.benchmarks) ?? []).map(objectOf);
    // The same test name may occur in two modules; only then is the longer name needed.
    const names = uniqueNames(
      benchmarks.map((one) => {
        const short = textOf(one?.name) ?? "";
        return { short, long: textOf(one?.fullname) ?? short };
      }),
    );
    benchmarks.forEach((one, index) => {
      const name = names[index] ?? "";
      const stats = objectOf(one?.stats);
      if (stats === null) {
        collector.reject(`The benchmark ${quote(name)} has no \`stats\`.`);
        return;
      }
      const rounds = listOf(stats.data);
      if (rounds !== null) collector.add({ name, unit: "s", samples: rounds });
      else collector.add({ name, unit: "s", samples: [stats.median ?? stats.mean], summarised: true });
    });
    return collector.finish(noFixture);
  },
};
