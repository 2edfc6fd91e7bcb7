import { clipCharacters } from "./clip-characters.ts";
import { escapeTerminal } from "./escape-terminal.ts";
import { clipColumns, countColumns, wrapColumns } from "./fit-columns.ts";
import type { TerminalStyle } from "./terminal-style.ts";

/** Longer texts are cut before they are looked at closely; nobody reads more of one name or message in a terminal. */
const maxCharacters = 2000;

/** Collects the lines of a terminal rendering; everything that goes in as `text` is untrusted and comes out safe. */
export interface TerminalWriter {
  readonly style: TerminalStyle;
  readonly lines: readonly string[];
  /** A line that is already safe and fits. */
  readonly raw: (line: string) => void;
  readonly blank: () => void;
  /** A title and, dim beside it, a note; both untrusted, and cut where they do not fit. */
  readonly heading: (title: string, note?: string) => void;
  /** Wraps `text` at `indent` columns; `lead` stands before its first line and `hang` before the others, both already safe. */
  readonly wrapped: (
    text: string,
    indent: number,
    paint?: (line: string) => string,
    lead?: string,
    hang?: string,
  ) => void;
  /** Untrusted text made safe, on one line. */
  readonly safe: (text: string) => string;
}

export function terminalWriter(style: TerminalStyle): TerminalWriter {
  const lines: string[] = [];
  const safe = (text: string): string => {
    return escapeTerminal(clipCharacters(text, maxCharacters), style.unicode);
  };
  const blank = (): void => {
    if (lines.length > 0 && lines.at(-1) !== "") lines.push("");
  };
  return {
    style,
    lines,
    safe,
    blank,
    raw: (line) => lines.push(line),
    heading: (title, note = "") => {
      blank();
      const after = note === "" ? "" : `  ${clipColumns(safe(note), Math.floor(style.columns / 2), style.ellipsis)}`;
      const before = clipColumns(safe(title), style.columns - countColumns(after), style.ellipsis);
      lines.push(style.bold(before) + style.dim(after));
    },
    wrapped: (text, indent, paint = (line) => line, lead = " ".repeat(indent), hang = " ".repeat(indent)) => {
      wrapColumns(safe(text).trim(), style.columns - indent).forEach((line, index) => {
        lines.push((index === 0 ? lead : hang) + paint(line));
      });
    },
  };
}
