import { clipColumns, countColumns, padColumns } from "./fit-columns.ts";
import type { TerminalStyle } from "./terminal-style.ts";

export interface TableCell {
  /** Already safe to print, not yet painted. */
  readonly text: string;
  readonly paint?: (text: string) => string;
}

export interface TableColumn {
  readonly head: string;
  readonly align: "start" | "end";
  /** The column gives up width, down to this, when the table is too wide; absent: it keeps its width. */
  readonly min?: number;
}

/** How wide a table is at the least, two spaces between its columns. */
export function tableMinimum(columns: readonly TableColumn[], rows: readonly (readonly TableCell[])[]): number {
  const widths = naturalWidths(columns, rows);
  return widths.reduce((sum, width, index) => sum + Math.min(width, columns[index]?.min ?? width) + 2, -2);
}

/**
 * Lays a table out within `width`. Only columns with a `min` shrink, the widest first; their cells are cut.
 *
 * @returns the head line, then one line for each row
 */
export function layTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly TableCell[])[],
  width: number,
  style: TerminalStyle,
): readonly string[] {
  const widths = [...naturalWidths(columns, rows)];
  let over = widths.reduce((sum, one) => sum + one + 2, -2) - width;
  while (over > 0) {
    let widest = -1;
    widths.forEach((one, index) => {
      const min = columns[index]?.min;
      if (min !== undefined && one > min && (widest < 0 || one > (widths[widest] ?? 0))) widest = index;
    });
    if (widest < 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
    over -= 1;
  }
  const line = (cells: readonly TableCell[]): string =>
    cells
      .map((cell, index) => {
        const room = widths[index] ?? 0;
        const text = clipColumns(cell.text, room, style.ellipsis);
        const last = index === cells.length - 1 && columns[index]?.align !== "end";
        const padded = last ? text : padColumns(text, room, columns[index]?.align === "end" ? "start" : "end");
        return cell.paint === undefined ? padded : cell.paint(padded);
      })
      .join("  ")
      .trimEnd();
  return [line(columns.map((column) => ({ text: column.head, paint: style.dim }))), ...rows.map(line)];
}

function naturalWidths(columns: readonly TableColumn[], rows: readonly (readonly TableCell[])[]): readonly number[] {
  return columns.map((column, index) =>
    rows.reduce((most, row) => Math.max(most, countColumns(row[index]?.text ?? "")), countColumns(column.head)),
  );
}
