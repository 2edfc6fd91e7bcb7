import { removeControlSequences } from "../../text/control-sequences.ts";

/** Characters of a line that are looked at; the rest of it is passed over. */
export const maxLineChars = 65_536;

/** What is done with each line, without its end and its colour codes. */
export type LineHandler = (line: string, number: number, wasCut: boolean) => void;

/**
 * Makes lines out of pieces of text, in memory for one line of a fixed length and in time that grows with the text alone.
 * A carriage return ends a line too: progress bars end theirs with it.
 */
export class LineReader {
  readonly #handle: LineHandler;
  #held: string[] = [];
  #heldChars = 0;
  #wasCut = false;
  #afterReturn = false;
  #lines = 0;
  #cutLines = 0;

  constructor(handle: LineHandler) {
    this.#handle = handle;
  }

  /** Lines seen up to now. */
  get lines(): number {
    return this.#lines;
  }

  /** Of those, how many were too long to be looked at as a whole. */
  get cutLines(): number {
    return this.#cutLines;
  }

  write(chunk: string): void {
    let start = 0;
    if (this.#afterReturn && chunk.startsWith("\n")) start = 1;
    if (chunk !== "") this.#afterReturn = false;
    let nextFeed = chunk.indexOf("\n", start);
    let nextReturn = chunk.indexOf("\r", start);
    while (nextFeed !== -1 || nextReturn !== -1) {
      const isReturn = nextFeed === -1 || (nextReturn !== -1 && nextReturn < nextFeed);
      const end = isReturn ? nextReturn : nextFeed;
      this.#take(chunk.slice(start, end));
      this.#finish();
      start = end + 1;
      if (isReturn && chunk.charAt(start) === "\n") start++;
      if (isReturn && end === chunk.length - 1) this.#afterReturn = true;
      if (nextFeed !== -1 && nextFeed < start) nextFeed = chunk.indexOf("\n", start);
      if (nextReturn !== -1 && nextReturn < start) nextReturn = chunk.indexOf("\r", start);
    }
    this.#take(chunk.slice(start));
  }

  /** The text has ended; a last line without an end is one too. */
  end(): void {
    if (this.#heldChars > 0 || this.#wasCut) this.#finish();
  }

  #take(part: string): void {
    if (part === "") return;
    const room = maxLineChars - this.#heldChars;
    if (part.length > room) this.#wasCut = true;
    if (room <= 0) return;
    const kept = part.length > room ? part.slice(0, room) : part;
    this.#held.push(kept);
    this.#heldChars += kept.length;
  }

  #finish(): void {
    const line = removeControlSequences(this.#held.length === 1 ? (this.#held[0] ?? "") : this.#held.join(""), false);
    const wasCut = this.#wasCut;
    this.#held = [];
    this.#heldChars = 0;
    this.#wasCut = false;
    this.#lines++;
    if (wasCut) this.#cutLines++;
    this.#handle(line, this.#lines, wasCut);
  }
}
