import { expect, test } from "@jest/globals";
import type { Finding } from "../../src/domain/finding.ts";
import { mayBeBaseline } from "../../src/judge/may-be-baseline.ts";

function finding(more: Partial<Finding>): Finding {
  return {
    subject: "latency",
    kind: "criterion",
    outcome: "pass",
    severity: "critical",
    reason: "",
    limit: "",
    action: "",
    unit: "ns",
    footnotes: [],
    places: [],
    ...more,
  };
}

const stage = finding({ subject: "bench", kind: "stage" });
const recorded = { of: "runs", runs: 3 } as const;

test.each<[string, readonly Finding[], boolean]>([
  ["everything passed", [stage, finding({ recorded })], true],
  ["there is no record yet", [stage, finding({ outcome: "missing", recorded: { of: "runs", runs: 0 } })], true],
  ["the record leaves it open", [stage, finding({ outcome: "inconclusive", recorded })], true],
  ["it only warns", [stage, finding({ outcome: "warn", recorded })], true],
  ["the record says it failed", [stage, finding({ outcome: "fail", recorded })], false],
  ["the record cannot be read", [stage, finding({ outcome: "invalid", recorded })], false],
  ["something else is missing", [stage, finding({ outcome: "missing" })], false],
  ["a stage failed", [{ ...stage, outcome: "fail" }, finding({ outcome: "missing", recorded })], false],
  ["nothing else was judged", [finding({ outcome: "missing", recorded })], false],
])("%s", (_, findings, expected) => {
  expect(mayBeBaseline(findings)).toBe(expected);
});
