import { readdirSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Series } from "../../../src/domain/measurement.ts";
import { readBenchmarks } from "../../../src/evidence/benchmarks/read-benchmarks.ts";
import { repairJsonNumbers } from "../../../src/evidence/benchmarks/repair-json-numbers.ts";
import { quantityOf } from "../../../src/units/quantity-of.ts";
import { processorTimeMs } from "../../processor-time.ts";
import { fixture } from "./fixture.ts";

const names = readdirSync(new URL("fixtures", import.meta.url)).filter((name) => !name.endsWith(".md"));

/** What must hold of every series, whatever the file was. */
function faultOf(series: Series): string | null {
  if (series.name === "" || series.name.length > 500) return "name";
  if (series.launches.length === 0) return "no launch";
  const mayBeNegative = ["count", "proportion"].includes(quantityOf(series.unit));
  for (const launch of series.launches) {
    if (launch.length === 0) return "empty launch";
    for (const sample of launch)
      if (!Number.isFinite(sample) || (sample < 0 && !mayBeNegative)) return `sample ${sample}`;
  }
  if (series.pairs !== undefined && series.pairs.length !== series.launches.length) return "pairs";
  return null;
}

/** Reads, and holds the outcome to what is always true. */
function check(text: string): void {
  const read = readBenchmarks(text);
  if (!read.ok) {
    expect(read.problem.kind).toBe("invalid");
    expect(read.problem.reason.length).toBeGreaterThan(10);
    expect(read.problem.reason.length).toBeLessThan(2500);
    return;
  }
  expect(read.value.series.length).toBeGreaterThan(0);
  expect(read.value.series.map(faultOf).filter((fault) => fault !== null)).toEqual([]);
  const keys = read.value.series.map((one) => `${one.arm ?? ""} ${one.name}`);
  expect(new Set(keys).size).toBe(keys.length);
}

const pieces = [
  "NaN",
  "Infinity",
  "-1",
  "1e999",
  "null",
  '"text"',
  "[]",
  "{}",
  "__proto__",
  '"',
  "\\",
  "\n",
  "\u0000",
  "\uFEFF",
  "<",
  "ns/op",
  " x ",
  "time:",
  "é",
];

/** One change to a text: a piece cut out, put in, doubled, or put in the place of a number. */
const change = fc.record({
  kind: fc.constantFrom("cut", "insert", "double", "number", "end"),
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  length: fc.integer({ min: 1, max: 80 }),
  piece: fc.constantFrom(...pieces),
});

function mutate(text: string, changes: readonly { kind: string; at: number; length: number; piece: string }[]): string {
  let result = text;
  for (const { kind, at, length, piece } of changes) {
    const place = Math.floor(at * result.length);
    const rest = result.slice(place);
    if (kind === "cut") result = result.slice(0, place) + rest.slice(length);
    else if (kind === "insert") result = result.slice(0, place) + piece + rest;
    else if (kind === "double") result = result.slice(0, place) + rest.slice(0, length) + rest;
    else if (kind === "end") result = result.slice(0, place);
    else result = result.slice(0, place) + rest.replace(/\d[\d.]*/, piece);
  }
  return result;
}

describe("input that is not to be trusted", () => {
  test.each(names)("%s, changed at random, is read soundly or refused", (name) => {
    const text = fixture(name);
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => check(mutate(text, changes))),
      { numRuns: 30 },
    );
  });

  test.each(names.filter((name) => name.endsWith(".json")))(
    "%s with any value replaced is read soundly or refused",
    (name) => {
      const paths: (string | number)[][] = [];
      const walk = (value: unknown, path: (string | number)[]) => {
        if (path.length > 0) paths.push(path);
        if (typeof value === "object" && value !== null) {
          for (const [key, member] of Object.entries(value)) walk(member, [...path, key]);
        }
      };
      // asv writes bare NaN and Infinity.
      const text = repairJsonNumbers(fixture(name));
      walk(JSON.parse(text), []);
      const strange = fc.constantFrom<unknown>(null, "x", "", -1, 0, 1e308, true, [], {}, [[]], [null], { a: 1 });
      fc.assert(
        fc.property(fc.constantFrom(...paths), strange, (path, value) => {
          const file = JSON.parse(text);
          let place = file;
          for (const key of path.slice(0, -1)) place = place[key];
          place[path.at(-1) ?? ""] = value;
          check(JSON.stringify(file));
        }),
        { numRuns: 30 },
      );
    },
  );

  test("any text, and any JSON, is refused or read soundly", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 400 }), check), { numRuns: 300 });
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => check(text)),
      { numRuns: 300 },
    );
  });

  const long = 500_000;
  test.each([
    ["open brackets", "[".repeat(long)],
    ["open objects", '{"a":'.repeat(long / 5)],
    ["quotation marks", '"'.repeat(long)],
    ["escaped quotation marks", `["${'\\"'.repeat(long / 2)}`],
    ["numbers that JSON does not know", `[${"NaN,".repeat(long / 4)}NaN]`],
    ["digits", `[${"9".repeat(long)}]`],
    ["blank lines", "\n".repeat(long)],
    ["blank lines before a brace", `${"\n".repeat(long)}{`],
    ["spaces", `Benchmark${" ".repeat(long)}x`],
    ["one line", "x".repeat(long)],
    ["lines of spaces", `x${" ".repeat(4000)}(±y\n`.repeat(long / 4000)],
    ["escape characters", "\u001b[".repeat(long / 2)],
    ["colours without an end", `\u001b[${"1;".repeat(long / 2)}`],
    ["crosses", " x ".repeat(long / 3)],
    ["lines of crosses", `${" x ".repeat(1300)} ops/sec\n`.repeat(long / 4000)],
    ["lines of times", `${"time: [".repeat(500)}\n`.repeat(long / 4000)],
    ["lines of colons", `SUCCESS:${":".repeat(4000)}ms +/-\n`.repeat(long / 4000)],
    ["open elements", `<a>${"<BenchmarkResults>".repeat(long / 20)}`],
    ["lines of objects", '{"reason":"benchmark-complete"}\n'.repeat(long / 40)],
    ["results of Go", "BenchmarkA 1 1 ns/op\n".repeat(long / 20)],
    ["names of Go", Array.from({ length: 12_500 }, (_, index) => `BenchmarkA${index} 1 1 ns/op\n`).join("")],
  ])("%s: linear in the text", (_, text) => {
    // A quadratic step over half a million characters takes minutes.
    expect(processorTimeMs(() => check(text))).toBeLessThan(6000);
  });
});

describe("repairJsonNumbers", () => {
  test.each([
    ['{"a":NaN,"b":-Infinity,"c":1e999}', '{"a":"NaN","b":"-Infinity","c":"1e999"}'],
    ['{"NaN":"Infinity, NaN \\" 1e999"}', '{"NaN":"Infinity, NaN \\" 1e999"}'],
    ["[1, -2.5e3, 0]", "[1, -2.5e3, 0]"],
    ["[null, true]", "[null, true]"],
    ['["open NaN', '["open NaN'],
    ["[NaNa, aNaN]", "[NaNa, aNaN]"],
  ])("%s", (text, repaired) => {
    expect(repairJsonNumbers(text)).toBe(repaired);
  });

  test("JSON that is sound comes back as it is", () => {
    fc.assert(fc.property(fc.json(), (text) => repairJsonNumbers(text) === text));
  });
});
