import { describe, expect, test } from "@jest/globals";
import { canDecide, fewestDeciding } from "../../src/stats/can-decide.ts";

const plan = (min: number, max: number, design: "independent" | "crossover" | "paired" = "independent") => ({
  minLaunches: min,
  maxLaunches: max,
  design,
});

describe("whether so many launches can decide anything", () => {
  // 1 / choose(2n, n) for two arms, 1 / choose(n, n / 2) for a crossover, against a fifth of the error; in R: 1 / choose(10, 5).
  test.each([
    ["five a side, 1 in 252", plan(5, 5), 0.01, false],
    ["six a side, 1 in 924", plan(6, 6), 0.01, true],
    ["up to six", plan(5, 6), 0.01, true],
    ["up to five, which share the error", plan(3, 5), 0.01, false],
    ["the usual", plan(5, 24), 0.01, true],
    ["four a side, 1 in 70, at 10 %", plan(4, 4), 0.1, true],
    ["three a side, 1 in 20, at 10 %", plan(3, 3), 0.1, false],
    ["one a side", plan(1, 1), 0.01, false],
    ["eleven processes, 1 in 462", plan(11, 11, "crossover"), 0.01, false],
    ["twelve processes, 1 in 924", plan(12, 12, "crossover"), 0.01, true],
    ["more than anybody makes", plan(1000, 1000), 1e-9, true],
  ] as const)("%s", (_, looks, error, expected) => {
    expect(canDecide(looks, error)).toBe(expected);
  });

  test.each([
    [plan(3, 3), 0.01, 6],
    [plan(2, 4), 0.01, 6],
    [plan(5, 5, "crossover"), 0.01, 12],
    [plan(1, 1), 0.1, 4],
  ] as const)("the fewest for %j", (looks, error, expected) => {
    expect(fewestDeciding(looks, error)).toBe(expected);
  });
});
