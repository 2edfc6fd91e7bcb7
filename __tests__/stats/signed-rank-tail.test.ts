import { describe, expect, test } from "@jest/globals";
import { signedRankCritical, signedRankTail } from "../../src/stats/signed-rank-tail.ts";

describe("signedRankTail", () => {
  // R 4.2: psignrank(s - 1, n, lower.tail = FALSE)
  test.each([
    [5, 15, 0.03125],
    [10, 50, 0.009765625],
    [24, 260, 0.00048130750656128],
    [30, 300, 0.0852991975843907],
    [200, 13_000, 0.000143524466987574],
  ])("%i pairs, sum %i: what R says", (n, sum, chance) => {
    expect(signedRankTail(sum, n)).toBeCloseTo(chance, 13);
  });

  test("the largest sum is one pattern of signs out of all", () => {
    expect(signedRankTail(55, 10)).toBe(2 ** -10);
    expect(signedRankTail(56, 10)).toBe(0);
    expect(signedRankTail(0, 10)).toBe(1);
  });

  test("passes into its normal limit without a jump", () => {
    const at = (n: number): number => signedRankTail(n * (n + 1) * 0.28, n);
    expect(Math.abs(at(200) - at(201)) / at(200)).toBeLessThan(0.06);
  });
});

test("signedRankCritical is the smallest sum within the level", () => {
  for (const level of [0.05, 0.01, 0.001]) {
    const critical = signedRankCritical(level, 18);
    expect(signedRankTail(critical, 18)).toBeLessThanOrEqual(level);
    expect(signedRankTail(critical - 1, 18)).toBeGreaterThan(level);
  }
  expect(signedRankCritical(0.001, 9)).toBe(46);
});
