import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import stringWidth from "string-width";
import { clipColumns, countColumns, padColumns, wrapColumns } from "../../src/report/fit-columns.ts";
import { visibleCharacters } from "../../src/report/visible-characters.ts";
import { hostileText } from "./hostile-text.ts";

const line = hostileText.map(visibleCharacters);

describe("countColumns", () => {
  test.each([
    ["ASCII", "abc", 3],
    ["wide characters", "名前", 4],
    ["a combining mark", "e\u0301", 1],
    ["a family", "👩‍👩‍👧‍👦", 2],
    ["a flag", "🇩🇪", 2],
    ["a skin tone", "👍🏽", 2],
    ["a keycap", "1️⃣", 2],
    ["Hangul syllables in parts", "\u1112\u1161\u11ab", 2],
    ["the signs this program draws with", "✔ ✖ │ ─ ● • · … − → µ ≤ “ ”", 27],
    ["nothing", "", 0],
  ])("%s", (_name, text, columns) => {
    expect(countColumns(text)).toBe(columns);
  });
  test("agrees with string-width, which is too slow to load for every run", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }).map(visibleCharacters), (text) => {
        expect(countColumns(text)).toBe(stringWidth(text));
      }),
      { numRuns: 500 },
    );
  });
});

describe("clipColumns", () => {
  test.each([
    ["what fits stays", "abc", 3, "abc"],
    ["what does not is cut", "abcd", 3, "ab…"],
    ["a wide character is not cut in two", "名前名", 4, "名…"],
    ["no room for anything", "abc", 0, ""],
  ])("%s", (_name, text, columns, expected) => {
    expect(clipColumns(text, columns, "…")).toBe(expected);
  });
  test("never wider than asked", () => {
    fc.assert(
      fc.property(line, fc.integer({ min: 0, max: 40 }), (text, columns) => {
        expect(countColumns(clipColumns(text, columns, "…"))).toBeLessThanOrEqual(columns);
      }),
    );
  });
});

describe("wrapColumns", () => {
  test.each([
    ["between words", "one two three", 8, ["one two", "three"]],
    ["inside a long word", "abcdefgh", 3, ["abc", "def", "gh"]],
    ["nothing is one empty line", "", 10, [""]],
  ])("%s", (_name, text, columns, expected) => {
    expect(wrapColumns(text, columns)).toEqual(expected);
  });
  test("loses no character and is never too wide", () => {
    fc.assert(
      fc.property(line, fc.integer({ min: 2, max: 40 }), (text, columns) => {
        const lines = wrapColumns(text, columns);
        expect(lines.join("").replace(/ /g, "")).toBe(text.replace(/ /g, ""));
        for (const one of lines) expect(countColumns(one)).toBeLessThanOrEqual(columns);
      }),
    );
  });
});

test("padColumns fills up and never cuts", () => {
  expect(padColumns("名", 4)).toBe("名  ");
  expect(padColumns("ab", 4, "start")).toBe("  ab");
  expect(padColumns("abcdef", 4)).toBe("abcdef");
});
