/** How an item is marked in the text of a comment or issue: unseen, and found again whatever the words around it are. */
export function tickMark(id: string): string {
  return `<!-- tick ${id} -->`;
}

/** More lines than any list of ours has; what is beyond is not looked at. */
const maxLines = 5000;

/** One line of a task list that bears our mark. Linear: each part is matched once. */
const tickLine = /^[-*+] \[([ xX])\] .*<!-- tick ([0-9a-f]{12}) -->\s*$/;

/**
 * Which items are ticked in a text. Everything but ticks is passed over, whoever wrote it. An item that is there twice is
 * ticked only when it is ticked in every place: a line that somebody added must not tick what is open elsewhere.
 *
 * @returns ids with whether they are ticked; items that the text does not have are absent
 */
export function readTicks(text: string): ReadonlyMap<string, boolean> {
  const ticks = new Map<string, boolean>();
  for (const line of text.split(/\r\n|[\r\n]/, maxLines)) {
    const match = tickLine.exec(line);
    if (match === null) continue;
    const [, box = " ", id = ""] = match;
    ticks.set(id, box !== " " && (ticks.get(id) ?? true));
  }
  return ticks;
}
