import type { ConfigProblem } from "../domain/config-problem.ts";
import { invisibleCharacters } from "./quote-text.ts";

const maxShownColumns = 110;
const columnsBefore = 60;

/**
 * Renders problems as plain text: place, message, the line with a caret below what is wrong, and what to do.
 *
 * @param problems of one reading of `text`, as `readConfig` gave them
 * @param text the config, byte order mark or not; nothing in it reaches the output but visible characters
 * @param file how the file is named in the output
 */
export function formatConfigProblems(problems: readonly ConfigProblem[], text: string, file: string): string {
  const lines = text.replace(/^\ufeff/u, "").split("\n");
  const name = file.replace(invisibleCharacters, "�");
  return problems.map((problem) => formatProblem(problem, lines, name)).join("\n");
}

function formatProblem(problem: ConfigProblem, lines: readonly string[], file: string): string {
  const key = problem.key === "" ? "" : `${problem.key}: `;
  const head = `${file}:${problem.line}:${problem.column}: ${problem.severity}: ${key}${problem.message}`;
  const gutter = String(problem.line);
  const blank = " ".repeat(gutter.length);
  const { source, caretColumn, caretLength } = windowOf(
    lines[problem.line - 1] ?? "",
    problem.column - 1,
    problem.length,
  );
  const caret = `${" ".repeat(caretColumn)}^${"~".repeat(caretLength - 1)}`;
  const rows = [head, ` ${gutter} | ${source}`, ` ${blank} | ${caret}`];
  if (problem.hint !== "") rows.push(` ${blank} = ${problem.hint}`);
  return `${rows.join("\n")}\n`;
}

/** The part of a line around what is wrong, as it looks in a terminal, and where the caret goes below it. */
function windowOf(line: string, offset: number, length: number) {
  const from = safeCut(line, Math.max(0, offset - columnsBefore));
  const start = line.length <= maxShownColumns ? 0 : from;
  const end =
    line.length <= maxShownColumns ? line.length : safeCut(line, Math.min(line.length, start + maxShownColumns));
  const before = start > 0 ? "…" : "";
  const lead = showText(line.slice(start, offset));
  const marked = showText(line.slice(offset, Math.min(end, offset + length)));
  const rest = showText(line.slice(Math.min(end, offset + length), end)).replace(/\s+$/, "");
  return {
    source: before + lead + marked + rest + (end < line.length ? "…" : ""),
    caretColumn: before.length + columnsOf(lead),
    caretLength: Math.max(1, columnsOf(marked)),
  };
}

/** Never between the two halves of a surrogate pair. */
function safeCut(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at + 1 : at;
}

function showText(text: string): string {
  return text.replace(/\r$/, "").replaceAll("\t", "  ").replace(invisibleCharacters, "�");
}

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const combining = /\p{Mn}|\p{Me}/u;

/** How many columns a terminal gives a text: two for East Asian wide characters and emoji, none for combining marks. */
function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += combining.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return columns;
}
