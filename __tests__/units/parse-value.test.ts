import { describe, expect, test } from "@jest/globals";
import { knownUnits, parseUnit } from "../../src/units/parse-unit.ts";
import { parseValue } from "../../src/units/parse-value.ts";
import { directionOf, quantityOf } from "../../src/units/quantity-of.ts";

describe("parseValue", () => {
  test.each([
    ["500 ms", 500e6, "ns"],
    ["500ms", 500e6, "ns"],
    ["0.05 µs", 50, "ns"],
    ["0.05 μs", 50, "ns"],
    ["2 min", 120e9, "ns"],
    ["20m", 1200e9, "ns"],
    ["1 GB", 1e9, "B"],
    ["1GiB", 1_073_741_824, "B"],
    ["85 %", 85, "%"],
    ["100 1/s", 100, "1/s"],
    ["60 1/min", 1, "1/s"],
    ["15", 15, ""],
    ["1e3", 1000, ""],
    ["1_000", 1000, ""],
    ["-3", -3, ""],
    [".5 s", 5e8, "ns"],
  ])("%s", (text, value, unit) => {
    const parsed = parseValue(text);
    expect(parsed?.unit).toBe(unit);
    expect(parsed?.value).toBeCloseTo(value, 6);
  });

  test.each(["", "ms", "1 2", "NaN", "Infinity", "1e999", "5 MS", "5 parsecs", "0x10", "1,000", "1 . 5", "--1"])(
    "%p is no value",
    (text) => {
      expect(parseValue(text)).toBeNull();
    },
  );
});

describe("units", () => {
  test("every known spelling maps to a unit of the same quantity", () => {
    for (const name of knownUnits) {
      const spelling = parseUnit(name);
      expect(spelling).not.toBeNull();
      expect(quantityOf(spelling?.unit ?? "")).toBe(spelling?.quantity);
    }
  });
  test("direction is told only where the quantity tells it", () => {
    expect(directionOf("ns")).toBe("lower-is-better");
    expect(directionOf("1/s")).toBe("higher-is-better");
    expect(directionOf("%")).toBeUndefined();
    expect(directionOf("allocs/op")).toBeUndefined();
  });
});
