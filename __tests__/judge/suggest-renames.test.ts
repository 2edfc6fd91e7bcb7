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
    [
      "the nearer of two whose names are as unlike",
      [figure("aa", 100)],
      [figure("xx", 101), figure("yy", 100)],
      [["aa", "yy"]],
    ],
    [
      "a near figure under a like name as long",
      [figure("parse_a", 100)],
      [figure("parse_b", 107)],
      [["parse_a", "parse_b"]],
    ],
    [
      "the more alike of two names as long",
      [figure("parse_ab", 100)],
      [figure("parsexyz", 106), figure("parse_ac", 106)],
      [["parse_ab", "parse_ac"]],
    ],
    ["figures further apart than a tenth of the larger", [figure("parse", 100)], [figure("parse_", 112)], []],
    [
      "figures apart by less than a tenth of the larger",
      [figure("parse", 100)],
      [figure("parse_", 111)],
      [["parse", "parse_"]],
    ],
    ["nothing", [], [figure("a", 1)], []],
    ["zeros", [figure("none", 0)], [figure("none_", 0)], [["none", "none_"]]],
  ] as const)("%s", (_, gone, fresh, expected) => {
    expect(suggestRenames(gone, fresh).map(({ from, to }) => [from, to])).toEqual(expected);
  });

  test("only the first hundred of each side are looked at", () => {
    const many = (name: string) => Array.from({ length: 101 }, (_, at) => figure(`${name}${at}`, 2 ** at));
    expect(suggestRenames(many("old"), many("new"))).toHaveLength(100);
    expect(suggestRenames(many("old"), many("new").slice(100))).toEqual([]);
    expect(suggestRenames(many("old").slice(100), many("new"))).toEqual([]);
  });
});
