import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { beyondBounds, type JsonLimits } from "../../../src/evidence/json/json-bounds.ts";
import { parseJsonText } from "../../../src/evidence/json/parse-json-text.ts";
import { processorTimeMs } from "../../processor-time.ts";

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

describe("parseJsonText", () => {
  test("no number that becomes Infinity gets by, and every other does, wherever it stands", () => {
    const numbers = fc.array(number, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(numbers, fc.constantFrom("[%]", '{"a": [0, %]}', '[{"b": 1, "c": [[%]]}]'), (some, frame) => {
        const finite = some.every((one) => Number.isFinite(Number(one)));
        expect(parseJsonText(frame.replace("%", some.join(","))).ok).toBe(finite);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ["[1e999]", "[0]"],
    ['{"a": [1, {"b": "1e999", "c": -1e400}]}', "a[1].c"],
    [`[[], {}, [0, ${"9".repeat(309)}]]`, "[2][1]"],
  ])("%s is refused with its place", (any, place) => {
    const read = parseJsonText(any);
    expect(read.ok ? "" : read.problem.reason).toContain(`value at ${place} is a number too large`);
  });

  test("says of any text what looking at every character first would say", () => {
    fc.assert(
      fc.property(
        text,
        fc.integer({ min: 0, max: 6 }),
        fc.integer({ min: 0, max: 12 }),
        (any, maxDepth, maxContainers) => {
          if (any.trim() === "") return;
          const limits = { maxDepth, maxContainers };
          const beyond = beyondBoundsPlainly(any, limits);
          const read = parseJsonText(any, limits);
          const reason = read.ok ? "" : read.problem.reason;
          expect(/nests deeper/.test(reason)).toBe(beyond === "depth");
          expect(/lists and objects/.test(reason)).toBe(beyond === "containers");
        },
      ),
      { numRuns: 2000 },
    );
  });

  test("too deep goes before too large a number", () => {
    const read = parseJsonText("[1e999, [[[[1]]]]]", { maxDepth: 3, maxContainers: 100 });
    expect(read.ok ? "" : read.problem.reason).toMatch(/nests deeper than 3/);
  });

  test("a long text of brackets takes linear time", () => {
    const limits = { maxDepth: 10, maxContainers: 1e7 };
    const pieces = ["[],", '"[[[[]]",', "{},", '"}",'];
    const any = `[${pieces.join("").repeat(200_000)}0]`;
    expect(processorTimeMs(() => expect(beyondBounds(any, limits)).toBeNull())).toBeLessThan(10_000);
  });
});
