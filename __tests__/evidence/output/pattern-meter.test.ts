import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseNumber } from "../../../src/evidence/output/parse-number.ts";
import { createPatternMeter } from "../../../src/evidence/output/pattern-meter.ts";
import { mustRead, problemOf } from "../read-fixture.ts";

function meter(pattern: string, unit = "", scale = 1) {
  return mustRead(createPatternMeter({ pattern, unit, scale, stream: "stdout" }));
}

function measure(text: string, pattern: string, unit = "", scale = 1) {
  const one = meter(pattern, unit, scale);
  one.write(text);
  return one.end();
}

test.each([
  ["12", 12],
  ["5058.96", 5058.96],
  ["1,234.5", 1234.5],
  ["1,234,567", 1_234_567],
  ["1 234", 1234],
  ["1\u202f234,5", null],
  ["1_000", 1000],
  ["1'000", 1000],
  [".5", 0.5],
  ["5.", 5],
  ["1e-3", 0.001],
  ["-3", -3],
  ["\u22123", -3],
  ["1,5", null],
  ["1,2345", null],
  ["1,234 567", null],
  ["NaN", null],
  ["inf", null],
  ["1e999", null],
  ["0x10", null],
  ["1.2.3", null],
  ["", null],
])("parseNumber(%j)", (text, expected) => {
  expect(parseNumber(text)).toBe(expected);
});

describe("a pattern meter", () => {
  test.each([
    ["the first group, scaled", "Initialization time: 5058.96ms\n", "time: ([0-9.]+)ms", "ns", 1e6, [5_058_960_000]],
    ["each match, in order", "t=1\nx\nt=2 t=3", "t=(\\d+)", "", 1, [1, 2, 3]],
    ["the group called value", "a 1 b 2", "a (\\d) b (?P<value>\\d)", "", 1, [2]],
    ["the whole match without a group", "took 17 in all", "[0-9]+", "", 1, [17]],
    ["thousands", "1,234,567 ops", "([0-9,]+) ops", "", 1, [1_234_567]],
    ["a unit in the capture", "took 5.5 ms", "took (.*)", "ns", 1, [5_500_000]],
    ["colours", "\u001b[32mt=\u001b[1m5\u001b[0m", "t=(\\d)", "", 1, [5]],
    ["carriage returns", "t=1\rt=2\r\nt=3", "^t=(\\d)$", "", 1, [1, 2, 3]],
    ["negative", "delta -3.5", "delta (-?[0-9.]+)", "", 2, [-7]],
  ])("takes %s", (_name, text, pattern, unit, scale, expected) => {
    expect(mustRead(measure(text, pattern, unit, scale))).toEqual({ samples: expected, notes: [] });
  });

  test.each([
    ["no match", "a\nb\n", "t=(\\d)", "missing", "The pattern matched nothing in 2 lines of stdout."],
    ["nothing printed", "", "t=(\\d)", "missing", "Nothing was printed to stdout."],
    ["NaN", "t=nan", "t=(\\S+)", "invalid", "The pattern captured nan, which is no number, from stdout."],
    ["too large", "t=1e999", "t=(\\S+)", "invalid", "The pattern captured 1e999, which is no number, from stdout."],
    [
      "one number and one that is none",
      "t=1\nt=x",
      "t=(\\S+)",
      "invalid",
      "The pattern captured x, which is no number, from stdout.",
    ],
    [
      "too large when scaled",
      "t=1e300",
      "t=(\\S+)",
      "invalid",
      "The pattern captured 1e300 from stdout, which is too large (∞).",
    ],
    [
      "a group that took no part",
      "t",
      "t(\\d)?",
      "invalid",
      "The pattern matched without capturing a number, in line 1 of stdout.",
    ],
    [
      "a unit of another kind",
      "t=5 MB",
      "t=(.*)",
      "invalid",
      "The pattern captured a value in MB, but the metric is counted in ns.",
    ],
    [
      "an empty match everywhere",
      "abc",
      "\\d*",
      "invalid",
      "The pattern captured nothing, which is no number, from stdout.",
    ],
  ] as const)("has a problem with %s", (_name, text, pattern, kind, reason) => {
    const unit = text.includes("MB") || text.includes("e300") ? "ns" : "";
    expect(problemOf(measure(text, pattern, unit, text.includes("e300") ? 1e9 : 1))).toMatchObject({ kind, reason });
  });

  test("patterns that are none of RE2's", () => {
    for (const pattern of ["(", "(?=a)", "(a)\\1", "", "a".repeat(3000)]) {
      const made = createPatternMeter({ pattern, unit: "", scale: 1, stream: "stdout" });
      expect(problemOf(made).kind).toBe("invalid");
    }
  });

  test("how the text is cut into pieces changes nothing", () => {
    const text = "t=1\r\nprogress\rt=2\n\nt=\u001b[31m3\u001b[0m\nt=4";
    const whole = measure(text, "^t=(\\d)$");
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), (sizes) => {
        const one = meter("^t=(\\d)$");
        for (let at = 0, i = 0; at < text.length; i++) {
          const size = sizes[i % sizes.length] ?? 1;
          one.write(text.slice(at, at + size));
          at += size;
        }
        expect(one.end()).toEqual(whole);
      }),
    );
  });

  test("a line of 32 MB costs one line of a fixed length, and is told of", () => {
    const one = meter("t=(\\d+)$");
    const piece = "x".repeat(65_000);
    for (let i = 0; i < 500; i++) one.write(piece);
    one.write("t=7\nt=8\n");
    const { samples, notes } = mustRead(one.end());
    expect(samples).toEqual([8]);
    expect(notes[0]).toMatch(/1 line of stdout only the first 65536 characters/);
  });

  test("a pattern that backtracks for ever elsewhere is linear", () => {
    expect(problemOf(measure(`${"a".repeat(50_000)}!`, "^(a+)+$")).kind).toBe("missing");
  });
});
