import { oneLine } from "../../text/one-line.ts";
import { plainName } from "../plain-name.ts";

/** What the command that reads the flag said, and what it means. */
export interface FlagValueReading {
  readonly value: "on" | "off" | "unknown";
  /** The line that was read, shortened. */
  readonly said: string;
  /** Why the value is unknown, as a sentence; empty when it is known. */
  readonly why: string;
}

const onWords = new Set(["on", "true", "1", "yes", "enabled"]);
const offWords = new Set(["off", "false", "0", "no", "disabled"]);

/** Names after which on would mean off, or a number would not be the flag's. */
const reversing = new Set(["disabled", "disable", "off", "not", "no", "without", "inactive", "skip"]);
const otherThings = new Set(["error", "errors", "warning", "warnings", "code", "exit", "failed", "failures", "count"]);

const maxSaid = 200;

/**
 * Reads a flag's effective value out of what a command printed: the last line that is not empty, as `on`/`off`,
 * `true`/`false`, `1`/`0`, `yes`/`no` or `enabled`/`disabled` in any case, alone or after `name:` or `name=`.
 *
 * Anything else is `unknown`, which is neither on nor off. So is a value in quotes: then the setting holds text, and in
 * most languages the text 'false' counts as true.
 */
export function readFlagValue(output: string): FlagValueReading {
  const line = lastLine(output);
  if (line === "") return unknown("", "The command printed nothing.");
  const said = plainName(line, maxSaid);
  const alone = switchWord(line);
  if (alone !== null) return { value: alone, said, why: "" };
  const split = Math.max(line.lastIndexOf(":"), line.lastIndexOf("="));
  const word = (split === -1 ? line : line.slice(split + 1)).trim();
  const quoted = /^(['"`])(.*)\1$/s.exec(word);
  if (quoted !== null) {
    return unknown(
      said,
      `The setting holds the text ${plainName(word, 40)}, not a boolean; a text that is not empty usually counts as true.`,
    );
  }
  const value = split === -1 ? null : switchWord(word);
  if (value === null) {
    const nothing = /^(?:none|null|nil|undefined|unset)?$/i.test(word);
    return unknown(
      said,
      nothing
        ? "The setting has no value there."
        : "Its last line is not on or off, true or false, 1 or 0, yes or no, enabled or disabled.",
    );
  }
  const names = line
    .slice(0, split)
    .toLowerCase()
    .split(/[^a-z]+/);
  if (names.some((name) => reversing.has(name))) {
    return unknown(said, "Its name reverses what the value means; print the value alone.");
  }
  if (names.some((name) => otherThings.has(name))) {
    return unknown(said, "Its last line tells of something else than the flag; print the value alone.");
  }
  return { value, said, why: "" };
}

function switchWord(text: string): "on" | "off" | null {
  const word = text.trim().toLowerCase();
  if (onWords.has(word)) return "on";
  return offWords.has(word) ? "off" : null;
}

function unknown(said: string, why: string): FlagValueReading {
  return { value: "unknown", said, why };
}

/** Looked for from the end, so that much output costs nothing. */
function lastLine(output: string): string {
  let end = output.length;
  while (end > 0) {
    const start = Math.max(output.lastIndexOf("\n", end - 1), output.lastIndexOf("\r", end - 1)) + 1;
    // No value is this long; what stands before is not looked at.
    const line = oneLine(output.slice(Math.max(start, end - 4000), end)).trim();
    if (line !== "") return line;
    end = start - 1;
  }
  return "";
}
