import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { launchOrder } from "../../src/stages/launch-order.ts";
import { createOutputTail } from "../../src/stages/output-tail.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("createOutputTail", () => {
  test("however the text is cut into chunks, the last lines are the same", () => {
    const texts = fc.array(fc.string({ unit: fc.constantFrom("a", "é", "\n", "\r\n"), maxLength: 30 }), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 5 }), (parts, maxLines) => {
        const whole = parts.join("");
        const tail = createOutputTail(maxLines);
        for (const part of parts) tail.write(bytes(part));
        const lines = whole.split("\n").map((line) => line.replace(/\r$/, ""));
        if (lines.at(-1) === "" && !whole.endsWith("\r")) lines.pop();
        const expected = lines.slice(-maxLines);
        expect(tail.lines().slice(0, expected.length)).toEqual(expected);
        expect(tail.bytes).toBe(bytes(whole).byteLength);
      }),
    );
  });

  test("a line without an end is cut and says so", () => {
    const tail = createOutputTail(2, 5);
    for (let at = 0; at < 1000; at++) tail.write(bytes("abc"));
    expect(tail.lines()).toEqual(["abcab…"]);
  });

  test("bytes that are no UTF-8 do no harm", () => {
    const tail = createOutputTail(2);
    tail.write(new Uint8Array([0xff, 0xfe, 0x0a, 0x61]));
    expect(tail.lines()).toEqual(["\ufffd\ufffd", "a"]);
  });
});

describe("launchOrder", () => {
  test("A B B A A B B A: each arm goes first equally often", () => {
    expect([0, 1, 2, 3].flatMap((round) => launchOrder(round).map((arm) => arm[0])).join("")).toBe("bccbbccb");
  });
});
