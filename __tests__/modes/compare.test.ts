import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { comparisonStatus } from "../../src/modes/compare.ts";
import { around, compareFiles, type Entry, own, sides, statuses } from "./comparing.ts";

describe("compare without a criterion", () => {
  test.each([
    ["slower", 10, 13, "ms", undefined, "worse"],
    ["faster", 10, 8, "ms", undefined, "better"],
    ["more calls a second", 10, 13, "1/s", undefined, "better"],
    ["fewer calls a second", 10, 8, "1/s", undefined, "worse"],
    ["a count that is better high", 10, 13, "points", "higher-is-better", "better"],
    ["a proportion, which says nothing about better", 10, 13, "%", undefined, "different"],
    ["the same", 10, 10, "ms", undefined, "undecided"],
  ] as const)("%s", async (_name, from, to, unit, direction, status) => {
    const of = (value: number) =>
      Array.from({ length: 6 }, (_, at) =>
        own({ chat: { unit, ...(direction === undefined ? {} : { direction }), launches: [[value + at * 0.01]] } }),
      );
    const { files, paths } = sides(of(from), of(to));
    const comparison = await compareFiles(files, paths);
    expect(statuses(comparison)).toEqual([["chat", status]]);
    expect(comparison.met).toBeNull();
    expect(comparisonStatus(comparison)).toBe(0);
    const [row] = comparison.benchmarks;
    expect(row?.baseline?.launches).toBe(6);
    expect(row?.change?.confidence).toBeCloseTo(0.99);
    expect(row?.change?.lower).toBeLessThanOrEqual(row?.change?.estimate ?? 0);
    expect(row?.change?.upper).toBeGreaterThanOrEqual(row?.change?.estimate ?? 0);
  });

  test("one file a side shows the change and says how many are needed, whatever its samples", async () => {
    const slow = own({ chat: { launches: [[13, 13.1, 13.2, 13.1, 13, 13.3, 13.1, 13, 13.2, 13.1]] } });
    const fast = own({ chat: { launches: [[10, 10.1, 10.2, 10.1, 10, 10.3, 10.1, 10, 10.2, 10.1]] } });
    const [row] = (await compareFiles({ "/a": fast, "/b": slow }, ["/a", "/b"])).benchmarks;
    expect(row?.status).toBe("undecided");
    expect(row?.change?.estimate).toBeCloseTo(0.3, 2);
    expect(row?.change?.upper).toBe(Number.POSITIVE_INFINITY);
    expect(row?.launchesNeeded).toBe(5);
    expect(row?.reason).toMatch(/too few launches/);
  });

  test("four a side cannot bound a change at 99 %, five can", async () => {
    for (const [count, status] of [
      [4, "undecided"],
      [5, "worse"],
    ] as const) {
      const { files, paths } = sides(around(10, count), around(20, count));
      expect(statuses(await compareFiles(files, paths))).toEqual([["chat", status]]);
    }
  });

  test("launches inside a file count as launches", async () => {
    const base = own({ chat: { launches: [[10], [10.1], [10.2], [10.05], [10.15]] } });
    const cand = own({ chat: { launches: [[12], [12.1], [12.2], [12.05], [12.15]] } });
    expect(statuses(await compareFiles({ "/a": base, "/b": cand }, ["/a", "/b"]))).toEqual([["chat", "worse"]]);
  });

  test("zeros and values below zero are differences, not ratios", async () => {
    const of = (values: readonly number[]) => values.map((value) => own({ drift: { unit: "%", launches: [[value]] } }));
    for (const [from, to] of [
      [
        [0, 0, 0, 0, 0],
        [3, 3, 3, 3, 3],
      ],
      [
        [-2, -1.9, -2.1, -2, -2.2],
        [1, 1.1, 0.9, 1, 1.2],
      ],
    ] as const) {
      const { files, paths } = sides(of(from), of(to));
      const [row] = (await compareFiles(files, paths)).benchmarks;
      expect(row?.change).toMatchObject({ scale: "difference" });
      expect(row?.change?.estimate).toBeCloseTo(3, 0);
      expect(row?.status).toBe("different");
    }
  });

  test("seconds on one side and nanoseconds on the other are both time", async () => {
    const { files, paths } = sides(
      Array.from({ length: 5 }, () => own({ chat: { unit: "s", launches: [[0.01]] } })),
      Array.from({ length: 5 }, () => own({ chat: { unit: "ns", launches: [[11_000_000]] } })),
    );
    const [row] = (await compareFiles(files, paths)).benchmarks;
    expect(row?.change?.estimate).toBeCloseTo(0.1);
    expect(row?.unit).toBe("ns");
  });

  test("a time against a size is broken input, told with both files", async () => {
    const files = { "/a": own({ chat: { launches: [[1]] } }), "/b": own({ chat: { unit: "KB", launches: [[1]] } }) };
    const comparison = await compareFiles(files, ["/a", "/b"]);
    expect(comparison.benchmarks[0]).toMatchObject({
      status: "broken",
      reason: "chat is a duration in /a and a size in /b.",
    });
    expect(comparisonStatus(comparison)).toBe(2);
  });

  test("sides that do not agree which way is better are broken input", async () => {
    const points = (direction: string) => own({ score: { unit: "points", direction, launches: [[1]] } });
    const files = { "/a": points("lower-is-better"), "/b": points("higher-is-better") };
    expect(statuses(await compareFiles(files, ["/a", "/b"]))).toEqual([["score", "broken"]]);
  });

  test("what one side lacks is told, worst first", async () => {
    const shared = { chat: { launches: [[1]] } };
    const files = {
      "/a": own({ ...shared, gone: { launches: [[1]] } }),
      "/b": own({ ...shared, fresh: { launches: [[1]] } }),
    };
    const comparison = await compareFiles(files, ["/a", "/b"]);
    expect(statuses(comparison)).toEqual([
      ["gone", "missing"],
      ["chat", "undecided"],
      ["fresh", "new"],
    ]);
    expect(comparisonStatus(comparison)).toBe(0);
  });

  test("a run that lacks a benchmark is told", async () => {
    const both = own({ chat: { launches: [[1]] }, tool: { launches: [[1]] } });
    const { files, paths } = sides([both, own({ chat: { launches: [[1]] } })], [both]);
    const row = (await compareFiles(files, paths)).benchmarks.find(({ name }) => name === "tool");
    expect(row?.footnotes).toContain("only 1 of the 2 files of the baseline hold it");
  });

  test("names of objects' own members are names like any other", async () => {
    const launches = [[1], [2]];
    const text = own({ constructor: { launches }, toString: { launches }, "hasOwnProperty.call": { launches } });
    const comparison = await compareFiles({ "/a": text, "/b": text }, ["/a", "/b"]);
    expect(comparison.benchmarks).toHaveLength(3);
  });
});

describe("geometric means", () => {
  test("are over one unit, and the same whichever side is the baseline", async () => {
    const text = (a: number, b: number, bytes: number) =>
      own({
        one: { launches: [[a]] },
        two: { launches: [[b]] },
        size: { unit: "B", launches: [[bytes]] },
      });
    const files = { "/a": text(10, 10, 100), "/b": text(20, 5, 300) };
    const { means } = await compareFiles(files, ["/a", "/b"]);
    expect(means).toHaveLength(1);
    expect(means[0]).toMatchObject({ unit: "ns", benchmarks: 2 });
    expect(means[0]?.change).toBeCloseTo(0, 12);
    expect((await compareFiles(files, ["/b", "/a"])).means[0]?.change).toBeCloseTo(0, 12);
  });

  test("are not told of a unit in which a change has no ratio", async () => {
    const text = (zero: number) =>
      own({ one: { launches: [[1]] }, two: { launches: [[2]] }, zero: { launches: [[zero]] } });
    expect((await compareFiles({ "/a": text(0), "/b": text(1) }, ["/a", "/b"])).means).toEqual([]);
  });
});

describe("compare with a criterion", () => {
  test.each([
    ["met", 10, 10.2, "< +10 %", "pass", 0],
    ["not met", 10, 13, "< +10 %", "fail", 1],
    ["better by any amount meets it", 10, 8, "< +10 %", "pass", 0],
    ["unchanged", 10, 10.05, "within 5 %", "pass", 0],
    ["changed for the better is changed", 10, 8, "within 5 %", "fail", 1],
    ["a difference", 10, 10.5, "< +2 ms", "pass", 0],
    ["an absolute limit", 10, 10.5, "< 11 ms", "pass", 0],
    ["an absolute limit that is passed", 10, 12, "< 11 ms", "fail", 1],
    ["at the limit is neither", 10, 11, "< +10 %", "inconclusive", 1],
    ["a limit of another kind", 10, 11, "< +2 MB", "invalid", 1],
    ["too good to be true", 10, 0.1, "< +10 %", "invalid", 1],
  ] as const)("%s", async (_name, from, to, criterion, status, exit) => {
    const { files, paths } = sides(around(from, 10), around(to, 10));
    const comparison = await compareFiles(files, paths, { criterion });
    expect(statuses(comparison)).toEqual([["chat", status]]);
    expect(comparison.met).toBe(status === "pass");
    expect(comparisonStatus(comparison)).toBe(exit);
  });

  test("one launch a side is inconclusive, with the change and what would decide it", async () => {
    const { files, paths } = sides(around(10, 1), around(20, 1));
    const comparison = await compareFiles(files, paths, { criterion: "< +10 %" });
    expect(comparison.benchmarks[0]).toMatchObject({ status: "inconclusive" });
    expect(comparison.benchmarks[0]?.change?.estimate).toBeCloseTo(1);
    expect(comparison.benchmarks[0]?.launchesNeeded).toBeGreaterThan(4);
    expect(comparison.benchmarks[0]?.action).toMatch(/^Run both sides in turn/);
    expect(comparisonStatus(comparison)).toBe(1);
  });

  test("what the candidate lacks is no pass; what is new does not count against it", async () => {
    const chat = (at: number) => ({ chat: { launches: [[10 + at * 0.01]] } });
    const fresh = { fresh: { launches: [[1]] } };
    const gone = { gone: { launches: [[1]] } };
    const of = (more: Readonly<Record<string, Entry>>) =>
      Array.from({ length: 10 }, (_, at) => own({ ...chat(at), ...more }));
    const added = sides(of({}), of(fresh));
    const withNew = await compareFiles(added.files, added.paths, { criterion: "< +10 %" });
    expect([withNew.met, comparisonStatus(withNew)]).toEqual([true, 0]);
    const removed = sides(of(gone), of({}));
    const without = await compareFiles(removed.files, removed.paths, { criterion: "< +10 %" });
    expect([without.met, comparisonStatus(without)]).toEqual([false, 1]);
    const absolute = await compareFiles(added.files, added.paths, { criterion: "< 500 ms" });
    expect(statuses(absolute)).toEqual([
      ["chat", "pass"],
      ["fresh", "pass"],
    ]);
  });

  const counters = (values: readonly number[], unit = "allocs/op") =>
    values.map((value) => own({ allocs: { unit, direction: "lower-is-better", launches: [[value]] } }));
  const ten = (value: number) => Array.from({ length: 10 }, () => value);

  test.each([
    ["0 stays 0", ten(0), ten(0), "< +10 %", "pass"],
    ["0 stays 0, unchanged", ten(0), ten(0), "within 1 %", "pass"],
    ["0 becomes 5", ten(0), ten(5), "< +10 %", "invalid"],
    ["0 once becomes 1", ten(0), [...ten(0).slice(1), 1], "< +10 %", "invalid"],
    ["0 in too few launches", [0, 0], [0, 0], "< +10 %", "inconclusive"],
    ["0 when an improvement is asked for", ten(0), ten(0), "< -5 %", "invalid"],
    ["17 stays 17", ten(17), ten(17), "< +10 %", "pass"],
    ["17 becomes 19", ten(17), ten(19), "< +10 %", "fail"],
  ] as const)("a counter: %s", async (_name, from, to, criterion, status) => {
    const { files, paths } = sides(counters(from), counters(to));
    expect((await compareFiles(files, paths, { criterion })).benchmarks[0]?.status).toBe(status);
  });

  test("0 ns is no counter: a clock that measures nothing passes nothing", async () => {
    const { files, paths } = sides(counters(ten(0), "ns"), counters(ten(0), "ns"));
    expect((await compareFiles(files, paths, { criterion: "< +10 %" })).benchmarks[0]?.status).not.toBe("pass");
  });

  test("a floor lets small differences through", async () => {
    const of = (value: number) =>
      Array.from({ length: 10 }, (_, at) => own({ init: { launches: [[value + at * 1e-4]] } }));
    const { files, paths } = sides(of(0.01), of(0.03));
    expect((await compareFiles(files, paths, { criterion: "< +10 %" })).met).toBe(false);
    expect((await compareFiles(files, paths, { criterion: "< +10 %", floor: "0.05 ms" })).met).toBe(true);
  });

  test("benchmarks with different numbers of launches are judged with what each has", async () => {
    const tool = (at: number) => (at < 7 ? { tool: { launches: [[5 + at * 0.01]] } } : {});
    const of = () =>
      Array.from({ length: 12 }, (_, at) => own({ chat: { launches: [[10 + at * 0.01]] }, ...tool(at) }));
    const { files, paths } = sides(of(), of());
    const comparison = await compareFiles(files, paths, { criterion: "< +10 %" });
    expect(statuses(comparison)).toEqual([
      ["chat", "pass"],
      ["tool", "pass"],
    ]);
  });

  test("hundreds of benchmarks: a regression is found among them, and comes first", async () => {
    const of = (slow: number) =>
      Array.from({ length: 12 }, (_, at) =>
        own(
          Object.fromEntries(
            Array.from({ length: 300 }, (_, index) => [
              `b${index}`,
              { launches: [[(1 + index) * (index === 217 ? slow : 1) * (1 + at * 0.001)]] },
            ]),
          ),
        ),
      );
    const { files, paths } = sides(of(1), of(1.5));
    const comparison = await compareFiles(files, paths, { criterion: "< +10 %" });
    expect(comparison.benchmarks[0]).toMatchObject({ name: "b217", status: "fail" });
    expect(comparison.benchmarks.slice(1).every(({ status }) => status === "pass")).toBe(true);
  });
});

describe("properties", () => {
  const launches = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 5, maxLength: 9 });
  const text = (values: readonly number[], scale = 1) =>
    own({ chat: { launches: values.map((value) => [value * scale]) } });

  test("swapping the sides turns the change around", async () => {
    await fc.assert(
      fc.asyncProperty(launches, launches, async (from, to) => {
        const files = { "/a": text(from), "/b": text(to) };
        const [there] = (await compareFiles(files, ["/a", "/b"])).benchmarks;
        const [back] = (await compareFiles(files, ["/b", "/a"])).benchmarks;
        const turned = { better: "worse", worse: "better", undecided: "undecided" } as const;
        const status = there?.status ?? "broken";
        expect(status in turned ? turned[status as keyof typeof turned] : "").toBe(back?.status);
        expect((1 + (there?.change?.estimate ?? 0)) * (1 + (back?.change?.estimate ?? 0))).toBeCloseTo(1, 9);
      }),
      { numRuns: 60 },
    );
  });

  test("the unit that both sides are measured in changes nothing", async () => {
    await fc.assert(
      fc.asyncProperty(launches, launches, async (from, to) => {
        const [small] = (await compareFiles({ "/a": text(from), "/b": text(to) }, ["/a", "/b"])).benchmarks;
        const [large] = (await compareFiles({ "/a": text(from, 1024), "/b": text(to, 1024) }, ["/a", "/b"])).benchmarks;
        expect(large?.status).toBe(small?.status);
        expect(large?.change?.estimate).toBeCloseTo(small?.change?.estimate ?? 0, 9);
      }),
      { numRuns: 60 },
    );
  });
});
