/**
 * Characters that are not seen or that change how their neighbours are seen: C0 and C1 controls, bidirectional
 * overrides, zero-width spaces and other format characters, separators of lines and paragraphs, lone surrogates, what is no character. The
 * joiners (U+200C, U+200D) stay, because scripts and emoji are written with them.
 */
const unseen = /[\uFFFE\uFFFF\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\u{115F}\u{1160}\u{3164}\u{FFA0}]/gu;

/** Colours and cursor movements as terminals take them: noise outside a terminal, so they are dropped, not written out. */
const controlSequence = new RegExp(`${String.fromCharCode(0x1b)}\\[[0-9;:?]{0,64}[A-Za-z]`, "g");
const marks = /(\p{M}{8})\p{M}+/gu;

/**
 * Makes untrusted text safe to look at: what could move a cursor, reorder a line or hide in it is written out, as
 * `\x1b` or `\u{202e}`; runs of more than eight combining marks are cut to eight, so that they cannot climb over other
 * lines. The result can still hold Markdown or HTML.
 *
 * @param text any text, line ends included: they are written out too
 */
export function visibleCharacters(text: string): string {
  return text.replace(controlSequence, "").replace(unseen, writtenOut).replace(marks, "$1");
}

function writtenOut(character: string): string {
  if (character === "\u200C" || character === "\u200D") return character;
  const code = character.codePointAt(0) ?? 0;
  if (code === 0x09) return " ";
  if (code === 0x0a) return "\\n";
  if (code === 0x0d) return "\\r";
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
}
