import type { Finding } from "../domain/finding.ts";
import { clipCharacters } from "./clip-characters.ts";
import { escapeMarkdown, markdownCode } from "./escape-markdown.ts";
import { findingFigures, intervalHead } from "./finding-figures.ts";
import { foldClose, foldOpen, listSection, type MarkdownSection, markdownEntries } from "./markdown-section.ts";
import { reasonWords, type Tone, toneOfOutcome } from "./marks.ts";

/** Passes beyond this many rows are folded away; what did not pass is always in sight. */
const maxOpenRows = 25;

export const markdownMarks: Readonly<Record<Tone, string>> = {
  good: "✅",
  doubtful: "⚠️",
  bad: "❌",
  unknown: "❔",
};

/** Longer names are not names any more. */
export function markdownName(name: string): string {
  return markdownCode(clipCharacters(name, 160));
}

/** Untrusted prose, cut to what a person reads. */
export function markdownProse(text: string, maxCharacters = 600): string {
  return escapeMarkdown(clipCharacters(text, maxCharacters));
}

/** Figures do not break inside. */
function figure(text: string): string {
  return markdownProse(text, 60).replaceAll(" ", "\u00A0");
}

/** The table of findings, worst first; passes that would make it long are folded. */
export function findingSections(findings: readonly Finding[]): readonly MarkdownSection[] {
  const troubled = findings.filter((finding) => finding.outcome !== "pass");
  const passed = findings.filter((finding) => finding.outcome === "pass");
  const open = [...troubled, ...passed.slice(0, Math.max(0, maxOpenRows - troubled.length))];
  const folded = passed.slice(Math.max(0, maxOpenRows - troubled.length));
  const sections: MarkdownSection[] = [];
  if (open.length > 0) sections.push(findingTable("findings", 0.6, "", open, ""));
  if (folded.length > 0) {
    const summary = `${markdownMarks.good} ${folded.length} more passed`;
    sections.push(findingTable("passed findings", 0.4, foldOpen(summary), folded, foldClose));
  }
  return sections;
}

function findingTable(
  name: string,
  share: number,
  before: string,
  findings: readonly Finding[],
  close: string,
): MarkdownSection {
  const compares = findings.some((finding) => finding.baseline !== undefined);
  const measures = compares || findings.some((one) => one.candidate !== undefined || one.value !== undefined);
  const interval = intervalHead(findings).replaceAll(" ", "\u00A0");
  // Two lines a cell rather than two columns: a phone shows four columns without scrolling sideways.
  const columns = [
    { head: "Finding", rule: ":--", used: true },
    { head: compares ? "Baseline<br>Candidate" : "Value", rule: "--:", used: measures },
    { head: `Change<br>${interval}`, rule: "--:", used: findings.some((finding) => finding.change !== undefined) },
    { head: "Limit", rule: ":--", used: findings.some((finding) => finding.limit !== "") },
  ];
  const row = (cells: readonly string[]): string =>
    `| ${cells.filter((_, index) => columns[index]?.used).join(" | ")} |`;
  const head = [row(columns.map((column) => column.head)), row(columns.map((column) => column.rule))].join("\n");
  const entries = markdownEntries(findings, (finding) => row(cells(finding, compares)));
  return listSection(name, share, before === "" ? head : `${before}\n${head}`, entries, close);
}

function cells(finding: Finding, compares: boolean): readonly string[] {
  const { baseline, candidate, change, interval } = findingFigures(finding);
  const value = compares && candidate !== "" ? `${figure(baseline) || "–"}<br>${figure(candidate)}` : figure(candidate);
  return [
    findingCell(finding),
    value,
    change === "" ? "" : `${figure(change)}<br>${figure(interval).replace("…\u00A0", "… ")}`,
    figure(finding.limit),
  ];
}

function findingCell(finding: Finding): string {
  const mark = markdownMarks[toneOfOutcome(finding.outcome)];
  const lines = [`${mark} ${finding.outcome} ${markdownName(finding.subject)}`, markdownProse(reasonWords(finding))];
  if (finding.outcome === "inconclusive" && finding.launchesNeeded !== undefined) {
    lines.push(`About ${finding.launchesNeeded} launches a side would decide it.`);
  }
  const footnotes = finding.footnotes.filter((footnote) => footnote.trim() !== "");
  for (const footnote of footnotes.slice(0, 3)) lines.push(`Note: ${markdownProse(footnote, 300)}`);
  return lines.join("<br>");
}
