import type { Evidence, StageRecord } from "../domain/evidence.ts";
import type { Report } from "../domain/report.ts";
import { formatDuration, formatValue } from "../units/format-value.ts";
import { clipCharacters } from "./clip-characters.ts";
import { coverageWords } from "./coverage-words.ts";
import { escapeMarkdown, markdownCode, markdownFence } from "./escape-markdown.ts";
import { failedTests, placeWords } from "./failed-tests.ts";
import { failureLines } from "./failure-lines.ts";
import { markdownMarks, markdownName, markdownProse } from "./markdown-findings.ts";
import {
  foldClose,
  foldOpen,
  listSection,
  type MarkdownEntries,
  type MarkdownSection,
  markdownEntries,
  wholeSection,
} from "./markdown-section.ts";
import { stageWords, toneOfItem, toneOfRequirement, toneOfStage } from "./marks.ts";
import { nextSteps } from "./next-steps.ts";
import { outputTail, troubledStages } from "./output-tail.ts";
import { policyWords } from "./policy-words.ts";
import { stageNote } from "./stage-note.ts";
import { gapWords, untoldGaps } from "./untold-gaps.ts";
import { untoldReadings } from "./untold-readings.ts";

const maxFailedTests = 10;
const maxFailureLines = 4;
const maxTails = 10;

export function nextStepSection(report: Report): readonly MarkdownSection[] {
  const { steps, omitted } = nextSteps(report, 12);
  if (steps.length === 0) return [];
  const entries = steps.map(({ text, subject }) => {
    const about = subject === null || text.includes(subject) ? "" : ` (${markdownName(subject)})`;
    return `1. ${markdownProse(text)}${about}`;
  });
  if (omitted > 0) entries.push(`1. and ${omitted} more`);
  return [listSection("what to do next", 0.3, "**What to do next**\n", whole(entries), "")];
}

export function stageSections(report: Report): readonly MarkdownSection[] {
  const stages = report.evidence.flatMap((one) => one.stages);
  if (stages.length === 0) return [];
  const rows = markdownEntries(stages, (stage) => {
    const mark = markdownMarks[toneOfStage(stage.status)];
    const note = stageNote(stage, report);
    const reason = note === "" ? "" : `<br>${markdownProse(note, 300)}`;
    const took = stage.startedAt === null ? "" : formatDuration(stage.durationMs).replaceAll(" ", "\u00A0");
    return `| ${mark} ${stageWords(stage.status)} ${markdownName(stage.stage)}${reason} | ${took} |`;
  });
  const head = "| Stage | Time |\n| :-- | --: |";
  if (stages.every((stage) => stage.status === "passed")) {
    const summary = `${markdownMarks.good} ${stages.length === 1 ? "The stage" : `All ${stages.length} stages`} passed`;
    return [listSection("stages", 0.4, `${foldOpen(summary)}\n${head}`, rows, foldClose)];
  }
  return [listSection("stages", 0.4, head, rows, "")];
}

export function failedTestSections(evidence: readonly Evidence[]): readonly MarkdownSection[] {
  const failed = failedTests(evidence, maxFailedTests);
  if (failed.cases.length === 0) return [];
  const entries = failed.cases.map(({ test }) => {
    const place = placeWords(test);
    const lines = [markdownName(test.name)];
    if (place !== "") lines.push(`at ${markdownName(place)}`);
    const said = failureLines(test, maxFailureLines, 300);
    const [only] = said;
    if (only !== undefined && said.length === 1) lines.push(markdownCode(only));
    const block = said.length > 1 ? `\n\n${indented(markdownFence(said))}` : "";
    return `- ${markdownMarks.bad} ${lines.join("<br>")}${block}`;
  });
  const rest = failed.total - failed.cases.length;
  if (rest > 0) entries.push(`- and ${rest} more`);
  const details = failed.cases.flatMap(({ test }) => {
    const detail = test.detail ?? test.message ?? "";
    if (!detail.trim().includes("\n")) return [];
    const fence = markdownFence(
      detail
        .trim()
        .split("\n", 40)
        .map((line) => clipCharacters(line.replace(/\r$/, ""), 300)),
    );
    return [`${markdownName(test.name)}\n\n${fence}\n`];
  });
  const sections = [listSection("failed tests", 0.5, `**Failed tests (${failed.total})**\n`, whole(entries), "")];
  if (details.length > 0) {
    const open = foldOpen("What the failed tests say");
    sections.push(listSection("details of failed tests", 0.4, open, whole(details), foldClose));
  }
  return sections;
}

/** What could not be used and is in no finding: it may explain why something else is missing. */
export function gapSections(report: Report): readonly MarkdownSection[] {
  const gaps = untoldGaps(report);
  if (gaps.length === 0) return [];
  const entries = markdownEntries(gaps, (gap) => {
    const remedy = gap.problem.remedy === undefined ? "" : `<br>${markdownProse(gap.problem.remedy)}`;
    return `- ${markdownMarks.unknown} ${markdownName(gapWords(gap))}: ${markdownProse(gap.problem.reason)}${remedy}`;
  });
  const open = foldOpen(`Results that could not be used (${gaps.length})`);
  return [listSection("results that could not be used", 0.5, open, entries, foldClose)];
}

export function tailSections(evidence: readonly Evidence[]): readonly MarkdownSection[] {
  const troubled = troubledStages(evidence).filter((stage) => outputTail(stage, 1, 1).length > 0);
  return troubled.slice(0, maxTails).map(tailSection);
}

function tailSection(stage: StageRecord): MarkdownSection {
  const name = `<code>${markdownProse(stage.stage, 60)}</code>`;
  const version = (maxLines: number, maxCharacters: number): string => {
    const fence = markdownFence(outputTail(stage, maxLines, maxCharacters));
    return `${foldOpen(`Last output of ${name}`)}\n${fence}\n\n${foldClose}`;
  };
  return wholeSection(`output of ${name}`, 0.5, [version(100, 1000), version(20, 300), version(5, 200)]);
}

export function checklistSections(evidence: readonly Evidence[]): readonly MarkdownSection[] {
  return evidence
    .flatMap((one) => one.checklists)
    .map((checklist) => {
      const items = [...checklist.items].sort((a, b) => Number(a.status === "passed") - Number(b.status === "passed"));
      const passed = items.filter((item) => item.status === "passed").length;
      const entries = markdownEntries(items, (item) => {
        const message = item.message === undefined ? "" : `: ${markdownProse(item.message, 300)}`;
        return `- ${markdownMarks[toneOfItem(item.status)]} ${item.status} ${markdownName(item.name)}${message}`;
      });
      const name = `<code>${markdownProse(checklist.stage, 60)}</code>`;
      const open = foldOpen(`Checklist ${name}: ${passed} of ${items.length} passed`);
      return listSection(`checklist ${name}`, 0.5, open, entries, foldClose);
    });
}

export function requirementSections(evidence: readonly Evidence[]): readonly MarkdownSection[] {
  const requirements = evidence.flatMap((one) => one.requirements);
  if (requirements.length === 0) return [];
  const met = requirements.filter((one) => one.met === true).length;
  const entries = markdownEntries(requirements, (one) => {
    const mark = markdownMarks[toneOfRequirement(one)];
    const found =
      one.problem === undefined ? markdownProse(one.found ?? "nothing", 200) : markdownProse(one.problem.reason);
    return `| ${mark} ${markdownName(one.name)} | ${markdownProse(one.wanted, 100)} | ${found} |`;
  });
  const head = "| Requirement | Wanted | Found |\n| :-- | :-- | :-- |";
  const open = foldOpen(`Requirements: ${met} of ${requirements.length} met`);
  return [listSection("requirements", 0.5, `${open}\n${head}`, entries, foldClose)];
}

export function factSections(report: Report): readonly MarkdownSection[] {
  const { evidence } = report;
  const row = (name: string, value: string): string => `| ${name} | ${value} |`;
  const entries = [
    ...untoldReadings(report).map((reading) =>
      row(`flag in the ${reading.arm}`, `${reading.value}, set by ${markdownName(reading.way)}`),
    ),
    ...evidence.flatMap((one) =>
      one.coverage.map((coverage) => row(coverageName(coverage.of), coverageWords(coverage))),
    ),
    ...evidence.flatMap((one) => one.facts.map((fact) => row(markdownName(fact.name), markdownProse(fact.value, 300)))),
    ...evidence.flatMap((one, index) =>
      machineRows(one, evidence.length > 1 ? ` ${index + 1}` : "").map(([a, b]) => row(a, b)),
    ),
    ...(report.policy === undefined ? [] : [row("policy", markdownProse(policyWords(report.policy)))]),
    row("concluded", `${markdownProse(report.concludedAt, 40)} by ${markdownProse(report.tool, 80)}`),
  ];
  const head = "| Fact | Value |\n| :-- | :-- |";
  return [listSection("facts", 0.9, `${foldOpen("Facts, machine and origin")}\n${head}`, whole(entries), foldClose)];
}

function coverageName(of: readonly string[]): string {
  return of.length === 0 ? "coverage" : `coverage of ${of.slice(0, 5).map(markdownName).join(", ")}`;
}

function machineRows(evidence: Evidence, suffix: string): readonly (readonly [string, string])[] {
  const { machine, origin } = evidence;
  const memory = formatValue(machine.memoryBytes, "B");
  const kind = `${machine.os} ${machine.architecture}, ${machine.cores} cores (${machine.cpuModel}), ${memory}, ${machine.runtime}`;
  const commit = origin.commit === null ? "not known" : markdownName(origin.commit);
  const dirty = origin.dirty === true ? " with uncommitted changes" : "";
  return [
    [`machine${suffix}`, escapeMarkdown(clipCharacters(kind, 200))],
    [`commit${suffix}`, `${commit}${dirty}`],
    [`measured${suffix}`, `${markdownProse(evidence.startedAt, 40)} to ${markdownProse(evidence.finishedAt, 40)}`],
  ];
}

/** As a part of the list item above it. */
function indented(block: string): string {
  return block.replace(/^/gm, "  ");
}

/** Entries that are written already. */
function whole(entries: readonly string[]): MarkdownEntries {
  return markdownEntries(entries, (entry) => entry);
}
