import type { Report } from "../domain/report.ts";
import { findingRows } from "./finding-rows.ts";
import { clipColumns, countColumns, padColumns } from "./fit-columns.ts";
import { toneOfDecision } from "./marks.ts";
import {
  writeChecklists,
  writeFacts,
  writeFailedTests,
  writeGaps,
  writeNextSteps,
  writeOrigin,
  writeRequirements,
  writeStages,
  writeTails,
} from "./terminal-details.ts";
import { writeFindings, writePictures } from "./terminal-findings.ts";
import { writePeople } from "./terminal-people.ts";
import { writePolicy } from "./terminal-policy.ts";
import { type TerminalOptions, terminalStyle } from "./terminal-style.ts";
import { type TerminalWriter, terminalWriter } from "./terminal-writer.ts";

/** A report longer than this scrolls the verdict away, so its beginning is said again at the end. */
const screenLines = 30;

/**
 * The report for a person at a terminal: the verdict first, then why, then what it stands on. No line is wider than
 * the terminal, and nothing in the data acts on the terminal.
 *
 * @returns lines ended by line feeds
 */
export function renderTerminal(report: Report, options: TerminalOptions): string {
  const writer = terminalWriter(terminalStyle(options));
  const { evidence } = report;
  writeBanner(writer, report);
  writeFindings(writer, findingRows(report));
  writePictures(writer, report.findings);
  writePeople(writer, report);
  writePolicy(writer, report);
  writeStages(writer, report);
  writeFailedTests(writer, evidence);
  writeGaps(writer, report);
  writeChecklists(writer, evidence);
  writeRequirements(writer, report);
  writeFacts(writer, report);
  writeTails(writer, evidence);
  writeNextSteps(writer, report);
  writeOrigin(writer, report);
  if (writer.lines.length > screenLines) writeLastLine(writer, report);
  return `${writer.lines.join("\n")}\n`;
}

function writeBanner(writer: TerminalWriter, report: Report): void {
  const { style, safe } = writer;
  const { verdict } = report;
  const tone = toneOfDecision(verdict.decision);
  const decision = ` ${style.mark(tone)} ${verdict.decision} `;
  const name = clipColumns(safe(report.rollout), style.columns - countColumns(decision) - 3, style.ellipsis);
  const band = padColumns(`  ${name}`, style.columns - countColumns(decision) - 1);
  const rule = style.tone(tone, style.rule.repeat(style.columns));
  writer.raw(rule);
  writer.raw(` ${style.banner(tone, decision)}${style.bold(band.trimEnd())}`);
  writer.wrapped(verdict.because, 1);
  writer.wrapped(`${verdict.met} of ${verdict.judged} checks passed, risk ${verdict.risk}`, 1, style.dim);
  if (report.evidence.some((one) => one.cancelled)) {
    writer.wrapped("Cancelled before all stages had run.", 1, (line) => style.tone("unknown", line));
  }
  writer.raw(rule);
}

function writeLastLine(writer: TerminalWriter, report: Report): void {
  const { style } = writer;
  const { verdict } = report;
  const tone = toneOfDecision(verdict.decision);
  const words = `${style.mark(tone)} ${verdict.decision}`;
  const room = style.columns - countColumns(words) - 2;
  writer.blank();
  writer.raw(
    `${style.bold(style.tone(tone, words))}  ${clipColumns(writer.safe(verdict.because), room, style.ellipsis)}`,
  );
}
