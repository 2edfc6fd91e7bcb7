import type { HealthCheck, HealthState } from "../domain/health.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import type { Tone } from "./marks.ts";
import { renderJson } from "./render-report-json.ts";
import { type TerminalOptions, terminalStyle } from "./terminal-style.ts";
import { terminalWriter } from "./terminal-writer.ts";

const tones: Readonly<Record<HealthState, Tone>> = { ok: "good", warn: "doubtful", bad: "bad", unknown: "unknown" };
const marks: Readonly<Record<HealthState, string>> = { ok: "✅", warn: "⚠️", bad: "❌", unknown: "❔" };

/** How a set-up is, for a person in a terminal. Safe and within its width. */
export function renderHealth(checks: readonly HealthCheck[], options: TerminalOptions): string {
  const writer = terminalWriter(terminalStyle(options));
  const { style } = writer;
  for (const { part, state, seen, mend } of checks) {
    const tone = tones[state];
    writer.raw(`${style.tone(tone, `${style.mark(tone)} ${state.padEnd(7)}`)} ${style.bold(writer.safe(part))}`);
    for (const line of seen.split("\n")) writer.wrapped(line, 4);
    if (mend !== "") writer.wrapped(mend, 4, style.dim, "  → ");
  }
  writer.blank();
  writer.wrapped(summary(checks), 0, style.bold);
  return `${writer.lines.join("\n")}\n`;
}

/** The same for a job's summary. */
export function renderHealthMarkdown(checks: readonly HealthCheck[]): string {
  const rows = checks.map(({ part, state, seen, mend }) => {
    const words = [seen, mend].filter((text) => text !== "").map((text) => escapeMarkdown(text.replace(/\s+/g, " ")));
    return `| ${marks[state]} ${state} | ${escapeMarkdown(part)} | ${words.join("<br>→ ")} |`;
  });
  return ["## Set-up", "", summary(checks), "", "| | part | what was seen |", "|---|---|---|", ...rows, ""].join("\n");
}

/** The same for programs. */
export function renderHealthJson(checks: readonly HealthCheck[]): string {
  return `${renderJson({ schema: "rollout-gate/doctor/1", checks })}\n`;
}

function summary(checks: readonly HealthCheck[]): string {
  const count = (state: HealthState) => checks.filter((check) => check.state === state).length;
  return `${count("ok")} of ${checks.length} parts are as they must be; ${count("bad")} bad, ${count("warn")} to look at, ${count("unknown")} not known from here.`;
}
