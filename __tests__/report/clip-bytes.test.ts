import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { clipBytes, countBytes } from "../../src/report/clip-bytes.ts";
import { clipCharacters } from "../../src/report/clip-characters.ts";

describe("clipBytes", () => {
  test.each([
    ["what fits stays", "abc", 3, "abc"],
    ["the ellipsis takes three bytes", "abcdef", 5, "ab…"],
    ["a character of four bytes is not cut", "a😀b", 5, "a…"],
    ["a mark stays with its letter", "abe\u0301xyz", 7, "ab…"],
    ["no room for the ellipsis", "abc", 2, ""],
    ["nothing", "", 0, ""],
  ])("%s", (_name, text, maxBytes, expected) => {
    expect(clipBytes(text, maxBytes)).toBe(expected);
  });
  test("fits, is well formed, and is the text's own beginning", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 0, max: 40 }), (text, maxBytes) => {
        const clipped = clipBytes(text, maxBytes);
        expect(countBytes(clipped)).toBeLessThanOrEqual(maxBytes);
        expect(clipped).not.toMatch(/\p{Cs}/u);
        if (clipped !== text && clipped !== "") expect(text.startsWith(clipped.slice(0, -1))).toBe(true);
        if (countBytes(text) <= maxBytes) expect(clipped).toBe(text);
      }),
    );
  });
  test("a megabyte of combining marks takes no time", () => {
    expect(countBytes(clipBytes("\u0301".repeat(1_000_000), 1000))).toBeLessThanOrEqual(1000);
  });
});

test("clipCharacters cuts no surrogate pair", () => {
  expect(clipCharacters("a😀b", 2)).toBe("a…");
  expect(clipCharacters("a😀b", 3)).toBe("a😀…");
  expect(clipCharacters("ab", 2)).toBe("ab");
});
