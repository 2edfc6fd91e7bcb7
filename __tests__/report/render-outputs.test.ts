import { expect, test } from "@jest/globals";
import { renderOutputs, verdictSlug } from "../../src/report/render-outputs.ts";
import { goWithConditions, hostile, huge } from "./sample-reports.ts";

test("the outputs of a conditional go", () => {
  expect(renderOutputs(goWithConditions)).toEqual({
    verdict: "go-with-conditions",
    because: "2 conditions apply: init-time, 612 ms is beyond < 500 ms, within < 1000 ms",
    met: "9",
    judged: "11",
    risk: "medium",
    conditions: JSON.stringify(goWithConditions.verdict.conditions),
    failed: '["init-time","unit/coverage"]',
  });
});

test.each([
  ["GO", "go"],
  ["GO WITH CONDITIONS", "go-with-conditions"],
  ["NO-GO", "no-go"],
  ["INCONCLUSIVE", "inconclusive"],
] as const)("%s is %s", (decision, slug) => {
  expect(verdictSlug(decision)).toBe(slug);
});

test("no output holds a line end or grows without bound, whatever the data", () => {
  for (const report of [hostile, huge]) {
    for (const value of Object.values(renderOutputs(report))) {
      expect(value).not.toMatch(/[\r\n\u2028\u2029]/);
      expect(Buffer.byteLength(value)).toBeLessThanOrEqual(200_000);
    }
    expect(JSON.parse(renderOutputs(report).failed ?? "")[0]).toBe(report.findings[0]?.subject);
  }
});
