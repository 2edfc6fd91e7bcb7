import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { failureLines } from "../../src/report/failure-lines.ts";

const nodeDetail =
  "Error [ERR_TEST_FAILURE]: Expected values to be strictly equal:\n+ actual - expected\n\n+ '10.00'\n- '11.90'\n    at x";

test.each<[string, string | undefined, string | undefined, readonly string[]]>([
  ["nothing", undefined, undefined, []],
  ["blank", " \n ", "detail", []],
  ["one line", "assert 3 == 4", undefined, ["assert 3 == 4"]],
  ["several lines, empty ones left out", "a\n\n  b\nc\nd\ne", undefined, ["a", "  b", "c", "d"]],
  [
    "lines that an attribute lost are found in the details",
    "Expected values to be strictly equal:+ actual - expected+ '10.00'- '11.90'",
    nodeDetail,
    ["Expected values to be strictly equal:", "+ actual - expected", "+ '10.00'", "- '11.90'"],
  ],
  ["details on one line are no better", "a b", "Error: a b", ["a b"]],
  ["details about something else are not taken", "a b", "c\nd", ["a b"]],
])("%s", (_name, message, detail, expected) => {
  const given = { ...(message === undefined ? {} : { message }), ...(detail === undefined ? {} : { detail }) };
  expect(failureLines(given, 4, 300)).toEqual(expected);
});

test("whatever the texts, few and short lines that say nothing but the message", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", " ", "\n", "\t", "ß") });
  fc.assert(
    fc.property(text, text, (message, detail) => {
      const lines = failureLines({ message, detail }, 3, 10);
      const packed = (value: string): string => value.replace(/\s+/g, "");
      expect(lines.length).toBeLessThanOrEqual(3);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(10);
      expect(packed(message).startsWith(packed(lines[0] ?? "").replace(/…$/, ""))).toBe(true);
    }),
  );
});
