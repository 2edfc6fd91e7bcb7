import type { Direction } from "../../domain/arm.ts";
import type { Series } from "../../domain/measurement.ts";
import type { Reading } from "../../domain/problem.ts";

/** One result file as its format's reader sees it. Every part is made at first use and kept. */
export interface BenchmarkView {
  /** Without a byte order mark. */
  readonly text: string;
  /**
   * The whole text as one JSON document. Bare `NaN`, `Infinity` and numbers out of range, which some tools write beside
   * good results, come as strings, so that only a reader which needs such a value stumbles over it, and can name its benchmark.
   */
  readonly json: Reading<unknown>;
  /** The text's lines without terminal colours; none when the text is one JSON document or XML. */
  readonly lines: readonly string[];
  /** The objects of JSON documents that stand on lines of their own; one when the whole text is a JSON object. */
  readonly messages: readonly Readonly<Record<string, unknown>>[];
}

export interface BenchmarkOptions {
  /** Names the benchmark in files that do not name it themselves, such as Criterion's `sample.json`. */
  readonly benchmarkHint?: string;
  /** The file's path, from which such a benchmark is named when there is no hint. It does not decide the format. */
  readonly path?: string;
  /** Which way gets better, where neither the tool nor the unit says it. */
  readonly direction?: Direction;
}

/** What a file was understood to say. */
export interface BenchmarkFile {
  /** At least one. Names are unique but for the two arms of one benchmark. */
  readonly series: readonly Series[];
  /** Full sentences for people: what was left out, cut or taken from a summary. */
  readonly notes: readonly string[];
}

/** One tool's result format. */
export interface BenchmarkFormat {
  /** As `format:` and `--format` name it. */
  readonly id: string;
  /** The tool's own name for it, for people. */
  readonly title: string;
  /** True only when the content has what no other format has; never throws, linear in the text. */
  recognise(view: BenchmarkView): boolean;
  read(view: BenchmarkView, options: BenchmarkOptions): Reading<BenchmarkFile>;
}
