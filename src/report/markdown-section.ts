import { countBytes } from "./clip-bytes.ts";

/** What became of a section in the room it was given. */
interface RenderedSection {
  /** Valid Markdown by itself: tables whole, fences and details closed. */
  readonly text: string;
  /** How many of its entries did not fit. */
  readonly omitted: number;
}

/** A part of the Markdown report that can be cut, or left out as a whole. */
export interface MarkdownSection {
  /** For the line that says what was left out: `findings`, `output of unit`; already escaped. */
  readonly name: string;
  /** The part of the remaining room that it may take at most, above 0 and up to 1. */
  readonly share: number;
  /** Null when not even its first entry fits. */
  readonly render: (maxBytes: number) => RenderedSection | null;
}

/** Entries that are written one by one, so that those which do not fit cost nothing. */
export interface MarkdownEntries {
  readonly count: number;
  /** The entry at an index from 0 on: one line, or one block. */
  readonly write: (index: number) => string;
}

export function markdownEntries<T>(items: readonly T[], write: (item: T) => string): MarkdownEntries {
  return {
    count: items.length,
    write: (index) => {
      const item = items[index];
      return item === undefined ? "" : write(item);
    },
  };
}

/** The line `and 12 more` with its blank line takes less than this. */
const moreBytes = 40;

/**
 * A section made of entries of one line or block each, from which entries are dropped at the end.
 *
 * @param open what stands before the entries, e.g. a heading and a table's head
 * @param close what stands after them, after a blank line; may be empty
 */
export function listSection(
  name: string,
  share: number,
  open: string,
  entries: MarkdownEntries,
  close: string,
): MarkdownSection {
  return {
    name,
    share,
    render: (maxBytes) => {
      const ending = close === "" ? "" : `\n\n${close}`;
      const room = maxBytes - countBytes(open) - countBytes(ending) - moreBytes;
      const kept: string[] = [];
      let bytes = 0;
      for (let index = 0; index < entries.count; index++) {
        const entry = entries.write(index);
        bytes += countBytes(entry) + 1;
        if (bytes > room) break;
        kept.push(entry);
      }
      if (kept.length === 0) return null;
      const omitted = entries.count - kept.length;
      const more = omitted === 0 ? "" : `\n\nand ${omitted} more`;
      return { text: `${open}\n${kept.join("\n")}${more}${ending}`, omitted };
    },
  };
}

/** A section of which the first version that fits is taken. */
export function wholeSection(name: string, share: number, versions: readonly string[]): MarkdownSection {
  return {
    name,
    share,
    render: (maxBytes) => {
      const index = versions.findIndex((version) => countBytes(version) <= maxBytes);
      const text = versions[index];
      return text === undefined ? null : { text, omitted: index };
    },
  };
}

/** Folds a body away; both must be Markdown already, and the summary without line ends. */
export function foldOpen(summary: string): string {
  return `<details>\n<summary>${summary}</summary>\n`;
}

export const foldClose = "</details>";

const separator = "\n\n";
const leftOutBytes = 420;

/**
 * Puts sections after a head, in order, as far as they fit; a last line says which were left out.
 *
 * @param head always kept
 * @param maxBytes of UTF-8 for the whole; the head must fit
 */
export function fitSections(head: string, sections: readonly MarkdownSection[], maxBytes: number): string {
  const parts = [head];
  const leftOut: string[] = [];
  let room = maxBytes - countBytes(head) - leftOutBytes - 1;
  for (const section of sections) {
    const rendered = room <= 0 ? null : section.render(Math.floor(room * section.share) - separator.length);
    if (rendered === null) {
      leftOut.push(section.name);
      continue;
    }
    parts.push(rendered.text);
    room -= countBytes(rendered.text) + separator.length;
  }
  if (leftOut.length > 0) {
    const line = leftOutLine(leftOut);
    if (countBytes(parts.join(separator)) + separator.length + countBytes(line) + 1 <= maxBytes) parts.push(line);
  }
  return `${parts.join(separator)}\n`;
}

/** At most `leftOutBytes` long. */
function leftOutLine(names: readonly string[]): string {
  const kept: string[] = [];
  let bytes = 0;
  for (const name of names) {
    bytes += countBytes(name) + 2;
    if (bytes > 300) break;
    kept.push(name);
  }
  const rest = names.length - kept.length;
  const listed = [...kept, ...(rest > 0 ? [`${rest} more sections`] : [])].join(", ");
  return `Left out to fit GitHub's limit: ${listed}. The report file holds everything.`;
}
