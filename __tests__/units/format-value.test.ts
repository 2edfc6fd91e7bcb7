import { describe, expect, test } from "@jest/globals";
import { formatChange, formatDuration, formatNumber, formatValue } from "../../src/units/format-value.ts";

describe("formatValue", () => {
  test.each([
    ["a few nanoseconds", 12.3, "ns", "12.3 ns"],
    ["just under a step", 999.4e3, "ns", "999 µs"],
    ["rounds up into the next step", 999.6e3, "ns", "1 ms"],
    ["seconds", 5_058_960_000, "ns", "5.06 s"],
    ["minutes", 125e9, "ns", "2 min 5 s"],
    ["zero time", 0, "ns", "0 ns"],
    ["memory", 104_857_600, "B", "105 MB"],
    ["less memory", -3_100_000, "B", "−3.1 MB"],
    ["a proportion", 84.95, "%", "85 %"],
    ["a small proportion", 0.5, "%", "0.5 %"],
    ["a rate", 12_500, "1/s", "12.5 k/s"],
    ["a slow rate", 99, "1/s", "99/s"],
    ["a throughput", 2.5e6, "B/s", "2.5 MB/s"],
    ["a count keeps all its digits", 12_345, "", "12345"],
    ["a tool's own unit", 17, "allocs/op", "17 allocs/op"],
    ["no number", Number.NaN, "ns", "not a number ns"],
  ])("%s", (_name, value, unit, expected) => {
    expect(formatValue(value, unit)).toBe(expected);
  });
});

describe("formatDuration", () => {
  test.each([
    [0, "0 ms"],
    [0.5, "0.5 ms"],
    [999, "999 ms"],
    [3210, "3.21 s"],
    [59_949, "59.9 s"],
    [59_960, "1 min"],
    [3_599_700, "1 h"],
    [3_840_000, "1 h 4 min"],
    [30 * 86_400_000, "30 d"],
    [-1500, "−1.5 s"],
  ])("%d ms", (durationMs, expected) => {
    expect(formatDuration(durationMs)).toBe(expected);
  });
});

describe("formatNumber", () => {
  test.each([
    [0.000_123_4, "0.000123"],
    [1e-9, "1.00e−9"],
    [1e16, "1.00e+16"],
    [Number.POSITIVE_INFINITY, "∞"],
    [100, "100"],
    [10.04, "10"],
  ])("%d", (value, expected) => {
    expect(formatNumber(value)).toBe(expected);
  });
});

describe("formatChange", () => {
  test("a ratio is told in percent with its sign", () => {
    expect(formatChange(0.1234, "ratio", "ns")).toBe("+12.3 %");
    expect(formatChange(-0.05, "ratio", "ns")).toBe("−5 %");
  });
  test("a difference is told in its unit", () => {
    expect(formatChange(3_100_000, "difference", "B")).toBe("+3.1 MB");
  });
});
