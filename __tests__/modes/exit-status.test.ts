import { describe, expect, test } from "@jest/globals";
import type { Decision } from "../../src/domain/verdict.ts";
import { exitStatusOf, type FailOn } from "../../src/modes/exit-status.ts";

describe("exitStatusOf", () => {
  test.each<[Decision, FailOn, number]>([
    ["GO", "inconclusive", 0],
    ["GO WITH CONDITIONS", "inconclusive", 0],
    ["NO-GO", "inconclusive", 1],
    ["INCONCLUSIVE", "inconclusive", 1],
    ["NO-GO", "no-go", 1],
    ["INCONCLUSIVE", "no-go", 0],
    ["NO-GO", "never", 0],
    ["INCONCLUSIVE", "never", 0],
  ])("%s, fail-on %s: %d", (decision, failOn, status) => {
    expect(exitStatusOf(decision, failOn)).toBe(status);
  });
});
