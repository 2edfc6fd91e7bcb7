import type { Series } from "../../../src/domain/measurement.ts";
import type { Problem } from "../../../src/domain/problem.ts";
import {
  type BenchmarkReading,
  type ReadBenchmarksOptions,
  readBenchmarks,
} from "../../../src/evidence/benchmarks/read-benchmarks.ts";

/** What was read; fails the test when there was a problem, or another format was recognised. */
export function readingOf(text: string, format?: string, options?: ReadBenchmarksOptions): BenchmarkReading {
  const read = readBenchmarks(text, options);
  if (!read.ok) throw new Error(`${read.problem.reason} ${read.problem.remedy ?? ""}`);
  if (format !== undefined && read.value.format !== format) throw new Error(`read as ${read.value.format}`);
  return read.value;
}

export function seriesOf(text: string, format?: string, options?: ReadBenchmarksOptions): readonly Series[] {
  return readingOf(text, format, options).series;
}

/** The problem; fails the test when the text was read. */
export function problemOf(text: string, options?: ReadBenchmarksOptions): Problem {
  const read = readBenchmarks(text, options);
  if (read.ok) throw new Error(`was read as ${read.value.format}: ${JSON.stringify(read.value.series).slice(0, 200)}`);
  return read.problem;
}
