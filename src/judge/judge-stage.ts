import type { Stage } from "../domain/config.ts";
import type { StageRecord, TestReport } from "../domain/evidence.ts";
import type { Finding, Outcome } from "../domain/finding.ts";

const outcomes: Readonly<Record<StageRecord["status"], Outcome>> = {
  passed: "pass",
  failed: "fail",
  "timed-out": "fail",
  cancelled: "missing",
  skipped: "missing",
  // The gate's own trouble is never told as the change's.
  broken: "invalid",
};

const remedies: Readonly<Record<StageRecord["status"], string>> = {
  passed: "",
  failed: "Look at the stage's last lines",
  "timed-out": "Find out what hangs, or give the stage more time",
  cancelled: "Run it again",
  skipped: "Mend what it needs first",
  broken: "Mend the stage's command or its place to run",
};

/**
 * How a stage itself ended.
 *
 * @param record null when no evidence speaks of the stage
 * @param tests the stage's test reports
 * @param governed a criterion of the config judges how many of these tests may fail
 */
export function judgeStage(
  stage: Stage,
  record: StageRecord | null,
  tests: readonly TestReport[],
  governed: boolean,
): Finding {
  const base = {
    subject: stage.name,
    kind: "stage" as const,
    severity: stage.severity,
    limit: "",
    unit: "",
    footnotes:
      record !== null && record.strays > 0 ? [`${record.strays} processes were left running and were ended`] : [],
    places: [],
  };
  if (record === null) {
    const reason = `no evidence speaks of stage ${stage.name}`;
    return { ...base, outcome: "missing", reason, action: "Run the stage, or find its evidence file" };
  }
  if (isExplainedByTests(stage, record, tests)) {
    const reason = `its exit code says no more than that tests failed, which ${governed ? "a criterion judges" : "is told of the tests"}`;
    return { ...base, outcome: "pass", reason, action: "" };
  }
  const reason = record.reason === "" ? `the stage ${record.status.replace("-", " ")}` : record.reason;
  return { ...base, outcome: outcomes[record.status], reason, action: remedies[record.status] };
}

/**
 * Whether failing tests alone account for a failed stage: a test program's own code for "some tests failed" (1; 101 for cargo; as
 * many as failed for mocha), with failing tests in its report. Any other code may mean more.
 */
function isExplainedByTests(stage: Stage, record: StageRecord, tests: readonly TestReport[]): boolean {
  if (record.status !== "failed") return false;
  const failures = tests.reduce((total, report) => total + report.failed + report.errors, 0);
  if (failures === 0) return false;
  const unexpected = record.launches.filter(({ exit }) => exit.code === null || !stage.expect.exit.includes(exit.code));
  return (
    unexpected.length > 0 &&
    unexpected.every(({ exit }) => exit.code === 1 || exit.code === 101 || exit.code === failures)
  );
}
