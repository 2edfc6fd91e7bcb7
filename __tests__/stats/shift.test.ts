import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { rankSumCritical } from "../../src/stats/rank-sum-tail.ts";
import {
  countPairs,
  countSums,
  countTail,
  countWalsh,
  crossAverages,
  pairwiseDifferences,
  shiftInterval,
  walshAverages,
} from "../../src/stats/shift.ts";
import { signedRankCritical } from "../../src/stats/signed-rank-tail.ts";

const x = [10.2, 11.1, 9.8, 10.9, 10.4, 12.3, 9.9];
const y = [11.9, 12.8, 11.4, 13.1, 11.6, 14.2, 12.1, 11];
const d = [0.5, 1.2, -0.3, 2.2, 1.7, 0.9, 1.1, -0.1, 0.65, 1.35];
const order = (values: readonly number[]): Float64Array => Float64Array.from(values).sort();

describe("shiftInterval", () => {
  test("of two samples is R's", () => {
    // R 4.2: wilcox.test(y, x, conf.int = TRUE, conf.level = .98, exact = TRUE)
    const critical = rankSumCritical(0.01, 7, 8);
    const found = shiftInterval(pairwiseDifferences(x, y), critical, critical);
    expect(found.estimate).toBeCloseTo(1.65, 10);
    expect(found.lower).toBeCloseTo(0.3, 10);
    expect(found.upper).toBeCloseTo(3.1, 10);
  });

  test("on logarithms is R's", () => {
    // R 4.2: wilcox.test(log(y), log(x), conf.int = TRUE, conf.level = .98, exact = TRUE)
    const critical = rankSumCritical(0.01, 7, 8);
    const found = shiftInterval(pairwiseDifferences(x.map(Math.log), y.map(Math.log)), critical, critical);
    expect(found.estimate).toBeCloseTo(0.143071382418063, 12);
    expect(found.lower).toBeCloseTo(0.0266682470821613, 12);
    expect(found.upper).toBeCloseTo(0.264479175372117, 12);
  });

  test("of pairs is R's", () => {
    // R 4.2: wilcox.test(d, conf.int = TRUE, conf.level = .98, exact = TRUE)
    const critical = signedRankCritical(0.01, d.length);
    const found = shiftInterval(walshAverages(d), critical, critical);
    expect(found.estimate).toBeCloseTo(0.925, 10);
    expect(found.lower).toBeCloseTo(0.2, 10);
    expect(found.upper).toBeCloseTo(1.65, 10);
  });

  test("has no ends where there are too few launches", () => {
    const found = shiftInterval(pairwiseDifferences([1], [2]), 2, 2);
    expect(found).toEqual({ estimate: 1, lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY });
  });

  test("agrees with sorting, whatever the values", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 70 }),
        fc.integer({ min: 1, max: 70 }),
        (values, lower, upper) => {
          const sorted = order(values);
          const size = sorted.length;
          const found = shiftInterval(Float64Array.from(values), lower, upper);
          expect(found.lower).toBe(lower > size ? Number.NEGATIVE_INFINITY : sorted[size - lower]);
          expect(found.upper).toBe(upper > size ? Number.POSITIVE_INFINITY : sorted[upper - 1]);
          const middle = ((sorted[(size - 1) >> 1] ?? 0) + (sorted[size >> 1] ?? 0)) / 2;
          expect(found.estimate).toBe(middle);
        },
      ),
    );
  });
});

describe("counts", () => {
  const small = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 14 });

  test("the p-value of two samples is R's", () => {
    // R 4.2: wilcox.test(y, x, exact = TRUE)$p.value / 2
    const counts = countPairs(order(x), order(y));
    expect(countTail(counts.above, [7, 8])).toBeCloseTo(0.00932400932400932 / 2, 12);
  });

  test("the p-value of pairs is R's", () => {
    // R 4.2: wilcox.test(d, exact = TRUE)$p.value / 2
    expect(countTail(countWalsh(d, 1).above, [d.length])).toBeCloseTo(0.009765625 / 2, 12);
  });

  test("agree with comparing every pair, ties in neither", () => {
    fc.assert(
      fc.property(small, small, (a, b) => {
        const found = countPairs(order(a), order(b));
        const compare = (test: (p: number, q: number) => boolean): number =>
          a.reduce((total, p) => total + b.filter((q) => test(p, q)).length, 0);
        expect(found).toEqual({
          below: compare((p, q) => q < p),
          above: compare((p, q) => q > p),
          total: a.length * b.length,
        });
      }),
    );
  });

  test("trade places when the arms do", () => {
    fc.assert(
      fc.property(small, small, (a, b) => {
        const one = countPairs(order(a), order(b));
        const other = countPairs(order(b), order(a));
        expect([one.below, one.above]).toEqual([other.above, other.below]);
      }),
    );
  });

  test("take rounding for a tie", () => {
    expect(countPairs([0.1 + 0.2], [0.3])).toEqual({ below: 0, above: 0, total: 1 });
    expect(countPairs([10 * 1.1], [11])).toEqual({ below: 0, above: 0, total: 1 });
    expect(countWalsh([1e-13, -1e-13], 1)).toEqual({ below: 0, above: 0, total: 3 });
    expect(countSums([0.1], [-0.1 - 1e-14], 1)).toEqual({ below: 0, above: 0, total: 1 });
  });

  test("of a crossover do not see what running second does", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 10 }),
        fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 10 }),
        fc.integer({ min: -1000, max: 1000 }),
        (one, other, effect) => {
          const moved = countSums(
            one.map((value) => value + effect),
            other.map((value) => value - effect),
            1,
          );
          expect(moved).toEqual(countSums(one, other, 1));
        },
      ),
    );
  });

  test("average what they count", () => {
    expect([...crossAverages([1, 3], [5])]).toEqual([3, 4]);
    expect([...walshAverages([1, 3])]).toEqual([1, 2, 3]);
  });
});
