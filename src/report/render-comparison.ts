import type { ComparedBenchmark, ComparisonStatus, FileComparison } from "../domain/comparison.ts";
import type { Change } from "../domain/finding.ts";
import { formatChange, formatNumber } from "../units/format-value.ts";
import { quantityOf } from "../units/quantity-of.ts";
import { comparisonNotes } from "./comparison-notes.ts";
import { findingFigures, intervalHead } from "./finding-figures.ts";
import type { Tone } from "./marks.ts";
import { renderJson } from "./render-report-json.ts";
import { type TerminalOptions, type TerminalStyle, terminalStyle } from "./terminal-style.ts";
import { layTable, type TableCell, type TableColumn, tableMinimum } from "./terminal-table.ts";
import { type TerminalWriter, terminalWriter } from "./terminal-writer.ts";

/** More rows than this are counted instead of shown; they are the least bad ones. */
const maxRows = 500;

/** Two sets of benchmark files compared, as a table for a person. Safe and within the terminal's width. */
export function renderComparison(comparison: FileComparison, options: TerminalOptions): string {
  const writer = terminalWriter(terminalStyle(options));
  const { benchmarks } = comparison;
  const even = launchesOfAll(benchmarks);
  writeHead(writer, comparison, even);
  writer.blank();
  writeTable(writer, benchmarks.slice(0, maxRows), even === null);
  if (benchmarks.length > maxRows)
    writer.wrapped(
      `and ${benchmarks.length - maxRows} more, none of them worse; --json tells all`,
      0,
      writer.style.dim,
    );
  writer.blank();
  for (const { unit, benchmarks: count, change } of comparison.means) {
    writer.wrapped(
      `Geometric mean of the ${count} changes in ${unitWords(unit)}: ${formatChange(change, "ratio", unit)}`,
      0,
    );
  }
  for (const note of comparisonNotes(comparison)) writer.wrapped(`Note: ${note}`, 0, writer.style.dim);
  writer.blank();
  writeSummary(writer, comparison);
  return `${writer.lines.join("\n")}\n`;
}

/** The same for programs, by the rules of `renderReportJson`. */
export function renderComparisonJson(comparison: FileComparison): string {
  return `${renderJson({ schema: "rollout-gate/compare/1", ...comparison })}\n`;
}

function writeHead(writer: TerminalWriter, { files, criterion }: FileComparison, even: string | null): void {
  const count = (side: "baseline" | "candidate"): number => files.filter((file) => file.side === side).length;
  const both = files.filter((file) => file.side === null).length;
  const sides =
    both > 0
      ? `${plural(both, "file")} with both arms`
      : `${plural(count("baseline"), "file")} → ${plural(count("candidate"), "file")}`;
  const formats = [...new Set(files.map((file) => file.format))].join(", ");
  writer.heading(criterion === null ? "Comparison" : `Comparison against ${criterion}`);
  writer.wrapped(`${sides}, ${formats}${even === null ? "" : `, ${even}`}`, 0, writer.style.dim);
}

const statusColumn: TableColumn = { head: "", align: "start" };
const columns: readonly TableColumn[] = [
  statusColumn,
  { head: "Benchmark", align: "start", min: 28 },
  { head: "Baseline", align: "end" },
  { head: "Candidate", align: "end" },
  { head: "Change", align: "end" },
  { head: "Interval", align: "start" },
  { head: "Launches", align: "end" },
];
const intervalColumn = 5;
const launchesColumn = 6;

function writeTable(writer: TerminalWriter, rows: readonly ComparedBenchmark[], uneven: boolean): void {
  const { style } = writer;
  // Where no interval has an end, a note says why and the column is left out.
  const bounded = rows.some((row) => row.change !== undefined && !isUnbounded(row.change));
  const cells = rows.map((row) => cellsOf(writer, row, bounded));
  const used = columns.map(
    (_, index) => index < 2 || (cells.some((row) => row[index]?.text !== "") && (index !== launchesColumn || uneven)),
  );
  const named = columns.map((column, index) =>
    index === intervalColumn ? { ...column, head: intervalHead(rows) } : column,
  );
  const chosen = named.filter((_, index) => used[index]);
  const filled = cells.map((row) => row.filter((_, index) => used[index]));
  if (tableMinimum(chosen, filled) > style.columns) {
    for (const row of rows) writeStacked(writer, row);
    return;
  }
  const [head = "", ...lines] = layTable(chosen, filled, style.columns, style);
  writer.raw(head);
  for (const [index, line] of lines.entries()) {
    writer.raw(line);
    const row = rows[index];
    if (row !== undefined) writeReason(writer, row);
  }
}

function cellsOf({ style, safe }: TerminalWriter, row: ComparedBenchmark, bounded: boolean): readonly TableCell[] {
  const tone = toneOf(row.status);
  const figures = figuresOf(row);
  return [
    { text: words(row.status, style), paint: tone === null ? style.dim : (text) => style.tone(tone, text) },
    { text: safe(row.name), ...(tone === "bad" ? { paint: style.bold } : {}) },
    { text: safe(figures.baseline) },
    { text: safe(figures.candidate) },
    { text: safe(figures.change) },
    { text: bounded ? safe(figures.interval) : "" },
    { text: launchesOf(row) },
  ];
}

function writeStacked(writer: TerminalWriter, row: ComparedBenchmark): void {
  const { style } = writer;
  const tone = toneOf(row.status);
  const status = words(row.status, style);
  writer.wrapped(row.name, status.length + 2, style.bold, `${tone === null ? status : style.tone(tone, status)}  `);
  const { baseline, candidate, change, interval } = figuresOf(row);
  const values = [baseline, candidate].filter((value) => value !== "").join(style.unicode ? " → " : " -> ");
  if (values !== "") writer.wrapped(values, 4);
  if (change !== "") writer.wrapped(`${change}  (${interval})`, 4);
  writeReason(writer, row);
}

/** What the figures do not say by themselves. */
function writeReason(writer: TerminalWriter, row: ComparedBenchmark): void {
  const open = row.status === "inconclusive";
  if (open ? row.launchesNeeded !== undefined : !explained.has(row.status)) return;
  // An inconclusive reason says itself what would help.
  const action = open || row.action === "" ? "" : `. ${row.action}`;
  writer.wrapped(`${row.reason.replace(/\.$/, "")}${action}`, 4, writer.style.dim);
}

const explained: ReadonlySet<ComparisonStatus> = new Set(["fail", "warn", "invalid", "broken"]);

function writeSummary(writer: TerminalWriter, { benchmarks, criterion, met }: FileComparison): void {
  const { style } = writer;
  const counts = new Map<ComparisonStatus, number>();
  for (const { status } of benchmarks) counts.set(status, (counts.get(status) ?? 0) + 1);
  const told = [...counts].map(([status, count]) => `${count} ${summaryWords[status]}`).join(", ");
  const of = plural(benchmarks.length, "benchmark");
  if (met === null || criterion === null) {
    writer.wrapped(`${of}: ${told}`, 0, style.bold);
    return;
  }
  const tone = met ? "good" : counts.has("fail") ? "bad" : "unknown";
  const lead = `${style.tone(tone, `${style.mark(tone)} ${met ? "met" : "not met"}`)}  `;
  writer.wrapped(`${of} against ${criterion}: ${told}`, met ? 7 : 11, style.bold, lead);
}

const summaryWords: Readonly<Record<ComparisonStatus, string>> = {
  pass: "pass",
  warn: "warn",
  fail: "fail",
  inconclusive: "inconclusive",
  missing: "missing",
  invalid: "invalid",
  worse: "worse",
  better: "better",
  different: "different",
  undecided: "not shown to differ",
  new: "new",
  broken: "not comparable",
};

function figuresOf(row: ComparedBenchmark): ReturnType<typeof findingFigures> {
  const figures = findingFigures({ ...row, limit: "" });
  const { change, unit } = row;
  if (change === undefined) return figures;
  const interval = intervalText(change, unit) ?? figures.interval;
  if (change.scale === "ratio" || unit !== "%") return { ...figures, interval };
  // From 90 % to 92 % is +2 points, and it would be read as a ratio if it had the same sign.
  const points = (text: string): string => text.replace(" %", " points");
  return { ...figures, change: points(figures.change), interval: points(interval) };
}

/** An interval that is open at an end; null where both ends are known. */
function intervalText(change: Change, unit: string): string | null {
  const { upper, lower, scale } = change;
  if (isUnbounded(change)) return "unbounded";
  if (upper === Number.POSITIVE_INFINITY) return `from ${formatChange(lower, scale, unit)}`;
  return lower <= lowest(scale) ? `up to ${formatChange(upper, scale, unit)}` : null;
}

function lowest(scale: Change["scale"]): number {
  return scale === "ratio" ? -1 : Number.NEGATIVE_INFINITY;
}

function isUnbounded({ lower, upper, scale }: Change): boolean {
  return lower <= lowest(scale) && upper === Number.POSITIVE_INFINITY;
}

function words(status: ComparisonStatus, style: TerminalStyle): string {
  if (status === "undecided") return "~";
  const tone = toneOf(status);
  return `${tone === null ? "+" : style.mark(tone)} ${status}`;
}

function toneOf(status: ComparisonStatus): Tone | null {
  switch (status) {
    case "pass":
    case "better":
      return "good";
    case "fail":
    case "worse":
      return "bad";
    case "warn":
    case "different":
      return "doubtful";
    case "undecided":
    case "new":
      return null;
    default:
      return "unknown";
  }
}

/** How many launches each side has, where all benchmarks have as many; null where they differ. */
function launchesOfAll(rows: readonly ComparedBenchmark[]): string | null {
  const compared = rows.filter((row) => row.baseline !== undefined && row.candidate !== undefined);
  const [first] = compared;
  if (first === undefined || compared.some((row) => launchesOf(row) !== launchesOf(first))) return null;
  const [baseline = 0, candidate = 0] = [first.baseline?.launches, first.candidate?.launches];
  return baseline === candidate
    ? `${plural(baseline, "launch", "launches")} a side`
    : `${baseline} and ${candidate} launches`;
}

function launchesOf({ baseline, candidate }: ComparedBenchmark): string {
  if (baseline === undefined && candidate === undefined) return "";
  return `${baseline?.launches ?? 0} + ${candidate?.launches ?? 0}`;
}

function unitWords(unit: string): string {
  const quantity = quantityOf(unit);
  if (quantity === "duration") return "time";
  return quantity === "count" ? unit || "counts" : quantity;
}

function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}
