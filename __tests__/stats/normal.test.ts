import { expect, test } from "@jest/globals";
import { normalDensity, normalQuantile, normalTail } from "../../src/stats/normal.ts";

// R 4.2: pnorm(z, lower.tail = FALSE)
test.each([
  [1.959964, 0.0249999990964424],
  [6, 9.86587645037698e-10],
  [-1.3, 0.90319951541439],
  [0, 0.5],
])("the tail above %d is R's", (z, chance) => {
  expect(normalTail(z) / chance).toBeCloseTo(1, 6);
});

test("the quantile is the tail turned around", () => {
  // R 4.2: qnorm(0.001, lower.tail = FALSE)
  expect(normalQuantile(0.001)).toBeCloseTo(3.09023230616781, 6);
  expect(normalQuantile(0)).toBe(Number.POSITIVE_INFINITY);
  expect(normalQuantile(1)).toBe(Number.NEGATIVE_INFINITY);
  expect(normalQuantile(Number.NaN)).toBe(Number.POSITIVE_INFINITY);
});

test("the density at 0 is 1 / √2π", () => {
  expect(normalDensity(0)).toBeCloseTo(0.398942280401433, 14);
});
