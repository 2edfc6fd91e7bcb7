import { describe, expect, test } from "@jest/globals";
import { comparisonStatus, type NamedPath } from "../../src/modes/compare.ts";
import { GateBroke } from "../../src/modes/mode-ports.ts";
import { fixture } from "../evidence/benchmarks/fixture.ts";
import { compareFiles, own, statuses } from "./comparing.ts";

describe("which file belongs to which side", () => {
  const one = own({ chat: { launches: [[1]] } });
  const arms = fixture("rollout-gate-paired.json");
  const files = {
    "/a": one,
    "/b": one,
    "/c": one,
    "/arms": arms,
    "/more-arms": arms,
    "/old/1.json": one,
    "/old/2.json": one,
    "/new/1.json": one,
    "/new/.hidden": "not read",
    "/empty/.keep": "",
    "/nan":
      '{"schema": "rollout-gate/benchmark/1", "benchmarks": [{"name": "chat", "unit": "ms", "launches": [{"samples": [NaN]}]}]}',
    "/nothing": "",
    "/mixed": own({ chat: { launches: [[1]] } }).replace('"samples"', '"arm": "baseline", "samples"'),
  };
  const launchesOf = async (paths: readonly (NamedPath | string)[]) => {
    const [row] = (await compareFiles(files, paths)).benchmarks;
    return [row?.baseline?.launches ?? 0, row?.candidate?.launches ?? 0];
  };

  test.each([
    ["two files", ["/a", "/b"], [1, 1]],
    ["the same file twice, to see what noise is left", ["/a", "/a"], [1, 1]],
    ["two folders", ["/old", "/new"], [2, 1]],
    ["a folder and a file", ["/old", "/a"], [2, 1]],
    ["a file with both arms", ["/arms"], [2, 2]],
    ["files with both arms", ["/arms", "/more-arms"], [4, 4]],
    [
      "files that were named for a side",
      [
        { path: "/a", side: "baseline" as const },
        { path: "/b", side: "candidate" as const },
        { path: "/c", side: "candidate" as const },
      ],
      [1, 2],
    ],
  ] as const)("%s", async (_name, paths, launches) => {
    expect(await launchesOf(paths)).toEqual(launches);
  });

  test("pairs of different files are different processes", async () => {
    const [row] = (await compareFiles(files, ["/arms", "/more-arms"])).benchmarks;
    expect(row?.footnotes).toEqual([]);
    expect(row?.launchesNeeded).toBe(8);
  });

  test.each([
    ["three files without a side", ["/a", "/b", "/c"], /it is not said which are the baseline.*\n.*-- new-\*\.json/],
    ["one file with one side", ["/a"], /one side alone/],
    ["arms beside none", ["/arms", "/a"], /holds arms of its own, and \/a does not/],
    [
      "a side that holds the other arm",
      [
        { path: "/arms", side: "baseline" as const },
        { path: "/more-arms", side: "candidate" as const },
      ],
      /named as the baseline and holds launches of the other arm/,
    ],
    [
      "one run counted twice",
      [
        { path: "/a", side: "baseline" as const },
        { path: "/a", side: "baseline" as const },
        { path: "/b", side: "candidate" as const },
      ],
      /\/a is named twice/,
    ],
    ["a folder without files", ["/empty", "/a"], /folder \/empty holds no files/],
    [
      "a file that is not there, and one that is empty",
      ["/nowhere", "/nothing"],
      /no file \/nowhere.*\n\/nothing: .*0 bytes/,
    ],
    ["NaN", ["/a", "/nan"], /^\/nan/],
  ] as const)("%s is refused", async (_name, paths, message) => {
    const asked = compareFiles(files, paths);
    await expect(asked).rejects.toThrow(GateBroke);
    await expect(asked).rejects.toThrow(message);
  });

  test("nothing in common is broken input, and names what there is", async () => {
    const asked = compareFiles({ ...files, "/other": own({ tool: { launches: [[1]] } }) }, ["/a", "/other"]);
    await expect(asked).rejects.toThrow(/no benchmark in common\. The baseline has chat; the candidate has tool\./);
  });

  test("a filter that meets nothing is broken input; one that does leaves the others out", async () => {
    const text = own({
      "chat/short": { launches: [[1]] },
      "chat/long": { launches: [[1]] },
      tool: { launches: [[1]] },
    });
    const some = { "/a": text, "/b": text };
    await expect(compareFiles(some, ["/a", "/b"], { benchmarks: ["chap*"] })).rejects.toThrow(
      /No benchmark is called chap\*/,
    );
    expect((await compareFiles(some, ["/a", "/b"], { benchmarks: ["chat/*"] })).benchmarks).toHaveLength(2);
  });

  test("names in messages cannot act on a terminal", async () => {
    const text = own({ "\u001b[2Jx\u202e": { launches: [[1]] } });
    const asked = compareFiles({ "/a": text, "/b": one }, ["/a", "/b"]);
    await expect(asked).rejects.toThrow(/have no|no benchmark in common/);
    const message = await asked.catch(String);
    for (const character of ["\u001b", "\u202e"]) expect(message).not.toContain(character);
  });
});

describe("files of real tools", () => {
  test.each([
    ["pytest-benchmark.json"],
    ["jmh-average.json"],
    ["go.txt"],
    ["hyperfine.json"],
    ["google-benchmark-repetitions.json"],
    ["benchmarkdotnet-full.json"],
    ["criterion.txt"],
    ["julia.json"],
    ["k6-summary-export.json"],
    ["vitest.json"],
    ["libtest.txt"],
    ["bencher.json"],
  ])("%s against itself shows no change and judges nothing", async (name) => {
    const files = { "/a": fixture(name), "/b": fixture(name) };
    const comparison = await compareFiles(files, ["/a", "/b"]);
    expect(comparison.benchmarks.length).toBeGreaterThan(0);
    for (const row of comparison.benchmarks) {
      expect(row).toMatchObject({ status: "undecided", change: { estimate: 0 } });
    }
    const judged = await compareFiles(files, ["/a", "/b"], { criterion: "< +10 %" });
    expect(judged.met).toBe(false);
    expect(comparisonStatus(judged)).toBe(1);
  });

  test("Criterion's sample.json is called by its path", async () => {
    const path = (run: string) => `/target/criterion/fib/20/${run}/sample.json`;
    const files = { [path("base")]: fixture("criterion-sample.json"), [path("new")]: fixture("criterion-sample.json") };
    const comparison = await compareFiles(files, [path("base"), path("new")]);
    expect(statuses(comparison)).toEqual([["fib/20", "undecided"]]);
  });
});
