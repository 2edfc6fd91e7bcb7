import { describe, expect, test } from "@jest/globals";
import { suggestRenames } from "../../src/judge/suggest-renames.ts";

const figure = (name: string, centre: number, unit = "ns") => ({ name, centre, unit });

describe("benchmarks that were perhaps renamed", () => {
  test.each([
    [
      "the same figure under a like name",
      [figure("test_parse", 100)],
      [figure("bench_parse", 103)],
      [["test_parse", "bench_parse"]],
    ],
    ["the same figure under any name", [figure("alpha", 100)], [figure("zzz", 101)], [["alpha", "zzz"]]],
    ["a like name with another figure", [figure("test_parse", 100)], [figure("test_parse2", 140)], []],
    ["another unit", [figure("parse", 100)], [figure("parses", 100, "B")], []],
    ["a near figure under a name that has nothing of it", [figure("alpha", 100)], [figure("zzz", 107)], []],
    [
      "each to its best",
      [figure("sort[10]", 100), figure("sort[100]", 101)],
      [figure("sort_100", 102), figure("sort_10", 99)],
      [
        ["sort[10]", "sort_10"],
        ["sort[100]", "sort_100"],
      ],
    ],
    ["two that fit one", [figure("a1", 100), figure("a2", 100.5)], [figure("a1x", 100)], [["a1", "a1x"]]],
    ["nothing", [], [figure("a", 1)], []],
    ["zeros", [figure("none", 0)], [figure("none_", 0)], [["none", "none_"]]],
  ] as const)("%s", (_, gone, fresh, expected) => {
    expect(suggestRenames(gone, fresh).map(({ from, to }) => [from, to])).toEqual(expected);
  });
});
