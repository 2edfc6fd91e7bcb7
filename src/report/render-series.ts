import type { Checklist, CoverageReport, TestReport } from "../domain/evidence.ts";
import type { Series } from "../domain/measurement.ts";
import type { Problem } from "../domain/problem.ts";
import { formatTogether } from "../units/format-together.ts";
import { formatDuration } from "../units/format-value.ts";
import { clipCharacters } from "./clip-characters.ts";
import { coverageWords } from "./coverage-words.ts";
import { failedTests, placeWords } from "./failed-tests.ts";
import { toneOfItem } from "./marks.ts";
import { renderJson } from "./render-report-json.ts";
import { type TerminalOptions, terminalStyle } from "./terminal-style.ts";
import { layTable, type TableColumn, tableMinimum } from "./terminal-table.ts";
import { type TerminalWriter, terminalWriter } from "./terminal-writer.ts";

/** What one result file is understood to say. */
export type FileUnderstanding =
  | {
      readonly file: string;
      readonly kind: "series";
      readonly format: string;
      readonly series: readonly Series[];
      readonly notes: readonly string[];
    }
  | { readonly file: string; readonly kind: "tests"; readonly report: Omit<TestReport, "stage" | "arm"> }
  | { readonly file: string; readonly kind: "coverage"; readonly report: Omit<CoverageReport, "stage"> }
  | { readonly file: string; readonly kind: "checklist"; readonly format: string; readonly items: Checklist["items"] }
  | { readonly file: string; readonly kind: "problem"; readonly problem: Problem };

const maxRows = 200;

/** What result files are understood to say, as tables for a person. Safe and within the terminal's width. */
export function renderSeries(files: readonly FileUnderstanding[], options: TerminalOptions): string {
  const writer = terminalWriter(terminalStyle(options));
  for (const file of files) {
    writer.blank();
    writer.wrapped(file.file, 0, writer.style.bold);
    writeUnderstanding(writer, file);
  }
  return `${writer.lines.join("\n")}\n`;
}

/** The same for programs: a list with one entry for each file, by the rules of `renderReportJson`. */
export function renderSeriesJson(files: readonly FileUnderstanding[]): string {
  return `${renderJson({ schema: "rollout-gate/read/1", files })}\n`;
}

function writeUnderstanding(writer: TerminalWriter, file: FileUnderstanding): void {
  switch (file.kind) {
    case "series":
      writeSeries(writer, file.format, file.series, file.notes);
      break;
    case "tests":
      writeTests(writer, file.report);
      break;
    case "coverage":
      writeCoverage(writer, file.report);
      break;
    case "checklist":
      writeChecklist(writer, file.format, file.items);
      break;
    case "problem":
      writeProblem(writer, file.problem);
      break;
  }
}

const seriesColumns: readonly TableColumn[] = [
  // Names are read here in order to be copied into a config, so long ones are told on lines of their own.
  { head: "Name", align: "start", min: 50 },
  { head: "Arm", align: "start" },
  { head: "Better", align: "start" },
  { head: "Runs", align: "end" },
  { head: "Samples", align: "end" },
  { head: "Least", align: "end" },
  { head: "Median", align: "end" },
  { head: "Most", align: "end" },
];

function writeSeries(
  writer: TerminalWriter,
  format: string,
  series: readonly Series[],
  notes: readonly string[],
): void {
  const { style, safe } = writer;
  writer.wrapped(`${format}, ${count(series.length, "benchmark")}`, 2);
  const rows = series.slice(0, maxRows).map((one) => {
    const sorted = one.launches.flat().sort((a, b) => a - b);
    const figures = [sorted[0], median(sorted), sorted.at(-1)].map((value) => value ?? Number.NaN);
    const texts = sorted.length === 0 ? ["", "", ""] : formatTogether(figures, one.unit);
    return [
      one.name,
      one.arm ?? "",
      one.direction === undefined ? "not said" : one.direction === "lower-is-better" ? "lower" : "higher",
      String(one.launches.length),
      `${sorted.length}${one.summarised === true ? " (summary)" : ""}`,
      ...texts,
    ].map((text) => ({ text: safe(text) }));
  });
  const used = seriesColumns.map((_, index) => index !== 1 || rows.some((row) => row[1]?.text !== ""));
  const columns = seriesColumns.filter((_, index) => used[index]);
  const filled = rows.map((row) => row.filter((_, index) => used[index]));
  if (rows.length > 0 && tableMinimum(columns, filled) <= style.columns - 2) {
    for (const line of layTable(columns, filled, style.columns - 2, style)) writer.raw(`  ${line}`);
  } else {
    for (const row of filled) {
      writer.wrapped(row[0]?.text ?? "", 2, style.bold);
      const rest = row
        .slice(1)
        .flatMap((cell, index) => (cell.text === "" ? [] : [`${columns[index + 1]?.head.toLowerCase()} ${cell.text}`]));
      writer.wrapped(rest.join(", "), 4);
    }
  }
  if (series.length > maxRows) writer.wrapped(`and ${series.length - maxRows} more`, 2, style.dim);
  for (const note of notes.slice(0, 20)) writer.wrapped(`Note: ${note}`, 2, style.dim);
}

function writeTests(writer: TerminalWriter, report: Omit<TestReport, "stage" | "arm">): void {
  const { style } = writer;
  const counts = (["passed", "failed", "errors", "skipped", "flaky"] as const)
    .filter((name) => name === "passed" || report[name] > 0)
    .map((name) => `${report[name]} ${name === "errors" ? "in error" : name}`);
  writer.wrapped(`${report.format}, ${count(report.total, "test")} in ${formatDuration(report.durationMs)}`, 2);
  writer.wrapped(counts.join(", "), 2);
  const failed = failedTests([{ tests: [{ ...report, stage: "" }] }], 20);
  for (const { test } of failed.cases) {
    const place = placeWords(test);
    writer.wrapped(
      place === "" ? test.name : `${test.name} at ${place}`,
      4,
      undefined,
      `  ${style.tone("bad", style.mark("bad"))} `,
    );
  }
  if (failed.total > failed.cases.length)
    writer.wrapped(`and ${failed.total - failed.cases.length} more`, 4, style.dim);
}

function writeCoverage(writer: TerminalWriter, report: Omit<CoverageReport, "stage">): void {
  const of = report.of.length === 0 ? "everything in the file" : report.of.join(", ");
  writer.wrapped(`${report.format}, ${count(report.fileCount, "file")} of ${of}`, 2);
  writer.wrapped(coverageWords(report), 2);
  for (const file of report.files.slice(0, 10)) writer.wrapped(`${file.path}: ${coverageWords(file)}`, 4);
}

function writeChecklist(writer: TerminalWriter, format: string, items: Checklist["items"]): void {
  const { style } = writer;
  const passed = items.filter((item) => item.status === "passed").length;
  writer.wrapped(`${format}, ${passed} of ${count(items.length, "item")} passed`, 2);
  for (const item of items.slice(0, maxRows)) {
    const tone = toneOfItem(item.status);
    const message = item.message === undefined ? "" : `: ${clipCharacters(item.message, 300)}`;
    writer.wrapped(`${item.name} ${item.status}${message}`, 4, undefined, `  ${style.tone(tone, style.mark(tone))} `);
  }
  if (items.length > maxRows) writer.wrapped(`and ${items.length - maxRows} more`, 4, style.dim);
}

function writeProblem(writer: TerminalWriter, problem: Problem): void {
  const { style } = writer;
  const lead = `  ${style.tone("bad", `${style.mark("bad")} ${problem.kind}`)}  `;
  const place =
    problem.line === undefined
      ? ""
      : ` (line ${problem.line}${problem.column === undefined ? "" : `, column ${problem.column}`})`;
  writer.wrapped(problem.reason + place, 6 + problem.kind.length, undefined, lead);
  if (problem.remedy !== undefined) writer.wrapped(problem.remedy, 4, style.dim);
}

function median(sorted: readonly number[]): number | undefined {
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? undefined : lower / 2 + upper / 2;
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}
