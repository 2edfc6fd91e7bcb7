import type { ChecklistItem } from "../../domain/evidence.ts";
import type { Reading } from "../../domain/problem.ts";
import { listNames, plainName } from "../plain-name.ts";
import { invalid, missing, read } from "../refusal.ts";
import { parseStatus } from "./status-word.ts";

/** What stands between cells: lines drawn as boxes, or a plain bar as in Markdown. */
const edges = /[│┃║|]/;
const rule = /^[\s─━═╌┄┅┈┉+:|┃│║=\-┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋┡┩╇┢┪╈╞╡╪╔╗╚╝╠╣╦╩╬┯┷┿╭╮╰╯]*$/;
const statusTitles = new Set(["status", "state", "result", "outcome", "ready", "available", "health"]);
const maxItems = 10_000;
const maxCellChars = 500;

/** Whether a text looks like a table, and not like JSON. */
export function isTable(text: string): boolean {
  if (/^\s*[[{]/.test(text)) return false;
  const rows = text.split("\n", 200).filter((line) => !rule.test(line) && cellsOf(line) !== null);
  return rows.length >= 2;
}

/**
 * Reads a table that a program prints for people as a checklist: the first column names the items, the column titled status (or state,
 * result, outcome, …) says how each is, the others are its message. A row whose first cell is empty goes on with the row above it,
 * as where a program breaks cells at 80 columns. A status that is not known is never passed.
 */
export function readTable(text: string): Reading<readonly ChecklistItem[]> {
  const rows = joinedRows(text);
  const [titles, ...entries] = rows;
  if (titles === undefined || entries.length === 0)
    return missing("it is a table without rows", "Look whether the program that prints it found anything.");
  const status = titles.findIndex((title, column) => column > 0 && statusTitles.has(title.toLowerCase()));
  if (status < 0) {
    return invalid(
      `its table has no column that says how an item is; its columns are ${listNames(
        titles.map((title) => plainName(title, 40)),
        6,
      )}`,
      "Title the column status, or write the items as JSON.",
    );
  }
  if (entries.length > maxItems) return invalid(`its table has more than ${maxItems} rows`);
  const items: ChecklistItem[] = [];
  const seen = new Set<string>();
  for (const cells of entries) {
    const name = plainName(cells[0] ?? "", 200);
    if (name === "") return invalid("its table begins with a row that names nothing", "Give each row a name.");
    if (seen.has(name)) return invalid(`two rows of its table are called ${name}`, "Give each row a name of its own.");
    seen.add(name);
    items.push(itemOf(name, cells, status));
  }
  return read(items);
}

function itemOf(name: string, cells: readonly string[], status: number): ChecklistItem {
  const said = cells[status] ?? "";
  const found = parseStatus(said) ?? "unknown";
  const rest = cells.filter((cell, column) => column > 0 && column !== status && cell !== "").join("; ");
  const message = found === "passed" ? rest : `${plainName(said, 60) || "no status"}${rest === "" ? "" : `; ${rest}`}`;
  return { name, status: found, ...(message === "" ? {} : { message: plainName(message, maxCellChars) }) };
}

/** Rows of cells, the titles first; rows that go on are joined to the one above. */
function joinedRows(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  for (const line of text.split("\n")) {
    const cells = rule.test(line) ? null : cellsOf(line);
    if (cells === null) continue;
    const above = rows.at(-1);
    if (above === undefined || cells[0] !== "") rows.push([...cells]);
    else for (const [column, cell] of cells.entries()) above[column] = `${above[column] ?? ""} ${cell}`.trim();
  }
  return rows;
}

/** The cells between the edges of a line; null for a line that is none of a table. */
function cellsOf(line: string): readonly string[] | null {
  const trimmed = line.trim();
  if (trimmed.length > 10_000 || !edges.test(trimmed)) return null;
  const isClosed = edges.test(trimmed[0] ?? "") && edges.test(trimmed.at(-1) ?? "");
  const cells = (isClosed ? trimmed.slice(1, -1) : trimmed).split(edges).map((cell) => cell.trim());
  return cells.length < 2 ? null : cells;
}
