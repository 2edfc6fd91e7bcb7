import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { mean, median, quantile, sortedQuantile, unbiasedQuantile } from "../../src/stats/quantile.ts";

const values = [3.1, 0.2, 5.5, 4.4, 9.7, 1, 7.3];
const sorted = [...values].sort((a, b) => a - b);

describe("quantiles", () => {
  // R 4.2: quantile(v, p, type = 7) and type = 8
  test.each([
    [0.1, 0.68, 0.253333333333333],
    [0.25, 2.05, 1.35],
    [0.5, 4.4, 4.4],
    [0.9, 8.26, 9.54],
  ])("at %d are R's", (p, seven, eight) => {
    expect(quantile(values, p)).toBeCloseTo(seven, 12);
    expect(unbiasedQuantile(sorted, p)).toBeCloseTo(eight, 12);
  });

  test("with few values stay inside them, as R's do", () => {
    // R 4.2: quantile(c(4, 8), c(.1, .9), type = 8); quantile(1:10, c(.1, .9), type = 8)
    expect(unbiasedQuantile([4, 8], 0.1)).toBe(4);
    expect(unbiasedQuantile([4, 8], 0.9)).toBe(8);
    expect(unbiasedQuantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.1)).toBeCloseTo(1.36666666666667, 12);
    expect(unbiasedQuantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9)).toBeCloseTo(9.63333333333333, 12);
    expect(unbiasedQuantile([7], 0.1)).toBe(7);
  });

  test("of nothing are no number", () => {
    for (const value of [quantile([], 0.5), unbiasedQuantile([], 0.1), median([]), mean([]), sortedQuantile([], 1)]) {
      expect(value).toBeNaN();
    }
  });
});

test("means do not overflow", () => {
  expect(mean([1.7e308, 1.7e308])).toBe(1.7e308);
  expect(mean([1, 2, 6])).toBeCloseTo(3, 12);
});

test("quantiles rise with p and move with the values", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (list, p, q) => {
        const order = Float64Array.from(list).sort();
        const [low, high] = [Math.min(p, q), Math.max(p, q)];
        expect(unbiasedQuantile(order, low)).toBeLessThanOrEqual(unbiasedQuantile(order, high) + 1e-6);
        expect(unbiasedQuantile(order, p)).toBeGreaterThanOrEqual(order[0] ?? 0);
        expect(sortedQuantile(order.map((value) => value + 5).sort(), p)).toBeCloseTo(sortedQuantile(order, p) + 5, 4);
      },
    ),
  );
});
