import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { removeControlSequences } from "../../src/text/control-sequences.ts";
import { processorTimeMs } from "../processor-time.ts";

const esc = "\u001b";

const cases: readonly [name: string, line: string, kept: string, bare: string][] = [
  ["plain text and tabs", "a\tb — ü", "a\tb — ü", "a\tb — ü"],
  ["colours", `${esc}[1;32mok${esc}[m`, `${esc}[1;32mok${esc}[m${esc}[0m`, "ok"],
  ["true colour", `${esc}[38:2:1:2:3mx`, `${esc}[38:2:1:2:3mx${esc}[0m`, "x"],
  ["cursor up and clear", `${esc}[2A${esc}[2Kgone`, "gone", "gone"],
  ["private modes", `${esc}[?25lx${esc}[?1049h`, "x", "x"],
  ["a title with BEL", `${esc}]0;pwned\u0007x`, "x", "x"],
  ["a title with ST", `${esc}]0;pwned${esc}\\x`, "x", "x"],
  ["clipboard", `${esc}]52;c;aGk=\u0007x`, "x", "x"],
  ["a title that never ends", `a${esc}]0;pwned`, "a", "a"],
  ["a title ended by another sequence", `${esc}]0;t${esc}[31mred`, `${esc}[31mred${esc}[0m`, "red"],
  ["device control", `${esc}Pq#0${esc}\\x`, "x", "x"],
  ["eight-bit CSI and OSC", "\u009b2Jx\u009d0;t\u009cy", "xy", "xy"],
  ["reset and charset", `${esc}c${esc}(0x`, "x", "x"],
  ["bell, backspace, null, delete", "a\u0007\b\u0000\u007fb", "ab", "ab"],
  ["an escape at the end", `a${esc}`, "a", "a"],
  ["a sequence cut off", `a${esc}[12`, "a", "a"],
  ["an SGR with something foreign in it", `${esc}[>4;1mx`, "x", "x"],
  ["carriage return", "a\rb", "ab", "ab"],
];

describe("removeControlSequences", () => {
  test.each(cases)("%s", (_name, line, kept, bare) => {
    expect(removeControlSequences(line, true)).toBe(kept);
    expect(removeControlSequences(line, false)).toBe(bare);
  });

  test("leaves no control character, whatever comes", () => {
    const part = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(esc, `${esc}[`, `${esc}]`, "\u009b", ";", "m"),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
        expect(removeControlSequences(parts.join(""), false).replaceAll("\t", "")).toMatch(/^[^\p{Cc}]*$/u);
        const coloured = removeControlSequences(parts.join(""), true).replaceAll(/\p{Cc}\[[0-9;:]*m/gu, "");
        expect(coloured.replaceAll("\t", "")).toMatch(/^[^\p{Cc}]*$/u);
      }),
    );
  });

  test("takes time in proportion to the line", () => {
    const line = `${esc}[${"0;".repeat(200_000)}${`${esc}]`.repeat(100_000)}`;
    expect(processorTimeMs(() => removeControlSequences(line, true))).toBeLessThan(4000);
  });
});
