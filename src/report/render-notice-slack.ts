import type { NoticedPerson, NoticeMessage } from "../domain/notice.ts";
import { clipCharacters } from "./clip-characters.ts";
import { minuteOf } from "./render-notice-text.ts";
import { unlinkedCommand, unlinkedText } from "./unlinked-text.ts";

/** Slack takes 150 characters in a header, 3000 in a section, and 50 blocks. */
const limits = { header: 140, section: 2800, concerns: 20, plan: 2500 } as const;

const signs = { critical: ":rotating_light:", warning: ":warning:", good: ":white_check_mark:" } as const;

/**
 * What people are told, as the body for a Slack incoming webhook. Text from data is escaped the way Slack asks for, makes no link,
 * mention or format, and nothing in it is unfolded.
 */
export function renderNoticeSlack(message: NoticeMessage): string {
  const { concerns, sentences, links, rollbackPlan } = message;
  const people = message.people.map(mention).join(" ");
  const more = concerns.length > limits.concerns ? [plain(`and ${concerns.length - limits.concerns} more`)] : [];
  const blocks = [
    { type: "header", text: { type: "plain_text", text: clip(message.title, limits.header), emoji: false } },
    ...(sentences.length === 0 ? [] : [plain(sentences.join("\n"))]),
    ...concerns.slice(0, limits.concerns).map(concernBlock),
    ...more,
    ...(rollbackPlan === null
      ? []
      : [plain(`What a rollback would do:\n${clipCharacters(rollbackPlan, limits.plan)}`, unlinkedCommand)]),
    ...(people === "" ? [] : [own(`For: ${people}`)]),
    ...(links.length === 0
      ? []
      : [own(links.map(({ text, url }) => `<${escapeSlack(url)}|${escapeSlack(text)}>`).join(" · "))]),
    {
      type: "context",
      elements: [{ type: "plain_text", text: clip(`${message.tool} · ${message.id}`, 200), emoji: false }],
    },
  ];
  const text = `${signs[message.tone]} ${escapeSlack(clip(message.title, 300))}`;
  return JSON.stringify({ text, blocks, unfurl_links: false, unfurl_media: false });
}

function concernBlock({ subject, severity, since, reason }: NoticeMessage["concerns"][number]) {
  return plain(`• ${clip(subject, 200)} (${severity}, since ${minuteOf(since)}): ${clip(reason, 500)}`);
}

/** A section in which Slack reads no markup. Each line by itself, so that its end is not written out. */
function plain(text: string, make = unlinkedText) {
  const lines = text.split("\n").map((line) => make(line));
  return section("plain_text", clipCharacters(lines.join("\n"), limits.section));
}

/** A section of ours with markup; whatever comes from data must be escaped in it. */
function own(text: string) {
  return { type: "section", text: { type: "mrkdwn", text: clipCharacters(text, limits.section), verbatim: true } };
}

function section(type: "plain_text", text: string) {
  return { type: "section", text: { type, text: text === "" ? "-" : text, emoji: false } };
}

/** A member by their id is meant to be mentioned, as the config says; anything else is a name. */
function mention({ role, name, slack }: NoticedPerson): string {
  if (slack !== null && /^[UW][A-Z0-9]{5,20}$/.test(slack)) return `<@${slack}>`;
  if (slack !== null && /^S[A-Z0-9]{5,20}$/.test(slack)) return `<!subteam^${slack}>`;
  return escapeSlack(unlinkedText(clipCharacters(name === null ? role : `${role} (${name})`, 200)));
}

/** https://docs.slack.dev/messaging/formatting-message-text#escaping */
function escapeSlack(text: string): string {
  const gap = "\u200B";
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/[*_~`](?=\S)/g, `$&${gap}`);
}

function clip(text: string, characters: number): string {
  // Escaping makes it longer.
  return clipCharacters(unlinkedText(clipCharacters(text, characters)), characters) || "-";
}
