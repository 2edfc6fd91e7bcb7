const opening = "<![CDATA[";

/**
 * Shortens CDATA sections on their way to a parser, which would hold each whole: a test's captured output can be many
 * megabytes long, and none of it is read. Line breaks are kept, so that positions stay right.
 */
export class CdataCutter {
  readonly #keep: number;
  /** What the scan is inside of; null in ordinary text. */
  #closing: "]]>" | "-->" | "?>" | null = null;
  #kept = 0;
  #carried = "";

  /** @param keep how many characters of a section are let through */
  constructor(keep: number) {
    this.#keep = keep;
  }

  /** @returns the part of the text up to now that is ready for the parser */
  cut(chunk: string): string {
    const text = this.#carried + chunk;
    this.#carried = "";
    let out = "";
    let at = 0;
    while (at < text.length) {
      if (this.#closing === null) {
        const next = this.#nextMarkup(text, at);
        if (next === -1) {
          // The last characters may be the beginning of a section's opening.
          const tail = Math.max(at, text.lastIndexOf("<"));
          const split = text.length - tail < opening.length && text.charAt(tail) === "<" ? tail : text.length;
          this.#carried = text.slice(split);
          return out + text.slice(at, split);
        }
        const isCdata = text.startsWith(opening, next);
        const size = isCdata ? opening.length : text.charAt(next + 1) === "?" ? 2 : 4;
        this.#closing = isCdata ? "]]>" : size === 2 ? "?>" : "-->";
        this.#kept = 0;
        out += text.slice(at, next + size);
        at = next + size;
      } else {
        const closing = this.#closing;
        const end = text.indexOf(closing, at);
        // Without an end in sight the last characters stay back, in case they begin it.
        const stop = end === -1 ? Math.max(at, text.length - closing.length + 1) : end;
        out += this.#shorten(text.slice(at, stop));
        if (end === -1) {
          this.#carried = text.slice(stop);
          return out;
        }
        out += closing;
        at = end + closing.length;
        this.#closing = null;
      }
    }
    return out;
  }

  /** What was held back; the text has ended. */
  flush(): string {
    const rest = this.#carried;
    this.#carried = "";
    return rest;
  }

  #nextMarkup(text: string, from: number): number {
    for (let at = text.indexOf("<", from); at !== -1; at = text.indexOf("<", at + 1)) {
      const next = text.charCodeAt(at + 1);
      if (next === 0x3f) return at;
      if (next === 0x21 && (text.startsWith(opening, at) || text.startsWith("<!--", at))) return at;
    }
    return -1;
  }

  #shorten(section: string): string {
    // Instructions and comments go through whole: nothing of size is written there.
    if (this.#closing !== "]]>") return section;
    const room = this.#keep - this.#kept;
    this.#kept += section.length;
    if (section.length <= room) return section;
    const head = room > 0 ? section.slice(0, room) : "";
    return head + "\n".repeat(countLines(section, head.length));
  }
}

function countLines(text: string, from: number): number {
  let lines = 0;
  for (let at = text.indexOf("\n", from); at !== -1; at = text.indexOf("\n", at + 1)) lines++;
  return lines;
}
