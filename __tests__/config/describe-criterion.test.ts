import { describe, expect, test } from "@jest/globals";
import { describeCriterion, describeLimit } from "../../src/config/describe-criterion.ts";
import { parseLimit } from "../../src/config/parse-limit.ts";
import { readConfig } from "../../src/config/read-config.ts";

describe("describeLimit", () => {
  test.each([
    ["< 500 ms", "the value is less than 500 ms"],
    [">= 85 %", "the value is at least 85 %"],
    ["== 0", "the value is exactly 0"],
    ["< +10 %", "the candidate is shown to be less than 10 % above the baseline, by the upper end of an interval"],
    ["> -5 %", "the candidate is shown to be less than 5 % below the baseline, by the lower end of an interval"],
    ["<= -5 %", "the candidate is shown to be at least 5 % below the baseline, by the upper end of an interval"],
    ["< +0 %", "the candidate is shown to be less than the baseline, by the upper end of an interval"],
    ["<= +100 MB", "the candidate is shown to be at most 100 MB above the baseline, by the upper end of an interval"],
    [
      "within 5 %",
      "the candidate is shown to differ from the baseline by less than 5 % either way, by both ends of an interval",
    ],
    [
      "within 2 ms",
      "the candidate is shown to differ from the baseline by less than 2 ms either way, by both ends of an interval",
    ],
    ["all", "every item of the checklist has passed, and there is at least one"],
    ["all of 15", "every item of the checklist has passed, and there are exactly 15"],
  ])("%j", (text, words) => {
    const limit = parseLimit(text);
    expect(limit.ok && describeLimit(limit.value)).toBe(words);
  });
});

test("describeCriterion tells both levels, the cost and the rest", () => {
  const text = `rollout: a
flag: { read: show, set: [{ env: X }] }
stages: { b: { run: x, arms: { launches: 5..9 }, measure: { m: { stdout: '(\\d+)', unit: ms } } } }
criteria: { m: { pass: "< +10 %", warn: "< +15 %", severity: warning, floor: 50 µs, direction: lower, action: Look } }
`;
  const result = readConfig(text, "gate.yml");
  const criterion = result.ok ? result.config.criteria[0] : undefined;
  expect(
    criterion && describeCriterion(criterion),
  ).toBe(`Passes when the candidate is shown to be less than 10 % above the baseline, by the upper end of an interval.
A warning, GO WITH CONDITIONS at best, when the candidate is shown to be less than 15 % above the baseline, by the upper end of an interval.
Otherwise it fails: a warning, GO WITH CONDITIONS.
When the measurements cannot tell, it is inconclusive, which is never a pass.
Differences below 50 µs are ignored.
Lower is better.
When it is not met: Look`);
});
