import type { ChecklistSource } from "../domain/config.ts";
import type {
  Checklist,
  ChecklistItem,
  CoverageReport,
  EvidenceGap,
  TestCase,
  TestReport,
} from "../domain/evidence.ts";
import type { ReadLimits } from "../domain/ports.ts";
import type { Problem, Reading } from "../domain/problem.ts";
import { readChecklist } from "../evidence/checklist/read-checklist.ts";
import { readCoverage } from "../evidence/line-coverage/read-coverage.ts";
import { createJUnitReader, type TestResult } from "../evidence/tests/junit-reader.ts";
import type { CollectPorts } from "./collect-ports.ts";
import { readMeasures } from "./read-measures.ts";
import { repositoryPath } from "./repository-path.ts";
import { type LaunchResult, stageDirectory } from "./run-launch.ts";
import type { LaunchResults } from "./stage-results.ts";
import { type CopyWatch, olderThanLaunch } from "./stale-files.ts";

/** Coverage of a large program is some tens of megabytes. */
const maxTextBytes = 128 * 1024 * 1024;
/** Test results are read as a stream, so their size costs time alone. */
const maxTestBytes = 1024 * 1024 * 1024;

/**
 * Reads what a launch left in its evidence folder. Whatever is missing or cannot be used is a gap, with its cause; nothing
 * here throws for what a stage wrote.
 */
export async function readResults(launch: LaunchResult, watch: CopyWatch, ports: CollectPorts): Promise<LaunchResults> {
  const { stage, arm, folder } = launch.request;
  const gaps: EvidenceGap[] = [];
  const gap = (subject: string, problem: Problem, file?: string): void => {
    gaps.push({ stage: stage.name, subject, arm, problem: file === undefined ? problem : named(problem, file) });
  };

  const placed = (test: TestCase): TestCase => {
    const { file, line, ...rest } = test;
    const path = file === undefined ? null : repositoryPath(file, stageDirectory(stage, ports), ports.host.workspace);
    if (path === null) return rest;
    return { ...rest, file: path, ...(line === undefined ? {} : { line }) };
  };

  const tests: TestReport[] = [];
  const isStale = async (file: string, subject: string): Promise<boolean> => {
    const modifiedMs = await ports.files.modifiedMs(`${folder}/${file}`);
    const problem = olderThanLaunch(file, modifiedMs, launch.record.startedAt);
    if (problem !== null) gap(subject, problem, file);
    return problem !== null;
  };

  for (const file of stage.tests) {
    if (await isStale(file, "tests")) continue;
    const read = await readTests(`${folder}/${file}`, folder, ports);
    if (read.ok) tests.push({ stage: stage.name, arm, ...read.value, cases: read.value.cases.map(placed) });
    else gap("tests", read.problem, file);
  }

  const text = async (file: string, subject: string): Promise<string | null> => {
    if (await isStale(file, subject)) return null;
    const read = await ports.files.readText(`${folder}/${file}`, { maxBytes: maxTextBytes, within: folder });
    if (read.ok) return read.value;
    gap(subject, read.problem, file);
    return null;
  };

  const coverage: CoverageReport[] = [];
  if (stage.coverage !== null) {
    const content = await text(stage.coverage.file, "coverage");
    const read = content === null ? null : readCoverage(content, stage.coverage.of);
    if (read?.ok === true) coverage.push({ stage: stage.name, ...read.value });
    else if (read !== null) gap("coverage", read.problem, stage.coverage.file);
  }

  const checklists: Checklist[] = [];
  if (stage.checklist !== null) {
    const content = await text(stage.checklist.file, "checklist");
    const read = content === null ? null : readChecklist(content);
    if (read?.ok === true) checklists.push({ stage: stage.name, items: countedItems(read.value, stage.checklist) });
    else if (read !== null) gap("checklist", read.problem, stage.checklist.file);
  }

  const measured = await readMeasures(launch, text, watch, ports);
  for (const { subject, problem, file } of measured.problems) gap(subject, problem, file);
  return { tests, coverage, checklists, samples: measured.samples, gaps };
}

/** The items that a stage's checklist is about. */
function countedItems(
  items: readonly ChecklistItem[],
  { expected, othersPass }: ChecklistSource,
): readonly ChecklistItem[] {
  if (!othersPass || expected === null) return items;
  const counted = new Set(expected);
  return items.filter(({ name }) => counted.has(name));
}

async function readTests(path: string, within: string, ports: CollectPorts): Promise<Reading<TestResult>> {
  const limits: ReadLimits = { maxBytes: maxTestBytes, within };
  const chunks = await ports.files.readChunks(path, limits);
  if (!chunks.ok) return chunks;
  const reader = createJUnitReader();
  try {
    for await (const chunk of chunks.value) reader.write(chunk);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ok: false, problem: { kind: "invalid", reason: `it could not be read to its end: ${why}`, file: path } };
  }
  return reader.end();
}

/** A problem that begins with the file it is about, whoever told it. */
function named(problem: Problem, file: string): Problem {
  const reason = problem.reason.includes(file) ? problem.reason : `${file}: ${problem.reason}`;
  return { ...problem, reason, file };
}
