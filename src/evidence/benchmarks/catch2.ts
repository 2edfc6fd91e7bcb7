import type { Reading } from "../../domain/problem.ts";
import { XmlReader } from "../xml/xml-reader.ts";
import type { BenchmarkFile, BenchmarkFormat, BenchmarkOptions, BenchmarkView } from "./benchmark-format.ts";
import { quote } from "./json-shape.ts";
import { readNumber } from "./read-number.ts";
import { SeriesCollector } from "./series-collector.ts";
import { uniqueNames } from "./unique-names.ts";

/** Catch2 nests sections; nobody nests this many. */
const limits = { maxDepth: 200, maxTextChars: 0 };

interface Result {
  readonly test: string;
  readonly name: string;
  mean: string | undefined;
  failure: string | undefined;
}

/**
 * Catch2's XML reporter (`-r xml`), versions 2 and 3: the mean of each benchmark in nanoseconds; Catch2 writes no samples.
 * A benchmark that comes again in its test case ran once more for another section, in the same process.
 */
export const catch2: BenchmarkFormat = {
  id: "catch2",
  title: "Catch2 XML",

  recognise(view: BenchmarkView): boolean {
    return /^\s*</.test(view.text) && /<BenchmarkResults[\s>]/.test(view.text);
  },

  read(view: BenchmarkView, options: BenchmarkOptions): Reading<BenchmarkFile> {
    const collector = new SeriesCollector("samples", options);
    const parsed = parseResults(view.text);
    if (!parsed.ok) return parsed;
    const owners = new Map<string, Set<string>>();
    for (const { test, name } of parsed.value) owners.set(name, (owners.get(name) ?? new Set()).add(test));
    const distinct = [...owners].flatMap(([name, tests]) =>
      [...tests].map((test) => ({ short: name, long: `${test}/${name}`, test })),
    );
    const chosen = uniqueNames(distinct);
    const names = new Map(distinct.map((one, index) => [`${one.test}\u0000${one.short}`, chosen[index] ?? one.long]));
    for (const { test, name, mean, failure } of parsed.value) {
      const full = names.get(`${test}\u0000${name}`) ?? name;
      if (failure !== undefined) collector.reject(`The benchmark ${quote(full)} failed: ${quote(failure)}.`);
      else collector.add({ name: full, unit: "ns", samples: [readNumber(mean)], summarised: true });
    }
    return collector.finish("Check the test filter: it may have left no benchmark to run.");
  },
};

function parseResults(text: string): Reading<readonly Result[]> {
  const results: Result[] = [];
  let test = "";
  let open: Result | null = null;
  const reader = new XmlReader(
    {
      open(name, attributes) {
        if (name === "TestCase") test = attributes.name ?? "";
        else if (name === "BenchmarkResults") {
          open = { test, name: attributes.name ?? "", mean: undefined, failure: undefined };
          results.push(open);
        } else if (open !== null && name === "mean") open.mean = attributes.value;
        else if (open !== null && name === "failed") open.failure = attributes.message ?? "";
        return undefined;
      },
      close(name) {
        if (name === "BenchmarkResults") open = null;
      },
      wantsText: () => false,
    },
    limits,
  );
  reader.write(text);
  return reader.end() ?? { ok: true, value: results };
}
