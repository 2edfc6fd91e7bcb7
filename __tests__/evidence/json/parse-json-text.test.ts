import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { formatPath, parsePath } from "../../../src/evidence/json/json-path.ts";
import { isObject, own } from "../../../src/evidence/json/json-value.ts";
import { parseJsonText } from "../../../src/evidence/json/parse-json-text.ts";
import { readJsonNumber } from "../../../src/evidence/json/read-json-number.ts";
import { mustRead, problemOf } from "../read-fixture.ts";

describe("parseJsonText", () => {
  test.each([
    ["nothing", "", "missing", "The file is empty (0 bytes).", undefined],
    ["white space", " \r\n\t", "missing", "The file holds nothing but white space.", undefined],
    ["only a mark", "\uFEFF", "missing", "The file is empty (0 bytes).", undefined],
    ["cut off in a list", '{"a": [1,\n 2', "invalid", "The file ends in the middle, in a[1]; ", [2, 3]],
    ["cut off in a text", '{"a": "x', "invalid", "The file ends in the middle, in a; ", [1, 9]],
    ["cut off after a key", '{"a"', "invalid", "The file ends in the middle, in a; ", [1, 5]],
    ["NaN", '{"a": [1, {"mean": NaN}]}', "invalid", "The value at a[1].mean is NaN, which is no number", [1, 20]],
    ["-Infinity", "[-Infinity]", "invalid", "The value at [0] is -Infinity, which is no number", [1, 2]],
    ["NaN alone", "NaN", "invalid", "The value is NaN", [1, 1]],
    ["too large", '{"a": {"b": [1, 1e999]}}', "invalid", "The value at a.b[1] is a number too large", undefined],
    [
      "too large, of the prototype's name",
      '[{"__proto__": [1e999]}]',
      "invalid",
      "The value at [0].__proto__[0] is",
      undefined,
    ],
    ["too large behind a text", '[1, "2", -1e999]', "invalid", "The value at [2] is a number too large", undefined],
    ["too large alone", "-1e400", "invalid", "The value is a number too large", undefined],
    ["printed by Python", "{'a': 1}", "invalid", "A key is not in double quotes", [1, 2]],
    ["Python's words", '{"a": True}', "invalid", "The value at a is True: it was printed by Python", [1, 7]],
    ["a comma too many", "[1, 2,]", "invalid", "A comma or a colon stands before the end", [1, 7]],
    ["two values", '{"a":1}\n{"a":2}\n', "invalid", "The file holds more than one JSON value.", [2, 1]],
    ["text behind", '{"a":1} done', "invalid", "Something follows the JSON value.", [1, 9]],
    ["XML", "<a/>", "invalid", "The file is XML, not JSON.", [1, 1]],
    ["HTML", "<!DOCTYPE html>", "invalid", "The file is an HTML page, not JSON.", [1, 1]],
    ["plain text", "Error: no such file", "invalid", "The file is plain text, not JSON.", [1, 1]],
    ["UTF-16", "\uFFFD\uFFFD{\u0000", "invalid", "The file is not text in UTF-8, not JSON.", [1, 1]],
    [
      "a raw line break in a text",
      '["a\nb"]',
      "invalid",
      "A line break or control character stands unescaped in a text",
      [1, 4],
    ],
    ["an escape of Python's", '["\\x41"]', "invalid", "A text holds an escape that JSON does not have", [1, 3]],
    ["a missing colon", '{"a" 1}', "invalid", 'No ":" follows the key a.', [1, 6]],
    ["a missing comma", "[1 2]", "invalid", 'Something other than "," or the end stands after [0].', [1, 4]],
    ["a leading zero", "[01]", "invalid", 'Something other than "," or the end stands after [0].', [1, 3]],
  ] as const)("%s", (_name, text, kind, reason, place) => {
    const problem = problemOf(parseJsonText(text));
    expect(problem.kind).toBe(kind);
    expect(problem.reason.slice(0, reason.length)).toBe(reason);
    expect(place === undefined ? undefined : [problem.line, problem.column]).toEqual(place);
  });

  test("a million brackets do not overflow the stack", () => {
    expect(problemOf(parseJsonText("[".repeat(1e6))).reason).toMatch(/nests deeper/);
    expect(problemOf(parseJsonText(`${"[".repeat(1e6)}${"]".repeat(1e6)}`)).reason).toMatch(/nests deeper/);
    expect(problemOf(parseJsonText('{"a":'.repeat(1e6))).reason).toMatch(/nests deeper/);
  });

  test("containers are counted before they are built, and brackets in texts are not", () => {
    const limits = { maxDepth: 5, maxContainers: 10 };
    expect(problemOf(parseJsonText(`[${"[],".repeat(20)}[]]`, limits)).reason).toMatch(/more than 10 lists/);
    expect(mustRead(parseJsonText(JSON.stringify(["[[[[[[[[[[[[", '\\"[[[[[[[[[[[']), limits))).toHaveLength(2);
  });

  test("keys of the prototype are plain keys", () => {
    const value = mustRead(parseJsonText('{"__proto__": {"passed": true}, "constructor": 1}'));
    if (!isObject(value)) throw new Error("no object");
    expect(own(value, "passed")).toBeUndefined();
    expect(own(value, "__proto__")).toEqual({ passed: true });
    expect(own({}, "toString")).toBeUndefined();
  });

  test("what JSON.parse takes comes through unchanged, what it refuses gets a problem", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(mustRead(parseJsonText(text))).toEqual(JSON.parse(text));
      }),
    );
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.constantFrom("", "x", '"', "]", "}", ",", ":", "\\", "1", "\n"),
        (text, at, piece) => {
          const damaged = text.slice(0, at % (text.length + 1)) + piece + text.slice((at % (text.length + 1)) + 1);
          let fine = true;
          try {
            // A digit more in an exponent makes a number infinite, which is refused though JSON.parse takes it.
            JSON.parse(damaged, (_key, value: unknown) => {
              if (typeof value === "number" && !Number.isFinite(value)) fine = false;
              return value;
            });
          } catch {
            fine = false;
          }
          expect(parseJsonText(damaged).ok).toBe(fine);
        },
      ),
    );
  });

  test("the first number that is too large is found in any list, whatever stands before it", () => {
    const before = fc.array(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.json().map(JSON.parse)));
    fc.assert(
      fc.property(before, fc.array(fc.integer()), fc.constantFrom("1e999", "-1e400"), (items, after, large) => {
        const texts = [...items.map((item) => JSON.stringify(item)), large, ...after.map(String)];
        const { reason } = problemOf(parseJsonText(`{"x": [${texts.join(",")}]}`));
        expect(reason).toMatch(`The value at x[${items.length}] is a number too large`);
      }),
    );
  });

  test("a secret in the text is not quoted", () => {
    const secret = "hunter2hunter2";
    for (const text of [secret, `{"a": ${secret}}`, `["${secret}`, `{${secret}: 1}`, `["x" "${secret}"]`]) {
      const problem = problemOf(parseJsonText(text));
      expect(JSON.stringify(problem)).not.toContain(secret);
    }
  });
});

describe("paths", () => {
  test.each([
    ["a.b[0].c", ["a", "b", 0, "c"]],
    ["$.a[1]", ["a", 1]],
    ["[2]", [2]],
    ['["a.b"][0]', ["a.b", 0]],
    ["a['x y']", ["a", "x y"]],
    ["", []],
    ["$", []],
    ["a..b", null],
    ["a[", null],
    ["a[-1]", null],
  ])("%s", (text, steps) => {
    expect(parsePath(text)).toEqual(steps);
  });

  test("are shown short", () => {
    expect(formatPath(["benchmarks", 0, "stats", "mean"])).toBe("benchmarks[0].stats.mean");
    expect(formatPath(Array.from({ length: 50 }, () => "k".repeat(500))).length).toBeLessThan(600);
  });
});

describe("readJsonNumber", () => {
  const text = JSON.stringify({
    a: { ms: [1, "2.5", "1,234"], n: 3, text: "fast", none: null, empty: [], deep: [[1]] },
  });
  test.each([
    ["a.n", [3]],
    ["a.ms", [1, 2.5, 1234]],
    ["a.ms[1]", [2.5]],
    ["$.a.ms[0]", [1]],
  ])("%s", (path, expected) => {
    expect(mustRead(readJsonNumber(text, path))).toEqual(expected);
  });
  test.each([
    ["a.b.c", "missing", /has no a\.b\.c|has no a\.b/],
    ["a.ms[9]", "missing", /a\.ms is a list of 3/],
    ["a.text", "invalid", /What is at a\.text is text, not a number/],
    ["a.none", "invalid", /is null, not a number/],
    ["a.empty", "missing", /is an empty list/],
    ["a.deep", "invalid", /Number 1 of what is at a\.deep is a list of 1/],
    ["a", "invalid", /is an object, not a number/],
    ["a.constructor", "missing", /has no a\.constructor/],
    ["a.ms.length", "missing", /has no a\.ms\.length/],
    ["__proto__.x", "missing", /has no __proto__/],
    ["a[", "invalid", /cannot be understood/],
  ])("%s", (path, kind, reason) => {
    const problem = problemOf(readJsonNumber(text, path));
    expect(problem.kind).toBe(kind);
    expect(problem.reason).toMatch(reason);
  });
});
