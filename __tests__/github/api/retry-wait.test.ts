import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { retryWait, usualLimits } from "../../../src/github/api/retry-wait.ts";

const failed = {
  effect: "read",
  fault: { kind: "unreachable", status: null, message: "" },
  retryAfterMs: null,
  tries: 1,
  leftMs: 90_000,
} as const;

describe("retryWait", () => {
  test.each([
    ["a first failure", failed, 250],
    ["a second failure", { ...failed, tries: 2 }, 500],
    ["the last try", { ...failed, tries: 3 }, null],
    ["a create", { ...failed, effect: "create" as const }, null],
    ["a time that GitHub asks for", { ...failed, retryAfterMs: 5000 }, 5250],
    ["more than is left", { ...failed, retryAfterMs: 89_900 }, null],
    ["a conflict", { ...failed, fault: { ...failed.fault, kind: "conflict" as const } }, null],
  ])("%s", (_, input, waitMs) => {
    expect(retryWait(input, usualLimits, 0.5)).toBe(waitMs);
  });

  test("never waits less than was asked for, nor more than is left", () => {
    const times = fc.integer({ min: 0, max: 200_000 });
    fc.assert(
      fc.property(
        fc.option(times),
        times,
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (asked, leftMs, random) => {
          const waitMs = retryWait({ ...failed, retryAfterMs: asked, leftMs }, usualLimits, random);
          if (waitMs !== null) {
            expect(waitMs).toBeGreaterThanOrEqual(asked ?? 0);
            expect(waitMs).toBeLessThanOrEqual(leftMs);
          }
        },
      ),
    );
  });
});
