import { clipCharacters } from "./clip-characters.ts";
import { escapeMarkdown, markdownCode } from "./escape-markdown.ts";
import { findingFigures, intervalHead } from "./finding-figures.ts";
import type { FindingRow } from "./finding-rows.ts";
import { foldClose, foldOpen, listSection, type MarkdownSection, markdownEntries } from "./markdown-section.ts";
import type { Tone } from "./marks.ts";
import { outcomeWords, toneOfFinding } from "./outcome-words.ts";

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
export function findingSections(rows: readonly FindingRow[]): readonly MarkdownSection[] {
  const troubled = rows.filter((row) => row.finding.outcome !== "pass");
  const passed = rows.filter((row) => row.finding.outcome === "pass");
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
  rows: readonly FindingRow[],
  close: string,
): MarkdownSection {
  const findings = rows.map((row) => row.finding);
  const compares = findings.some((finding) => finding.baseline !== undefined);
  const measures = compares || findings.some((one) => one.candidate !== undefined || one.value !== undefined);
  const interval = intervalHead(findings).replaceAll(" ", "\u00A0");
  // Two lines a cell rather than two columns: a phone shows four columns without scrolling sideways.
  const columns = [
    { head: "Check", rule: ":--", used: true },
    // The change comes first, because a phone shows what stands beside the name.
    { head: `Change<br>${interval}`, rule: "--:", used: findings.some((finding) => finding.change !== undefined) },
    { head: compares ? "Baseline<br>Candidate" : "Value", rule: "--:", used: measures },
    { head: "Limit", rule: ":--", used: findings.some((finding) => finding.limit !== "") },
  ];
  const row = (cells: readonly string[]): string =>
    `| ${cells.filter((_, index) => columns[index]?.used).join(" | ")} |`;
  const head = [row(columns.map((column) => column.head)), row(columns.map((column) => column.rule))].join("\n");
  const entries = markdownEntries(rows, (one) => row(cells(one, compares)));
  return listSection(name, share, before === "" ? head : `${before}\n${head}`, entries, close);
}

function cells(row: FindingRow, compares: boolean): readonly string[] {
  const { finding } = row;
  const { baseline, candidate, change, interval } = findingFigures(finding);
  const value = compares && candidate !== "" ? `${figure(baseline) || "–"}<br>${figure(candidate)}` : figure(candidate);
  return [
    findingCell(row),
    change === "" ? "" : `${figure(change)}<br>${figure(interval).replace("…\u00A0", "… ")}`,
    value,
    figure(finding.limit),
  ];
}

function findingCell({ finding, name, reason, notes }: FindingRow): string {
  const mark = markdownMarks[toneOfFinding(finding)];
  const lines = [`${mark} ${outcomeWords(finding)} ${markdownName(name)}`];
  if (reason !== "") lines.push(markdownProse(reason));
  for (const note of notes) lines.push(`Note: ${markdownProse(note, 300)}`);
  return lines.join("<br>");
}
