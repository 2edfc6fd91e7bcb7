const maxQuotedCharacters = 60;

/** Characters that move the cursor, hide, or turn the writing direction: controls, line separators, zero-width and bidi marks. */
export const invisibleCharacters =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu;

/** Text from a file, fit to stand inside a message: short, on one line, with nothing in it that a terminal obeys. */
export function quoteText(text: string): string {
  const shown =
    text.length > maxQuotedCharacters ? `${[...text.slice(0, maxQuotedCharacters)].slice(0, -1).join("")}…` : text;
  return `"${shown.replace(invisibleCharacters, "�")}"`;
}

/** `a`, `a or b`, `a, b or c`; an empty list gives the empty string. */
export function joinWords(words: readonly string[], conjunction: "or" | "and"): string {
  const last = words.at(-1);
  if (last === undefined) return "";
  return words.length === 1 ? last : `${words.slice(0, -1).join(", ")} ${conjunction} ${last}`;
}
