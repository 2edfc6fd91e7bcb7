import type { NoticedConcern, NoticedPerson, NoticeMessage } from "../domain/notice.ts";
import { clipCharacters } from "./clip-characters.ts";
import { escapeMarkdown, markdownCode, markdownFence } from "./escape-markdown.ts";

const signs = { critical: "🚨", warning: "⚠️", good: "✅" } as const;
const mostConcerns = 100;
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
    concerns.length === 0 ? "" : concernTable(concerns.map((concern) => ({ ...concern, level: null }))),
    rollbackPlan === null ? "" : planPart(rollbackPlan),
    `<sub>${[...links.map(link), escapeMarkdown(tool)].join(" · ")}</sub>`,
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

/** @param level the highest that it has reached; null where that is said elsewhere */
export function concernTable(concerns: readonly (NoticedConcern & { readonly level: number | null })[]): string {
  const hasLevel = concerns.some(({ level }) => level !== null);
  const rows = concerns.slice(0, mostConcerns).map(({ subject, severity, since, reason, level }) => {
    const reached = hasLevel ? ` ${level ?? "none"} |` : "";
    return `| ${markdownCode(clipCharacters(subject, 200))} | ${severity} | ${timeCell(since)} |${reached} ${safe(reason, 500)} |`;
  });
  const more = concerns.length > mostConcerns ? `\n\nand ${concerns.length - mostConcerns} more` : "";
  const head = `| concern | severity | since (UTC) |${hasLevel ? " level |" : ""} |\n|---|---|---|${hasLevel ? "---|" : ""}---|`;
  return `${head}\n${rows.join("\n")}${more}`;
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
  const lines = clipCharacters(plan, 20_000).split("\n").slice(0, planLines);
  return `<details><summary>What a rollback would do</summary>\n\n${markdownFence(lines)}\n\n</details>`;
}

function safe(text: string, characters: number): string {
  return escapeMarkdown(clipCharacters(text, characters));
}
