import type { Report } from "../domain/report.ts";
import { markdownMarks, markdownName, markdownProse } from "./markdown-findings.ts";
import { toneOfDecision } from "./marks.ts";

/** The first line of every Markdown rendering: the decision, and of which rollout. */
export function markdownHeadline(report: Report): string {
  return `${markdownDecision(report)}: ${markdownName(report.rollout)}`;
}

export function markdownDecision({ verdict }: Report): string {
  return `## ${markdownMarks[toneOfDecision(verdict.decision)]} ${verdict.decision}`;
}

/**
 * What is kept before anything else, the longer version first: the decision, why, and how many checks passed.
 *
 * @param more Markdown for the end of the line that counts; empty for nothing
 */
export function markdownHeads(report: Report, more: string): readonly string[] {
  const { verdict } = report;
  const counts = `${verdict.met} of ${verdict.judged} checks passed, risk ${verdict.risk}${more}`;
  const cancelled = report.evidence.some((one) => one.cancelled) ? "\n\nCancelled before all stages had run." : "";
  return [600, 200].map(
    (size) => `${markdownHeadline(report)}\n\n${markdownProse(verdict.because, size)}\n\n${counts}${cancelled}`,
  );
}
