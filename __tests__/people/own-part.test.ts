import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { partMarks, replaceOwnPart } from "../../src/people/own-part.ts";

const { open, close } = partMarks("record");

describe("replaceOwnPart", () => {
  test.each<readonly [string, string, string]>([
    ["an empty text", "", `${open}\nnew\n${close}`],
    ["between the marks", `a\n${open}\nold\n${close}\nb`, `a\n${open}\nnew\n${close}\nb`],
    ["no marks: before all", "people", `${open}\nnew\n${close}\n\npeople`],
    ["no closing mark: nothing is lost", `${open}\nold\nb`, `${open}\nnew\n${close}\n\n${open}\nold\nb`],
    ["no opening mark", `old\n${close}\nb`, `${open}\nnew\n${close}\n\nold\n${close}\nb`],
    ["the closing mark first", `${close}\n${open}\nb`, `${open}\nnew\n${close}\n\n${close}\n${open}\nb`],
    [
      "a mark inside a line is no mark",
      `a ${open}\nold\n${close}`,
      `${open}\nnew\n${close}\n\na ${open}\nold\n${close}`,
    ],
    ["another part's marks", partMarks("other").open, `${open}\nnew\n${close}\n\n${partMarks("other").open}`],
  ])("%s", (_name, text, expected) => {
    expect(replaceOwnPart(text, "record", " new\n")).toBe(expected);
  });

  test("a part that holds its marks is refused", () => {
    expect(() => replaceOwnPart("", "record", `x ${close}`)).toThrow("holds its own marks");
  });

  test("what people wrote stays, letter for letter, and doing it again changes nothing", () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary", maxLength: 12 }),
      fc.constantFrom(open, close, "\n", "- [x] a\r\n"),
    );
    const part = fc.string({ maxLength: 20 });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), part, part, (pieces, one, two) => {
        const text = pieces.join("");
        const once = replaceOwnPart(text, "record", one);
        const twice = replaceOwnPart(once, "record", two);
        // What lies outside of our part after the first time is there after the second, in the same order.
        const at = once.indexOf(`${open}\n${one.trim()}\n${close}`);
        const own = `${open}\n${one.trim()}\n${close}`;
        expect(twice).toBe(`${once.slice(0, at)}${open}\n${two.trim()}\n${close}${once.slice(at + own.length)}`);
        expect(replaceOwnPart(twice, "record", two)).toBe(twice);
        if (!text.includes(open)) expect(once.endsWith(text)).toBe(true);
      }),
    );
  });
});
