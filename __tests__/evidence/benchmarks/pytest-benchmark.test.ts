import { describe, expect, test } from "@jest/globals";
import { fixture } from "./fixture.ts";
import { problemOf, seriesOf } from "./outcome.ts";

function file(stats: unknown, more: object = {}): string {
  return JSON.stringify({
    machine_info: {},
    commit_info: {},
    benchmarks: [{ name: "test_a", fullname: "tests/test_x.py::test_a", stats, ...more }],
  });
}

describe("pytest-benchmark", () => {
  test("raw rounds become samples in nanoseconds, one launch a file", () => {
    const series = seriesOf(fixture("pytest-benchmark.json"), "pytest-benchmark");
    expect(series.map((one) => [one.name, one.unit, one.direction, one.launches.length])).toEqual([
      ["test_fib", "ns", "lower-is-better", 1],
      ["test_par[3]", "ns", "lower-is-better", 1],
      ["test_par[6]", "ns", "lower-is-better", 1],
      ["test_grp", "ns", "lower-is-better", 1],
    ]);
    const rounds = series[0]?.launches[0] ?? [];
    expect(rounds).toHaveLength(12);
    // stats.mean of the same file, in seconds.
    const { benchmarks } = JSON.parse(fixture("pytest-benchmark.json"));
    const mean = rounds.reduce((sum, round) => sum + round, 0) / 12;
    expect(mean / 1e9).toBeCloseTo(benchmarks[0].stats.mean, 12);
    expect(series.some((one) => one.summarised)).toBe(false);
  });

  test("a file saved without rounds gives the median, said to be a summary", () => {
    const series = seriesOf(fixture("pytest-benchmark-saved.json"), "pytest-benchmark");
    const { benchmarks } = JSON.parse(fixture("pytest-benchmark-saved.json"));
    expect(series).toHaveLength(4);
    expect(series[0]?.summarised).toBe(true);
    expect(series[0]?.launches).toEqual([[benchmarks[0].stats.median * 1e9]]);
  });

  test("tests of one name in two modules are told apart by their full names", () => {
    const stats = { data: [1] };
    const text = JSON.stringify({
      benchmarks: [
        { name: "test_a", fullname: "a.py::test_a", stats },
        { name: "test_a", fullname: "b.py::test_a", stats },
        { name: "test_b", fullname: "b.py::test_b", stats },
      ],
    });
    expect(seriesOf(text).map((one) => one.name)).toEqual(["a.py::test_a", "b.py::test_a", "test_b"]);
  });

  test.each([
    ["no rounds", { data: [] }, /"test_a" has no samples/],
    ["a null round", { data: [1, null] }, /Sample 2 of the benchmark "test_a" is no finite number: null/],
    ["a round as text", { data: ["1"] }, /Sample 1 .*"test_a".*"1"/],
    ["a negative round", { data: [1, 2, -1] }, /Sample 3 .*"test_a" is negative/],
    ["no stats", null, /"test_a" has no `stats`/],
    ["neither rounds nor summary", {}, /"test_a" is no finite number: nothing/],
    ["a list of lists", { data: [[1]] }, /a list/],
  ])("%s: invalid, with the benchmark's name", (_, stats, reason) => {
    const problem = problemOf(file(stats));
    expect(problem.kind).toBe("invalid");
    expect(problem.reason).toMatch(reason);
  });

  test.each(["NaN", "Infinity", "1e999", "-1e999"])(
    "%s among the rounds: invalid, with the benchmark's name",
    (word) => {
      const problem = problemOf(file({ data: [1, 12345678] }).replace("12345678", word));
      expect(problem.reason).toContain(`Sample 2 of the benchmark "test_a" is no finite number: "${word}"`);
    },
  );

  test("a NaN in a figure that is not used does not spoil the file", () => {
    const series = seriesOf(file({ data: [1], stddev: 12345678 }).replace("12345678", "NaN"));
    expect(series[0]?.launches).toEqual([[1e9]]);
  });

  test("no benchmark at all names the likely cause", () => {
    const problem = problemOf('{"machine_info":{},"commit_info":{},"benchmarks":[]}');
    expect(problem.remedy).toMatch(/no test used the `benchmark` fixture/);
  });

  test("one benchmark twice is an error, never the first", () => {
    const one = { name: "t", fullname: "x.py::t", stats: { data: [1] } };
    expect(problemOf(JSON.stringify({ benchmarks: [one, one] })).reason).toMatch(/"x\.py::t" is in the file twice/);
  });
});
