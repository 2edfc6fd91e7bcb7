/** The lines between which a text is ours; everything outside belongs to people. */
export interface PartMarks {
  readonly open: string;
  readonly close: string;
}

/** @param name of letters, digits, `-`, `_` and `.` */
export function partMarks(name: string): PartMarks {
  return { open: `<!-- rollout-gate:begin ${name} -->`, close: `<!-- rollout-gate:end ${name} -->` };
}

/**
 * Puts a new version of our part into a text and leaves every other character as it is.
 *
 * Our part is what lies between the first opening line and the first closing line after it. Where either is gone, because
 * somebody took it away, the new part is put before everything that is there: text that people wrote is never lost, and what
 * may then be there twice can be taken out by them.
 *
 * @param part without marks; must not hold them
 * @returns the text with the part between its marks
 */
export function replaceOwnPart(text: string, name: string, part: string): string {
  const { open, close } = partMarks(name);
  if (part.includes(open) || part.includes(close)) throw new Error(`The part ${name} holds its own marks.`);
  const own = `${open}\n${part.trim()}\n${close}`;
  const from = lineStart(text, open, 0);
  const to = from < 0 ? -1 : lineStart(text, close, from + open.length);
  if (to < 0) return text === "" ? own : `${own}\n\n${text}`;
  return text.slice(0, from) + own + text.slice(to + close.length);
}

/** Where a mark stands at the beginning of a line; -1 when it does not. */
function lineStart(text: string, mark: string, after: number): number {
  for (let at = text.indexOf(mark, after); at >= 0; at = text.indexOf(mark, at + 1)) {
    if (at === 0 || text[at - 1] === "\n") return at;
  }
  return -1;
}
