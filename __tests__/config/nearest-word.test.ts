import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { editDistance, nearestWord } from "../../src/config/nearest-word.ts";

describe("nearestWord", () => {
  test.each([
    ["timout", "timeout"],
    ["tiemout", "timeout"],
    ["TIMEOUT", "timeout"],
    ["nedes", "needs"],
    ["bench", "benchmark"],
    ["xyz", null],
    ["", null],
    ["a", null],
  ])("%j → %j", (word, expected) => {
    expect(nearestWord(word, ["run", "timeout", "needs", "benchmark"])).toBe(expected);
  });

  test("looks at no more than it can afford", () => {
    const candidates = Array.from({ length: 600 }, (_, index) => `other-${index}`);
    expect(nearestWord("target", [...candidates, "target"])).toBeNull();
    expect(nearestWord("x".repeat(65), ["x".repeat(64)])).toBeNull();
  });
});

describe("editDistance", () => {
  test.each([
    ["", "abc", 3],
    ["abc", "abc", 0],
    ["abc", "acb", 1],
    ["ca", "abc", 3],
    ["kitten", "sitting", 3],
  ])("%j and %j: %i", (from, to, distance) => {
    expect(editDistance(from, to)).toBe(distance);
  });

  test("is a distance: the same both ways, zero only for the same word, at most the longer length", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 });
    fc.assert(
      fc.property(word, word, (one, other) => {
        const distance = editDistance(one, other);
        expect(editDistance(other, one)).toBe(distance);
        expect(distance === 0).toBe(one === other);
        expect(distance).toBeLessThanOrEqual(Math.max(one.length, other.length));
      }),
    );
  });
});
