import type { RolloutReport } from "../domain/rollout.ts";
import { formatDuration } from "../units/format-value.ts";
import { countColumns } from "./fit-columns.ts";
import { actionWords, endingWords, toneOfEnding, toneOfStep } from "./rollout-words.ts";
import { type TerminalOptions, terminalStyle } from "./terminal-style.ts";
import { type TerminalWriter, terminalWriter } from "./terminal-writer.ts";

/**
 * What turning the flag on or off has come to, for a person at a terminal: the ending first, then what must be done by hand,
 * then why and how. Nothing in the data acts on the terminal.
 *
 * @returns lines ended by line feeds
 */
export function renderRolloutTerminal(report: RolloutReport, options: TerminalOptions): string {
  const writer = terminalWriter(terminalStyle(options));
  writeBanner(writer, report);
  writeByHand(writer, report);
  writeList(writer, "Findings", report.findings, "doubtful");
  writeSteps(writer, report);
  writeRecord(writer, report);
  writeList(writer, "Notes", report.notes, null);
  return `${writer.lines.join("\n")}\n`;
}

function writeBanner(writer: TerminalWriter, report: RolloutReport): void {
  const { style, safe } = writer;
  const tone = toneOfEnding(report.ending);
  const rule = style.tone(tone, style.rule.repeat(style.columns));
  writer.raw(rule);
  const words = ` ${style.mark(tone)} ${endingWords(report)} `;
  writer.raw(
    ` ${style.banner(tone, words)}  ${style.bold(safe(actionWords(report)).slice(0, Math.max(0, style.columns - countColumns(words) - 4)))}`,
  );
  writer.wrapped(report.because, 1);
  if (report.reason !== "") writer.wrapped(`Asked for because: ${report.reason}`, 1, style.dim);
  writer.raw(rule);
}

/** Commands stand alone on their lines, so that they can be copied. */
function writeByHand(writer: TerminalWriter, { byHand }: RolloutReport): void {
  if (byHand.length === 0) return;
  const { style, safe } = writer;
  writer.heading("To do by hand, in this order");
  byHand.forEach(({ what, command }, index) => {
    const lead = `${String(index + 1).padStart(2)}. `;
    writer.wrapped(what, lead.length, undefined, lead);
    // Never wrapped and never cut: a part of a command is another command.
    if (command !== null) writer.raw(`      ${style.bold(safe(command))}`);
  });
}

function writeList(writer: TerminalWriter, title: string, items: readonly string[], tone: "doubtful" | null): void {
  if (items.length === 0) return;
  const { style } = writer;
  writer.heading(title);
  const mark = tone === null ? "- " : style.tone(tone, `${style.mark(tone)} `);
  for (const item of items) writer.wrapped(item, 2, undefined, mark);
}

function writeSteps(writer: TerminalWriter, { steps }: RolloutReport): void {
  if (steps.length === 0) return;
  const { style } = writer;
  writer.heading("Steps");
  for (const { what, outcome, detail, durationMs, startedAt } of steps) {
    const tone = toneOfStep(outcome);
    const time = startedAt === null ? "" : ` (${formatDuration(durationMs)})`;
    const word = outcome === "done" || outcome === "planned" ? "" : ` ${outcome}`;
    writer.wrapped(`${what}${word}${time}`, 2, undefined, style.tone(tone, `${style.mark(tone)} `));
    if (detail !== "") writer.wrapped(detail, 4, style.dim);
  }
}

function writeRecord(writer: TerminalWriter, { record, operation }: RolloutReport): void {
  const rows = [...record, ...(operation === null ? [] : [{ name: "operation", value: operation }])];
  if (rows.length === 0) return;
  writer.heading("Recorded");
  for (const { name, value } of rows) writer.wrapped(`${name}: ${value}`, 2, writer.style.dim);
}
