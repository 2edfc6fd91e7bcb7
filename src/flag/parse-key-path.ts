import type { Reading } from "../domain/problem.ts";
import { failed } from "./flag-value.ts";

const maxParts = 32;

/**
 * Reads a dotted path inside a settings file: `features.orchestrator`. A part that holds a dot itself is written in double
 * quotes: `"my.app".enabled`.
 */
export function parseKeyPath(text: string): Reading<readonly string[]> {
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    const quoted = text[at] === '"';
    const end = quoted ? text.indexOf('"', at + 1) : nextDot(text, at);
    if (end === -1) return unreadable(text, "a double quote is not closed");
    const part = text.slice(quoted ? at + 1 : at, end).trim();
    if (part === "") return unreadable(text, "a part of it is empty");
    parts.push(part);
    if (parts.length > maxParts) return unreadable(text, `it has more than ${maxParts} parts`);
    at = quoted ? end + 1 : end;
    if (at >= text.length) return { ok: true, value: parts };
    if (text[at] !== ".") return unreadable(text, "after a closing double quote there must be a dot or the end");
    at++;
  }
}

function nextDot(text: string, from: number): number {
  const at = text.indexOf(".", from);
  return at === -1 ? text.length : at;
}

function unreadable(text: string, why: string): Reading<readonly string[]> {
  const shown = text.length > 80 ? `${text.slice(0, 79)}…` : text;
  return failed(
    "invalid",
    `The flag's key \`${shown}\` cannot be read: ${why}.`,
    'Write the key as a dotted path such as `features.checkout`, with double quotes around a part that holds a dot: `"my.app".checkout`.',
  );
}
