import { describe, expect, test } from "@jest/globals";
import { checkLevels } from "../../src/config/check-levels.ts";
import { parseLimit } from "../../src/config/parse-limit.ts";

function limit(text: string) {
  const result = parseLimit(text);
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

describe("checkLevels", () => {
  test.each([
    ["< +10 %", "< +15 %"],
    ["< 500 ms", "< 1 s"],
    ["< 5", "<= 5"],
    [">= 95 %", ">= 90 %"],
    ["> -5 %", "> -10 %"],
    ["< +100 MB", "< +200 MB"],
    ["within 5 %", "within 10 %"],
    ["within 2 ms", "within 1 s"],
    ["== 0", "<= 10"],
    ["== 0", "< 1"],
    ["== 5", "> 4"],
  ])("pass %j with warn %j is fine", (pass, warn) => {
    expect(checkLevels(limit(pass), limit(warn))).toBeNull();
  });

  test.each([
    ["< +15 %", "< +10 %", "stricter"],
    ["<= 5", "< 5", "stricter"],
    [">= 90 %", ">= 95 %", "stricter"],
    ["within 10 %", "within 5 %", "stricter"],
    ["== 0", "< 0", "stricter"],
    ["== 0", "> 4", "stricter"],
    ["< 5", "== 5", "stricter"],
    ["< +10 %", "< +10 %", "the same"],
    ["within 5 %", "within 5 %", "the same"],
    ["< +10 %", "< 15 %", "one kind"],
    ["< 500 ms", "< +10 %", "one kind"],
    ["within 5 %", "< +10 %", "one kind"],
    ["within 5 %", "within 2 ms", "one kind"],
    ["< +10 %", "< +10 ms", "one kind"],
    ["< 500 ms", "< 1 GB", "one kind"],
    ["< 5", "> 5", "same comparison|wants it"],
    ["== 0", "== 1", "more through"],
    ["!= 0", "< 5", "second level"],
    ["all", "all", "second level"],
    ["all of 15", "< 3", "second level"],
  ])("pass %j with warn %j is refused", (pass, warn, message) => {
    expect(checkLevels(limit(pass), limit(warn))?.message).toMatch(new RegExp(message));
  });
});
