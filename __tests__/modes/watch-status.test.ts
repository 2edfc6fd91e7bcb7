import { describe, expect, test } from "@jest/globals";
import type { WatchDecision } from "../../src/domain/verdict.ts";
import type { WatchReport } from "../../src/domain/watch-report.ts";
import type { FailOn } from "../../src/modes/exit-status.ts";
import { watchStatus } from "../../src/modes/watch-status.ts";

const report = (decision: WatchDecision | null, more: Partial<WatchReport> = {}) =>
  ({ decision, recording: "recorded", state: "on", ...more }) as WatchReport;

describe("the exit status of a watch", () => {
  test.each<[WatchDecision | null, FailOn, number]>([
    [null, "inconclusive", 0],
    ["KEEP", "inconclusive", 0],
    ["INVESTIGATE", "inconclusive", 1],
    ["INVESTIGATE", "no-go", 0],
    ["INVESTIGATE", "never", 0],
    ["ROLL BACK (scheduled)", "no-go", 1],
    ["ROLL BACK NOW", "no-go", 1],
    ["ROLL BACK NOW", "never", 0],
  ])("%s with fail-on %s is %i", (decision, failOn, status) => {
    expect(watchStatus(report(decision), failOn)).toBe(status);
  });

  test("what could not be recorded was told to nobody, so it fails whatever is asked", () => {
    for (const decision of [null, "KEEP", "ROLL BACK NOW"] as const)
      expect(watchStatus(report(decision, { recording: "failed" }), "never")).toBe(2);
  });

  test("before the rollout, a part that could not be recorded is to be looked at", () => {
    expect(watchStatus(report(null, { state: "before", recording: "failed" }), "inconclusive")).toBe(1);
  });
});
