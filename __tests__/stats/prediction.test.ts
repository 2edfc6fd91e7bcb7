import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { chanceAbove, chanceBelow, fewestRuns, predictRun, reachOf, summariseRun } from "../../src/stats/prediction.ts";

const past = [10.1, 9.8, 10.4, 10, 9.9, 10.2, 9.7, 10.3];
const run = (value: number) => summariseRun([value]);

describe("the prediction of one new run", () => {
  // R: x <- c(10.1, 9.8, 10.4, 10, 9.9, 10.2, 9.7, 10.3); predict(lm(x ~ 1), interval = "prediction", level = 0.99)
  // SciPy: mean, mean ± t.isf(0.005, 7) * std(ddof=1) * sqrt(1 + 1/8)
  test("is the textbook's", () => {
    const prediction = predictRun(past.map(run), null, run(11));
    const reach = reachOf(prediction, 0.005);
    expect(prediction.centre).toBeCloseTo(10.05, 12);
    expect(prediction.centre - reach).toBeCloseTo(9.140807569312543, 9);
    expect(prediction.centre + reach).toBeCloseTo(10.959192430687459, 9);
    // SciPy: t.sf((11 - mean) / (std(ddof=1) * sqrt(1 + 1/8)), 7)
    expect(chanceAbove(prediction, 11)).toBeCloseTo(0.00405362604107301, 12);
  });

  test("against two runs of an anchor, the spread is still that of the past runs", () => {
    const prediction = predictRun(past.map(run), [9, 9.2].map(run), run(10));
    expect(prediction.centre).toBeCloseTo(9.1, 12);
    expect(prediction.error).toBeCloseTo(Math.sqrt(0.06 * 1.5), 12);
    expect(prediction.freedom).toBe(7);
    // Within the range of the past runs, either of the two may have been an odd day.
    expect(chanceAbove(prediction, 9.7)).toBe(1);
    expect(chanceAbove(prediction, 9.9)).toBeLessThan(0.05);
  });

  test("a run among the past ones is never far", () => {
    const spread = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3].map(run);
    const prediction = predictRun(spread, null, run(2.9));
    expect(chanceAbove(prediction, 2.9)).toBe(1);
    expect(chanceAbove(prediction, 3.1)).toBeLessThan(0.01);
  });

  test("fewer launches than the past runs had make it less sure, more do not", () => {
    const launches = (value: number, count: number) =>
      summariseRun(Array.from({ length: count }, (_, index) => value + (index % 2 === 0 ? 0.1 : -0.1)));
    const spread = past.map((value) => launches(value, 8));
    const error = (count: number) => predictRun(spread, null, launches(10, count)).error;
    expect(error(8)).toBeCloseTo(error(16), 12);
    expect(error(4)).toBeGreaterThan(error(8));
    expect(error(1)).toBeGreaterThan(error(4));
  });

  test("runs that never differ leave no room", () => {
    const prediction = predictRun(
      Array.from({ length: fewestRuns }, () => run(5)),
      null,
      run(5),
    );
    expect([chanceAbove(prediction, 5), chanceBelow(prediction, 5)]).toEqual([1, 1]);
    expect(chanceAbove(prediction, 5.001)).toBe(0);
    expect(reachOf(prediction, 0.002)).toBe(0);
  });

  const values = fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), { minLength: fewestRuns, maxLength: 30 });
  const figure = fc.double({ min: 0.1, max: 4, noNaN: true });

  test("both sides mirror each other, and scaling changes nothing", () => {
    fc.assert(
      fc.property(values, figure, (spread, value) => {
        const chance = chanceAbove(predictRun(spread.map(run), null, run(value)), value);
        const mirrored = chanceBelow(
          predictRun(
            spread.map((one) => run(-one)),
            null,
            run(-value),
          ),
          -value,
        );
        expect(mirrored).toBeCloseTo(chance, 9);
        const scaled = chanceAbove(
          predictRun(
            spread.map((one) => run(one * 8)),
            null,
            run(value * 8),
          ),
          value * 8,
        );
        expect(scaled).toBeCloseTo(chance, 9);
      }),
    );
  });

  test("further away is never likelier", () => {
    fc.assert(
      fc.property(values, figure, fc.double({ min: 0, max: 2, noNaN: true }), (spread, value, more) => {
        const prediction = predictRun(spread.map(run), null, run(value));
        expect(chanceAbove(prediction, value + more)).toBeLessThanOrEqual(chanceAbove(prediction, value));
      }),
    );
  });
});
