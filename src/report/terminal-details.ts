import type { Evidence } from "../domain/evidence.ts";
import type { Report } from "../domain/report.ts";
import { formatDuration, formatValue } from "../units/format-value.ts";
import { clipCharacters } from "./clip-characters.ts";
import { coverageWords } from "./coverage-words.ts";
import { failedTests, placeWords } from "./failed-tests.ts";
import { failureLines } from "./failure-lines.ts";
import { stageWords, toneOfItem, toneOfRequirement, toneOfStage } from "./marks.ts";
import { nextSteps } from "./next-steps.ts";
import { outputTail, troubledStages } from "./output-tail.ts";
import { stageNote } from "./stage-note.ts";
import { layTable, type TableCell, tableMinimum } from "./terminal-table.ts";
import type { TerminalWriter } from "./terminal-writer.ts";
import { gapWords, untoldGaps } from "./untold-gaps.ts";
import { untoldReadings } from "./untold-readings.ts";

const maxStages = 60;
const maxTests = 8;
const maxFailureLines = 4;
const maxItems = 20;
const maxTailLines = 12;

export function writeStages(writer: TerminalWriter, report: Report): void {
  const stages = report.evidence.flatMap((one) => one.stages);
  if (stages.length === 0) return;
  const { style, safe } = writer;
  writer.heading("Stages");
  const shown = stages.slice(0, maxStages);
  const columns = [
    { head: "", align: "start", min: 8 },
    { head: "", align: "start", min: 10 },
    { head: "", align: "end" },
    { head: "", align: "start", min: 12 },
  ] as const;
  const rows: readonly (readonly TableCell[])[] = shown.map((stage) => {
    const tone = toneOfStage(stage.status);
    return [
      { text: `${style.mark(tone)} ${stageWords(stage.status)}`, paint: (text) => style.tone(tone, text) },
      { text: safe(stage.stage) },
      { text: stage.startedAt === null ? "" : safe(formatDuration(stage.durationMs)) },
      { text: safe(stageNote(stage, report)), paint: style.dim },
    ];
  });
  const wide = tableMinimum(columns, rows) <= style.columns && style.columns >= 70;
  const cut = wide ? { columns, rows } : { columns: columns.slice(0, 3), rows: rows.map((row) => row.slice(0, 3)) };
  const [, ...lines] = layTable(cut.columns, cut.rows, style.columns, style);
  lines.forEach((line, index) => {
    writer.raw(line);
    const reason = rows[index]?.[3]?.text ?? "";
    if (!wide && reason !== "") writer.wrapped(reason, 4, style.dim);
  });
  if (stages.length > shown.length) writer.wrapped(`and ${stages.length - shown.length} more`, 2, style.dim);
}

export function writeFailedTests(writer: TerminalWriter, evidence: readonly Evidence[]): void {
  const failed = failedTests(evidence, maxTests);
  if (failed.total === 0) return;
  const { style } = writer;
  writer.heading(`Failed tests (${failed.total})`);
  for (const { test } of failed.cases) {
    writer.wrapped(test.name, 2, style.bold, style.tone("bad", `${style.mark("bad")} `));
    const place = placeWords(test);
    if (place !== "") writer.wrapped(place, 4);
    for (const line of failureLines(test, maxFailureLines, 400)) writer.wrapped(line, 4, style.dim);
  }
  const rest = failed.total - failed.cases.length;
  if (rest > 0) writer.wrapped(`and ${rest} more`, 2, style.dim);
}

export function writeChecklists(writer: TerminalWriter, evidence: readonly Evidence[]): void {
  const { style } = writer;
  for (const checklist of evidence.flatMap((one) => one.checklists)) {
    const passed = checklist.items.filter((item) => item.status === "passed").length;
    writer.heading(`Checklist ${checklist.stage}`, `${passed} of ${checklist.items.length} passed`);
    const open = checklist.items.filter((item) => item.status !== "passed");
    for (const item of open.slice(0, maxItems)) {
      const tone = toneOfItem(item.status);
      const message = item.message === undefined ? "" : `: ${clipCharacters(item.message, 300)}`;
      writer.wrapped(`${item.name} ${item.status}${message}`, 2, undefined, style.tone(tone, `${style.mark(tone)} `));
    }
    if (open.length > maxItems) writer.wrapped(`and ${open.length - maxItems} more`, 2, style.dim);
  }
}

/** What is met; what is not is in the table, and here only where no finding speaks of it. */
export function writeRequirements(writer: TerminalWriter, report: Report): void {
  const all = report.evidence.flatMap((one) => one.requirements);
  const told = new Set(report.findings.flatMap((one) => (one.outcome === "pass" ? [] : [one.subject])));
  const requirements = all.filter((one) => one.met === true || !told.has(`requirement ${one.name}`));
  if (requirements.length === 0) return;
  const { style } = writer;
  writer.heading("Requirements", `${all.filter((one) => one.met === true).length} of ${all.length} met`);
  for (const requirement of requirements.slice(0, maxItems)) {
    const tone = toneOfRequirement(requirement);
    const found = requirement.problem?.reason ?? `found ${requirement.found ?? "nothing"}`;
    const text = `${requirement.name} ${requirement.wanted}: ${found}`;
    writer.wrapped(text, 2, undefined, style.tone(tone, `${style.mark(tone)} `));
  }
  if (requirements.length > maxItems) writer.wrapped(`and ${requirements.length - maxItems} more`, 2, style.dim);
}

export function writeFacts(writer: TerminalWriter, report: Report): void {
  const { evidence } = report;
  const coverage = evidence.flatMap((one) => one.coverage);
  const facts: (readonly [string, string])[] = [
    ...untoldReadings(report).map((r) => [`flag in ${r.arm}`, `${r.value} (${r.way})`] as const),
    ...coverage.map((one) => [`coverage ${one.of.join(", ")}`.trim(), coverageWords(one)] as const),
    ...evidence.flatMap((one) => one.facts).map((fact) => [fact.name, fact.value] as const),
  ];
  if (facts.length === 0) return;
  writer.heading("Facts");
  for (const [name, value] of facts.slice(0, maxItems)) writer.wrapped(`${name}: ${clipCharacters(value, 300)}`, 2);
  if (facts.length > maxItems) writer.wrapped(`and ${facts.length - maxItems} more`, 2, writer.style.dim);
}

/** What could not be used and is in no finding: it may explain why something else is missing. */
export function writeGaps(writer: TerminalWriter, report: Report): void {
  const gaps = untoldGaps(report);
  if (gaps.length === 0) return;
  const { style } = writer;
  writer.heading("Results that could not be used");
  for (const gap of gaps.slice(0, maxItems)) {
    const text = `${gapWords(gap)}: ${clipCharacters(gap.problem.reason, 400)}`;
    writer.wrapped(text, 2, undefined, style.tone("unknown", `${style.mark("unknown")} `));
    if (gap.problem.remedy !== undefined) writer.wrapped(clipCharacters(gap.problem.remedy, 400), 4, style.dim);
  }
  if (gaps.length > maxItems) writer.wrapped(`and ${gaps.length - maxItems} more`, 2, style.dim);
}

export function writeTails(writer: TerminalWriter, evidence: readonly Evidence[]): void {
  const { style } = writer;
  for (const stage of troubledStages(evidence).slice(0, 3)) {
    const lines = outputTail(stage, maxTailLines, 600);
    if (lines.length === 0) continue;
    writer.heading("Last output of", stage.stage);
    const bar = style.dim(style.unicode ? "│ " : "| ");
    for (const line of lines) writer.wrapped(line.trimEnd(), 2, undefined, bar, bar);
  }
}

export function writeNextSteps(writer: TerminalWriter, report: Report): void {
  const { steps, omitted } = nextSteps(report, 12);
  if (steps.length === 0) return;
  writer.heading("What to do next");
  steps.forEach((step, index) => {
    const number = `${index + 1}. `;
    const about = step.subject === null || step.text.includes(step.subject) ? "" : ` (${step.subject})`;
    writer.wrapped(step.text + about, number.length, undefined, number);
  });
  if (omitted > 0) writer.wrapped(`and ${omitted} more`, 3, writer.style.dim);
}

/** Where and when it was measured, in one dim line. */
export function writeOrigin(writer: TerminalWriter, report: Report): void {
  const [first] = report.evidence;
  const parts = [report.tool, report.concludedAt];
  if (first !== undefined) {
    const { machine, origin } = first;
    if (origin.commit !== null) parts.push(origin.commit.slice(0, 10) + (origin.dirty === true ? " with changes" : ""));
    const memory = formatValue(machine.memoryBytes, "B");
    parts.push(`${machine.os} ${machine.architecture}, ${machine.cores} cores, ${memory}, ${machine.runtime}`);
  }
  if (report.evidence.length > 1) parts.push(`${report.evidence.length} evidence files`);
  writer.blank();
  writer.wrapped(parts.join(" · "), 0, writer.style.dim);
}
