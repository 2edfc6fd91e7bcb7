import type { WatchReport, WatchReview, WindowLook } from "../domain/watch-report.ts";
import { clipCharacters } from "./clip-characters.ts";
import { escapeMarkdown, markdownCode } from "./escape-markdown.ts";
import type { Tone } from "./marks.ts";
import { outcomeWords, toneOfFinding } from "./outcome-words.ts";
import {
  byWords,
  figureWords,
  findingWords,
  lookWords,
  momentWords,
  recommendationWords,
  toneOfWatch,
  watchHeadline,
} from "./watch-words.ts";

const signs: Readonly<Record<Tone, string>> = { good: "✅", doubtful: "⚠️", bad: "❌", unknown: "❔" };
/** More entries than this are counted, so that a report always fits where GitHub takes it. */
const mostEntries = 100;
const longestText = 1000;

function safe(text: string): string {
  return escapeMarkdown(clipCharacters(text, longestText));
}

/** What a run of `verify` has come to, as Markdown for a summary, an issue or a file. */
export function renderWatchMarkdown(report: WatchReport): string {
  const head = [watchHeadline(report), byWords(report.by)].filter((part) => part !== "").join(" ");
  const parts = [
    `## ${signs[toneOfWatch(report.decision)]} ${head}: ${safe(report.rollout)}`,
    safe(report.because),
    ...report.looks.slice(0, mostEntries).map(lookSection),
    listSection("### Done", report.done),
    listSection("### Notes", report.notes),
    watchSection(report),
    footer(report),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function lookSection(look: WindowLook): string {
  const { verdict, findings, review } = look;
  const decision = [verdict.decision, byWords(verdict.by)].filter((part) => part !== "").join(" ");
  const rows = findings.slice(0, mostEntries).map((finding) => {
    const toDo = finding.outcome === "pass" || finding.action === "" ? "" : `<br>To do: ${safe(finding.action)}`;
    const notes = finding.footnotes.slice(0, 4).map((note) => `<br>Note: ${safe(note)}`);
    const words = `${safe(findingWords(finding, look))}${toDo}${notes.join("")}`;
    return `| ${signs[toneOfFinding(finding)]} ${outcomeWords(finding)} | ${words} | ${safe(finding.limit)} |`;
  });
  const more =
    findings.length > rows.length ? `\n\n${findings.length - rows.length} more findings are in the report.` : "";
  const table = rows.length === 0 ? "" : `\n\n| outcome | check | limit |\n|---|---|---|\n${rows.join("\n")}${more}`;
  const heading = `### ${safe(lookWords(look))}`;
  const counts = `${signs[toneOfWatch(verdict.decision)]} **${decision}**, ${verdict.met} of ${verdict.judged} checks passed`;
  return `${heading}\n\n${counts}${table}${review === null ? "" : `\n\n${reviewSection(review)}`}`;
}

function reviewSection({ figures, rollbacks, gaps, recommendation, evidence }: WatchReview): string {
  const rows = figures.slice(0, mostEntries).map((figure) => {
    const { before, since, change, trend } = figureWords(figure);
    const reason = figure.reason === "" ? "" : `<br>${safe(figure.reason)}`;
    return `| ${safe(figure.subject)}${reason} | ${safe(before)} | ${safe(since)} | ${safe(change)} | ${trend} |`;
  });
  const table = `| metric | before | since | change | trend |\n|---|--:|--:|---|---|\n${rows.join("\n")}`;
  return [
    "#### Against the time before the rollout",
    figures.length === 0 ? "No metric is watched." : table,
    `Rollbacks since the flag went on: **${rollbacks}**`,
    gaps.length === 0 ? "Nothing is known that is not as before." : listSection("#### Known not to be as before", gaps),
    `#### Recommendation: ${safe(recommendationWords(recommendation))}`,
    listSection("", evidence),
  ].join("\n\n");
}

function listSection(title: string, items: readonly string[]): string {
  if (items.length === 0) return "";
  const shown = items.slice(0, mostEntries).map((item) => `- ${safe(item)}`);
  const more = items.length > mostEntries ? [`- and ${items.length - mostEntries} more`] : [];
  return `${title === "" ? "" : `${title}\n\n`}${[...shown, ...more].join("\n")}`;
}

function watchSection({ state, since, decideBy, next }: WatchReport): string {
  if (state !== "on" || since === null) return "";
  const decide = decideBy === null ? "" : ` Whether it stays on is to be decided by ${momentWords(decideBy)}.`;
  const coming = next === null ? " No window is left." : ` Next is ${safe(next.window)}, at ${momentWords(next.due)}.`;
  return `The flag has been on since ${momentWords(since)}.${decide}${coming}`;
}

function footer({ operation, tool, at }: WatchReport): string {
  const parts = [
    operation === null ? "" : `Operation ${markdownCode(operation)}`,
    momentWords(at),
    escapeMarkdown(tool),
  ].filter((part) => part !== "");
  return `<sub>${parts.join(" · ")}</sub>`;
}
