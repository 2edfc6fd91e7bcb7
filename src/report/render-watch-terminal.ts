import type { WatchReport, WatchReview, WindowLook } from "../domain/watch-report.ts";
import { countColumns } from "./fit-columns.ts";
import { outcomeWords, toneOfFinding } from "./outcome-words.ts";
import { type TerminalOptions, terminalStyle } from "./terminal-style.ts";
import { layTable, tableMinimum } from "./terminal-table.ts";
import { type TerminalWriter, terminalWriter } from "./terminal-writer.ts";
import {
  byWords,
  figureWords,
  findingWords,
  lookWords,
  momentWords,
  recommendationWords,
  toneOfWatch,
  watchHeadline,
} from "./watch-words.ts";

const mostFindings = 60;
const mostFigures = 60;

/**
 * What a run of `verify` has come to, for a person at a terminal: the decision first, then each look with what it found, then what was done.
 *
 * @returns lines ended by line feeds
 */
export function renderWatchTerminal(report: WatchReport, options: TerminalOptions): string {
  const writer = terminalWriter(terminalStyle(options));
  writeBanner(writer, report);
  for (const look of report.looks) writeLook(writer, look);
  writeList(writer, "Done", report.done);
  writeList(writer, "Notes", report.notes);
  writeNext(writer, report);
  return `${writer.lines.join("\n")}\n`;
}

function writeBanner(writer: TerminalWriter, report: WatchReport): void {
  const { style, safe } = writer;
  const tone = toneOfWatch(report.decision);
  const rule = style.tone(tone, style.rule.repeat(style.columns));
  const words = ` ${style.mark(tone)} ${[watchHeadline(report), byWords(report.by)].filter((one) => one !== "").join(" ")} `;
  writer.raw(rule);
  const room = Math.max(0, style.columns - countColumns(words) - 4);
  writer.raw(` ${style.banner(tone, words)}  ${style.bold(safe(report.rollout).slice(0, room))}`);
  writer.wrapped(`${report.because}.`.replace(/\.\.$/, "."), 1);
  writer.raw(rule);
}

function writeLook(writer: TerminalWriter, look: WindowLook): void {
  const { style } = writer;
  const { verdict, findings, review } = look;
  const tone = toneOfWatch(verdict.decision);
  writer.heading(lookWords(look));
  const counts = `${verdict.met} of ${verdict.judged} checks passed`;
  const decision = [verdict.decision, byWords(verdict.by)].filter((one) => one !== "").join(" ");
  writer.wrapped(`${decision}, ${counts}`, 2, undefined, style.tone(tone, `${style.mark(tone)} `));
  for (const finding of findings.slice(0, mostFindings)) {
    const own = toneOfFinding(finding);
    const lead = `${style.mark(own)} ${outcomeWords(finding)}`.padEnd(14);
    writer.wrapped(findingWords(finding, look), 18, undefined, `  ${style.tone(own, lead)}  `);
    if (finding.outcome !== "pass" && finding.action !== "") writer.wrapped(`To do: ${finding.action}`, 18, style.dim);
    for (const note of finding.footnotes.slice(0, 4)) writer.wrapped(`Note: ${note}`, 18, style.dim);
  }
  if (findings.length > mostFindings) {
    writer.wrapped(`${findings.length - mostFindings} more findings are in the report file.`, 2, style.dim);
  }
  if (review !== null) writeReview(writer, review);
}

function writeReview(writer: TerminalWriter, review: WatchReview): void {
  const { style, safe } = writer;
  writer.heading("Against the time before the rollout");
  const columns = [
    { head: "Metric", align: "start", min: 16 },
    { head: "Before", align: "end" },
    { head: "Since", align: "end" },
    { head: "Change", align: "start" },
    { head: "Trend", align: "start" },
  ] as const;
  const rows = review.figures.slice(0, mostFigures).map((figure) => {
    const { before, since, change, trend } = figureWords(figure);
    return [figure.subject, before, since, change, trend].map((text) => ({ text: safe(text) }));
  });
  if (tableMinimum(columns, rows) <= style.columns) {
    for (const line of layTable(columns, rows, style.columns, style)) writer.raw(line);
  } else {
    for (const figure of review.figures.slice(0, mostFigures)) {
      const { before, since, change, trend } = figureWords(figure);
      writer.wrapped(`${figure.subject}: ${before} before, ${since} since, ${change}, ${trend}`, 2);
    }
  }
  for (const { subject, reason } of review.figures) {
    if (reason !== "") writer.wrapped(`${subject}: ${reason}`, 2, style.dim);
  }
  writer.heading("Rollbacks since the flag went on");
  writer.wrapped(String(review.rollbacks), 2);
  writer.heading("Known not to be as before");
  if (review.gaps.length === 0) writer.wrapped("nothing", 2);
  for (const gap of review.gaps) writer.wrapped(gap, 2, undefined, "- ");
  writer.heading("Recommendation");
  writer.wrapped(recommendationWords(review.recommendation), 2, style.bold);
  for (const line of review.evidence) writer.wrapped(line, 2, undefined, "- ");
}

function writeList(writer: TerminalWriter, title: string, items: readonly string[]): void {
  if (items.length === 0) return;
  writer.heading(title);
  for (const item of items) writer.wrapped(item, 2, undefined, "- ");
}

function writeNext(writer: TerminalWriter, { since, decideBy, next, state }: WatchReport): void {
  if (state !== "on" || since === null) return;
  writer.heading("The watch");
  writer.wrapped(`The flag has been on since ${momentWords(since)}.`, 2);
  if (decideBy !== null) writer.wrapped(`Whether it stays on is to be decided by ${momentWords(decideBy)}.`, 2);
  if (next === null) writer.wrapped("No window is left.", 2);
  else writer.wrapped(`Next is ${next.window}, at ${momentWords(next.due)}.`, 2);
}
