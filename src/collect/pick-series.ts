import type { Series } from "../domain/measurement.ts";
import type { Reading } from "../domain/problem.ts";
import type { BenchmarkReading } from "../evidence/benchmarks/read-benchmarks.ts";

export interface PickedSeries {
  /** One, or one for each arm. */
  readonly series: readonly Series[];
  readonly file: string;
  readonly format: string;
}

const listed = 8;

/**
 * Finds the benchmark that a config names. Its whole name, as the tool writes it, comes first; then its last part, after
 * `::`, `/` or `.`, where only one benchmark ends so.
 */
export function pickSeries(
  name: string,
  files: readonly { readonly file: string; readonly reading: BenchmarkReading }[],
): Reading<PickedSeries> {
  const all = files.flatMap(({ file, reading }) => reading.series.map((series) => ({ file, reading, series })));
  const exact = all.filter(({ series }) => series.name === name);
  const candidates = exact.length > 0 ? exact : all.filter(({ series }) => lastPart(series.name) === name);
  const names = new Set(candidates.map(({ file, series }) => `${series.name} in ${file}`));
  const [first] = candidates;
  if (first === undefined) {
    return problem(
      "missing",
      `No benchmark is called ${name}. There ${all.length === 1 ? "is" : "are"}: ${list(all.map(({ series }) => series.name))}.`,
      "Correct the name under `measure`, or look why the benchmark did not run.",
    );
  }
  if (names.size > 1) {
    return problem(
      "invalid",
      `${name} could be any of ${list([...names])}.`,
      "Write the benchmark's whole name, or its file as `file:`.",
    );
  }
  return {
    ok: true,
    value: { series: candidates.map(({ series }) => series), file: first.file, format: first.reading.format },
  };
}

function lastPart(name: string): string {
  return name.split(/::|[/.]/).at(-1) ?? name;
}

function list(names: readonly string[]): string {
  const unique = [...new Set(names)];
  const shown = unique.slice(0, listed).map((name) => (name.length > 80 ? `${name.slice(0, 79)}…` : name));
  return unique.length > listed ? `${shown.join(", ")} and ${unique.length - listed} more` : shown.join(", ");
}

function problem(kind: "missing" | "invalid", reason: string, remedy: string): Reading<never> {
  return { ok: false, problem: { kind, reason, remedy } };
}
