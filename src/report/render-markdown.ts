import type { Report } from "../domain/report.ts";
import { clipBytes, countBytes } from "./clip-bytes.ts";
import { findingRows } from "./finding-rows.ts";
import {
  checklistSections,
  factSections,
  failedTestSections,
  gapSections,
  nextStepSection,
  requirementSections,
  stageSections,
  tailSections,
} from "./markdown-details.ts";
import { findingSections } from "./markdown-findings.ts";
import { markdownDecision, markdownHeads } from "./markdown-head.ts";
import { peopleSections } from "./markdown-people.ts";
import { policySections } from "./markdown-policy.ts";
import { fitSections } from "./markdown-section.ts";
import { trendSections } from "./markdown-trends.ts";

export interface MarkdownOptions {
  /** UTF-8 bytes that the result may take; below about 1 KB only the verdict is left. */
  readonly maxBytes: number;
}

/** What fits into a step summary: GitHub refuses more than 1024 KiB, and what else the step writes counts too. */
export const summaryMaxBytes = 1000 * 1024;

/**
 * The report as GitHub's Markdown: the verdict first, then why, what to do, the findings worst first, the stages, and
 * all else folded. Whatever does not fit is left out from the end, section by section, and a line says so.
 * Nothing from the data becomes a link, an image, HTML, a mention or a reference.
 */
export function renderMarkdown(report: Report, options: MarkdownOptions): string {
  const decision = markdownDecision(report);
  const versions = markdownHeads(report, "");
  const head = versions.find((version) => countBytes(version) + 1 <= options.maxBytes);
  if (head === undefined) return clipBytes(`${decision}\n`, Math.max(0, options.maxBytes));

  const { evidence } = report;
  const sections = [
    ...nextStepSection(report),
    ...findingSections(findingRows(report)),
    ...peopleSections(report),
    ...policySections(report),
    ...stageSections(report),
    ...failedTestSections(evidence),
    ...gapSections(report),
    ...tailSections(evidence),
    ...checklistSections(evidence),
    ...requirementSections(evidence),
    ...trendSections(report),
    ...factSections(report),
  ];
  return fitSections(head, sections, options.maxBytes);
}
