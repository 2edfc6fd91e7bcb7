import type { TestCase, TestReport } from "../domain/evidence.ts";

interface EvidenceTests {
  readonly tests: readonly Omit<TestReport, "arm">[];
}

export interface FailedTests {
  /** The first ones, in the order of the evidence. */
  readonly cases: readonly { readonly stage: string; readonly test: TestCase }[];
  /** How many failed altogether, those included that the evidence no longer holds. */
  readonly total: number;
}

/** The tests that failed or ended in an error, over all evidence. */
export function failedTests(evidence: readonly EvidenceTests[], maxCases: number): FailedTests {
  const cases: { stage: string; test: TestCase }[] = [];
  let total = 0;
  for (const report of evidence.flatMap((one) => one.tests)) {
    const bad = report.cases.filter((test) => test.status === "failed" || test.status === "error");
    total += Math.max(bad.length, report.failed + report.errors);
    for (const test of bad) if (cases.length < maxCases) cases.push({ stage: report.stage, test });
  }
  return { cases, total };
}

/** `tests/test_chat.py:41`, or the empty text where the file is not known. */
export function placeWords(place: { readonly file?: string; readonly line?: number }): string {
  if (place.file === undefined) return "";
  return place.line === undefined ? place.file : `${place.file}:${place.line}`;
}
