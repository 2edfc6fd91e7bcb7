import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { matchMetric } from "../../src/config/match-metric.ts";

describe("matchMetric", () => {
  test.each([
    ["unit/coverage", "unit/coverage", true],
    ["unit/*", "unit/coverage", true],
    ["unit/*", "unit/a/b[c]", true],
    ["*/duration", "unit/duration", true],
    ["*", "", true],
    ["unit/*x", "unit/yxz", false],
    ["unit", "unit/coverage", false],
    ["a.c", "abc", false],
    ["(a+)+$", "aaaa", false],
  ])("%j against %j: %s", (key, name, expected) => {
    expect(matchMetric(key, name)).toBe(expected);
  });

  test("agrees with a regular expression", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "*"), maxLength: 8 });
    fc.assert(
      fc.property(text, fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 10 }), (key, name) => {
        expect(matchMetric(key, name)).toBe(new RegExp(`^${key.replaceAll("*", ".*")}$`).test(name));
      }),
    );
  });

  test("hostile patterns cost no time", () => {
    const before = performance.now();
    expect(matchMetric(`${"*a".repeat(100)}b`, "a".repeat(200))).toBe(false);
    expect(performance.now() - before).toBeLessThan(100);
  });
});
