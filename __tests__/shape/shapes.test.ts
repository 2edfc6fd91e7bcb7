import { describe, expect, test } from "@jest/globals";
import { list, listWithFirst, mapOf, strictMap, union } from "../../src/shape/compound-shapes.ts";
import { type Issue, wrong } from "../../src/shape/issue.ts";
import { boolean, exactly, finiteNumber, oneOf, tested, text, wholeNumber } from "../../src/shape/scalar-shapes.ts";
import type { Shape } from "../../src/shape/shape.ts";

function check(shape: Shape<unknown>, value: unknown) {
  const issues: Issue[] = [];
  const out = shape.parse(value, issues);
  // A value is wrong exactly when something is said about it.
  expect(out === wrong).toBe(issues.length > 0);
  return { out, told: issues.map(({ code, path, message }) => [code, path.join("."), message]) };
}

describe("what is right comes out as it went in", () => {
  test.each<[string, Shape<unknown>, unknown]>([
    ["text", text(), "a"],
    ["text at both limits", text().min(1).max(1), "a"],
    ["a number", finiteNumber(), 1.5],
    ["a whole number", wholeNumber().min(0).max(3), 3],
    ["the largest whole number", wholeNumber(), Number.MAX_SAFE_INTEGER],
    ["true", boolean(), true],
    ["one of some words", oneOf(["a", "b"]), "b"],
    ["one value", exactly("v1"), "v1"],
    ["nothing, where it is allowed", text().nullable(), null],
    ["an empty list", list(text()), []],
    ["a list at both limits", list(text(), { min: 2, max: 2 }), ["a", "b"]],
    ["a list with a first item", listWithFirst(text().min(1), finiteNumber()), ["a", 1, 2]],
    ["a map without its optional key", strictMap({ a: text(), b: text().optional() }), { a: "x" }],
    ["a map with its optional key", strictMap({ a: text(), b: text().optional() }), { a: "x", b: "y" }],
    ["a map of any keys", mapOf(text().max(2), finiteNumber()), { a: 1, bb: 2 }],
    ["a second alternative", union([text(), list(text())], "neither"), ["a"]],
  ])("%s", (_name, shape, value) => {
    expect(check(shape, value).out).toEqual(value);
  });

  test("keys come out in the shape's order, and a key of undefined is left out", () => {
    const shape = strictMap({ a: text(), b: text(), c: text().optional() });
    expect(JSON.stringify(check(shape, { c: undefined, b: "2", a: "1" }).out)).toBe('{"a":"1","b":"2"}');
  });
});

describe("what is wrong is told at its place", () => {
  const inner = strictMap({ n: wholeNumber("whole, please").min(0, "not below 0") });
  const oneKey = strictMap({ a: text().optional(), b: text().optional() }, [
    (value) =>
      Object.keys(value).length === 1
        ? []
        : [{ code: "meaning", path: [], input: value, message: "one key", detail: undefined }],
  ]);
  test.each<[string, Shape<unknown>, unknown, readonly unknown[]]>([
    ["another kind", text("this must be text"), 3, [["kind", "", "this must be text"]]],
    ["words that depend on the value", text((input) => `not ${String(input)}`), 3, [["kind", "", "not 3"]]],
    ["nothing", text(), null, [["kind", "", undefined]]],
    ["NaN", finiteNumber(), Number.NaN, [["kind", "", undefined]]],
    ["infinity", finiteNumber(), Number.POSITIVE_INFINITY, [["kind", "", undefined]]],
    ["a fraction", wholeNumber(), 0.5, [["kind", "", undefined]]],
    ["a number beyond what is exact", wholeNumber(), 2 ** 53, [["limit", "", undefined]]],
    ["0 where more is wanted", finiteNumber().above(0, "above 0"), 0, [["limit", "", "above 0"]]],
    ["1 where less is wanted", finiteNumber().below(1, "below 1"), 1, [["limit", "", "below 1"]]],
    ["a text that is a number's", boolean(), "true", [["kind", "", undefined]]],
    ["an unknown word", oneOf(["a", "b"]), "c", [["word", "", undefined]]],
    ["a word of the prototype", oneOf(["a"]), "constructor", [["word", "", undefined]]],
    ["another value", exactly(true, "write true"), false, [["word", "", "write true"]]],
    [
      "two rules at once",
      text().matching(/^b/, "begins with b").max(1, "too long"),
      "aa",
      [
        ["limit", "", "begins with b"],
        ["limit", "", "too long"],
      ],
    ],
    ["a broken rule", text().refine((value) => value === "a", "only a"), "b", [["meaning", "", "only a"]]],
    ["a list that is none", list(text()), { length: 0 }, [["kind", "", undefined]]],
    ["too few", list(text(), { min: 1, tooFew: "name one" }), [], [["limit", "", "name one"]]],
    ["too many", list(text(), { max: 1 }), ["a", "b"], [["limit", "", undefined]]],
    ["an item", list(inner), [{ n: 1 }, { n: -1 }], [["limit", "1.n", "not below 0"]]],
    ["no first item", listWithFirst(text(), text()), [], [["kind", "0", undefined]]],
    ["a later item", listWithFirst(text(), text()), ["a", 1], [["kind", "1", undefined]]],
    ["a missing key", inner, {}, [["kind", "n", "whole, please"]]],
    ["an unknown key", inner, { n: 1, m: 1 }, [["unknown-keys", "", undefined]]],
    ["an inherited key", inner, Object.create({ n: 1 }), [["kind", "n", "whole, please"]]],
    ["a key of the prototype", inner, JSON.parse('{"n":1,"__proto__":1}'), [["unknown-keys", "", undefined]]],
    ["a map's rule", oneKey, { a: "x", b: "y" }, [["meaning", "", "one key"]]],
    ["a map of the wrong kind inside, whose rule is not asked", oneKey, { a: 1, b: "y" }, [["kind", "a", undefined]]],
    [
      "a map with an unknown key, whose rule is asked all the same",
      oneKey,
      { c: "x", a: "x" },
      [
        ["unknown-keys", "", undefined],
        ["meaning", "", "one key"],
      ],
    ],
    ["a chosen key", mapOf(text().max(1), inner), { long: {} }, [["key", "long", undefined]]],
    ["a value of a chosen key", mapOf(text(), inner), { a: { n: 0.5 } }, [["kind", "a.n", "whole, please"]]],
    ["none of the alternatives", union([text(), list(text())], "neither"), 1, [["union", "", "neither"]]],
    [
      "the only alternative of the right kind",
      union([text().max(1, "too long"), finiteNumber()], "neither"),
      "aa",
      [["limit", "", "too long"]],
    ],
  ])("%s", (_name, shape, value, told) => {
    expect(check(shape, value).told).toEqual(told);
  });

  test("a transform is not asked about what is wrong", () => {
    const shape = text()
      .max(1)
      .transform((value) => {
        if (value.length > 1) throw new Error("it was asked");
        return value.length;
      });
    expect(check(shape, "a").out).toBe(1);
    expect(check(shape, "aa").out).toBe(wrong);
  });

  test("a map without prototype is a map, and what comes out cannot be poisoned by its keys", () => {
    const given = Object.assign(Object.create(null), { constructor: 1 });
    const { out } = check(mapOf(text(), finiteNumber()), given);
    expect(Object.entries(out as object)).toEqual([["constructor", 1]]);
    expect(
      Reflect.getPrototypeOf(check(mapOf(text(), finiteNumber()), JSON.parse('{"__proto__":1}')).out as object),
    ).toBe(Object.prototype);
  });
});

describe("JSON Schema", () => {
  test("says what the shape says", () => {
    const shape = strictMap({
      a: text().matching(/^a/).max(3).describe("An a"),
      b: union([text(), boolean()], "").optional(),
      c: union([text().max(1), list(finiteNumber(), { min: 1 })], "").optional(),
      d: tested((value): value is 1 => value === 1, "one", { const: 1 }).nullable(),
    });
    expect(shape.annotate({ title: "T" }).jsonSchema()).toEqual({
      title: "T",
      type: "object",
      properties: {
        a: { type: "string", pattern: "^a", maxLength: 3, description: "An a" },
        b: { type: ["string", "boolean"] },
        c: {
          anyOf: [
            { type: "string", maxLength: 1 },
            { type: "array", items: { type: "number" }, minItems: 1 },
          ],
        },
        d: { anyOf: [{ const: 1 }, { type: "null" }] },
      },
      required: ["a", "d"],
      additionalProperties: false,
    });
  });
});
