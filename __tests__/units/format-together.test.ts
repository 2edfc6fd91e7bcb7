import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { formatTogether } from "../../src/units/format-together.ts";

describe("formatTogether", () => {
  test.each([
    ["one unit for both", [980e3, 1.21e6], "ns", ["0.98 ms", "1.21 ms"]],
    ["no digits that say nothing", [412e6, 486e6], "ns", ["412 ms", "486 ms"]],
    ["different values do not look alike", [1.0004e9, 1.0009e9], "ns", ["1.000 s", "1.001 s"]],
    ["a small value is not shown as 0", [0.3e6, 900e6], "ns", ["0.3 ms", "900.0 ms"]],
    ["minutes", [118e9, 125e9], "ns", ["1 min 58 s", "2 min 5 s"]],
    ["memory", [181e6, 1.2e9], "B", ["0.18 GB", "1.20 GB"]],
    ["a proportion", [84.96, 85], "%", ["84.96 %", "85.00 %"]],
    ["counts stay whole", [12_345, 7], "", ["12345", "7"]],
    ["rates", [12_500, 9800], "1/s", ["12.5 k/s", "9.8 k/s"]],
    ["slow rates", [99, 98], "1/s", ["99/s", "98/s"]],
    ["a tool's own unit", [17, 18], "allocs/op", ["17 allocs/op", "18 allocs/op"]],
    ["equal values", [5e6, 5e6], "ns", ["5 ms", "5 ms"]],
    ["zero", [0, 0], "ns", ["0 ns", "0 ns"]],
    ["not finite", [Number.POSITIVE_INFINITY, 1e6], "ns", ["∞ ms", "1 ms"]],
    ["nothing", [], "ns", []],
  ])("%s", (_name, values, unit, expected) => {
    expect(formatTogether(values, unit)).toEqual(expected);
  });
  test("values that differ by more than a hundred-thousandth never read the same", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-3, max: 1e11, noNaN: true }),
        fc.double({ min: 1.000_02, max: 50, noNaN: true }),
        fc.constantFrom("ns", "B", "%", "1/s", "B/s"),
        (value, factor, unit) => {
          fc.pre(unit !== "ns" || value * factor < 120e9);
          const [a, b] = formatTogether([value, value * factor], unit);
          expect(a).not.toBe(b);
        },
      ),
    );
  });
});
