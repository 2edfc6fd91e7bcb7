import type { RolloutStatus, StatusReport } from "../domain/status.ts";
import { countColumns } from "./fit-columns.ts";
import { dutyTime, statusFacts, statusHeadline, toneOfConcern, toneOfStatus } from "./status-words.ts";
import { type TerminalOptions, terminalStyle } from "./terminal-style.ts";
import { type TerminalWriter, terminalWriter } from "./terminal-writer.ts";
import { momentWords } from "./watch-words.ts";

const mostEntries = 30;

/**
 * Where rollouts stand, for a person at a terminal: who must act first, then what goes on, then the rest, then what to type next.
 *
 * @returns lines ended by line feeds
 */
export function renderStatusTerminal({ rollouts }: StatusReport, options: TerminalOptions): string {
  const writer = terminalWriter(terminalStyle(options));
  for (const status of rollouts) {
    writer.blank();
    writeRollout(writer, status);
  }
  return `${writer.lines.join("\n")}\n`;
}

function writeRollout(writer: TerminalWriter, status: RolloutStatus): void {
  const { style, safe } = writer;
  const tone = toneOfStatus(status);
  const words = ` ${style.mark(tone)} ${statusHeadline(status)} `;
  const room = Math.max(0, style.columns - countColumns(words) - 4);
  writer.raw(` ${style.banner(tone, words)}  ${style.bold(safe(status.rollout).slice(0, room))}`);
  writeDuties(writer, status);
  writeConcerns(writer, status);
  writer.heading("How it stands");
  for (const [name, text] of statusFacts(status).slice(0, mostEntries)) {
    writer.wrapped(text, 16, undefined, `  ${safe(name).slice(0, 13).padEnd(14)}`);
  }
  writer.heading("To type next");
  for (const { what, command } of status.commands) {
    // Never wrapped and never cut: a part of a command is another command.
    writer.raw(`  ${style.bold(safe(command))}  ${style.dim(`# ${safe(what)}`)}`);
  }
}

function writeDuties(writer: TerminalWriter, { duties }: RolloutStatus): void {
  if (duties.length === 0) return;
  const { style } = writer;
  writer.heading("Who must act");
  for (const duty of duties.slice(0, mostEntries)) {
    const tone = duty.isDue ? "doubtful" : "unknown";
    writer.wrapped(`${dutyTime(duty)}: ${duty.what}`, 4, undefined, style.tone(tone, `  ${style.mark(tone)} `));
  }
  writeMore(writer, duties.length);
}

function writeConcerns(writer: TerminalWriter, { concerns }: RolloutStatus): void {
  if (concerns.length === 0) return;
  const { style } = writer;
  writer.heading("Not as it should be");
  for (const concern of concerns.slice(0, mostEntries)) {
    const { subject, severity, since, reason, level } = concern;
    const tone = toneOfConcern(concern);
    const reached = level === null ? "" : `, level ${level}`;
    const words = `${subject} (${severity} since ${momentWords(since)}${reached}): ${reason}`;
    writer.wrapped(words, 4, undefined, style.tone(tone, `  ${style.mark(tone)} `));
  }
  writeMore(writer, concerns.length);
}

function writeMore(writer: TerminalWriter, count: number): void {
  if (count > mostEntries) writer.raw(`    and ${count - mostEntries} more`);
}
