import { describe, expect, test } from "@jest/globals";
import { pickSeries } from "../../src/collect/pick-series.ts";

const file = (name: string, ...names: readonly string[]) => ({
  file: name,
  reading: {
    format: "pytest-benchmark",
    notes: [],
    series: names.map((series) => ({ name: series, unit: "ns", launches: [[1]] })),
  },
});

describe("pickSeries", () => {
  test.each<[string, string, ReturnType<typeof file>[], string]>([
    ["the whole name", "t.py::test_a", [file("a.json", "t.py::test_a", "u.py::test_a")], "t.py::test_a"],
    ["the last part, where it is unique", "test_a", [file("a.json", "t.py::test_a", "t.py::test_b")], "t.py::test_a"],
    ["a sub-benchmark", "small", [file("a.txt", "BenchmarkX/small", "BenchmarkX/large")], "BenchmarkX/small"],
    ["the whole name before a last part", "a", [file("a.json", "a", "x/a")], "a"],
  ])("%s", (_name, wanted, files, expected) => {
    const picked = pickSeries(wanted, files);
    expect(picked.ok && picked.value.series.map((series) => series.name)).toEqual([expected]);
  });

  test("a name that fits several is an error that lists them", () => {
    const picked = pickSeries("test_a", [file("a.json", "t.py::test_a"), file("b.json", "t.py::test_a")]);
    expect(picked).toMatchObject({
      ok: false,
      problem: { kind: "invalid", reason: expect.stringContaining("in b.json") },
    });
  });

  test("a name that fits none is missing, and what is there is named", () => {
    const picked = pickSeries("test_x", [file("a.json", "t.py::test_a")]);
    expect(picked).toMatchObject({
      ok: false,
      problem: { kind: "missing", reason: "No benchmark is called test_x. There is: t.py::test_a." },
    });
  });
});
