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
 * @returns which limit is passed; null when neither is. Text that is not JSON is not this function's concern.
 */
export function beyondBounds(text: string, limits: JsonLimits): "depth" | "containers" | null {
  let depth = 0;
  let containers = 0;
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case 0x22: // "
        i = endOfString(text, i + 1);
        break;
      case 0x5b: // [
      case 0x7b: // {
        depth++;
        containers++;
        if (depth > limits.maxDepth) return "depth";
        if (containers > limits.maxContainers) return "containers";
        break;
      case 0x5d: // ]
      case 0x7d: // }
        depth--;
        break;
      default:
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
