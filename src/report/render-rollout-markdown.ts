import type { RolloutReport } from "../domain/rollout.ts";
import { formatDuration } from "../units/format-value.ts";
import { clipCharacters } from "./clip-characters.ts";
import { escapeMarkdown, markdownCode, markdownFence } from "./escape-markdown.ts";
import { actionWords, endingWords, toneOfEnding, toneOfStep } from "./rollout-words.ts";

const signs = { good: "✅", doubtful: "⚠️", bad: "❌", unknown: "❔" } as const;
/** More entries than this are counted, so that a report always fits where GitHub takes it. */
const mostEntries = 100;
const longestText = 1000;

/** What turning the flag on or off has come to, as Markdown for a summary, an issue or a file. */
export function renderRolloutMarkdown(report: RolloutReport): string {
  const safe = (text: string) => escapeMarkdown(clipCharacters(text, longestText));
  const sign = signs[toneOfEnding(report.ending)];
  const parts = [
    `## ${sign} ${endingWords(report)}: ${safe(actionWords(report))}`,
    safe(report.because),
    report.reason === "" ? "" : `Asked for because: ${safe(report.reason)}`,
    byHandSection(report, safe),
    listSection("Findings", report.findings.map(safe)),
    stepsSection(report, safe),
    listSection(
      "Recorded",
      report.record.map(({ name, value }) => `${safe(name)}: ${markdownCode(clipCharacters(value, longestText))}`),
    ),
    listSection("Notes", report.notes.map(safe)),
    operationLine(report),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function byHandSection({ byHand }: RolloutReport, safe: (text: string) => string): string {
  if (byHand.length === 0) return "";
  const items = byHand.slice(0, mostEntries).map(({ what, command }, index) => {
    const number = `${index + 1}. `;
    const indent = " ".repeat(number.length);
    if (command === null) return `${number}${safe(what)}`;
    const block = markdownFence([command])
      .split("\n")
      .map((line) => `${indent}${line}`);
    return `${number}${safe(what)}\n\n${block.join("\n")}`;
  });
  return `### To do by hand, in this order\n\n${items.join("\n")}`;
}

function listSection(title: string, items: readonly string[]): string {
  if (items.length === 0) return "";
  const more = items.length > mostEntries ? [`- and ${items.length - mostEntries} more`] : [];
  return `### ${title}\n\n${[...items.slice(0, mostEntries).map((item) => `- ${item}`), ...more].join("\n")}`;
}

function stepsSection({ steps }: RolloutReport, safe: (text: string) => string): string {
  if (steps.length === 0) return "";
  const rows = steps.slice(0, mostEntries).map(({ what, outcome, detail, startedAt, durationMs }) => {
    const time = startedAt === null ? "" : markdownCode(startedAt.slice(0, 19).replace("T", " "));
    const took = startedAt === null ? "" : formatDuration(durationMs);
    return `| ${signs[toneOfStep(outcome)]} ${outcome} | ${safe(what)} | ${time} | ${took} | ${safe(detail)} |`;
  });
  return `### Steps\n\n| outcome | step | UTC | took | |\n|---|---|---|--:|---|\n${rows.join("\n")}`;
}

function operationLine({ operation, commit, tool }: RolloutReport): string {
  const parts = [
    operation === null ? "" : `Operation ${markdownCode(operation)}`,
    commit === null ? "" : `commit ${markdownCode(commit.slice(0, 12))}`,
    escapeMarkdown(tool),
  ].filter((part) => part !== "");
  return `<sub>${parts.join(" · ")}</sub>`;
}
