import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readTicks, tickMark } from "../../src/people/read-ticks.ts";

const id = "0123456789ab";
const other = "ba9876543210";

describe("readTicks", () => {
  test.each<readonly [string, string, readonly (readonly [string, boolean])[]]>([
    ["open", `- [ ] a ${tickMark(id)}`, [[id, false]]],
    ["ticked", `- [x] a ${tickMark(id)}`, [[id, true]]],
    ["ticked with a capital", `* [X] a ${tickMark(id)}  `, [[id, true]]],
    [
      "Windows line ends",
      `- [x] a ${tickMark(id)}\r\n- [ ] b ${tickMark(other)}\r\n`,
      [
        [id, true],
        [other, false],
      ],
    ],
    ["words around it were changed", `- [x] **something else** ${tickMark(id)}`, [[id, true]]],
    ["twice, once open", `- [x] a ${tickMark(id)}\n- [ ] a ${tickMark(id)}`, [[id, false]]],
    ["twice, both ticked", `- [x] a ${tickMark(id)}\n- [x] a ${tickMark(id)}`, [[id, true]]],
    ["no mark", "- [x] a", []],
    ["a mark in the middle", `- [x] ${tickMark(id)} a`, []],
    ["no box", `- a ${tickMark(id)}`, []],
    ["another mark", "- [x] a <!-- tick XYZ -->", []],
    ["quoted", `> - [x] a ${tickMark(id)}`, []],
    ["nothing", "", []],
  ])("%s", (_name, text, expected) => {
    expect([...readTicks(text)]).toEqual(expected);
  });

  test("any text gives ids that it holds", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        for (const found of readTicks(text).keys()) expect(text).toContain(found);
      }),
    );
  });
});
