/** How many bytes a text takes as UTF-8. A lone surrogate counts as the three bytes it is replaced by. */
export function countBytes(text: string): number {
  return Buffer.byteLength(text, "utf8");
}

/**
 * The longest beginning of a text that fits, ending in `…` when something was cut. No character is cut in two, and no
 * combining mark, joiner or variation selector is parted from what it belongs to at the very end.
 *
 * @param maxBytes of UTF-8, at least 0; below 3 there is no room for the ellipsis and the result may be empty
 */
export function clipBytes(text: string, maxBytes: number): string {
  // A UTF-16 unit takes at most three bytes, so most texts are known to fit without being counted.
  if (text.length * 3 <= maxBytes || (text.length <= maxBytes && countBytes(text) <= maxBytes)) return text;
  const room = maxBytes - 3;
  if (room < 0) return "";
  let bytes = 0;
  let end = 0;
  for (const character of text) {
    bytes += byteWidth(character.codePointAt(0) ?? 0);
    if (bytes > room) break;
    end += character.length;
  }
  return `${text.slice(0, wholeEnd(text, end))}…`;
}

const attached = /^(?:\p{M}|\u200D|[\u{1F3FB}-\u{1F3FF}])/u;

/** Moves `end` back, over at most a few characters, until the text after it does not belong to the text before it. */
function wholeEnd(text: string, end: number): number {
  let at = end;
  for (let steps = 0; steps < 16 && at > 0; steps++) {
    const joined = text.charCodeAt(at - 1) === 0x200d;
    if (!joined && !attached.test(text.slice(at, at + 2))) return at;
    at -= isLowSurrogate(text.charCodeAt(at - 1)) && at > 1 ? 2 : 1;
  }
  return at;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

function byteWidth(code: number): number {
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
