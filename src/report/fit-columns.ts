import stringWidth from "string-width";

const plainAscii = /^[\x20-\x7e]*$/;
const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** How many columns a terminal gives to a line: two for wide characters, none for combining marks. */
export function countColumns(text: string): number {
  return plainAscii.test(text) ? text.length : stringWidth(text);
}

/**
 * The longest beginning of a line that fits into `columns`, ending in `ellipsis` when something was cut.
 *
 * @param columns at least 0
 */
export function clipColumns(text: string, columns: number, ellipsis: string): string {
  if (text.length <= columns && plainAscii.test(text)) return text;
  if (text.length <= columns * 16 && countColumns(text) <= columns) return text;
  const room = columns - countColumns(ellipsis);
  if (room < 0) return "";
  return takeColumns(text, room) + ellipsis;
}

/** Fills a line up to `columns` with spaces; a longer line is returned as it is. */
export function padColumns(text: string, columns: number, side: "start" | "end" = "end"): string {
  const spaces = " ".repeat(Math.max(0, columns - countColumns(text)));
  return side === "end" ? text + spaces : spaces + text;
}

/**
 * Breaks a text into lines of at most `columns`, between words where it can, inside a word that is longer than a line.
 *
 * @param text without line ends
 * @param columns at least 2, so that a wide character fits
 */
export function wrapColumns(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  let width = 0;
  for (const word of text.split(" ")) {
    let rest = word;
    let restWidth = countColumns(rest);
    if (line !== "" && width + 1 + restWidth <= columns) {
      line += ` ${rest}`;
      width += 1 + restWidth;
      continue;
    }
    if (line !== "") lines.push(line);
    while (restWidth > columns) {
      const head = takeColumns(rest, columns) || rest.slice(0, 1);
      lines.push(head);
      rest = rest.slice(head.length);
      restWidth = countColumns(rest);
    }
    line = rest;
    width = restWidth;
  }
  if (line !== "" || lines.length === 0) lines.push(line);
  return lines;
}

function takeColumns(text: string, columns: number): string {
  if (plainAscii.test(text)) return text.slice(0, columns);
  let taken = "";
  let width = 0;
  // Only as much as can be needed is segmented; a cluster longer than this was cut by `visibleCharacters` before.
  for (const { segment } of segmenter.segment(text.slice(0, columns * 16 + 16))) {
    width += stringWidth(segment);
    if (width > columns) break;
    taken += segment;
  }
  return taken;
}
