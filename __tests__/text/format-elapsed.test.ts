import { expect, test } from "@jest/globals";
import { formatElapsed } from "../../src/text/format-elapsed.ts";

test.each([
  [0, "0:00"],
  [999, "0:00"],
  [5_000, "0:05"],
  [754_999, "12:34"],
  [3_599_999, "59:59"],
  [3_723_000, "1:02:03"],
  [-1, "0:00"],
  [Number.NaN, "0:00"],
])("%p ms is %p", (elapsedMs, shown) => {
  expect(formatElapsed(elapsedMs)).toBe(shown);
});
