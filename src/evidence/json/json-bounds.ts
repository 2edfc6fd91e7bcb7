/** How much structure a JSON text may have before anything is built from it. */
export interface JsonLimits {
  /** Lists and objects inside each other. */
  readonly maxDepth: number;
  /** Lists and objects in all: `[{},{},…` costs twenty times its own length in memory. */
  readonly maxContainers: number;
}

/** A result file nests a dozen levels; a few million containers are a coverage report of a very large program. */
export const defaultJsonLimits: JsonLimits = { maxDepth: 200, maxContainers: 4_000_000 };

/**
 * Looks over a JSON text, without building anything, for structure beyond the limits.
 *
 * A pattern finds the few characters that structure is made of: nearly all of a result file is digits and blanks, and stepping
 * over them one by one took longer than reading the file's values.
 *
 * @returns which limit is passed; null when neither is. Text that is not JSON is not this function's concern.
 */
export function beyondBounds(text: string, limits: JsonLimits): "depth" | "containers" | null {
  // Made here, because it carries the place where it stands.
  const structure = /["[\]{}]/g;
  let depth = 0;
  let containers = 0;
  while (structure.test(text)) {
    const next = structure.lastIndex;
    switch (text.charCodeAt(next - 1)) {
      case 0x22: // "
        structure.lastIndex = endOfString(text, next) + 1;
        break;
      case 0x5b: // [
      case 0x7b: // {
        depth++;
        containers++;
        if (depth > limits.maxDepth) return "depth";
        if (containers > limits.maxContainers) return "containers";
        break;
      default:
        depth--;
    }
  }
  return null;
}

/** An integer part shorter than this needs an exponent of three digits to pass the largest double, 1.8e308. */
const longInteger = 200;

/**
 * Whether a JSON text may hold a number beyond the range of a double, which JSON.parse would turn into Infinity. It only looks at
 * what every such number has: an exponent of three digits, or 200 digits in a row.
 *
 * @returns false when it holds none; true when the parsed values have to be looked through
 */
export function mayOverflow(text: string): boolean {
  if (/[eE]\+?\d{3}/.test(text)) return true;
  // A run that long covers one of these places and, before it or after it, half of its length.
  for (let at = 0; at < text.length; at += longInteger) {
    if (!isDigit(text, at)) continue;
    const before = isDigit(text, at - 40) && isDigit(text, at - 100);
    const after = isDigit(text, at + 40) && isDigit(text, at + 99);
    if ((before || after) && digitsAround(text, at) >= longInteger) return true;
  }
  return false;
}

function digitsAround(text: string, at: number): number {
  let from = at;
  let to = at + 1;
  while (to - from < longInteger && isDigit(text, from - 1)) from--;
  while (to - from < longInteger && isDigit(text, to)) to++;
  return to - from;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0x30 && code <= 0x39;
}

/** The index of the quote that ends a string; the text's length when none does. */
export function endOfString(text: string, start: number): number {
  let at = start;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote === -1) return text.length;
    let slashes = 0;
    while (quote - 1 - slashes >= at && text.charCodeAt(quote - 1 - slashes) === 0x5c) slashes++;
    if (slashes % 2 === 0) return quote;
    at = quote + 1;
  }
}
