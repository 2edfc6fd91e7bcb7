import type { TickItem, Ticks } from "../domain/sign-off.ts";
import { escapeMarkdown } from "./escape-markdown.ts";

export interface TickListOptions {
  /** Marks an item so that it is found again; one line, an HTML comment. */
  readonly mark: (id: string) => string;
  /** UTF-8 bytes; items that do not fit are counted and cannot be ticked there. */
  readonly maxBytes: number;
}

/**
 * The task list that people tick in a comment or issue, by group. Boxes show the ticks that count: a tick that does not is taken
 * out again, and the line says why, so that nobody takes it for given.
 *
 * @returns Markdown; empty when there are no items
 */
export function renderTickList(items: readonly TickItem[], ticks: Ticks, options: TickListOptions): string {
  if (items.length === 0) return "";
  const lines: string[] = [];
  let bytes = 0;
  let omitted = 0;
  let heading = "";
  for (const item of items) {
    const title = item.kind === "sign-off" ? "Sign-offs" : item.group;
    const before = title === heading ? [] : [...(lines.length > 0 ? [""] : []), `**${words(title)}**`, ""];
    const added = [...before, lineOf(item, ticks, options.mark)];
    const size = Buffer.byteLength(`${added.join("\n")}\n`);
    if (omitted > 0 || bytes + size > options.maxBytes - moreBytes) {
      omitted += 1;
      continue;
    }
    bytes += size;
    heading = title;
    lines.push(...added);
  }
  if (omitted > 0) lines.push("", `${omitted} more items do not fit here.`);
  return `${lines.join("\n")}\n`;
}

const moreBytes = 60;
const maxCharacters = 300;

function lineOf(item: TickItem, ticks: Ticks, mark: (id: string) => string): string {
  const tick = ticks.standing.find(({ id }) => id === item.id);
  const refused = ticks.refused.find(({ id }) => id === item.id);
  const clipped = item.text.length > maxCharacters ? `${item.text.slice(0, maxCharacters)}…` : item.text;
  const parts = [
    words(clipped),
    ...(item.required ? [] : ["(not required)"]),
    ...(tick === undefined ? [] : [`— ${escapeMarkdown(tick.by)}, ${tick.at.slice(0, 10)}`]),
    ...(refused === undefined ? [] : [`— not counted: ${escapeMarkdown(refused.reason)}`]),
  ];
  return `- [${tick === undefined ? " " : "x"}] ${parts.join(" ")} ${mark(item.id)}`;
}

/** Text of which nothing can be seen would change what the line is. */
function words(text: string): string {
  return escapeMarkdown(text) || "(empty)";
}
