import type { Direction } from "../../domain/arm.ts";
import type { Reading } from "../../domain/problem.ts";
import type { BenchmarkFile, BenchmarkFormat, BenchmarkOptions, BenchmarkView } from "./benchmark-format.ts";
import { quote, textOf } from "./json-shape.ts";
import { readNumber } from "./read-number.ts";
import { SeriesCollector } from "./series-collector.ts";
import { readToolUnit } from "./tool-unit.ts";
import { uniqueNames } from "./unique-names.ts";

interface Row {
  readonly pkg: string;
  /** How often the package's header had come when this row came. */
  readonly run: number;
  readonly name: string;
  readonly metrics: readonly (readonly [value: number, unit: string])[];
}

interface Output {
  readonly rows: readonly Row[];
  readonly failed: readonly string[];
  readonly directions: ReadonlyMap<string, Direction>;
}

/**
 * `go test -bench`, as text or under `-json`, and any text in Go's benchmark format. The benchmark's own name is its
 * `ns/op`; every other unit is a series of its own, `BenchmarkFib (allocs/op)`. `-count` measures again in one process and
 * gives samples of one launch; a package whose header comes again was run again and gives a further launch. The
 * `-8` that Go adds for GOMAXPROCS is taken off where all names bear the same.
 *
 * Format: https://golang.org/design/14313-benchmark-format
 */
export const goTest: BenchmarkFormat = {
  id: "go",
  title: "Go benchmark output",

  recognise(view: BenchmarkView): boolean {
    return linesOf(view).some((line) => parseRow(line) !== null);
  },

  read(view: BenchmarkView, options: BenchmarkOptions): Reading<BenchmarkFile> {
    const collector = new SeriesCollector("error", options);
    const output = parseOutput(linesOf(view));
    for (const name of output.failed) {
      collector.reject(`The benchmark ${quote(name)} failed.`, "Make it pass, or leave it out with `-bench`.");
    }
    const procs = sharedProcs(output.rows);
    const benchmarks = new Map<string, { readonly pkg: string; readonly name: string; readonly rows: Row[] }>();
    for (const row of output.rows) {
      const name = procs === null ? row.name : row.name.slice(0, -procs.length);
      const key = `${row.pkg} ${name}`;
      const entry = benchmarks.get(key) ?? { pkg: row.pkg, name, rows: [] };
      benchmarks.set(key, entry);
      entry.rows.push(row);
    }
    const entries = [...benchmarks.values()];
    const names = uniqueNames(
      entries.map(({ pkg, name }) => ({ short: name, long: pkg === "" ? name : `${pkg}.${name}` })),
    );
    entries.forEach(({ rows }, index) => {
      addBenchmark(names[index] ?? "", rows, output.directions, collector);
    });
    return collector.finish("Check the `-bench` pattern.");
  },
};

function linesOf(view: BenchmarkView): readonly string[] {
  if (view.lines.length > 0 && !view.messages.some((message) => textOf(message.Action) !== null)) return view.lines;
  // Packages run side by side, and one line may come in several pieces.
  const outputs = new Map<string, string[]>();
  for (const message of view.messages) {
    if (message.Action !== "output" || typeof message.Output !== "string") continue;
    const pkg = String(message.Package ?? "");
    const pieces = outputs.get(pkg) ?? [];
    outputs.set(pkg, pieces);
    pieces.push(message.Output);
  }
  return [...outputs.values()].flatMap((pieces) => pieces.join("").split("\n"));
}

function parseOutput(lines: readonly string[]): Output {
  const rows: Row[] = [];
  const failed: string[] = [];
  const directions = new Map<string, Direction>();
  const runs = new Map<string, number>();
  let pkg = "";
  for (const line of lines) {
    if (line.startsWith("pkg: ")) {
      pkg = line.slice(5).trim();
      runs.set(pkg, (runs.get(pkg) ?? 0) + 1);
    } else if (line.startsWith("--- FAIL: Benchmark")) {
      failed.push(line.slice("--- FAIL: ".length).split(" ", 1)[0] ?? "");
    } else if (line.startsWith("Unit ")) {
      const [, unit, ...settings] = line.split(/\s+/);
      if (unit !== undefined && settings.includes("better=lower")) directions.set(unit, "lower-is-better");
      if (unit !== undefined && settings.includes("better=higher")) directions.set(unit, "higher-is-better");
    } else {
      const row = parseRow(line);
      if (row !== null) rows.push({ pkg, run: runs.get(pkg) ?? 0, ...row });
    }
  }
  return { rows, failed, directions };
}

function parseRow(line: string): Pick<Row, "name" | "metrics"> | null {
  if (!line.startsWith("Benchmark")) return null;
  const [name = "", iterations = "", ...rest] = line.trimEnd().split(/\s+/);
  if (/^Benchmark\p{Ll}/u.test(name) || !/^\d+$/.test(iterations) || rest.length < 2) return null;
  const metrics: [number, string][] = [];
  for (let at = 0; at + 1 < rest.length; at += 2) {
    const value = rest[at] ?? "";
    const number = readNumber(value);
    if (Number.isNaN(number) && !/^(?:NaN|[+-]?Inf)$/.test(value)) return null;
    metrics.push([number, rest[at + 1] ?? ""]);
  }
  return { name, metrics };
}

/** `-8` where every name ends in it. */
function sharedProcs(rows: readonly Row[]): string | null {
  const suffix = /-\d+$/.exec(rows[0]?.name ?? "")?.[0] ?? null;
  return suffix !== null && rows.every((row) => row.name.endsWith(suffix)) ? suffix : null;
}

function addBenchmark(
  name: string,
  rows: readonly Row[],
  directions: ReadonlyMap<string, Direction>,
  collector: SeriesCollector,
): void {
  const units = new Map<string, Map<number, number[]>>();
  for (const { run, metrics } of rows) {
    for (const [value, unit] of metrics) {
      const launches = units.get(unit) ?? new Map<number, number[]>();
      units.set(unit, launches);
      const samples = launches.get(run) ?? [];
      launches.set(run, samples);
      samples.push(value);
    }
  }
  for (const [unit, launches] of units) {
    const direction = directions.get(unit);
    collector.addLaunches({
      name: unit === "ns/op" ? name : `${name} (${unit})`,
      unit: readToolUnit(unit),
      launches: [...launches.values()],
      ...(direction === undefined ? {} : { direction }),
    });
  }
}
