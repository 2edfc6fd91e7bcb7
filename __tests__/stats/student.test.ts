import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { studentQuantile, studentTail } from "../../src/stats/student.ts";

// scipy.stats.t.sf(t, df), SciPy 1.17.1; R: pt(t, df, lower.tail = FALSE)
const tails: readonly (readonly [t: number, freedom: number, expected: number])[] = [
  [0, 5, 0.5],
  [1, 1, 0.25],
  [2.5, 2, 0.06480586011075541],
  [3.8345, 9, 0.0020000314468301503],
  [-1.2, 7, 0.8654140315863967],
  [6, 4, 0.0019412685234802554],
  [12, 30, 2.7900927075996303e-13],
];

// scipy.stats.t.isf(chance, df); R: qt(chance, df, lower.tail = FALSE)
const quantiles: readonly (readonly [chance: number, freedom: number, expected: number])[] = [
  [0.002, 9, 3.8345102695040634],
  [0.002, 6, 4.524127925171068],
  [0.001, 4, 7.1731822197823085],
  [0.25, 1, 1],
  [0.002, 99, 2.9471259759223565],
  [0.9, 3, -1.637744353696209],
];

describe("Student's distribution", () => {
  test.each(tails)("the tail beyond %p with %p degrees of freedom", (t, freedom, expected) => {
    expect(studentTail(t, freedom)).toBeCloseTo(expected, 14);
  });

  test.each(quantiles)("the quantile of %p with %p degrees of freedom", (chance, freedom, expected) => {
    expect(studentQuantile(chance, freedom)).toBeCloseTo(expected, 10);
  });

  test("ends", () => {
    expect(studentTail(Number.POSITIVE_INFINITY, 4)).toBe(0);
    expect(studentTail(Number.NEGATIVE_INFINITY, 4)).toBe(1);
    expect(studentTail(Number.NaN, 4)).toBeNaN();
    expect(studentQuantile(0, 4)).toBe(Number.POSITIVE_INFINITY);
    expect(studentQuantile(1, 4)).toBe(Number.NEGATIVE_INFINITY);
  });

  test("the quantile is the tail turned around", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 0.999, noNaN: true }),
        fc.integer({ min: 1, max: 200 }),
        (chance, freedom) => {
          expect(studentTail(studentQuantile(chance, freedom), freedom)).toBeCloseTo(chance, 9);
        },
      ),
    );
  });
});
