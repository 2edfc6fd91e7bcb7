import type { Finding } from "../domain/finding.ts";
import { formatValue } from "../units/format-value.ts";
import { findingFigures, intervalHead } from "./finding-figures.ts";
import type { FindingRow } from "./finding-rows.ts";
import { limitPositions } from "./limit-position.ts";
import { outcomeWords, toneOfFinding } from "./outcome-words.ts";
import { layTable, type TableCell, type TableColumn, tableMinimum } from "./terminal-table.ts";
import type { TerminalWriter } from "./terminal-writer.ts";
import { textPicture } from "./text-picture.ts";

/** More rows than this are not read in a terminal; the rest is counted. */
const maxRows = 60;
const maxPictures = 6;

const tableColumns: readonly TableColumn[] = [
  { head: "", align: "start" },
  // A name cut shorter than this is no longer told from its neighbours.
  { head: "Check", align: "start", min: 28 },
  { head: "Baseline", align: "end" },
  { head: "Candidate", align: "end" },
  { head: "Change", align: "end" },
  { head: "Interval", align: "start" },
  { head: "Limit", align: "start", min: 8 },
];

const intervalColumn = 5;

interface Table {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly TableCell[])[];
  /** Whether the interval has a column. */
  readonly interval: boolean;
}

/** The table of all findings, worst first: as columns where they fit, one below the other where they do not. */
export function writeFindings(writer: TerminalWriter, rowsOfReport: readonly FindingRow[]): void {
  if (rowsOfReport.length === 0) return;
  const shown = rowsOfReport.slice(0, maxRows);
  writer.blank();
  const rows = shown.map((row) => cells(writer, row));
  // A column that nobody fills takes no room; where room is short, the interval goes below its row.
  const filled = tableColumns.map((_, index) => index < 2 || rows.some((row) => row[index]?.text !== ""));
  const named = tableColumns.map((column, index) =>
    index === intervalColumn ? { ...column, head: intervalHead(shown.map((row) => row.finding)) } : column,
  );
  const choose = (used: readonly boolean[]): Table => ({
    columns: named.filter((_, index) => used[index]),
    rows: rows.map((row) => row.filter((_, index) => used[index])),
    interval: used[intervalColumn] === true,
  });
  const table = [choose(filled), choose(filled.map((used, index) => used && index !== intervalColumn))].find(
    ({ columns, rows: cut }) => tableMinimum(columns, cut) <= writer.style.columns,
  );
  if (table === undefined) for (const row of shown) writeStacked(writer, row);
  else writeTable(writer, shown, table);
  if (rowsOfReport.length > shown.length) {
    writer.wrapped(`${rowsOfReport.length - shown.length} more findings are in the report file.`, 0, writer.style.dim);
  }
}

function writeTable(writer: TerminalWriter, shown: readonly FindingRow[], table: Table): void {
  const [head = "", ...lines] = layTable(table.columns, table.rows, writer.style.columns, writer.style);
  writer.raw(head);
  for (const [index, line] of lines.entries()) {
    writer.raw(line);
    const row = shown[index];
    if (row === undefined) continue;
    const { interval } = findingFigures(row.finding);
    if (!table.interval && interval !== "") {
      writer.wrapped(`${intervalHead([row.finding])} ${interval}`, 4, writer.style.dim);
    }
    writeReason(writer, row);
  }
}

function cells(writer: TerminalWriter, { finding, name }: FindingRow): readonly TableCell[] {
  const { style, safe } = writer;
  const tone = toneOfFinding(finding);
  const figures = findingFigures(finding);
  const plain = finding.outcome === "pass";
  return [
    { text: `${style.mark(tone)} ${outcomeWords(finding)}`, paint: (text) => style.tone(tone, text) },
    { text: safe(name), ...(plain ? {} : { paint: style.bold }) },
    { text: safe(figures.baseline) },
    { text: safe(figures.candidate) },
    { text: safe(figures.change), ...(plain ? {} : { paint: (text: string) => style.tone(tone, text) }) },
    { text: safe(figures.interval), paint: style.dim },
    { text: safe(finding.limit) },
  ];
}

function writeReason(writer: TerminalWriter, { reason, notes }: FindingRow): void {
  if (reason !== "") writer.wrapped(reason, 4, writer.style.dim);
  for (const note of notes) writer.wrapped(`Note: ${note}`, 4, writer.style.dim);
}

function writeStacked(writer: TerminalWriter, row: FindingRow): void {
  const { style } = writer;
  const { finding } = row;
  const tone = toneOfFinding(finding);
  const words = `${style.mark(tone)} ${outcomeWords(finding)}`;
  writer.wrapped(row.name, words.length + 2, style.bold, `${style.tone(tone, words)}  `);
  const figures = findingFigures(finding);
  const arrow = style.unicode ? "→" : "->";
  const values = [figures.baseline, figures.candidate].filter((value) => value !== "").join(` ${arrow} `);
  if (values !== "") writer.wrapped(values, 4);
  const change = figures.change === "" ? "" : `${figures.change}  (${figures.interval})`;
  const limit = finding.limit === "" ? "" : `limit ${unbroken(finding.limit)}`;
  const line = [change, limit].filter((text) => text !== "").join(", ");
  if (line !== "") writer.wrapped(line, 4);
  writeReason(writer, row);
}

/** Both arms of each comparison as strips on one axis, with the limit marked. */
export function writePictures(writer: TerminalWriter, findings: readonly Finding[]): void {
  const { style } = writer;
  const compared = findings.filter((finding) => finding.baseline !== undefined && finding.candidate !== undefined);
  const drawn = compared.slice(0, maxPictures);
  for (const finding of drawn) {
    const { baseline, candidate, change, unit } = finding;
    if (baseline === undefined || candidate === undefined) continue;
    const lines = textPicture(
      [
        { label: "baseline", values: baseline.perLaunch },
        { label: "candidate", values: candidate.perLaunch },
      ],
      {
        columns: Math.min(style.columns - 2, 100),
        unicode: style.unicode,
        marks: limitPositions(finding.limit, baseline.centre, change?.scale ?? "ratio"),
        format: (value) => writer.safe(formatValue(value, unit)),
      },
    );
    if (lines.length === 0) continue;
    const sign = style.unicode ? "│" : "|";
    const marked = lines.slice(0, 2).some((line) => line.includes(sign));
    const limit = finding.limit === "" ? "" : `, ${marked ? sign : "off the axis:"} limit ${unbroken(finding.limit)}`;
    writer.blank();
    const dots = finding.recorded === undefined ? "one dot per launch" : "one dot per launch, in the baseline per run";
    writer.wrapped(`${finding.subject}: ${dots}${limit}`, 0, style.bold);
    for (const line of lines) writer.raw(`  ${line}`);
  }
  if (compared.length > drawn.length) {
    writer.wrapped(`${compared.length - drawn.length} more comparisons are not drawn.`, 0, style.dim);
  }
}

/** Keeps a short text on one line when it is wrapped with others. */
function unbroken(text: string): string {
  return text.length <= 30 ? text.replaceAll(" ", "\u00A0") : text;
}
