import type { Report } from "../domain/report.ts";
import { renderMarkdown, summaryMaxBytes } from "../report/render-markdown.ts";
import { renderReportJson } from "../report/render-report-json.ts";
import type { WriteFile } from "./create-ports.ts";

/**
 * Writes the report for programs and for people.
 *
 * @returns a warning for each file that could not be written; the verdict stands all the same
 */
export async function writeReportFiles(report: Report, folder: string, write: WriteFile): Promise<readonly string[]> {
  const files: readonly (readonly [string, string])[] = [
    [`${folder}/report.json`, renderReportJson(report)],
    [`${folder}/report.md`, renderMarkdown(report, { maxBytes: summaryMaxBytes })],
  ];
  const warnings: string[] = [];
  for (const [path, text] of files) {
    try {
      await write(path, text);
    } catch (error) {
      warnings.push(`${path} could not be written: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return warnings;
}
