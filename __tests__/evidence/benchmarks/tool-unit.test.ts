import { describe, expect, test } from "@jest/globals";
import { readToolUnit } from "../../../src/evidence/benchmarks/tool-unit.ts";

describe("readToolUnit", () => {
  test.each([
    ["ns", "ns", 1, "lower-is-better"],
    ["us/op", "ns", 1e3, "lower-is-better"],
    ["ms", "ns", 1e6, "lower-is-better"],
    ["s/op", "ns", 1e9, "lower-is-better"],
    ["min/op", "ns", 60e9, "lower-is-better"],
    ["ns/iter", "ns", 1, "lower-is-better"],
    ["seconds", "ns", 1e9, "lower-is-better"],
    ["Milliseconds", "ns", 1e6, "lower-is-better"],
    ["B/op", "B", 1, "lower-is-better"],
    ["bytes", "B", 1, "lower-is-better"],
    ["MB/s", "B/s", 1e6, "higher-is-better"],
    ["MiB/s", "B/s", 1_048_576, "higher-is-better"],
    ["MB/sec", "B/s", 1e6, "higher-is-better"],
    ["bytes/second", "B/s", 1, "higher-is-better"],
    ["ops/s", "1/s", 1, "higher-is-better"],
    ["ops/sec", "1/s", 1, "higher-is-better"],
    ["ops/ms", "1/s", 1e3, "higher-is-better"],
    ["ops/us", "1/s", 1e6, "higher-is-better"],
    ["ops/min", "1/s", 1 / 60, "higher-is-better"],
    ["iter/sec", "1/s", 1, "higher-is-better"],
    ["Kelem/s", "1/s", 1e3, "higher-is-better"],
    ["widgets/s", "1/s", 1, "higher-is-better"],
    ["Hz", "1/s", 1, "higher-is-better"],
    ["allocs/op", "allocs/op", 1, "lower-is-better"],
    ["allocs", "allocs", 1, "lower-is-better"],
    ["hits/op", "hits/op", 1, undefined],
    ["%", "%", 1, undefined],
    ["percent", "%", 1, undefined],
    ["", "", 1, undefined],
    ["points", "points", 1, undefined],
    ["things/fortnight", "things/fortnight", 1, undefined],
    ["MS", "MS", 1, undefined],
  ])("%s", (text, unit, scale, direction) => {
    const read = readToolUnit(text);
    expect(read.unit).toBe(unit);
    expect(read.scale).toBeCloseTo(scale, 9);
    expect(read.direction).toBe(direction);
  });

  test("a label is kept short", () => {
    expect(readToolUnit("x".repeat(1000)).unit).toHaveLength(60);
  });
});
