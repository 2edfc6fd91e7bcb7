import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { createLineCounter } from "../../src/text/count-lines.ts";
import { createLineSplitter } from "../../src/text/split-lines.ts";
import { createStageLines } from "../../src/text/stage-lines.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const stops = "… too much output to show: from here on its lines are only counted";
const roomy = 1_000_000;

describe("createStageLines", () => {
  test("shows what there is room for, and nothing is said when there is room for all", () => {
    const lines = createStageLines("ends-line", { maxLines: 3, maxLength: roomy });
    expect(lines.push(bytes("a\nb\nc\n"), "stdout")).toEqual(["a", "b", "c"]);
    expect(lines.end()).toEqual([]);
  });

  test("counts the lines beyond, of both streams, and tells their number once", () => {
    const lines = createStageLines("ends-line", { maxLines: 3, maxLength: roomy });
    expect(lines.push(bytes("a\nb\n"), "stdout")).toEqual(["a", "b"]);
    expect(lines.push(bytes("c\nd\ne\nha"), "stderr")).toEqual(["c", stops]);
    expect(lines.push(bytes("lf\nf\n"), "stderr")).toEqual([]);
    expect(lines.push(bytes("g\r\nh\ri"), "stdout")).toEqual([]);
    expect(lines.end()).toEqual(["… 7 more lines were not shown"]);
  });

  test("long lines use up the room as well", () => {
    const lines = createStageLines("ends-line", { maxLines: 100, maxLength: 10 });
    expect(lines.push(bytes(`${"x".repeat(12)}\nnext\n`), "stdout")).toEqual(["x".repeat(12), stops]);
    expect(lines.end()).toEqual(["… 1 more line was not shown"]);
  });

  test("a last line without an end is counted when there is no room for it", () => {
    const lines = createStageLines("ends-line", { maxLines: 1, maxLength: roomy });
    expect(lines.push(bytes("a\nb"), "stdout")).toEqual(["a"]);
    expect(lines.end()).toEqual([stops, "… 1 more line was not shown"]);
  });

  test("what floods is held to the default", () => {
    const lines = createStageLines("stays");
    const flood = new Uint8Array(64 * 1024).fill(10);
    let shown = 0;
    for (let piece = 0; piece < 10; piece++) shown += lines.push(flood, "stdout").length;
    expect(shown).toBe(100_001);
    expect(lines.end()).toEqual([`… ${640 * 1024 - 100_000} more lines were not shown`]);
  });
});

test.each([true, false])(
  "createLineCounter counts what a splitter splits (a carriage return ends a line: %s)",
  (ends) => {
    const text = fc.string({ unit: fc.constantFrom("a", "\n", "\r") });
    fc.assert(
      fc.property(fc.array(text, { maxLength: 6 }), (pieces) => {
        const counter = createLineCounter(ends);
        const splitter = createLineSplitter({ maxLineBytes: 1000, carriageReturn: ends ? "ends-line" : "stays" });
        const counted = pieces.reduce((sum, piece) => sum + counter.push(bytes(piece)), 0) + counter.end();
        const split = [...pieces.flatMap((piece) => splitter.push(bytes(piece))), ...splitter.end()];
        expect(counted).toBe(split.length);
      }),
    );
  },
);
