import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { TextMatch } from "../../../src/domain/config.ts";
import { createTextExpectation, describeMatch } from "../../../src/evidence/output/text-expectation.ts";
import { mustRead, problemOf } from "../read-fixture.ts";

const text = (value: string): TextMatch => ({ kind: "text", text: value });
const pattern = (value: string): TextMatch => ({ kind: "pattern", pattern: value });

function expectation(output: TextMatch[], never: TextMatch[] = []) {
  return mustRead(createTextExpectation({ output, never }));
}

function judge(printed: string, output: TextMatch[], never: TextMatch[] = []) {
  const one = expectation(output, never);
  one.write(printed);
  return one.end();
}

describe("text expectations", () => {
  test.each([
    ["text that is there", "all is well", [text("is well")], [], [0, 0]],
    ["text that is not", "all is well", [text("is bad")], [], [1, 0]],
    ["text over two lines", "a\r\nb", [text("a\nb")], [], [0, 0]],
    ["a pattern holds for one line", "ab\ncd", [pattern("^cd$")], [], [0, 0]],
    ["a pattern does not span lines", "ab\ncd", [pattern("b.*c")], [], [1, 0]],
    ["forbidden text", "Traceback (most", [], [text("Traceback")], [0, 1]],
    ["a forbidden pattern", "x ERROR y", [], [pattern("\\bERROR\\b")], [0, 1]],
    ["nothing forbidden", "fine", [], [pattern("ERROR"), text("Traceback")], [0, 0]],
    ["colours between", "\u001b[32mdo\u001b[0mne", [text("done")], [], [0, 0]],
    ["nothing printed", "", [text("x")], [text("y")], [1, 0]],
    ["one of each", "b", [text("a"), text("b")], [text("b"), text("c")], [1, 1]],
  ] as const)("%s", (_name, printed, output, never, [absent, forbidden]) => {
    const result = judge(printed, [...output], [...never]);
    expect([result.absent.length, result.forbidden.length]).toEqual([absent, forbidden]);
  });

  test("how the output is cut into pieces changes nothing", () => {
    const printed = "start\r\none two\nthree\u001b[31m four\u001b[0m\nlast";
    const output = [text("two\nthree four\nla"), pattern("^three four$"), text("nowhere")];
    const never = [text("start\none"), pattern("zzz")];
    const whole = judge(printed, output, never);
    expect([whole.absent.length, whole.forbidden.length]).toEqual([1, 1]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (sizes) => {
        const one = expectation(output, never);
        for (let at = 0, i = 0; at < printed.length; i++) {
          const size = sizes[i % sizes.length] ?? 1;
          one.write(printed.slice(at, at + size));
          at += size;
        }
        expect(one.end()).toEqual(whole);
      }),
    );
  });

  test.each([0, 10, 65_530, 65_536, 70_000, 61_440, 200_000, 1_000_000])(
    "what is forbidden is found %d characters into a line",
    (before) => {
      const printed = `${"x".repeat(before)}ERROR: 7${"y".repeat(100_000)}`;
      const result = judge(printed, [text("ERROR: 7yyy")], [text("ERROR: 7"), pattern("ERROR: \\d")]);
      expect([result.absent.length, result.forbidden.length]).toEqual([0, 2]);
    },
  );

  test("what is expected of a line's beginning is not found in its middle", () => {
    const printed = `${"x".repeat(65_536 - 4096)}OK${"y".repeat(100_000)}`;
    expect(judge(printed, [pattern("^OK")]).absent).toHaveLength(1);
    expect(judge(printed, [pattern("^OK")]).notes[0]).toMatch(/very long line was searched in pieces/);
  });

  test("a pattern that is none is a problem", () => {
    expect(problemOf(createTextExpectation({ output: [pattern("(")], never: [] })).kind).toBe("invalid");
  });

  test("matches are told in words", () => {
    expect([describeMatch(text("a\nb")), describeMatch(pattern("a+"))]).toEqual(['"a b"', "/a+/"]);
  });
});
