import type { Files } from "../domain/ports.ts";
import type { RolloutReport } from "../domain/rollout.ts";
import { renderJson } from "../report/render-report-json.ts";
import { renderRolloutMarkdown } from "../report/render-rollout-markdown.ts";
import { renderRolloutTerminal } from "../report/render-rollout-terminal.ts";
import type { TerminalOptions } from "../report/terminal-style.ts";
import { type Redact, redactValue } from "../text/redact-secrets.ts";

/** A report in every form. */
export interface RenderedRollout {
  readonly json: string;
  readonly markdown: string;
  terminal(style: TerminalOptions): string;
  /** Writes `rollout.json` and `rollout.md`. @returns warnings; how it ended stands without them */
  write(folder: string, files: Files, workspace: string): Promise<readonly string[]>;
}

const namesOfOurs: ReadonlySet<string> = new Set([
  "schema",
  "rollout",
  "action",
  "operation",
  "ending",
  "outcome",
  "commit",
]);

export function renderRolloutReport(given: RolloutReport, redact: Redact): RenderedRollout {
  const report = redactValue(given, redact, namesOfOurs);
  const json = `${renderJson(report)}\n`;
  const markdown = renderRolloutMarkdown(report);
  return {
    json,
    markdown,
    terminal: (style) => renderRolloutTerminal(report, style),
    async write(folder, files, workspace) {
      const at = /^(?:[\\/]|[A-Za-z]:[\\/])/.test(folder) ? folder : `${workspace}/${folder}`;
      try {
        await files.makeFolder(at);
        await files.writeAtomically(`${at}/rollout.json`, json);
        await files.writeAtomically(`${at}/rollout.md`, markdown);
        return [];
      } catch (error) {
        return [
          `The report could not be written to ${folder}: ${error instanceof Error ? error.message : String(error)}`,
        ];
      }
    },
  };
}
