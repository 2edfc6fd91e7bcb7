import { clipColumns, countColumns, padColumns } from "./fit-columns.ts";

export interface PictureRow {
  /** Already safe to print. */
  readonly label: string;
  readonly values: readonly number[];
}

export interface PictureOptions {
  /** Width of the whole picture, labels included; below 24 nothing is drawn. */
  readonly columns: number;
  readonly unicode: boolean;
  /** Values marked by a line through all rows: limits. */
  readonly marks: readonly number[];
  /** How a value is written on the axis. */
  readonly format: (value: number) => string;
}

/**
 * Draws rows of values as strips on one axis, a dot for each value, larger where several fall together:
 *
 *     baseline   ·●●•····│···········
 *     candidate  ········│···•●●•····
 *                400 ms  453 ms   500 ms
 *
 * @returns the lines; none when there is nothing finite to draw or too little room
 */
export function textPicture(rows: readonly PictureRow[], options: PictureOptions): readonly string[] {
  const finite = rows.map((row) => ({
    label: row.label,
    values: row.values.filter((value) => Number.isFinite(value)),
  }));
  const all = finite.flatMap((row) => row.values);
  if (all.length === 0) return [];
  const labelColumns = Math.min(12, Math.max(...finite.map((row) => countColumns(row.label))));
  const columns = options.columns - labelColumns - 2;
  if (columns < 24 - labelColumns) return [];

  const marks = options.marks.filter((mark) => Number.isFinite(mark));
  const axis = chooseAxis([...all, ...nearMarks(marks, all)], columns);
  const glyphs = options.unicode ? unicodeGlyphs : asciiGlyphs;
  const markCells = new Set(marks.map((mark) => axis.cell(mark)).filter((cell) => cell >= 0 && cell < columns));
  const lines = finite.map((row) => {
    const label = padColumns(clipColumns(row.label, labelColumns, ""), labelColumns);
    return `${label}  ${strip(row.values, axis, columns, markCells, glyphs)}`;
  });
  const shownMarks = marks.filter((mark) => markCells.has(axis.cell(mark)));
  const scale = axisLine(axis, columns, shownMarks, options.format);
  return [...lines, `${" ".repeat(labelColumns)}  ${scale}`.trimEnd()];
}

interface Axis {
  readonly low: number;
  readonly high: number;
  readonly cell: (value: number) => number;
}

interface Glyphs {
  readonly empty: string;
  readonly one: string;
  readonly many: string;
  readonly mark: string;
}

const unicodeGlyphs: Glyphs = { empty: "·", one: "•", many: "●", mark: "│" };
const asciiGlyphs: Glyphs = { empty: ".", one: "o", many: "@", mark: "|" };

/** Marks far away from all values are left out: they would press the values into one cell. */
function nearMarks(marks: readonly number[], values: readonly number[]): readonly number[] {
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const span = Math.max(high - low, Math.abs(high) * 0.02);
  return marks.filter((mark) => mark > low - 30 * span && mark < high + 30 * span);
}

function chooseAxis(values: readonly number[], columns: number): Axis {
  const least = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const most = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  // Halves, because the span of two finite numbers can be infinite.
  const half = most / 2 - least / 2;
  const margin = half > 0 ? half * 0.08 : Math.abs(most) * 0.05 || 1;
  const low = Math.max(least - margin, -Number.MAX_VALUE);
  const high = Math.min(most + margin, Number.MAX_VALUE);
  const span = high / 2 - low / 2;
  return { low, high, cell: (value) => Math.round(((value / 2 - low / 2) / span) * (columns - 1)) };
}

function strip(
  values: readonly number[],
  axis: Axis,
  columns: number,
  marks: ReadonlySet<number>,
  glyphs: Glyphs,
): string {
  const counts = new Array<number>(columns).fill(0);
  for (const value of values) {
    const cell = Math.min(columns - 1, Math.max(0, axis.cell(value)));
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return counts
    .map((count, cell) =>
      count > 1 ? glyphs.many : count === 1 ? glyphs.one : marks.has(cell) ? glyphs.mark : glyphs.empty,
    )
    .join("");
}

/** The ends of the axis, and the marks between them as far as they do not touch. */
function axisLine(axis: Axis, columns: number, marks: readonly number[], format: (value: number) => string): string {
  const cells = new Array<string>(columns).fill(" ");
  const place = (text: string, start: number): void => {
    const width = countColumns(text);
    const from = Math.max(0, Math.min(columns - width, start));
    if (width > columns || width !== text.length) return;
    for (let at = from - 1; at <= from + width; at++) if ((cells[at] ?? " ") !== " ") return;
    for (let at = 0; at < width; at++) cells[from + at] = text[at] ?? " ";
  };
  for (const mark of marks) {
    const text = format(mark);
    place(text, axis.cell(mark) - Math.floor(text.length / 2));
  }
  place(format(axis.low), 0);
  const high = format(axis.high);
  place(high, columns - high.length);
  return cells.join("").trimEnd();
}
