import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { renderJson, renderReportJson } from "../../src/report/render-report-json.ts";
import { go, hostile, inconclusive } from "./sample-reports.ts";

describe("renderReportJson", () => {
  test.each([
    ["go", go],
    ["inconclusive", inconclusive],
    ["hostile", hostile],
  ])("%s is JSON that says the same", (_name, report) => {
    const text = renderReportJson(report);
    expect(text.endsWith("}\n")).toBe(true);
    const asStrings = (_key: string, value: unknown) =>
      typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(report, asStrings)));
  });

  test("begins with what it is and what it says", () => {
    const keys = [...renderReportJson(go).matchAll(/^ {2}"(\w+)"/gm)].map((match) => match[1]);
    expect(keys).toEqual(["schema", "tool", "rollout", "concludedAt", "verdict", "findings", "evidence"]);
  });

  test("an unbounded interval is told by words that programs read back", () => {
    const change = JSON.parse(renderReportJson(inconclusive)).findings[3].change;
    expect(change).toMatchObject({ lower: "-Infinity", upper: "Infinity" });
    expect(Number(change.lower)).toBe(Number.NEGATIVE_INFINITY);
  });
});

describe("renderJson", () => {
  test.each([
    ["NaN", Number.NaN, '"NaN"'],
    ["negative zero", -0, "0"],
    ["undefined members are left out", { a: undefined, b: 1 }, '{\n  "b": 1\n}'],
    ["numbers stand on one line", { a: [1, 2.5, Number.POSITIVE_INFINITY] }, '{\n  "a": [1, 2.5, "Infinity"]\n}'],
    ["nothing", {}, "{}"],
    ["an empty list", [], "[]"],
    ["a lone surrogate", "\ud800", '"\\ud800"'],
    ["a function is no value", () => 1, "null"],
  ])("%s", (_name, value, expected) => {
    expect(renderJson(value)).toBe(expected);
  });
  test("a hostile key is an ordinary key", () => {
    const value = JSON.parse('{"__proto__":{"polluted":1},"constructor":2}');
    const text = renderJson(value);
    expect(JSON.parse(text)).toEqual(value);
    expect(text).toContain('"__proto__"');
  });
  test("does not depend on the order in which keys were set", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
        const reversed = Object.fromEntries(Object.entries(object).reverse());
        expect(renderJson(reversed)).toBe(renderJson(object));
        expect(JSON.parse(renderJson(object))).toEqual(JSON.parse(JSON.stringify(object)));
      }),
    );
  });
  test("endless depth ends", () => {
    let deep: unknown = 1;
    for (let depth = 0; depth < 100_000; depth++) deep = [deep];
    expect(JSON.parse(renderJson(deep))).toBeDefined();
  });
});
