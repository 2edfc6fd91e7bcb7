/**
 * Puts quotation marks around what some tools write as a bare number and JSON does not know: `NaN`, `Infinity`, and
 * numbers beyond a double's range (`1e999`). Strings stay as they are. Linear in the text.
 *
 * @returns the same text when there is nothing to repair
 */
export function repairJsonNumbers(text: string): string {
  const parts: string[] = [];
  let kept = 0;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 0x22) {
      at = endOfString(text, at);
    } else if (isWordPart(code)) {
      let end = at + 1;
      while (end < text.length && isWordPart(text.charCodeAt(end))) end += 1;
      const word = text.slice(at, end);
      if (/^-?(?:NaN|Infinity)$/.test(word) || isOutOfRange(word)) {
        parts.push(text.slice(kept, at), `"${word.slice(0, 40)}"`);
        kept = end;
      }
      at = end;
    } else at += 1;
  }
  if (parts.length === 0) return text;
  parts.push(text.slice(kept));
  return parts.join("");
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 0x5c) at += 2;
    else if (code === 0x22) return at + 1;
    else at += 1;
  }
  return text.length;
}

function isWordPart(code: number): boolean {
  const isDigit = code >= 0x30 && code <= 0x39;
  const isLetter = (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
  return isDigit || isLetter || code === 0x2b || code === 0x2d || code === 0x2e;
}

function isOutOfRange(word: string): boolean {
  const isNumber = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(word);
  return isNumber && !Number.isFinite(Number(word));
}
