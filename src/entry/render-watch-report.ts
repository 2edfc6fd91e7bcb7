import type { Files } from "../domain/ports.ts";
import type { WatchReport } from "../domain/watch-report.ts";
import { renderJson } from "../report/render-report-json.ts";
import { renderWatchMarkdown } from "../report/render-watch-markdown.ts";
import { renderWatchTerminal } from "../report/render-watch-terminal.ts";
import type { TerminalOptions } from "../report/terminal-style.ts";
import { type Redact, redactValue } from "../text/redact-secrets.ts";

/** A report of the watch in every form. */
export interface RenderedWatch {
  readonly report: WatchReport;
  readonly json: string;
  readonly markdown: string;
  terminal(style: TerminalOptions): string;
  /** Writes `watch.json` and `watch.md`. @returns warnings; the decision stands without them */
  write(folder: string, files: Files, workspace: string): Promise<readonly string[]>;
}

const namesOfOurs: ReadonlySet<string> = new Set(["schema", "rollout", "operation", "decision", "outcome", "state"]);

export function renderWatchReport(given: WatchReport, redact: Redact): RenderedWatch {
  const report = redactValue(given, redact, namesOfOurs);
  const json = `${renderJson(report)}\n`;
  const markdown = renderWatchMarkdown(report);
  return {
    report,
    json,
    markdown,
    terminal: (style) => renderWatchTerminal(report, style),
    async write(folder, files, workspace) {
      const at = /^(?:[\\/]|[A-Za-z]:[\\/])/.test(folder) ? folder : `${workspace}/${folder}`;
      try {
        await files.makeFolder(at);
        await files.writeAtomically(`${at}/watch.json`, json);
        await files.writeAtomically(`${at}/watch.md`, markdown);
        return [];
      } catch (error) {
        return [
          `The report could not be written to ${folder}: ${error instanceof Error ? error.message : String(error)}`,
        ];
      }
    },
  };
}
