import { visibleCharacters } from "./visible-characters.ts";

/** Plain words for the signs that this program writes itself, where only ASCII can be shown. */
const ascii: ReadonlyMap<string, string> = new Map([
  ["\u00A0", " "],
  ["µ", "u"],
  ["μ", "u"],
  ["−", "-"],
  ["–", "-"],
  ["—", "-"],
  ["…", "..."],
  ["∞", "inf"],
  ["→", "->"],
  ["·", "-"],
  ["×", "x"],
  ["≤", "<="],
  ["≥", ">="],
  ["“", '"'],
  ["”", '"'],
  ["’", "'"],
]);

/**
 * One line of text that a terminal shows as it is: no escape sequence, control, line end or bidirectional override of
 * the data's own acts on the terminal.
 *
 * @param text untrusted text
 * @param unicode false where the terminal shows ASCII alone; what has no ASCII spelling then becomes `?`
 */
export function escapeTerminal(text: string, unicode: boolean): string {
  const seen = visibleCharacters(text);
  if (unicode) return seen;
  return seen.replace(/[^\x20-\x7e]/gu, (character) => ascii.get(character) ?? "?");
}
