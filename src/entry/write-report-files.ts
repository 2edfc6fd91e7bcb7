import type { Report } from "../domain/report.ts";
import { renderMarkdown, summaryMaxBytes } from "../report/render-markdown.ts";
import { renderReportJson } from "../report/render-report-json.ts";
import type { WriteFile } from "./create-ports.ts";

/**
 * Writes the report for programs (`report.json`) and for people (`report.md`, `report.html`).
 *
 * @param program the file that Node was started with; what the page needs lies beside it
 * @returns a warning for each file that could not be written; the verdict stands all the same
 */
export async function writeReportFiles(
  report: Report,
  folder: string,
  write: WriteFile,
  program: string | undefined,
): Promise<readonly string[]> {
  const files: readonly (readonly [string, () => string | Promise<string>])[] = [
    [`${folder}/report.json`, () => renderReportJson(report)],
    [`${folder}/report.md`, () => renderMarkdown(report, { maxBytes: summaryMaxBytes })],
    [`${folder}/report.html`, () => page(report, program)],
  ];
  const warnings = await Promise.all(
    files.map(async ([path, render]): Promise<readonly string[]> => {
      try {
        await write(path, await render());
        return [];
      } catch (error) {
        return [`${path} could not be written: ${error instanceof Error ? error.message : String(error)}`];
      }
    }),
  );
  return warnings.flat();
}

async function page(report: Report, program: string | undefined): Promise<string> {
  const [{ renderPage }, { readPageAssets }] = await Promise.all([
    import("../report/page/render-page.ts"),
    import("./read-page-assets.ts"),
  ]);
  return renderPage(report, await readPageAssets(program));
}
