import type { Evidence } from "../../domain/evidence.ts";
import type { Report } from "../../domain/report.ts";
import { formatDuration, formatValue } from "../../units/format-value.ts";
import { coverageWords } from "../coverage-words.ts";
import { stageWords, type Tone, toneOfItem, toneOfRequirement, toneOfStage } from "../marks.ts";
import { outputTail, troubledStages } from "../output-tail.ts";
import { effectWords, policyWords } from "../policy-words.ts";
import { stageNote } from "../stage-note.ts";
import { gapWords, untoldGaps } from "../untold-gaps.ts";
import { escapeHtml, escapeHtmlLines } from "./escape-html.ts";

/** Everything that is looked up rather than read: folded, searched where it is long. */
export function detailSections(report: Report): string {
  const { evidence } = report;
  const parts = [
    policyPart(report),
    stagePart(report),
    testPart(evidence),
    coveragePart(evidence),
    ...checklistParts(evidence),
    gapPart(report),
    requirementPart(evidence),
    ...tailParts(evidence),
    factPart(report),
  ];
  return parts.filter((part) => part !== "").join("\n");
}

function fold(title: string, body: string, open = false): string {
  return `<section><details${open ? " open" : ""}><summary><h2>${title}</h2></summary><div class="folded">${body}</div></details></section>`;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[], kind = ""): string {
  const head = heads.map((text) => `<th scope="col">${text}</th>`).join("");
  const body = rows.map(([first = "", ...rest]) => {
    return `<tr${kind === "" ? "" : ` data-${kind}`}><th scope="row">${first.trim() === "" ? "(empty)" : first}</th>${rest.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  });
  return `<table><thead><tr>${head}</tr></thead><tbody>${body.join("\n")}</tbody></table>`;
}

function badge(tone: Tone, word: string): string {
  return `<span class="badge ${tone}">${escapeHtml(word)}</span>`;
}

function search(kind: string, label: string): string {
  return `<div class="tools" data-needs-script><label>${label} <input type="search" data-filter="${kind}"></label> <span role="status" data-count="${kind}"></span></div>`;
}

/** How the change's own policy differs from the one that judges it. */
function policyPart({ policy }: Report): string {
  if (policy === undefined || policy.changes.length === 0) return "";
  const side = (text: string | null): string =>
    text === null ? "not there" : `<span class="name">${escapeHtml(text)}</span>`;
  const rows = policy.changes.map((change) => [
    `${escapeHtml(change.key)} ${escapeHtml(effectWords(change))}`,
    side(change.before),
    side(change.after),
  ]);
  const title = `Policy: the change brings another (${rows.length})`;
  return fold(title, `<p>${escapeHtml(policyWords(policy))}</p>${table(["Key", "Base", "Change"], rows)}`, true);
}

function stagePart(report: Report): string {
  const stages = report.evidence.flatMap((one) => one.stages);
  if (stages.length === 0) return "";
  const rows = stages.map((stage) => [
    `${badge(toneOfStage(stage.status), stageWords(stage.status))} ${escapeHtml(stage.stage)}`,
    stage.startedAt === null ? "" : escapeHtml(formatDuration(stage.durationMs)),
    escapeHtml(stageNote(stage, report)),
  ]);
  const passed = stages.filter((stage) => stage.status === "passed").length;
  return fold(`Stages: ${passed} of ${stages.length} passed`, table(["Stage", "Time", "Note"], rows));
}

/** The rows are made by the page's script when it is opened: there may be thousands. */
function testPart(evidence: readonly Evidence[]): string {
  const reports = evidence.flatMap((one) => one.tests);
  if (reports.length === 0) return "";
  const sum = (pick: (report: (typeof reports)[number]) => number) => reports.reduce((all, one) => all + pick(one), 0);
  const [total, failed, skipped, omitted] = [
    sum((one) => one.total),
    sum((one) => one.failed + one.errors),
    sum((one) => one.skipped),
    sum((one) => one.omitted),
  ];
  const left = omitted === 0 ? "" : `<p class="note">${omitted} tests that passed are not listed.</p>`;
  const words = `Tests: ${failed} of ${total} failed${skipped === 0 ? "" : `, ${skipped} skipped`}`;
  return fold(
    words,
    `${left}${search("test", "Find a test")}<div class="tests" data-tests><noscript>The list needs a script.</noscript></div>`,
    failed > 0,
  );
}

function coveragePart(evidence: readonly Evidence[]): string {
  const reports = evidence.flatMap((one) => one.coverage);
  if (reports.length === 0) return "";
  const rows = reports.flatMap((report) =>
    report.files.map((file) => [escapeHtml(file.path), escapeHtml(coverageWords(file))]),
  );
  const heads = reports.map((report) => {
    const of = report.of.length === 0 ? "all files" : report.of.join(", ");
    return `<p>${escapeHtml(of)}: ${escapeHtml(coverageWords(report))}</p>`;
  });
  const omitted = reports.reduce((sum, one) => sum + Math.max(0, one.fileCount - one.files.length), 0);
  const left = omitted === 0 ? "" : `<p class="note">${omitted} files with more coverage are not listed.</p>`;
  return fold(
    "Coverage",
    `${heads.join("")}${left}${search("file", "Find a file")}${table(["File", "Covered"], rows, "file")}`,
  );
}

function checklistParts(evidence: readonly Evidence[]): readonly string[] {
  return evidence
    .flatMap((one) => one.checklists)
    .map(({ stage, items }, index) => {
      const passed = items.filter((item) => item.status === "passed").length;
      const kind = `item-${index}`;
      const rows = [...items]
        .sort((a, b) => Number(a.status === "passed") - Number(b.status === "passed"))
        .map((item) => [
          `${badge(toneOfItem(item.status), item.status)} ${escapeHtml(item.name)}`,
          item.durationMs === undefined ? "" : escapeHtml(formatDuration(item.durationMs)),
          escapeHtml(item.message ?? ""),
        ]);
      const body = `${search(kind, "Find an item")}${table(["Item", "Time", "Message"], rows, kind)}`;
      return fold(`Checklist ${escapeHtml(stage)}: ${passed} of ${items.length} passed`, body, passed < items.length);
    });
}

function gapPart(report: Report): string {
  const gaps = untoldGaps(report);
  if (gaps.length === 0) return "";
  const rows = gaps.map((gap) => [
    escapeHtml(gapWords(gap)),
    escapeHtml(gap.problem.reason),
    escapeHtml(gap.problem.remedy ?? ""),
  ]);
  return fold(`Results that could not be used: ${gaps.length}`, table(["Result", "Why", "What to do"], rows), true);
}

function requirementPart(evidence: readonly Evidence[]): string {
  const all = evidence.flatMap((one) => one.requirements);
  if (all.length === 0) return "";
  const rows = all.map((one) => [
    `${badge(toneOfRequirement(one), one.met === null ? "unknown" : one.met ? "met" : "not met")} ${escapeHtml(one.name)}`,
    escapeHtml(one.wanted),
    escapeHtml(one.problem?.reason ?? one.found ?? "nothing"),
  ]);
  const met = all.filter((one) => one.met === true).length;
  return fold(`Requirements: ${met} of ${all.length} met`, table(["Requirement", "Wanted", "Found"], rows));
}

function tailParts(evidence: readonly Evidence[]): readonly string[] {
  return troubledStages(evidence).flatMap((stage) => {
    const lines = outputTail(stage, 200, 1000);
    if (lines.length === 0) return [];
    return [fold(`Last output of ${escapeHtml(stage.stage)}`, `<pre tabindex="0">${escapeHtmlLines(lines)}</pre>`)];
  });
}

function factPart(report: Report): string {
  const rows = report.evidence.flatMap((one) => [
    ...one.facts.map((fact) => [escapeHtml(fact.name), escapeHtml(fact.value)]),
    [
      "commit",
      escapeHtml(`${one.origin.commit ?? "not known"}${one.origin.dirty === true ? ", with uncommitted changes" : ""}`),
    ],
    ["machine", escapeHtml(machineWords(one))],
    ["measured", escapeHtml(`${one.startedAt} to ${one.finishedAt}`)],
  ]);
  if (report.policy !== undefined) rows.push(["policy", escapeHtml(policyWords(report.policy))]);
  rows.push(["concluded", escapeHtml(`${report.concludedAt} by ${report.tool}`)]);
  return fold("Facts, machine and origin", table(["Fact", "Value"], rows));
}

function machineWords({ machine }: Evidence): string {
  const memory = formatValue(machine.memoryBytes, "B");
  return `${machine.os} ${machine.architecture}, ${machine.cores} cores (${machine.cpuModel}), ${memory}, ${machine.runtime}`;
}
