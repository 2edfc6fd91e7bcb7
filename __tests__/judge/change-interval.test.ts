import { describe, expect, test } from "@jest/globals";
import { fewestLaunches, changeInterval as intervalOf, scaleOf } from "../../src/judge/change-interval.ts";
import type { ArmValues } from "../../src/judge/weigh-bound.ts";

const changeInterval = (values: ArmValues, level: number) =>
  intervalOf(values, scaleOf(values), { lower: level, upper: level });

const sides = (baseline: readonly number[], candidate: readonly number[]) => ({
  design: "independent" as const,
  baseline,
  candidate,
  candidateFirst: [],
});

describe("changeInterval", () => {
  test("differences agree with R", () => {
    // wilcox.test(c(12.1,13.4,11.9,14.2,13.3,12.7), c(9.8,-0.5,11.2,10.1,10.9,9.3), conf.int=TRUE, conf.level=0.99, exact=TRUE)
    const change = changeInterval(
      sides([9.8, -0.5, 11.2, 10.1, 10.9, 9.3], [12.1, 13.4, 11.9, 14.2, 13.3, 12.7]),
      0.005,
    );
    expect(change.scale).toBe("difference");
    expect(change.estimate).toBeCloseTo(2.95, 12);
    expect(change.lower).toBeCloseTo(1.0, 12);
    expect(change.upper).toBeCloseTo(13.8, 12);
  });

  test("values above zero are ratios, also where a side is all ties", () => {
    const change = changeInterval(sides([10, 10, 10, 10, 10], [11, 11, 11, 11, 11]), 0.005);
    expect(change).toMatchObject({ scale: "ratio" });
    for (const end of [change.estimate, change.lower, change.upper]) expect(end).toBeCloseTo(0.1, 12);
  });

  test("pairs that all agree are bounded from eight on", () => {
    const pairs = (count: number) => ({
      design: "paired" as const,
      baseline: Array.from({ length: count }, (_, at) => 10 ** at),
      candidate: Array.from({ length: count }, (_, at) => 10 ** at * 1.2),
      candidateFirst: [],
    });
    expect(changeInterval(pairs(7), 0.005)).toMatchObject({ lower: -1, upper: Number.POSITIVE_INFINITY });
    expect(changeInterval(pairs(8), 0.005).lower).toBeCloseTo(0.2, 9);
  });
});

describe("the scale of a change", () => {
  test.each([
    ["all above zero", [1, 2], [3, 4], "ratio"],
    ["a value of the baseline is not", [1, 0], [3, 4], "difference"],
    ["a value of the candidate is not", [1, 2], [3, -4], "difference"],
    ["a zero of the candidate", [1, 2], [0, 4], "difference"],
  ] as const)("%s", (_name, baseline, candidate, scale) => {
    expect(scaleOf(sides(baseline, candidate))).toBe(scale);
  });
});

describe("a crossover", () => {
  const crossed = (count: number) => ({
    design: "crossover" as const,
    baseline: Array.from({ length: count }, (_, at) => 10 ** at),
    candidate: Array.from({ length: count }, (_, at) => 10 ** at * 1.2),
    candidateFirst: Array.from({ length: count }, (_, at) => at % 2 === 0),
  });

  test("is bounded from ten pairs on, five in each order", () => {
    // The most extreme order of 4 and 5 changes has the chance 1/126, of 5 and 5 it has 1/252.
    expect(changeInterval(crossed(9), 0.005)).toMatchObject({ lower: -1, upper: Number.POSITIVE_INFINITY });
    const { estimate, lower, upper } = changeInterval(crossed(10), 0.005);
    for (const end of [estimate, lower, upper]) expect(end).toBeCloseTo(0.2, 9);
  });
});

describe("fewestLaunches", () => {
  // The most extreme order has the chance 1/C(2n, n), the most extreme signs 1/2^n, a crossover's halves 1/C(n, n/2).
  test.each([
    ["independent", 0.005, 5],
    ["independent", 0.025, 4],
    ["independent", 0.5, 1],
    ["paired", 0.005, 8],
    ["crossover", 0.005, 10],
  ] as const)("%s at %d", (design, level, fewest) => {
    expect(fewestLaunches(design, level)).toBe(fewest);
  });
});
