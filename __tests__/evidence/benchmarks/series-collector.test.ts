import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { SeriesCollector } from "../../../src/evidence/benchmarks/series-collector.ts";

function collected(unit: string, samples: readonly unknown[]) {
  const collector = new SeriesCollector("error");
  collector.add({ name: "a", unit, samples });
  return collector.finish("none");
}

function faultOf(unit: string, samples: readonly unknown[]): string {
  const read = collected(unit, samples);
  return read.ok ? "" : read.problem.reason;
}

describe("samples", () => {
  const anyOfThem = fc.array(fc.double({ min: 0, max: 1e200, noNaN: true }), { minLength: 1, maxLength: 60 });

  test("each is converted as it is alone, and what was read stays as it was", () => {
    fc.assert(
      fc.property(anyOfThem, (samples) => {
        const before = [...samples];
        const read = collected("s", samples);
        expect(read.ok && read.value.series[0]?.launches).toEqual([before.map((sample) => sample * 1e9)]);
        expect(samples).toEqual(before);
      }),
    );
  });

  test.each([
    ["text", "2", /^Sample 3 of the benchmark "a" is no finite number: "2"/],
    ["nothing", null, /^Sample 3 .* no finite number: null/],
    ["a list", [1], /^Sample 3 .* no finite number: a list/],
    ["infinite", Number.POSITIVE_INFINITY, /^Sample 3 .* no finite number: Infinity/],
    ["infinite once converted", 1e300, /^Sample 3 .* no finite number: 1e\+300/],
    ["infinite below zero once converted", -1e300, /^Sample 3 .* no finite number: -1e\+300/],
    ["below zero", -1, /^Sample 3 .* is negative \(-1\), which "ns" cannot be/],
  ])("%s makes the file invalid, and the first such is named", (_, sample, reason) => {
    expect(faultOf("s", [1, 2, sample, "later"])).toMatch(reason);
  });

  test("a count and a proportion may be below zero", () => {
    expect(collected("widgets", [-1, 0.5]).ok).toBe(true);
    expect(collected("%", [-1]).ok).toBe(true);
    expect(faultOf("widgets", [-1, Number.NEGATIVE_INFINITY])).toMatch(/Sample 2 .* no finite number/);
  });
});
