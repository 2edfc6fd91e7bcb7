/** How much structure a JSON text may have before anything is built from it. */
export interface JsonLimits {
  /** Lists and objects inside each other. */
  readonly maxDepth: number;
  /** Lists and objects in all: `[{},{},…` costs twenty times its own length in memory. */
  readonly maxContainers: number;
}

/** A result file nests a dozen levels; a few million containers are a coverage report of a very large program. */
export const defaultJsonLimits: JsonLimits = { maxDepth: 200, maxContainers: 4_000_000 };

/** A text with so few lists and objects is parsed in no time, however they lie inside each other. */
const fewContainers = 100_000;

/**
 * Whether a text has so few brackets, those inside strings counted as well, that building it cannot hurt. That is quickly told;
 * {@link beyondBounds} takes as long for a large file of numbers as parsing it.
 */
export function hasFewContainers(text: string, limits: JsonLimits): boolean {
  const most = Math.min(fewContainers, limits.maxContainers);
  let openings = 0;
  for (const bracket of ["[", "{"]) {
    for (let at = text.indexOf(bracket); at !== -1; at = text.indexOf(bracket, at + 1)) {
      if (++openings > most) return false;
    }
  }
  return true;
}

/**
 * Looks over a JSON text, without building anything, for structure beyond the limits.
 *
 * @returns which limit is passed; null when neither is. Text that is not JSON is not this function's concern.
 */
export function beyondBounds(text: string, limits: JsonLimits): "depth" | "containers" | null {
  // A pattern leaps from one sign of structure to the next. It is made here, because it carries the place where it stands.
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
