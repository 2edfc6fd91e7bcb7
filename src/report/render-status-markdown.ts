import type { RolloutStatus, StatusReport } from "../domain/status.ts";
import { clipCharacters } from "./clip-characters.ts";
import { escapeMarkdown, markdownCode, markdownFence } from "./escape-markdown.ts";
import type { Tone } from "./marks.ts";
import { dutyTime, statusFacts, statusHeadline, toneOfConcern, toneOfStatus } from "./status-words.ts";
import { momentWords } from "./watch-words.ts";

const signs: Readonly<Record<Tone, string>> = { good: "✅", doubtful: "⚠️", bad: "❌", unknown: "❔" };
const mostEntries = 100;

/** Where rollouts stand, as Markdown for a summary. */
export function renderStatusMarkdown({ rollouts, at, tool }: StatusReport): string {
  const foot = `<sub>${escapeMarkdown(momentWords(at))} · ${escapeMarkdown(tool)}</sub>`;
  return `${[...rollouts.map(rolloutPart), foot].join("\n\n")}\n`;
}

function rolloutPart(status: RolloutStatus): string {
  const { concerns, duties, commands } = status;
  const parts = [
    `## ${signs[toneOfStatus(status)]} ${safe(status.rollout)}: ${statusHeadline(status)}`,
    section(
      "Who must act",
      duties.map((duty) => `- ${duty.isDue ? "⚠️ " : ""}${safe(dutyTime(duty))}: ${safe(duty.what)}`),
    ),
    section(
      "Not as it should be",
      concerns.map((concern) => {
        const { subject, severity, since, reason, level } = concern;
        const reached = level === null ? "" : `, level ${level}`;
        return `- ${signs[toneOfConcern(concern)]} ${markdownCode(subject)} (${severity} since ${safe(momentWords(since))}${reached}): ${safe(reason)}`;
      }),
    ),
    section(
      "How it stands",
      statusFacts(status).map(([name, text]) => `- ${safe(name)}: ${safe(text)}`),
    ),
    `<details><summary>To type next</summary>\n\n${markdownFence(commands.map(({ what, command }) => `${command}  # ${what}`))}\n\n</details>`,
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function section(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return "";
  const more = lines.length > mostEntries ? [`- and ${lines.length - mostEntries} more`] : [];
  return `### ${title}\n\n${[...lines.slice(0, mostEntries), ...more].join("\n")}`;
}

function safe(text: string): string {
  return escapeMarkdown(clipCharacters(text, 1000));
}
