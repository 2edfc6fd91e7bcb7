import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { beyondBounds, type JsonLimits, mayOverflow } from "../../../src/evidence/json/json-bounds.ts";
import { parseJsonText } from "../../../src/evidence/json/parse-json-text.ts";

/** The plain way, one character after the other: what the quick one must agree with, also on what is no JSON. */
function beyondBoundsPlainly(text: string, limits: JsonLimits): ReturnType<typeof beyondBounds> {
  let depth = 0;
  let containers = 0;
  let inText = false;
  for (let at = 0; at < text.length; at++) {
    const here = text.charAt(at);
    if (inText) {
      if (here === "\\") at++;
      else if (here === '"') inText = false;
    } else if (here === '"') inText = true;
    else if (here === "[" || here === "{") {
      depth++;
      containers++;
      if (depth > limits.maxDepth) return "depth";
      if (containers > limits.maxContainers) return "containers";
    } else if (here === "]" || here === "}") depth--;
  }
  return null;
}

const piece = fc.oneof(
  fc.constantFrom(
    "[",
    "]",
    "{",
    "}",
    '"',
    "\\",
    '\\"',
    '\\\\"',
    ",",
    ":",
    " ",
    "\n",
    "12.5",
    "é",
    "\u{1F600}",
    "\\u005b",
  ),
  fc.json(),
);
const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(""));

describe("beyondBounds", () => {
  test("agrees with the plain way on any text", () => {
    fc.assert(
      fc.property(
        text,
        fc.integer({ min: 0, max: 6 }),
        fc.integer({ min: 0, max: 12 }),
        (any, maxDepth, maxContainers) => {
          const limits = { maxDepth, maxContainers };
          expect(beyondBounds(any, limits)).toBe(beyondBoundsPlainly(any, limits));
        },
      ),
      { numRuns: 2000 },
    );
  });

  test.each([
    ["nothing", "", null],
    ["a text that never ends", '["[[[[[', null],
    ["a text that ends in a backslash", '["\\', null],
    ["an escaped quote before brackets", '["\\"[[[[[["]', null],
    ["an escaped backslash before the end of a text", '["\\\\",[[[]]]]', "depth"],
    ["more ends than beginnings", "]]]]]][[[", null],
    ["exactly as deep as allowed", "[[[]]]", null],
    ["one deeper", "[[[[]]]]", "depth"],
    ["as many as allowed", "[[],[],[],[]]", null],
    ["one more", "[[],[],[],[],[]]", "containers"],
  ] as const)("%s", (_name, any, expected) => {
    expect(beyondBounds(any, { maxDepth: 3, maxContainers: 5 })).toBe(expected);
  });
});

const digits = (count: number): fc.Arbitrary<string> =>
  fc.integer({ min: 1, max: 9 }).map((first) => String(first).repeat(count));
const number = fc
  .tuple(
    fc.constantFrom("", "-"),
    fc.oneof(fc.constant("0"), fc.integer({ min: 1, max: 420 }).chain(digits)),
    fc.oneof(
      fc.constant(""),
      fc
        .integer({ min: 1, max: 420 })
        .chain(digits)
        .map((part) => `.${part}`),
    ),
    fc.oneof(
      fc.constant(""),
      fc
        .tuple(
          fc.constantFrom("e", "E"),
          fc.constantFrom("", "+", "-"),
          fc.constantFrom("", "0", "00"),
          fc.nat({ max: 420 }),
        )
        .map(([letter, sign, zeros, size]) => letter + sign + zeros + size),
    ),
  )
  .map((parts) => parts.join(""));

describe("mayOverflow", () => {
  test("no number that becomes Infinity gets by, wherever it stands", () => {
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 4 }), fc.nat({ max: 250 }), (numbers, blanks) => {
        const any = `[${" ".repeat(blanks)}${numbers.join(",")}]`;
        const finite = numbers.every((one) => Number.isFinite(Number(one)));
        if (!finite) expect(mayOverflow(any)).toBe(true);
        expect(parseJsonText(any).ok).toBe(finite);
      }),
      { numRuns: 3000 },
    );
  });

  test.each([
    ["what benchmarks hold", "[1.2345678901234567e-05, 12345678901234567890, 1e9, 2.5E+12]", false],
    ["a long fraction is no large number", `[0.${"1".repeat(150)}]`, false],
    ["the largest double", "[1.7976931348623157e308]", true],
    ["an exponent with zeros before it", "[1e0000400]", true],
    ["309 digits", `[${"9".repeat(309)}]`, true],
    ["200 digits and a short exponent", `[${"9".repeat(250)}e99]`, true],
    ["names that look like exponents", '{"case100": 1}', true],
  ])("%s", (_name, any, expected) => {
    expect(mayOverflow(any)).toBe(expected);
  });
});
