import { describe, expect, test } from "@jest/globals";
import { readFlagValue } from "../../../src/evidence/flag/read-flag-value.ts";

describe("readFlagValue", () => {
  test.each([
    ["on\n", "on"],
    ["OFF", "off"],
    ["True\r\n", "on"],
    ["false", "off"],
    ["1", "on"],
    ["0\n\n", "off"],
    ["Yes", "on"],
    ["no", "off"],
    ["Enabled", "on"],
    ["disabled", "off"],
    ["Coordinators enabled: True", "on"],
    ["use_coordinator_orchestrator=false", "off"],
    ["  feature : ON  ", "on"],
    ["loading settings\nwarning: old file\ntrue", "on"],
    ["\u001b[32mtrue\u001b[0m", "on"],
    ["2026-01-01 12:00:00 flag=1", "on"],
    [`${"x".repeat(100_000)}\nfalse`, "off"],
  ] as const)("%j is %s", (output, value) => {
    expect(readFlagValue(output)).toMatchObject({ value, why: "" });
  });

  test.each([
    ["", /printed nothing/],
    [" \n\r\n\u001b[0m", /printed nothing/],
    ["'false'", /holds the text 'false', not a boolean/],
    ['"true"', /holds the text "true"/],
    ["enabled: 'false'", /holds the text/],
    ['flag = "off"', /holds the text/],
    ["None", /has no value/],
    ["flag:", /has no value/],
    ["null", /has no value/],
    ["Status: ERROR", /not on or off/],
    ["the flag is on", /not on or off/],
    ["2", /not on or off/],
    ["truefalse", /not on or off/],
    ["true\nTraceback (most recent call last):", /has no value|not on or off/],
    ["[True]", /not on or off/],
    ["errors: 0", /something else than the flag/],
    ["exit code: 1", /something else/],
    ["coordinators disabled: True", /reverses/],
    ["not enabled: true", /reverses/],
  ])("%j is unknown", (output, why) => {
    const reading = readFlagValue(output);
    expect(reading.value).toBe("unknown");
    expect(reading.why).toMatch(why);
  });

  test("what was said is shortened and plain", () => {
    const { said } = readFlagValue(`\u001b]0;title\u0007${"a\u202eb ".repeat(500)}`);
    expect(said.length).toBeLessThanOrEqual(200);
    expect(said).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});
