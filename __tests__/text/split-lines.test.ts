import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { createLineSplitter, type LineSplitterOptions } from "../../src/text/split-lines.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function split(pieces: readonly Uint8Array[], options: Partial<LineSplitterOptions> = {}): readonly string[] {
  const splitter = createLineSplitter({ maxLineBytes: 65_536, carriageReturn: "ends-line", ...options });
  return [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.end()];
}

const cases: readonly [name: string, text: string, lines: readonly string[]][] = [
  ["nothing", "", []],
  ["one line without an end", "abc", ["abc"]],
  ["lines with ends", "a\nb\n", ["a", "b"]],
  ["empty lines", "\n\na\n", ["", "", "a"]],
  ["Windows ends", "a\r\nb\r\n", ["a", "b"]],
  ["lone carriage returns", "10 %\r20 %\rdone\n", ["10 %", "20 %", "done"]],
  ["a carriage return at the end", "a\r", ["a"]],
  ["two carriage returns and a line feed", "a\r\r\nb", ["a", "", "b"]],
  ["a byte order mark stays, as data", "\ufeffa\n", ["\ufeffa"]],
];

describe("createLineSplitter", () => {
  test.each(cases)("%s", (_name, text, lines) => {
    expect(split([bytes(text)])).toEqual(lines);
  });

  test.each(cases)("%s, a byte at a time", (_name, text, lines) => {
    expect(split([...bytes(text)].map((byte) => Uint8Array.of(byte)))).toEqual(lines);
  });

  test("leaves carriage returns in the line when asked, but for the one before a line feed", () => {
    expect(split([bytes("10 %\r20 %\r\nx\n")], { carriageReturn: "stays" })).toEqual(["10 %\r20 %", "x"]);
  });

  test("cuts a long line between characters", () => {
    expect(split([bytes("aé€😀b")], { maxLineBytes: 4 })).toEqual(["aé", "€", "😀", "b"]);
  });

  test("shows bytes that are no UTF-8 as replacement characters", () => {
    expect(split([Uint8Array.of(0x61, 0xff, 0x80, 0x62, 10, 0xc3)])).toEqual(["a\ufffd\ufffdb", "\ufffd"]);
  });

  test("gives the same lines however the bytes are cut into pieces", () => {
    const text = fc.array(fc.constantFrom("a", "é", "😀", "\n", "\r", "\r\n", "xyz"), { maxLength: 40 });
    fc.assert(
      fc.property(text, fc.array(fc.nat(12), { maxLength: 12 }), (parts, cuts) => {
        const whole = bytes(parts.join(""));
        const pieces: Uint8Array[] = [];
        let at = 0;
        for (const cut of cuts) {
          pieces.push(whole.subarray(at, at + cut));
          at += cut;
        }
        pieces.push(whole.subarray(at));
        expect(split(pieces)).toEqual(split([whole]));
        expect(split(pieces).join("")).toBe(parts.join("").replaceAll(/[\r\n]/g, ""));
      }),
    );
  });

  test("never hands out a line longer than its limit", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (data) => {
        for (const line of split([data], { maxLineBytes: 16 })) expect([...line].length).toBeLessThanOrEqual(16);
      }),
    );
  });
});
