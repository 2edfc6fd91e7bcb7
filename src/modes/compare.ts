import { assignSides, type NamedFile, type SidedFile } from "../collect/assign-sides.ts";
import { pairSeries } from "../collect/pair-series.ts";
import { matchMetric } from "../config/match-metric.ts";
import type { Arm } from "../domain/arm.ts";
import type { ComparisonStatus, FileComparison } from "../domain/comparison.ts";
import type { Criterion } from "../domain/criterion.ts";
import type { Problem, Reading } from "../domain/problem.ts";
import { readBenchmarks } from "../evidence/benchmarks/read-benchmarks.ts";
import { compareBenchmarks } from "../judge/compare-benchmarks.ts";
import { meanChanges } from "../judge/mean-changes.ts";
import { clipCharacters } from "../report/clip-characters.ts";
import { escapeTerminal } from "../report/escape-terminal.ts";
import { exitStatus } from "./exit-status.ts";
import { GateBroke, type ModePorts } from "./mode-ports.ts";

/** A file or a folder, absolute, and the side that it was named for; null when it was only listed. */
export interface NamedPath {
  readonly path: string;
  readonly side: Arm | null;
}

export interface CompareOptions {
  readonly paths: readonly NamedPath[];
  /** Held against every benchmark; null: changes are described, not judged. */
  readonly criterion: Criterion | null;
  /** Names to compare, `*` for any text; empty: all. */
  readonly benchmarks: readonly string[];
  /** A benchmark format's id; null: by content. */
  readonly format: string | null;
}

type ComparePorts = Pick<ModePorts, "files">;

const maxBytes = 256 * 1024 * 1024;
const mostFiles = 1000;
/** As many as there are threads for reading. */
const filesAtOnce = 4;

/**
 * Compares benchmark files of two sides. Every file is a launch; a folder stands for all files in it.
 *
 * @throws GateBroke when a file cannot be read, when it is not said which side it belongs to, or when nothing can be compared
 */
export async function compare(options: CompareOptions, ports: ComparePorts): Promise<FileComparison> {
  const named: NamedFile[] = [];
  const notes: string[] = [];
  const problems: string[] = [];
  for await (const [{ path, side, operand }, text] of textsOf(await filesOf(options.paths, ports), ports)) {
    if (!text.ok) {
      problems.push(text.problem.kind === "missing" ? `There is no file ${path}.` : problemText(path, text.problem));
      continue;
    }
    const read = readBenchmarks(text.value, { path, ...(options.format === null ? {} : { format: options.format }) });
    if (!read.ok) {
      problems.push(problemText(path, read.problem));
      continue;
    }
    named.push({ file: path, operand, side, format: read.value.format, series: read.value.series });
    notes.push(...read.value.notes);
  }
  if (problems.length > 0) throw broke(...problems);
  const sided = assignSides(named, options.paths.length);
  if (!sided.ok) throw broke(sided.problem.reason, sided.problem.remedy ?? "");
  const keep = (name: string) =>
    options.benchmarks.length === 0 || options.benchmarks.some((key) => matchMetric(key, name));
  const paired = pairSeries(sided.value, keep);
  if (paired.length === 0) throw broke(noMatch(options.benchmarks, sided.value));
  if (paired.every(({ only }) => only !== null)) throw broke(nothingShared(sided.value));
  const benchmarks = compareBenchmarks(paired, options.criterion);
  return {
    files: sided.value.map(({ series, ...file }) => ({ ...file, benchmarks: series.length })),
    criterion: options.criterion?.pass.text ?? null,
    met: options.criterion === null ? null : benchmarks.every(({ status }) => status === "pass" || status === "new"),
    benchmarks,
    means: meanChanges(benchmarks),
    notes: [...new Set(notes)],
  };
}

/**
 * What a shell is told: 1 when a criterion is not met by every benchmark that the baseline has; 2 when files do not agree on what a
 * benchmark is, unless another one fails outright; else 0. Without a criterion nothing can fail.
 */
export function comparisonStatus({ benchmarks, met }: Pick<FileComparison, "benchmarks" | "met">): number {
  const has = (status: ComparisonStatus): boolean => benchmarks.some((one) => one.status === status);
  if (has("fail")) return exitStatus.notGo;
  if (has("broken")) return exitStatus.broke;
  return met === false ? exitStatus.notGo : exitStatus.go;
}

interface FileToRead {
  readonly path: string;
  readonly side: Arm | null;
  readonly operand: number;
  readonly within: string;
}

/** Files with their texts, in order. Those to come are opened while others are on their way: opening takes longer than reading. */
async function* textsOf(
  files: readonly FileToRead[],
  ports: ComparePorts,
): AsyncGenerator<readonly [FileToRead, Reading<string>]> {
  for (let from = 0; from < files.length; from += filesAtOnce) {
    const group = files.slice(from, from + filesAtOnce);
    const texts = await Promise.all(group.map(({ path, within }) => ports.files.readText(path, { maxBytes, within })));
    for (const [index, file] of group.entries()) {
      const text = texts[index];
      if (text !== undefined) yield [file, text];
    }
  }
}

/** Folders taken apart. A file that is named on a command line may lie anywhere; one found in a folder must lie in it. */
async function filesOf(paths: readonly NamedPath[], ports: ComparePorts): Promise<readonly FileToRead[]> {
  const files: FileToRead[] = [];
  for (const [operand, { path, side }] of paths.entries()) {
    if ((await ports.files.kind(path)) !== "folder") {
      files.push({ path, side, operand, within: /^(?:[A-Za-z]:)?[\\/]/.exec(path)?.[0] ?? "/" });
      continue;
    }
    const names = (await ports.files.list(path, { maxFiles: mostFiles + 1 })).filter(
      (name) => !/(?:^|\/)\./.test(name),
    );
    if (names.length === 0) throw broke(`The folder ${path} holds no files.`);
    if (names.length > mostFiles) throw broke(`The folder ${path} holds more than ${mostFiles} files.`);
    files.push(...names.map((name) => ({ path: `${path}/${name}`, side, operand, within: path })));
  }
  const twice = files.find(
    (file, at) => files.findIndex((one) => one.path === file.path && one.side === file.side) < at,
  );
  if (twice === undefined || (paths.length === 2 && files.length === 2 && twice.side === null)) return files;
  throw broke(`${twice.path} is named twice: one run that is counted twice looks like two that agree.`);
}

/** Paths and names come from files that anybody may have written, and end on a terminal. */
function broke(...lines: readonly string[]): GateBroke {
  const safe = lines.map((line) => escapeTerminal(clipCharacters(line, 2000), true));
  return new GateBroke(safe.filter((line) => line !== "").join("\n"));
}

function problemText(path: string, { reason, remedy, line, column }: Problem): string {
  const place = line === undefined ? "" : ` (line ${line}${column === undefined ? "" : `, column ${column}`})`;
  return `${path}${place}: ${reason}${remedy === undefined ? "" : ` ${remedy}`}`;
}

function noMatch(wanted: readonly string[], files: readonly SidedFile[]): string {
  return `No benchmark is called ${wanted.join(" or ")}. There are: ${namesOf(files)}.`;
}

function nothingShared(files: readonly SidedFile[]): string {
  const of = (arm: Arm) =>
    files.map((file) => ({ ...file, series: file.series.filter((one) => (one.arm ?? file.side) === arm) }));
  return `The two sides have no benchmark in common. The baseline has ${namesOf(of("baseline"))}; the candidate has ${namesOf(of("candidate"))}.`;
}

function namesOf(files: readonly Pick<SidedFile, "series">[]): string {
  const names = [...new Set(files.flatMap(({ series }) => series.map(({ name }) => name)))];
  const shown = names.slice(0, 5).join(", ");
  return names.length === 0 ? "none" : names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}
