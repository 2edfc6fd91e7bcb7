import type { Problem, Reading } from "../../domain/problem.ts";
import { invalid } from "../refusal.ts";
import type { BenchmarkFile, BenchmarkFormat, BenchmarkOptions, BenchmarkView } from "./benchmark-format.ts";
import { benchmarkFormats } from "./benchmark-formats.ts";
import { viewBenchmarks } from "./benchmark-view.ts";
import { listOf, objectOf, quote } from "./json-shape.ts";
import { noFixture } from "./pytest-benchmark.ts";

export interface ReadBenchmarksOptions extends BenchmarkOptions {
  /** A format's id, where the content alone does not say which it is. */
  readonly format?: string;
}

/** What a result file says, and as which format it was understood. */
export interface BenchmarkReading extends BenchmarkFile {
  readonly format: string;
}

/**
 * Reads a benchmark result file of any supported tool. The format is recognised by content, never by name.
 *
 * Samples come in canonical units (`ns`, `B`, `1/s`, …), all finite; durations, sizes and rates are never negative. One
 * unusable value makes the whole file invalid, because a benchmark that is silently left out could not fail.
 *
 * @param text the whole file
 * @returns a problem when the file is empty, cut off, of no known format, or could be of several
 */
export function readBenchmarks(text: string, options: ReadBenchmarksOptions = {}): Reading<BenchmarkReading> {
  if (text.trim() === "") return emptyFile(text);
  const view = viewBenchmarks(text);
  const chosen = options.format === undefined ? recogniseFormat(view) : namedFormat(options.format, view);
  if (!chosen.ok) return chosen;
  const read = chosen.value.read(view, options);
  return read.ok ? { ok: true, value: { format: chosen.value.id, ...read.value } } : read;
}

/** The one format whose marks the content bears. */
function recogniseFormat(view: BenchmarkView): Reading<BenchmarkFormat> {
  const candidates = benchmarkFormats.filter((format) => format.recognise(view));
  const [first, ...others] = candidates;
  if (first === undefined) return { ok: false, problem: nothingRecognised(view) };
  if (others.length === 0) return { ok: true, value: first };
  const names = candidates.map((format) => `\`${format.id}\``).join(", ");
  return invalid(
    `The file could be of several formats: ${names}.`,
    "Name the right one with `format`, or write each tool's results into a file of their own.",
  );
}

function namedFormat(id: string, view: BenchmarkView): Reading<BenchmarkFormat> {
  const format = benchmarkFormats.find((one) => one.id === id);
  if (format === undefined) return invalid(`There is no benchmark format ${quote(id)}.`, supported());
  if (format.recognise(view)) return { ok: true, value: format };
  const asOther = benchmarkFormats.filter((one) => one.recognise(view)).map((one) => `\`${one.id}\``);
  if (asOther.length === 0) {
    const { reason, ...rest } = nothingRecognised(view);
    return { ok: false, problem: { ...rest, reason: `The file is no ${format.title}. ${reason}` } };
  }
  return invalid(
    `The file is no ${format.title}; it looks like ${asOther.join(" or ")}.`,
    "Correct `format`, or leave it out.",
  );
}

function emptyFile(text: string): Reading<never> {
  return invalid(
    text === "" ? "The benchmark file is empty (0 bytes)." : "The benchmark file holds only white space.",
    `The tool measured nothing, or was stopped before it wrote. ${noFixture}`,
  );
}

function nothingRecognised(view: BenchmarkView): Problem {
  const looksLikeJson = /^\s*[[{]/.test(view.text);
  if (looksLikeJson && !view.json.ok && view.messages.length === 0) return view.json.problem;
  return {
    kind: "invalid",
    reason: `No benchmark format was recognised; the file looks like ${appearance(view)}.`,
    remedy: supported(),
  };
}

function supported(): string {
  return `Supported: ${benchmarkFormats.map((format) => format.id).join(", ")}.`;
}

function appearance(view: BenchmarkView): string {
  if (view.text.includes("\u0000")) return "binary data";
  if (/^\s*</.test(view.text)) {
    const tag = /<([A-Za-z][\w.:-]{0,40})/.exec(view.text.slice(0, 4096))?.[1];
    return tag === undefined ? "XML or HTML" : `XML or HTML with the element ${quote(tag)}`;
  }
  if (view.json.ok) {
    const list = listOf(view.json.value);
    if (list !== null) return `a JSON list of ${list.length}${keysOf(list[0])}`;
    if (objectOf(view.json.value) !== null) return `a JSON object${keysOf(view.json.value)}`;
    return "a single JSON value";
  }
  if (view.messages.length > 0) return `JSON lines${keysOf(view.messages[0])}`;
  return "plain text without a result line of a known tool";
}

function keysOf(value: unknown): string {
  const object = objectOf(value);
  if (object === null) return "";
  const keys = Object.keys(object);
  if (keys.length === 0) return " without keys";
  return ` with the keys ${keys.slice(0, 5).map(quote).join(", ")}${keys.length > 5 ? ", …" : ""}`;
}
