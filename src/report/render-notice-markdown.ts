import type { NoticedConcern, NoticedPerson, NoticeMessage } from "../domain/notice.ts";
import { clipBytes, countBytes } from "./clip-bytes.ts";
import { clipCharacters } from "./clip-characters.ts";
import { escapeMarkdown, markdownCode, markdownFence } from "./escape-markdown.ts";

const signs = { critical: "🚨", warning: "⚠️", good: "✅" } as const;
/** GitHub takes 65 536 characters in a comment, and a byte is at most one. */
const tableBytes = 30_000;
const planBytes = 20_000;
const planLines = 200;

/**
 * What people are told, as Markdown for a comment. The mentions are of handles of the config, whose schema allows nothing else; no
 * other text mentions, links or formats anything.
 */
export function renderNoticeMarkdown(message: NoticeMessage): string {
  const { people, concerns, rollbackPlan, links, tool } = message;
  const mentions = people.map(mention).join(", ");
  const parts = [
    `### ${signs[message.tone]} ${safe(message.title, 300)}`,
    mentions === "" ? "" : `For ${mentions}`,
    message.sentences.map((sentence) => safe(sentence, 1000)).join("\n\n"),
    concerns.length === 0
      ? ""
      : concernTable(
          concerns.map((concern) => ({ ...concern, level: null })),
          tableBytes,
        ),
    rollbackPlan === null ? "" : planPart(rollbackPlan),
    `<sub>${[...links.map(link), escapeMarkdown(tool)].join(" · ")}</sub>`,
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

/**
 * As many rows as fit; the others are counted.
 *
 * @param concerns `level`: the highest that it has reached; null where that is said elsewhere
 * @param maxBytes of UTF-8; at least some 200
 */
export function concernTable(
  concerns: readonly (NoticedConcern & { readonly level: number | null })[],
  maxBytes: number,
): string {
  const hasLevel = concerns.some(({ level }) => level !== null);
  const head = `| concern | severity | since (UTC) |${hasLevel ? " level |" : ""} |\n|---|---|---|${hasLevel ? "---|" : ""}---|`;
  const rows: string[] = [];
  // Room for the line that counts the others.
  let left = maxBytes - countBytes(head) - 60;
  for (const { subject, severity, since, reason, level } of concerns) {
    const reached = hasLevel ? ` ${level ?? "none"} |` : "";
    const row = `| ${markdownCode(clipCharacters(subject, 200))} | ${severity} | ${timeCell(since)} |${reached} ${safe(reason, 500)} |`;
    left -= countBytes(row) + 1;
    if (left < 0) break;
    rows.push(row);
  }
  const others = concerns.length - rows.length;
  return `${[head, ...rows].join("\n")}${others > 0 ? `\n\nand ${others} more` : ""}`;
}

export function timeCell(iso: string): string {
  return markdownCode(`${iso.slice(0, 10)} ${iso.slice(11, 16)}`);
}

function mention({ role, handle }: NoticedPerson): string {
  const name = safe(role, 100);
  return handle === null ? name : `${name} @${handle}`;
}

/** The run's page, from the environment of the run. */
function link({ text, url }: NoticeMessage["links"][number]): string {
  return `[${escapeMarkdown(text)}](<${url.replace(/[<>\s\\]/g, encodeURIComponent)}>)`;
}

function planPart(plan: string): string {
  const lines = clipBytes(plan, planBytes).split("\n").slice(0, planLines);
  return `<details><summary>What a rollback would do</summary>\n\n${markdownFence(lines)}\n\n</details>`;
}

function safe(text: string, characters: number): string {
  return escapeMarkdown(clipCharacters(text, characters));
}
