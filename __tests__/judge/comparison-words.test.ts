import { describe, expect, test } from "@jest/globals";
import type { Criterion } from "../../src/domain/criterion.ts";
import type { Launch, Measurement } from "../../src/domain/measurement.ts";
import { armsOf } from "../../src/judge/arms.ts";
import { changeInterval } from "../../src/judge/change-interval.ts";
import { judgeClaims, judgeCriterion } from "../../src/judge/judge-criterion.ts";
import { levelsAt } from "../../src/judge/launch-plan.ts";
import { absolute, calm, calmLaunches, criterion, launches, measurement, plan, relative } from "./samples.ts";

/** What is told of one criterion and one metric, word for word. */

const told = (own: Criterion, of: Measurement | null) => {
  const { outcome, reason, action, footnotes } = judgeCriterion(own, of, plan);
  return [outcome, reason, action, footnotes];
};
const both = (
  baseline: readonly (number | readonly number[])[],
  candidate: readonly (number | readonly number[])[],
  more: Partial<Measurement> = {},
) => measurement(launches(baseline, candidate), more);
const tenPercent = criterion(relative("<", 0.1));
const look = "Look at what the stage wrote";

describe("what cannot be judged", () => {
  test.each<[string, Criterion, Measurement | null, readonly unknown[]]>([
    [
      "nothing",
      tenPercent,
      null,
      ["missing", "nothing was measured for latency", "Check that its stage ran and that the name is right", []],
    ],
    [
      "no launches",
      tenPercent,
      measurement([]),
      [
        "missing",
        "latency has no launch of the baseline arm and the candidate arm, so nothing can be compared",
        "Give its stage `arms:`",
        [],
      ],
    ],
    [
      "one arm",
      tenPercent,
      both([], [1]),
      [
        "missing",
        "latency has no launch of the baseline arm, so nothing can be compared",
        "Give its stage `arms:`",
        [],
      ],
    ],
    [
      "the other arm",
      tenPercent,
      both([1], []),
      [
        "missing",
        "latency has no launch of the candidate arm, so nothing can be compared",
        "Give its stage `arms:`",
        [],
      ],
    ],
    ["no samples", tenPercent, both([1], [[]]), ["invalid", "launch 1 of the candidate arm has no samples", look, []]],
    [
      "no number",
      tenPercent,
      both([1, [Number.NaN]], [1]),
      ["invalid", "launch 2 of the baseline arm holds a value that is no number", look, []],
    ],
    [
      "a time below zero",
      tenPercent,
      both([1], [[5, -1]]),
      ["invalid", "launch 1 of the candidate arm holds −1 ns, and no duration is below zero", look, []],
    ],
    [
      "another unit",
      criterion(absolute("<", 5, "B")),
      both([], [1]),
      ["invalid", 'the limit "< 5 B" is in bytes, and the measurement is in time', look, []],
    ],
    [
      "another unit of the second level",
      criterion(absolute("<", 5), { warn: absolute("<", 9, "%") }),
      both([], [1]),
      ["invalid", 'the limit "< 9 %" is in %, and the measurement is in time', look, []],
    ],
    [
      "another unit of the floor",
      criterion(relative("<", 0.1), { floor: 1, floorUnit: "ns" }),
      both([1], [1], { unit: "B" }),
      ["invalid", "the floor is in time, and the measurement is in bytes", look, []],
    ],
    [
      "a bare count for a time",
      criterion(absolute("<", 5, "")),
      both([], [1]),
      ["invalid", 'the limit "< 5" is in a bare count, and the measurement is in time', look, []],
    ],
    [
      "a checklist's limit",
      criterion({ kind: "all", count: null, text: "all" }),
      both([1], [1]),
      ["invalid", '"all" is for a checklist, and latency is a measurement', "Give it a limit", []],
    ],
    [
      "a ratio of nothing",
      tenPercent,
      both([0, 0, 5], [1, 1, 1]),
      [
        "invalid",
        'the baseline is zero in 2 of 3 launches, so no ratio can be formed for "< 10 %"',
        "Set a `floor:`, or limit the difference instead of the ratio",
        [],
      ],
    ],
    [
      "a ratio of less than nothing",
      tenPercent,
      both([-1, 1], [1, 1], { unit: "" }),
      [
        "invalid",
        'a value is below zero, so "< 10 %" of the baseline means nothing',
        "Set a `floor:`, or limit the difference instead of the ratio",
        [],
      ],
    ],
  ])("%s", (_name, own, of, wanted) => expect(told(own, of)).toEqual(wanted));

  test("a problem says why, and its remedy or the criterion's action what to do", () => {
    const problem = { kind: "invalid", reason: "no JSON" } as const;
    const claim = {
      subject: "m",
      criterion: criterion(relative("<", 0.1), { action: "Act" }),
      measurement: null,
      problem,
    };
    expect(judgeClaims([claim], plan)).toMatchObject([
      { outcome: "invalid", reason: "no JSON", action: "Act", limit: "< 10 %", unit: "" },
    ]);
    expect(judgeClaims([{ ...claim, problem: { ...problem, remedy: "Look." } }], plan)).toMatchObject([
      { action: "Look." },
    ]);
  });
});

describe("an absolute limit", () => {
  const lessThanFive = criterion(absolute("<", 5));
  const twoLevels = criterion(absolute("<", 5), { warn: absolute("<", 10) });
  test.each<[string, Criterion, readonly (number | readonly number[])[], readonly unknown[]]>([
    ["met", lessThanFive, [4], ["pass", "4 ns meets < 5 ns", "", []]],
    ["not met", lessThanFive, [6], ["fail", "6 ns does not meet < 5 ns", "Find the cause, or keep the flag off", []]],
    [
      "at the limit",
      lessThanFive,
      [5],
      ["fail", "5 ns does not meet < 5 ns", "Find the cause, or keep the flag off", []],
    ],
    [
      "within the second level",
      twoLevels,
      [6],
      ["warn", "6 ns does not meet < 5 ns, but meets < 10 ns", "Find the cause, or keep the flag off", []],
    ],
    [
      "beyond the second level",
      twoLevels,
      [11],
      ["fail", "11 ns does not meet < 10 ns", "Find the cause, or keep the flag off", []],
    ],
    ["with something to do", { ...lessThanFive, action: "Act" }, [6], ["fail", "6 ns does not meet < 5 ns", "Act", []]],
    ["met with something to do", { ...lessThanFive, action: "Act" }, [4], ["pass", "4 ns meets < 5 ns", "", []]],
    [
      "met by most",
      lessThanFive,
      [1, 2, 6],
      ["pass", "2 ns meets < 5 ns", "", ["1 of 3 launches alone would say otherwise"]],
    ],
    [
      "not met by most",
      lessThanFive,
      [1, [6, 7, 8], 9],
      [
        "fail",
        "7 ns does not meet < 5 ns",
        "Find the cause, or keep the flag off",
        ["1 of 3 launches alone would say otherwise"],
      ],
    ],
  ])("%s", (_name, own, candidate, wanted) => expect(told(own, both([], candidate))).toEqual(wanted));

  test.each<[Criterion["pass"], number, number, boolean]>([
    [absolute("<", 100), 100 - 1e-11, 0, false],
    [absolute("<", 100), 99.9, 0, true],
    [absolute("<=", 100), 100 + 1e-11, 0, true],
    [absolute("<=", 100), 100.1, 0, false],
    [absolute(">", 100), 100 + 1e-11, 0, false],
    [absolute(">", 100), 100.1, 0, true],
    [absolute(">", 100), 99, 0, false],
    [absolute(">=", 100), 100 - 1e-11, 0, true],
    [absolute(">=", 100), 99.9, 0, false],
    [absolute("==", 100), 100 + 1e-11, 0, true],
    [absolute("==", 100), 101, 0, false],
    [absolute("==", 100), 101, 1, true],
    [absolute("!=", 100), 101, 0, true],
    [absolute("!=", 100), 101, 1, false],
    [absolute("!=", 100), 100, 0, false],
    [absolute("<", 100), 100.5, 1, false],
    [absolute("<=", 100), 100.5, 1, false],
  ])("%j of %p with a floor of %p", (limit, value, floor, meets) => {
    const { outcome } = judgeCriterion(criterion(limit, { floor, floorUnit: "ns" }), both([], [value]), plan);
    expect(outcome).toBe(meets ? "pass" : "fail");
  });

  test("without a launch of the candidate", () => {
    expect(told(lessThanFive, both([1], []))).toEqual([
      "missing",
      "there is no launch of the candidate arm to hold against < 5 ns",
      "Run its stage in the candidate arm",
      [],
    ]);
  });

  test("shows both arms where there are both", () => {
    expect(judgeCriterion(lessThanFive, both([1, 3], [[2, 4]]), plan)).toMatchObject({
      value: 3,
      baseline: { arm: "baseline", launches: 2, samples: 2, centre: 2, perLaunch: [1, 3] },
      candidate: { arm: "candidate", launches: 1, samples: 2, centre: 3, perLaunch: [3] },
      limit: "< 5 ns",
      unit: "ns",
    });
    expect(judgeCriterion(lessThanFive, both([], [1]), plan)).not.toHaveProperty("baseline");
  });
});

describe("a comparison", () => {
  const oneValue = "one value a launch: slow calls cannot be told from slow launches";
  const cause = "Find the cause, or keep the flag off";

  test.each<[string, Criterion, Measurement, readonly [string, RegExp, string, readonly string[]]]>([
    [
      "passes",
      tenPercent,
      both(calmLaunches(12), calmLaunches(12)),
      ["pass", /^\+?-?[\d.]+ % \(.* … .*\): meets < 10 %, after 12 launches a side$/, "", []],
    ],
    [
      "passes with one value a launch",
      tenPercent,
      both(calm(12), calm(12)),
      ["pass", /: meets < 10 %, after 12 launches a side$/, "", [oneValue]],
    ],
    [
      "fails",
      tenPercent,
      both(calmLaunches(12), calmLaunches(12, 1.5)),
      ["fail", /^\+50.* %.*: beyond < 10 %, after 12 launches a side$/, cause, []],
    ],
    [
      "fails with something to do",
      { ...tenPercent, action: "Act" },
      both(calmLaunches(12), calmLaunches(12, 1.5)),
      ["fail", /: beyond < 10 %/, "Act", []],
    ],
    [
      "warns",
      criterion(relative("<", 0.1), { warn: relative("<", 1) }),
      both(calmLaunches(12), calmLaunches(12, 1.5)),
      ["warn", /: beyond < 10 %, within < 100 %, after 12 launches a side$/, cause, []],
    ],
    [
      "fails beyond the second level",
      criterion(relative("<", 0.1), { warn: relative("<", 0.2) }),
      both(calmLaunches(12), calmLaunches(12, 1.5)),
      ["fail", /: beyond < 20 %, after 12 launches a side$/, cause, []],
    ],
    [
      "has too few launches",
      tenPercent,
      both(calmLaunches(1), calmLaunches(1)),
      [
        "inconclusive",
        /, too few launches for an interval: the interval holds the limit, after 1 launch a side; about \d+ launches a side would probably decide it$/,
        "Launch again: it stopped before the planned number of launches",
        [],
      ],
    ],
    [
      "has uneven arms",
      tenPercent,
      both(calmLaunches(9), calmLaunches(12)),
      [
        "pass",
        /, after 9 launches of the baseline and 12 of the candidate$/,
        "",
        ["the arms have different numbers of launches"],
      ],
    ],
    [
      "has one launch more",
      tenPercent,
      both(calmLaunches(11), calmLaunches(12)),
      ["pass", /, after 11 launches of the baseline and 12 of the candidate$/, "", []],
    ],
    [
      "is at the limit",
      tenPercent,
      both(calmLaunches(24), calmLaunches(24, 1.1)),
      ["inconclusive", /: the interval holds the limit, after 24 launches a side; /, expect.any(String) as never, []],
    ],
    [
      "is beyond the first level at least",
      criterion(relative("<", 0.1), { warn: relative("<", 0.5) }),
      both(calmLaunches(24), calmLaunches(24, 1.5)),
      [
        "inconclusive",
        /: it is beyond the limit, at least a warning, after 24 launches a side; /,
        expect.any(String) as never,
        [],
      ],
    ],
    [
      "is too good",
      tenPercent,
      both(calmLaunches(12), calmLaunches(12, 0.01)),
      [
        "invalid",
        /^1 ms became 10 µs \(−99 %\), more than 10 times better: did the candidate do the work\?$/,
        "Check that the candidate did the same work, then say so with a limit of its own",
        [],
      ],
    ],
  ])("%s", (_name, own, of, [outcome, reason, action, footnotes]) => {
    expect(told(own, of)).toEqual([outcome, expect.stringMatching(reason), action, footnotes]);
  });

  const pairs = (count: number, factor: number, swap: boolean): Launch[] =>
    Array.from({ length: count }, (_, pair) => {
      const first = swap && pair % 2 === 1;
      const base = 1_000_000 + ((pair * 7919) % 1000);
      const one = (arm: Launch["arm"], index: number, value: number): Launch => ({
        arm,
        index,
        pair,
        samples: [value, value + 1],
      });
      return [
        one("baseline", 2 * pair + (first ? 1 : 0), base),
        one("candidate", 2 * pair + (first ? 0 : 1), base * factor),
      ];
    }).flat();
  const order =
    "the order of the arms in their process is not known or was never swapped, so an effect of order counts as a change";

  test("of pairs in one process", () => {
    expect(told(tenPercent, measurement(pairs(16, 1, false)))).toEqual([
      "pass",
      expect.stringMatching(/: meets < 10 %, after 16 pairs in one process$/),
      "",
      [order],
    ]);
    expect(told(tenPercent, measurement(pairs(16, 1, true)))).toEqual([
      "pass",
      expect.stringMatching(/: meets < 10 %, after 16 pairs in one process$/),
      "",
      [],
    ]);
    expect(told(tenPercent, measurement(pairs(1, 1, false)))[1]).toMatch(/, after 1 pair in one process; /);
    const lonely = [...pairs(16, 1, true), { arm: "candidate", index: 99, pair: 99, samples: [5, 6] } as Launch];
    expect(told(tenPercent, measurement(lonely))[3]).toEqual(["1 launches could not be used and were left out"]);
  });

  test("more launches than planned are asked for by name", () => {
    const noisy = (seed: number) =>
      Array.from({ length: 24 }, (_, at) => [1_000_000 * (1 + 0.6 * (((at * 7919 + seed) % 101) / 101))]);
    const finding = judgeCriterion(tenPercent, both(noisy(3), noisy(58)), plan);
    expect(finding.outcome).toBe("inconclusive");
    expect(finding.action).toBe(
      finding.launchesNeeded === undefined
        ? "Run on a quieter machine, or choose a limit further from the change"
        : `Allow up to ${finding.launchesNeeded} launches a side, or run on a quieter machine`,
    );
  });

  test("a metric that is better when higher is read the other way", () => {
    const [, , , footnotes] = told(
      criterion(relative("<", 0.1), { direction: "higher-is-better" }),
      both(calmLaunches(12), calmLaunches(12), { unit: "1/s" }),
    );
    expect(footnotes).toEqual([
      "more is better here, so the limit is read as a change of no less than the same size the other way",
    ]);
    const [, , , others] = told(
      criterion(relative(">", -0.1), { direction: "lower-is-better", floor: 5, floorUnit: "ns" }),
      both(calmLaunches(12), calmLaunches(12)),
    );
    expect(others).toEqual([
      "differences smaller than the floor are ignored",
      "less is better here, so the limit is read as a change of no more than the same size the other way",
    ]);
  });
});

describe("the interval that is shown", () => {
  /** Four claims of one stage, so that a single fail is held to a stricter level than a pass. */
  const four = (limit: Criterion["pass"], factor: number, more: Partial<Measurement> = {}) => {
    const own = both(calmLaunches(12), calmLaunches(12, factor), more);
    const claims = ["a", "b", "c", "d"].map((subject) => ({
      subject,
      criterion: criterion(limit),
      measurement: own,
      problem: null,
    }));
    const [first] = judgeClaims(claims, plan);
    return first;
  };
  const { pass, fail } = levelsAt(12, plan, "independent");
  const intervalOf = (
    factor: number,
    lower: number,
    upper: number,
    statistic: "calmLow" | "calmHigh" = "calmLow",
    scale: "ratio" | "difference" = "ratio",
  ) => {
    const { design, baseline, candidate, candidateFirst } = armsOf(both(calmLaunches(12), calmLaunches(12, factor)));
    const values = {
      design,
      candidateFirst,
      baseline: baseline.map((one) => one[statistic]),
      candidate: candidate.map((one) => one[statistic]),
    };
    return { ...changeInterval(values, scale, { lower, upper }), confidence: 0.99 };
  };

  test("has the pass level at the end that a pass needs, and the fail level at the other", () => {
    expect(four(relative("<", 0.1), 1)?.change).toEqual(intervalOf(1, fail(4), pass));
    expect(four(relative(">", -0.1), 1, { unit: "1/s" })?.change).toEqual(intervalOf(1, pass, fail(4), "calmHigh"));
    expect(intervalOf(1, fail(4), pass)).not.toEqual(intervalOf(1, pass, fail(4)));
    const difference = { kind: "difference", comparator: "<", value: 5000, unit: "ns", text: "" } as const;
    expect(four(difference, 1)?.change).toEqual(intervalOf(1, fail(4), pass, "calmLow", "difference"));
  });

  test("of an equivalence has the pass level at both, and half of the fail level where it failed", () => {
    const within = { kind: "within-relative", margin: 0.05, text: "within 5 %" } as const;
    expect(four(within, 1)).toMatchObject({ outcome: "pass", change: intervalOf(1, pass, pass) });
    const failed = four(within, 1.5);
    expect(failed?.outcome).toBe("fail");
    // All four fail, so that the last one in order is held to the whole level: the first to a fourth of it.
    const levels = [fail(4), fail(2), fail(1)].map((level) => intervalOf(1.5, level / 2, level / 2));
    expect(levels).toContainEqual(failed?.change);
  });
});
