const maxQuotedCharacters = 60;

/** Characters that move the cursor, hide, or turn the writing direction: controls, line separators, zero-width and bidi marks. */
export const invisibleCharacters = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

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
