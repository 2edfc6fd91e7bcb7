import type { Tone } from "./marks.ts";

/** How a terminal is written to: what it can show, and how wide it is. */
export interface TerminalOptions {
  /** Columns of the terminal; taken as at least 40 and at most 200. */
  readonly columns: number;
  /** False under NO_COLOR, `TERM=dumb`, or when the output is not a terminal. */
  readonly colour: boolean;
  /** False where the terminal shows ASCII alone. */
  readonly unicode: boolean;
}

/** Paints text that is already safe to print; without colour it returns what it was given. */
export interface TerminalStyle {
  readonly columns: number;
  readonly unicode: boolean;
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly tone: (tone: Tone, text: string) => string;
  /** White on the tone's colour, for the one thing that must be seen first. */
  readonly banner: (tone: Tone, text: string) => string;
  readonly mark: (tone: Tone) => string;
  readonly ellipsis: string;
  readonly rule: string;
}

const foreground: Readonly<Record<Tone, number>> = { good: 32, doubtful: 33, bad: 31, unknown: 35 };
const background: Readonly<Record<Tone, string>> = { good: "30;42", doubtful: "30;43", bad: "97;41", unknown: "97;45" };
const unicodeMarks: Readonly<Record<Tone, string>> = { good: "✔", doubtful: "!", bad: "✖", unknown: "?" };
const asciiMarks: Readonly<Record<Tone, string>> = { good: "+", doubtful: "!", bad: "x", unknown: "?" };

export function terminalStyle(options: TerminalOptions): TerminalStyle {
  const paint = (code: string, text: string): string =>
    options.colour && text !== "" ? `\u001b[${code}m${text}\u001b[0m` : text;
  const marks = options.unicode ? unicodeMarks : asciiMarks;
  const columns = Number.isFinite(options.columns) ? Math.floor(options.columns) : 80;
  return {
    columns: Math.min(200, Math.max(40, columns)),
    unicode: options.unicode,
    bold: (text) => paint("1", text),
    dim: (text) => paint("2", text),
    tone: (tone, text) => paint(String(foreground[tone]), text),
    banner: (tone, text) => paint(`1;${background[tone]}`, text),
    mark: (tone) => marks[tone],
    ellipsis: options.unicode ? "…" : "...",
    rule: options.unicode ? "─" : "-",
  };
}
