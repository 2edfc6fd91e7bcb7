import { eastAsianWidth } from "get-east-asian-width";

const plainAscii = /^[\x20-\x7e]*$/;
/** Letters and signs of one column each, far the most of what is written: no marks, nothing wide, no emoji selector. */
const narrow =
  /^[\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u2190-\u2211\u2212-\u22ff\u2500-\u257f\u25cf\u2713-\u2718]*$/;
const unseenPoint = /[\p{Mn}\p{Me}\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u1160-\u11FF\uD7B0-\uD7FB]/u;
/** What makes a cluster an emoji of two columns, whatever its parts are. */
const emoji =
  /\uFE0F|\u20E3|\p{Extended_Pictographic}.*\u200D|\p{Regional_Indicator}{2}|\p{Emoji_Modifier_Base}\p{Emoji_Modifier}/u;

let segmenter: Intl.Segmenter | undefined;

/** Grapheme clusters; made at the first need, because loading the tables behind it takes tens of milliseconds. */
function clusters(text: string): Iterable<{ readonly segment: string }> {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  return segmenter.segment(text);
}

/** How many columns a terminal gives to a line: two for wide characters and emoji, none for combining marks. */
export function countColumns(text: string): number {
  if (plainAscii.test(text) || narrow.test(text)) return text.length;
  let columns = 0;
  for (const { segment } of clusters(text)) columns += clusterColumns(segment);
  return columns;
}

function clusterColumns(cluster: string): number {
  // Real emoji are short; a longer cluster is not looked through for one.
  if (cluster.length > 1 && cluster.length <= 50 && emoji.test(cluster)) return 2;
  let columns = 0;
  for (const character of cluster) {
    if (!unseenPoint.test(character)) columns += eastAsianWidth(character.codePointAt(0) ?? 0);
  }
  return columns;
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
      // Counting all of a very long word again for each of its lines would take quadratic time.
      restWidth = rest.length > 500 ? restWidth - countColumns(head) : countColumns(rest);
    }
    line = rest;
    width = restWidth;
  }
  if (line !== "" || lines.length === 0) lines.push(line);
  return lines;
}

function takeColumns(text: string, columns: number): string {
  if (plainAscii.test(text)) return text.slice(0, columns);
  // Only as much as can be needed is segmented; a cluster longer than this was cut by `visibleCharacters` before.
  const head = text.slice(0, columns * 16 + 16);
  if (narrow.test(head)) return head.slice(0, columns);
  let taken = "";
  let width = 0;
  for (const { segment } of clusters(head)) {
    width += clusterColumns(segment);
    if (width > columns) break;
    taken += segment;
  }
  return taken;
}
