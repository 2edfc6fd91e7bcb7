import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseLimit } from "../../src/config/parse-limit.ts";
import type { Limit } from "../../src/domain/criterion.ts";

type Bare = Limit extends infer Kind ? (Kind extends Limit ? Omit<Kind, "text"> : never) : never;

describe("parseLimit", () => {
  test.each<[string, Bare]>([
    ["< 500 ms", { kind: "absolute", comparator: "<", value: 500e6, unit: "ns" }],
    ["<500ms", { kind: "absolute", comparator: "<", value: 500e6, unit: "ns" }],
    ["== 0", { kind: "absolute", comparator: "==", value: 0, unit: "" }],
    ["!= 0", { kind: "absolute", comparator: "!=", value: 0, unit: "" }],
    [">= 85 %", { kind: "absolute", comparator: ">=", value: 85, unit: "%" }],
    ["≥ 85%", { kind: "absolute", comparator: ">=", value: 85, unit: "%" }],
    ["≤ 1 h", { kind: "absolute", comparator: "<=", value: 3600e9, unit: "ns" }],
    ["<10%", { kind: "absolute", comparator: "<", value: 10, unit: "%" }],
    ["< 3 µs", { kind: "absolute", comparator: "<", value: 3000, unit: "ns" }],
    ["< 3 μs", { kind: "absolute", comparator: "<", value: 3000, unit: "ns" }],
    ["< 3 us", { kind: "absolute", comparator: "<", value: 3000, unit: "ns" }],
    ["> 100 1/s", { kind: "absolute", comparator: ">", value: 100, unit: "1/s" }],
    ["<= 1 GiB", { kind: "absolute", comparator: "<=", value: 2 ** 30, unit: "B" }],
    ["< 1_000", { kind: "absolute", comparator: "<", value: 1000, unit: "" }],
    ["< 1e3", { kind: "absolute", comparator: "<", value: 1000, unit: "" }],
    ["< .5 s", { kind: "absolute", comparator: "<", value: 0.5e9, unit: "ns" }],
    ["  < 5 s  ", { kind: "absolute", comparator: "<", value: 5e9, unit: "ns" }],
    ["< +10 %", { kind: "relative", comparator: "<", change: 0.1 }],
    ["< + 10 %", { kind: "relative", comparator: "<", change: 0.1 }],
    ["> -5 %", { kind: "relative", comparator: ">", change: -0.05 }],
    ["> −5 %", { kind: "relative", comparator: ">", change: -0.05 }],
    ["<= +0 %", { kind: "relative", comparator: "<=", change: 0 }],
    ["< +100 MB", { kind: "difference", comparator: "<", value: 100e6, unit: "B" }],
    ["> -3", { kind: "difference", comparator: ">", value: -3, unit: "" }],
    ["within 5 %", { kind: "within-relative", margin: 0.05 }],
    ["Within 2 ms", { kind: "within-difference", margin: 2e6, unit: "ns" }],
    ["within 3", { kind: "within-difference", margin: 3, unit: "" }],
    ["all", { kind: "all", count: null }],
    ["all of 15", { kind: "all", count: 15 }],
  ])("%j", (text, limit) => {
    expect(parseLimit(text)).toEqual({ ok: true, value: { ...limit, text: text.trim() } });
  });

  test.each([
    ["", "empty", "< 500 ms"],
    ["   ", "empty", "< 500 ms"],
    ["10 %", "which side is good", '"< 10 %"'],
    ["+10 %", "which side is good", '"< +10 %"'],
    ["-5", "which side is good", '"< -5"'],
    ["== +10 %", "makes no sense", '"within 10 %"'],
    ["!= -5 ms", "makes no sense", '"within 5 ms"'],
    ["=< 5 ms", '"=<" is not a comparison', '"<= 5 ms"'],
    ["=> 5", '"=>" is not a comparison', '">= 5"'],
    ["= 5", '"=" is not a comparison', '"== 5"'],
    ["=== 5", '"===" is not a comparison', '"== 5"'],
    ["<> 5", '"<>" is not a comparison', '"!= 5"'],
    ["<< 5", "not a comparison", "< 500 ms"],
    ["at most 5 ms", "no comparison sign", '"<= 5 ms"'],
    ["at least 85 %", "no comparison sign", '">= 85 %"'],
    ["less than 5", "no comparison sign", '"< 5"'],
    ["above 5", "no comparison sign", '"> 5"'],
    ["equal to 5", "no comparison sign", '"== 5"'],
    ["< 10 parsecs", '"parsecs" is not a unit', 'did you mean "s"?'],
    ["< 10 mb", '"mb" is not a unit', 'did you mean "MB"?'],
    ["< 10 seconds", '"seconds" is not a unit', 'did you mean "s"?'],
    ["< 10 percent", '"percent" is not a unit', 'did you mean "%"?'],
    ["< 10 MS", '"MS" is not a unit', 'did you mean "ms"?'],
    ["> 10 req/s", '"req/s" is not a unit', 'did you mean "1/s"?'],
    ["< 2x", '"x" is not a unit', "Units: ns"],
    ["< 0,5 ms", "decimal comma", '"0.5 ms"'],
    ["<", "the number is missing", "500 ms"],
    ["< ms", '"ms" is not a number', "500 ms"],
    ["< 1e999", "too large", ""],
    ["< 1e308 h", "too large", ""],
    ["> -100 %", "fall by 100 %", "> -5 %"],
    ["within", "has no margin", "within 5 %"],
    ["within 0 %", "zero can never be met", "within 5 %"],
    ["within 0 ms", "zero can never be met", "within 5 %"],
    ["within +5 %", "has no sign", '"within 5 %"'],
    ["within ±5 %", "has no sign", '"within 5 %"'],
    ["within +/-5 %", "has no sign", '"within 5 %"'],
    ["within -5 %", "above zero", "within 5 %"],
    ["within 100 %", "lets everything pass", "within 5 %"],
    ["within 5 lightyears", "is not a unit", "Units"],
    ["all 15", "not understood", '"all of 15"'],
    ["all of", "not understood", '"all"'],
    ["all of 0", "asks for nothing", '"all"'],
    ["all-of 15", "not a limit", "within 5 %"],
    ["withn 5 %", "not a limit", "within 5 %"],
    ["fast", "not a limit", "< 500 ms"],
    [`< ${"9".repeat(300)}`, "longer than 200", ""],
  ])("%j is refused in words", (text, message, hint) => {
    const result = parseLimit(text);
    if (result.ok) throw new Error(`was taken: ${JSON.stringify(result.value)}`);
    expect(result.problem.message).toContain(message);
    expect(result.problem.hint ?? "").toContain(hint);
  });

  test("points at the unit, not at the whole limit", () => {
    const result = parseLimit("< +10 parsecs");
    expect(result.ok ? null : [result.problem.offset, result.problem.length]).toEqual([6, 7]);
  });

  const units = { "": 1, ms: 1e6, µs: 1e3, s: 1e9, min: 60e9, MB: 1e6, KiB: 1024, "1/s": 1 } as const;
  test("reads back what it was given: sign, number, unit, spacing", () => {
    const comparator = fc.constantFrom("<", "<=", ">", ">=");
    const unit = fc.constantFrom(...(Object.keys(units) as (keyof typeof units)[]));
    const sign = fc.constantFrom("", "+", "-");
    const thousandths = fc.integer({ min: 0, max: 1e9 });
    fc.assert(
      fc.property(
        comparator,
        sign,
        thousandths,
        unit,
        fc.constantFrom("", " ", "  "),
        (compare, mark, size, name, gap) => {
          const number = (size / 1000).toString();
          const result = parseLimit(`${compare}${gap}${mark}${number}${name === "1/s" ? " " : gap}${name}`);
          if (!result.ok || !("value" in result.value)) throw new Error(JSON.stringify(result));
          expect(result.value.kind).toBe(mark === "" ? "absolute" : "difference");
          const value = Number(number) * units[name];
          expect(result.value.value).toBeCloseTo(mark === "-" ? -value : value, 3);
        },
      ),
    );
  });

  test("never throws, and never takes a text without a digit or the word all", () => {
    const letters = fc.string({ unit: fc.constantFrom(..."<>=!+-.,e_ 0159%msalofwithn±≤\n\u202f") });
    fc.assert(
      fc.property(letters, (text) => {
        const result = parseLimit(text);
        if (result.ok) expect(text).toMatch(/\d|all/i);
        else expect(result.problem.message).not.toBe("");
      }),
      { numRuns: 2000 },
    );
  });
});
