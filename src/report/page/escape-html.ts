import { visibleCharacters } from "../visible-characters.ts";

const references: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};

/** Untrusted text as text of an HTML element or of an attribute in quotes; what cannot be seen is written out. */
export function escapeHtml(text: string): string {
  return visibleCharacters(text).replace(/[&<>"'`]/g, (character) => references[character] ?? character);
}

/** The same for several lines, which stay lines. */
export function escapeHtmlLines(lines: readonly string[]): string {
  return lines.map(escapeHtml).join("\n");
}

/**
 * A value as JSON inside a script element that is data: nothing in it can end the element or begin a comment, and the line
 * separators that JavaScript once took for line ends are written out.
 */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
