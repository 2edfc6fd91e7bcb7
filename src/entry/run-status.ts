import type { StatusReport } from "../domain/status.ts";
import { loadConfig } from "../modes/load-config.ts";
import type { ModePorts } from "../modes/mode-ports.ts";
import { status } from "../modes/status.ts";
import { renderJson } from "../report/render-report-json.ts";
import { renderStatusMarkdown } from "../report/render-status-markdown.ts";
import { renderStatusTerminal } from "../report/render-status-terminal.ts";
import type { TerminalOptions } from "../report/terminal-style.ts";
import { redactValue } from "../text/redact-secrets.ts";
import { defaultPaths } from "./default-paths.ts";

/** A status in every form. */
export interface RenderedStatus {
  readonly report: StatusReport;
  readonly json: string;
  readonly markdown: string;
  terminal(style: TerminalOptions): string;
}

const namesOfOurs: ReadonlySet<string> = new Set(["schema", "rollout", "operation", "decision", "severity", "flag"]);

/** Runs `status` for both doors. @param files of configs; none: the usual one */
export async function runStatus(files: readonly string[], ports: ModePorts): Promise<RenderedStatus> {
  const configs = [];
  for (const file of files.length === 0 ? [defaultPaths.config] : files) {
    configs.push({ loaded: await loadConfig(file, ports), isUsualFile: file === defaultPaths.config });
  }
  const report = redactValue(await status({ configs }, ports), ports.redact, namesOfOurs);
  return {
    report,
    json: `${renderJson(report)}\n`,
    markdown: renderStatusMarkdown(report),
    terminal: (style) => renderStatusTerminal(report, style),
  };
}
