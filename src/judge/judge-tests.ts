import type { Stage } from "../domain/config.ts";
import type { TestCase, TestReport } from "../domain/evidence.ts";
import type { Finding, Place } from "../domain/finding.ts";

/** GitHub shows ten annotations of a kind for each step; more than fifty places help nobody. */
const mostPlaces = 50;

/** What the tests of one arm of a stage say, where no criterion of the config says it. */
export function judgeTests(subject: string, stage: Stage, report: TestReport): Finding {
  const base = {
    subject,
    kind: "tests" as const,
    severity: stage.severity,
    limit: "",
    unit: "",
    places: testPlaces(report),
    footnotes: testFootnotes(report),
  };
  const bad = report.failed + report.errors;
  const ran = report.total - report.skipped;
  if (!(report.total > 0))
    return {
      ...base,
      outcome: "invalid",
      reason: "no test was found",
      action: "Check the paths and the selection of the tests",
    };
  if (bad > 0) {
    const first = report.cases.find(isBad);
    const which = first === undefined ? "" : `, first ${caseName(first)}`;
    return {
      ...base,
      outcome: "fail",
      reason: `${bad} of ${ran} ${ran === 1 ? "test" : "tests"} failed${which}`,
      action: "Mend the failing tests",
    };
  }
  if (ran <= 0)
    return {
      ...base,
      outcome: "invalid",
      reason: `all ${report.total} tests were skipped`,
      action: "Run the tests, or drop the stage",
    };
  return { ...base, outcome: "pass", reason: ran === 1 ? "1 test passed" : `${ran} tests passed`, action: "" };
}

/** Where the failing tests are, for annotations. */
export function testPlaces(report: TestReport): readonly Place[] {
  return report.cases
    .filter(isBad)
    .flatMap((test) => placeOf(test))
    .slice(0, mostPlaces);
}

function testFootnotes(report: TestReport): readonly string[] {
  return [
    ...(report.skipped > 0 ? [`${report.skipped} skipped`] : []),
    ...(report.flaky > 0 ? [`${report.flaky} passed only when tried again`] : []),
  ];
}

function isBad(test: TestCase): boolean {
  return test.status === "failed" || test.status === "error";
}

function placeOf(test: TestCase): readonly Place[] {
  if (test.file === undefined) return [];
  const message = test.message === undefined || test.message === "" ? `${caseName(test)} failed` : test.message;
  return [{ file: test.file, message, ...(test.line === undefined ? {} : { line: test.line }) }];
}

function caseName(test: TestCase): string {
  return test.suite === "" ? test.name : `${test.suite} › ${test.name}`;
}
