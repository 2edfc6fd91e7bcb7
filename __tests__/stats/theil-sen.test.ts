import { describe, expect, test } from "@jest/globals";
import { seededRandom } from "../../src/stats/seeded-random.ts";
import { theilSenSlope } from "../../src/stats/theil-sen.ts";
import { trendOf } from "../../src/stats/trend.ts";

const steps = (count: number) => Array.from({ length: count }, (_, index) => index);

test("the slope is SciPy's, and the interval holds SciPy's", () => {
  // SciPy 1.14.1: scipy.stats.theilslopes(y, numpy.arange(12.), 0.95) gives 1.0, 0.75 to 1.125
  const slope = theilSenSlope(steps(12), [1, 3, 2, 5, 4, 6, 9, 7, 8, 12, 10, 11], 0.025);
  expect(slope?.estimate).toBeCloseTo(1, 12);
  expect(slope?.lower).toBeLessThanOrEqual(0.75);
  expect(slope?.lower).toBeGreaterThan(0.5);
  expect(slope?.upper).toBeGreaterThanOrEqual(1.125);
  expect(slope?.upper).toBeLessThan(1.5);
});

test("a few wild points do not move it", () => {
  const values = steps(50).map((step) => (step % 17 === 3 ? 1e6 : 2 * step));
  expect(theilSenSlope(steps(50), values, 0.01)?.estimate).toBeCloseTo(2, 1);
});

test("too few points, or all at one time, have no slope", () => {
  expect(theilSenSlope(steps(7), steps(7), 0.01)).toBeNull();
  expect(theilSenSlope(Array(20).fill(1), steps(20), 0.01)).toBeNull();
});

test("long series are thinned, not cut", () => {
  const values = steps(5000).map((step) => 3 * step);
  expect(theilSenSlope(steps(5000), values, 0.01)?.estimate).toBeCloseTo(3, 9);
});

/** How often the interval of a trendless series leaves 0 out. */
function falseAlarms(correlation: number): number {
  let alarms = 0;
  for (let seed = 0; seed < 300; seed++) {
    const random = seededRandom(seed);
    let level = 0;
    const values = steps(100).map(() => {
      level = correlation * level + random() + random() + random() - 1.5;
      return level;
    });
    const slope = theilSenSlope(steps(100), values, 0.005);
    if (slope !== null && (slope.lower > 0 || slope.upper < 0)) alarms++;
  }
  return alarms / 300;
}

test("noise is seldom taken for a trend, also when successive points are alike", () => {
  expect(falseAlarms(0)).toBeLessThan(0.03);
  expect(falseAlarms(0.8)).toBeLessThan(0.12);
});

describe("trends", () => {
  const random = seededRandom(5);
  const noise = steps(30).map(() => random() - 0.5);
  test.each<[string, readonly number[], boolean, string]>([
    ["rising", noise.map((value, step) => step + value), true, "worsening"],
    ["rising, and better when higher", noise.map((value, step) => step + value), false, "improving"],
    ["falling", noise.map((value, step) => value - step), true, "improving"],
    ["level", noise.map((value) => 100 + value), true, "flat"],
    ["too few points", [1, 2, 3], true, "unclear"],
  ])("%s", (_name, values, isLowerBetter, expected) => {
    expect(trendOf(steps(values.length), values, 2, isLowerBetter, 0.01)).toBe(expected);
  });
});
