import { describe, expect, test } from "@jest/globals";
import { rankSumCritical, rankSumTail } from "../../src/stats/rank-sum-tail.ts";

describe("rankSumTail", () => {
  // R 4.2: pwilcox(u - 1, m, n, lower.tail = FALSE)
  test.each([
    [5, 5, 25, 0.00396825396825397],
    [7, 7, 45, 0.0034965034965035],
    [24, 24, 400, 0.0102574348246022],
    [5, 9, 40, 0.00949050949050949],
    [12, 12, 130, 0.00018564017756372],
    [60, 60, 2300, 0.00420857133881484],
    [3, 40, 100, 0.029008994408881],
  ])("%i against %i, count %i: what R says", (m, n, count, chance) => {
    expect(rankSumTail(count, m, n)).toBeCloseTo(chance, 14);
    expect(rankSumTail(count, n, m)).toBeCloseTo(chance, 14);
  });

  test("the largest count is one order out of all", () => {
    // 1 / choose(2n, n)
    expect(rankSumTail(36, 6, 6)).toBeCloseTo(1 / 924, 15);
    expect(rankSumTail(49, 7, 7)).toBeCloseTo(1 / 3432, 15);
  });

  test.each([
    [0, 5, 5, 1],
    [-3, 5, 5, 1],
    [26, 5, 5, 0],
    [0, 0, 5, 1],
    [1, 0, 5, 0],
    [1, 1, 1, 0.5],
  ])("count %d of %i against %i is %d", (count, m, n, chance) => {
    expect(rankSumTail(count, m, n)).toBeCloseTo(chance, 15);
  });

  test("passes into its normal limit without a jump", () => {
    // R: pwilcox(2136, 61, 61, lower.tail = FALSE) = 0.0777…: exact below 3600 pairs, the limit above
    const inside = rankSumTail(1800 + 270, 60, 60);
    const outside = rankSumTail(1860.5 + 276.75, 61, 61);
    expect(Math.abs(inside - outside)).toBeLessThan(0.002);
  });
});

describe("rankSumCritical", () => {
  test("is the smallest count within the level", () => {
    for (const n of [5, 7, 12, 24]) {
      for (const level of [0.05, 0.01, 0.001]) {
        const critical = rankSumCritical(level, n, n);
        expect(rankSumTail(critical, n, n)).toBeLessThanOrEqual(level);
        expect(rankSumTail(critical - 1, n, n)).toBeGreaterThan(level);
      }
    }
  });

  test("is out of reach when so few launches cannot show anything", () => {
    expect(rankSumCritical(0.001, 6, 6)).toBe(37);
    expect(rankSumCritical(0, 24, 24)).toBe(577);
  });
});
