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
  const warnings = await Promise.all(
    files.map(async ([path, text]): Promise<readonly string[]> => {
      try {
        await write(path, text);
        return [];
      } catch (error) {
        return [`${path} could not be written: ${error instanceof Error ? error.message : String(error)}`];
      }
    }),
  );
  return warnings.flat();
}
