import type { NoticedPerson, NoticeMessage } from "../domain/notice.ts";
import { clipCharacters } from "./clip-characters.ts";
import { unlinkedCommand, unlinkedText } from "./unlinked-text.ts";

const mostConcerns = 50;
const planLines = 60;

/** What people are told, as plain text for a mail. Lines end in line feeds. */
export function renderNoticeText(message: NoticeMessage): string {
  const { concerns, rollbackPlan } = message;
  const parts = [
    safe(message.title, 300),
    message.sentences.map((sentence) => safe(sentence, 1000)).join("\n"),
    concerns.slice(0, mostConcerns).map(concernLine).join("\n"),
    concerns.length > mostConcerns ? `and ${concerns.length - mostConcerns} more` : "",
    message.people.length === 0 ? "" : `Told: ${message.people.map(personWords).join(", ")}`,
    rollbackPlan === null ? "" : `What a rollback would do:\n\n${planText(rollbackPlan)}`,
    message.links.map(({ text, url }) => `${text}: ${url}`).join("\n"),
    `-- \n${message.tool}, notice ${message.id}`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** One line, such as `latency (warning, since 2026-01-02 03:04 UTC): 12 % slower`. */
function concernLine({ subject, severity, since, reason }: NoticeMessage["concerns"][number]): string {
  return `* ${safe(subject, 200)} (${severity}, since ${minuteOf(since)}): ${safe(reason, 500)}`;
}

/** `2026-01-02 03:04 UTC`. */
export function minuteOf(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

function personWords({ role, name }: NoticedPerson): string {
  return name === null ? safe(role, 100) : `${safe(role, 100)} (${safe(name, 200)})`;
}

function planText(plan: string): string {
  return clipCharacters(plan, 8000)
    .split("\n")
    .slice(0, planLines)
    .map((line) => `  ${unlinkedCommand(clipCharacters(line, 1000))}`)
    .join("\n");
}

function safe(text: string, characters: number): string {
  return unlinkedText(clipCharacters(text, characters));
}
