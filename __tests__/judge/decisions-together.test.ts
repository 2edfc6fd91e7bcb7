import { describe, expect, test } from "@jest/globals";
import type { PairedBenchmark } from "../../src/domain/comparison.ts";
import type { Criterion } from "../../src/domain/criterion.ts";
import type { Launch, Measurement } from "../../src/domain/measurement.ts";
import { boundsOf } from "../../src/judge/bound.ts";
import { compareBenchmarks } from "../../src/judge/compare-benchmarks.ts";
import { type Comparison, chanceBeyond, chanceWithin, statisticOf } from "../../src/judge/comparison.ts";
import { decideComparisons } from "../../src/judge/decide-comparisons.ts";
import { decideRecorded } from "../../src/judge/decide-recorded.ts";
import { levelsAt } from "../../src/judge/launch-plan.ts";
import { weighRecorded } from "../../src/judge/weigh-recorded.ts";
import { decisionShare } from "../../src/stats/can-decide.ts";
import { digest, fiveLaunches, tenValues } from "./recorded-samples.ts";
import { absolute, calmLaunches, criterion, launches, measurement, plan, relative } from "./samples.ts";

/** How comparisons of one stage are decided together, and how benchmarks of two sets of files are told. */

const weight = (within: number, beyond: number) => ({ within, beyond, share: 0.5 });
const noBounds = { bounds: [], scale: "ratio", allowance: 0.1, footnotes: [] } as const;

/** A comparison of which only the chances matter: its launches hold one sample each, so no tail is looked at. */
function comparison(
  pass: readonly [number, number],
  warn: readonly [number, number] | null = null,
  launchCount = 24,
): Comparison {
  const arms = { design: "independent", baseline: [], candidate: [], candidateFirst: [], leftOut: 0 } as const;
  const limit = ([within, beyond]: readonly [number, number]) => ({
    bounds: noBounds,
    weights: [weight(within, beyond)],
  });
  return {
    criterion: criterion(relative("<", 0.1)),
    measurement: measurement([]),
    arms,
    values: { design: "independent", baseline: [], candidate: [], candidateFirst: [] },
    statistic: "median",
    direction: null,
    pass: limit(pass),
    warn: warn === null ? null : limit(warn),
    launches: launchCount,
  };
}

describe("comparisons of one stage", () => {
  const { pass, fail } = levelsAt(24, plan, "independent");
  const decide = (...all: Comparison[]) => decideComparisons(all, plan);
  const told = (...all: Comparison[]) => decide(...all).map(({ outcome, doubt }) => [outcome, doubt]);

  test.each<[string, Comparison, readonly [string, string]]>([
    ["within", comparison([pass, 1]), ["pass", ""]],
    ["hardly within", comparison([pass * 1.0001, 1]), ["inconclusive", ""]],
    ["beyond", comparison([1, fail(1)]), ["fail", ""]],
    ["hardly beyond", comparison([1, fail(1) * 1.0001]), ["inconclusive", ""]],
    ["beyond the first level and within the second", comparison([1, fail(1)], [pass, 1]), ["warn", ""]],
    [
      "beyond the first level, and perhaps the second",
      comparison([1, fail(1)], [1, 1]),
      ["inconclusive", "it is beyond the limit, at least a warning"],
    ],
    [
      "within the second level, and perhaps the first",
      comparison([1, 1], [pass, 1]),
      ["inconclusive", "it is within the warning level, so it is no fail"],
    ],
    ["beyond both levels", comparison([1, fail(1)], [1, fail(1)]), ["fail", ""]],
    ["between the levels, as far as is known", comparison([1, 1], [1, 1]), ["inconclusive", ""]],
    ["within both", comparison([pass, 1], [pass, 1]), ["pass", ""]],
  ])("%s", (_name, one, wanted) => expect(told(one)).toEqual([wanted]));

  test("passes need no correction, fails are Holm's: the most telling is held to an n-th, the next to one of n − 1", () => {
    const at = (...chances: readonly number[]) => decide(...chances.map((chance) => comparison([1, chance])));
    const levels = (...chances: readonly number[]) => at(...chances).map(({ failLevel }) => failLevel);
    // Numbers of comparisons are rounded up to a power of two.
    expect(levels(1)).toEqual([fail(1)]);
    expect(levels(0, 1)).toEqual([fail(2), fail(1)]);
    expect(levels(1, 0)).toEqual([fail(1), fail(2)]);
    expect(levels(1, 1)).toEqual([fail(2), fail(2)]);
    expect(levels(0, 0, 0, 0, 0)).toEqual([fail(8), fail(4), fail(4), fail(2), fail(1)]);
    expect(levels(1, 0, 1, 0, 1)).toEqual([fail(4), fail(8), fail(4), fail(4), fail(4)]);
    // One that is not telling enough ends it for all that follow, although they would be.
    expect(at(fail(4) * 1.1, fail(2), fail(2)).map(({ outcome }) => outcome)).toEqual([
      "inconclusive",
      "inconclusive",
      "inconclusive",
    ]);
    expect(at(fail(4), fail(2), fail(1)).map(({ outcome }) => outcome)).toEqual(["fail", "fail", "fail"]);
    expect(at(fail(1), fail(4), fail(2)).map(({ outcome }) => outcome)).toEqual(["fail", "fail", "fail"]);
    for (const { passLevel } of at(0, 1, 1)) expect(passLevel).toBe(pass);
    expect(decide()).toEqual([]);
  });

  test("the second level is what fails are about", () => {
    const [first, second] = decide(comparison([1, 0], [1, 1]), comparison([1, 1], [1, 0]));
    expect([first?.failLevel, second?.failLevel]).toEqual([fail(1), fail(2)]);
  });

  test("before the first look nothing is decided", () => {
    expect(told(comparison([1e-9, 1e-9], null, 4))).toEqual([["inconclusive", ""]]);
  });

  test("both sides of an equivalence must hold, and either may be exceeded at the price of two looks", () => {
    const limit = { bounds: noBounds, weights: [weight(0.1, 0.3), weight(0.2, 0.7)] };
    expect(chanceWithin(limit)).toBe(0.2);
    expect(chanceBeyond(limit)).toBe(0.6);
    expect(chanceBeyond({ ...limit, weights: [weight(0, 0.8), weight(0, 0.9)] })).toBe(1);
  });

  test("the figure of a launch is its calm end, or its middle", () => {
    expect([statisticOf(null), statisticOf("lower-is-better"), statisticOf("higher-is-better")]).toEqual([
      "median",
      "calmLow",
      "calmHigh",
    ]);
  });
});

describe("comparisons with recorded runs", () => {
  const past = tenValues.map((value) => fiveLaunches(value).map((one) => digest(one)));
  const bounds = boundsOf({ kind: "relative", comparator: "<", change: 0.1, text: "" }, 0, "lower-is-better");
  const wide = boundsOf({ kind: "relative", comparator: "<", change: 0.5, text: "" }, 0, "lower-is-better");
  const of = (value: number, warn = false) => ({
    arms: { statistic: "calmLow", today: fiveLaunches(value).map((one) => digest(one)), past, anchor: null } as const,
    pass: bounds,
    warn: warn ? wide : null,
  });
  const level = 0.01 * decisionShare;

  test("fails are Holm's", () => {
    const values = [100, 160, 113.7, 130, 111];
    const all = values.map((value) => of(value));
    const chances = all.map(({ arms }) => weighRecorded(arms, bounds).beyond);
    // By definition: in order of their chances, as long as each is at most its share.
    const order = [1, 3, 2, 4, 0];
    expect(order.map((index) => chances[index])).toEqual([...chances].sort((one, other) => one - other));
    const wanted: number[] = [];
    let open = values.length;
    let stopped = false;
    for (const index of order) {
      wanted[index] = level / open;
      stopped ||= (chances[index] ?? 1) > level / open;
      if (!stopped) open--;
    }
    const decisions = decideRecorded(all, 0.01);
    expect(decisions.map(({ failLevel }) => failLevel)).toEqual(wanted);
    expect(new Set(wanted).size).toBeGreaterThan(2);
    for (const { passLevel } of decisions) expect(passLevel).toBe(level);
    expect(decideRecorded([of(100), of(100)], 0.01).map(({ failLevel }) => failLevel)).toEqual([level / 2, level / 2]);
  });

  test("one that is not beyond its share stops the others, however many share the level", () => {
    const chanceOf = (value: number) => weighRecorded(of(value).arms, bounds).beyond;
    const doubtful = 115.18;
    expect(chanceOf(doubtful)).toBeGreaterThan(level / 2);
    expect(chanceOf(doubtful)).toBeLessThan(level);
    const told = (...values: readonly number[]) =>
      decideRecorded(
        values.map((value) => of(value)),
        0.01,
      ).map(({ outcome, failLevel }) => [outcome, failLevel]);
    expect(told(doubtful)).toEqual([["fail", level]]);
    expect(told(doubtful, doubtful)).toEqual([
      ["inconclusive", level / 2],
      ["inconclusive", level / 2],
    ]);
    expect(told(160, doubtful)).toEqual([
      ["fail", level / 2],
      ["fail", level],
    ]);
  });

  test.each<[number, boolean, string, string]>([
    [100, false, "pass", ""],
    [160, false, "fail", ""],
    [110, false, "inconclusive", ""],
    [125, true, "warn", ""],
    [100, true, "pass", ""],
    [200, true, "fail", ""],
    [149, true, "inconclusive", "it is beyond the limit, at least a warning"],
    [110, true, "inconclusive", "it is within the warning level, so it is no fail"],
  ])("%p with a second level %p: %s", (value, warn, outcome, doubt) => {
    expect(decideRecorded([of(value, warn)], 0.01)).toMatchObject([{ outcome, doubt }]);
  });

  test("the second level is what fails are about", () => {
    const [first, second] = decideRecorded([of(140, true), of(160)], 0.01);
    expect([first?.failLevel, second?.failLevel]).toEqual([level, level / 2]);
  });
});

describe("benchmarks of two sets of files", () => {
  const both = (
    baseline: Parameters<typeof launches>[0],
    candidate: Parameters<typeof launches>[1],
    more: Partial<Measurement> = {},
  ): PairedBenchmark => ({
    name: "b",
    measurement: measurement(launches(baseline, candidate), { metric: "b", ...more }),
    problem: null,
    only: null,
    footnotes: [],
  });
  const row = (paired: PairedBenchmark, own: Criterion | null = null) => {
    const [only] = compareBenchmarks([paired], own);
    return only;
  };
  const tenPercent = criterion(relative("<", 0.1), { action: "Act" });

  test("one that could not be read", () => {
    const problem = { kind: "invalid", reason: "no number", remedy: "Look." } as const;
    const broken = { ...both([1], [1]), measurement: null, problem, footnotes: ["f"] };
    for (const own of [null, tenPercent])
      expect(row(broken, own)).toEqual({
        name: "b",
        status: "broken",
        reason: "no number",
        action: "Look.",
        unit: "",
        footnotes: ["f"],
      });
    expect(row({ ...broken, problem: { kind: "invalid", reason: "no number" } })).toMatchObject({ action: "" });
    expect(row({ ...broken, problem: null })).toMatchObject({ reason: "it could not be read", action: "" });
  });

  test.each<["baseline" | "candidate", Parameters<typeof both>, object]>([
    [
      "candidate",
      [[], [1]],
      {
        status: "new",
        reason: "the baseline does not have it, so there is nothing to compare it with",
        action: "",
        candidate: { arm: "candidate", launches: 1, samples: 1, centre: 1, perLaunch: [1] },
      },
    ],
    [
      "baseline",
      [[1, 3], []],
      {
        status: "missing",
        reason: "the candidate does not have it: it was taken out, renamed, or did not run",
        action: "Run it on the candidate too, or choose the benchmarks to compare with --benchmark",
        baseline: { arm: "baseline", launches: 2, samples: 2, centre: 2, perLaunch: [1, 3] },
      },
    ],
  ])("one that only the %s has", (only, [baseline, candidate], wanted) => {
    for (const own of [null, tenPercent])
      expect(row({ ...both(baseline, candidate), only }, own)).toEqual({
        name: "b",
        unit: "ns",
        footnotes: [],
        ...wanted,
      });
  });

  test("an absolute limit is held against what is new, and not against what is gone", () => {
    const limit = criterion(absolute("<", 5));
    expect(row({ ...both([], [1]), only: "candidate" }, limit)).toMatchObject({
      status: "pass",
      reason: "1 ns meets < 5 ns",
    });
    expect(row({ ...both([1], []), only: "baseline" }, limit)).toMatchObject({ status: "missing" });
  });

  test("described without a criterion", () => {
    const worse = row(both(calmLaunches(12), calmLaunches(12, 1.5)));
    expect(worse).toMatchObject({
      name: "b",
      status: "worse",
      reason: "+50 %",
      action: "",
      unit: "ns",
      baseline: { arm: "baseline", launches: 12 },
      candidate: { arm: "candidate", launches: 12 },
      change: { scale: "ratio", confidence: 0.99 },
      footnotes: [],
    });
    expect(worse).not.toHaveProperty("launchesNeeded");
    expect(row(both(calmLaunches(12, 1.5), calmLaunches(12)))).toMatchObject({ status: "better" });
    expect(row(both(calmLaunches(12), calmLaunches(12)))).toMatchObject({ status: "undecided" });
    expect(row(both(calmLaunches(12), calmLaunches(12, 1.5), { unit: "" }))).toMatchObject({ status: "different" });
    expect(
      row(both(calmLaunches(12), calmLaunches(12, 1.5), { unit: "", direction: "higher-is-better" })),
    ).toMatchObject({ status: "better" });
    const few = row(both([100], [150]));
    expect(few).toMatchObject({
      status: "undecided",
      reason: "+50 %, too few launches to say how sure that is",
      launchesNeeded: 5,
    });
    const unbounded = row(both([-100, -100], [50, 50], { unit: "" }));
    expect(unbounded).toMatchObject({
      reason: "+150, too few launches to say how sure that is",
      change: { scale: "difference" },
    });
    expect(row({ ...both(calmLaunches(12), calmLaunches(12)), footnotes: ["f"] })?.footnotes).toEqual(["f"]);
  });

  test("launches that could not be used are told, and one side without any is not compared", () => {
    const pair = (arm: Launch["arm"], index: number, number: number): Launch => ({
      arm,
      index,
      pair: number,
      samples: [100 + index],
    });
    const lonely = measurement([pair("baseline", 0, 1), pair("candidate", 1, 1), pair("candidate", 2, 2)], {
      metric: "b",
    });
    expect(row({ ...both([], []), measurement: lonely })?.footnotes).toEqual([
      "1 launches could not be used and were left out",
    ]);
    const halves = measurement([pair("baseline", 0, 1), pair("candidate", 1, 2)], { metric: "b" });
    expect(row({ ...both([], []), measurement: halves })).toEqual({
      name: "b",
      status: "undecided",
      reason: "no launch of one side can be used",
      action: "",
      unit: "ns",
      footnotes: [],
    });
  });

  test("judged by a criterion: what to do about a fail is not said, and how many launches are needed is", () => {
    const fail = row(both(calmLaunches(12), calmLaunches(12, 1.5)), tenPercent);
    expect(fail).toMatchObject({
      status: "fail",
      action: "",
      change: { scale: "ratio" },
      baseline: { launches: 12 },
      candidate: { launches: 12 },
    });
    expect(fail).not.toHaveProperty("launchesNeeded");
    const few = row(both(calmLaunches(2), calmLaunches(2)), tenPercent);
    expect(few?.status).toBe("inconclusive");
    expect(few?.action).toBe(`Run both sides in turn until each has about ${few?.launchesNeeded} launches`);
    expect(row(both([0, 0, 0], [5, 5, 5]), tenPercent)).toMatchObject({
      status: "invalid",
      action: "Set a `floor:`, or limit the difference instead of the ratio",
    });
    const missing = row(both([1], []), criterion(absolute("<", 5)));
    expect(missing).toMatchObject({ status: "missing" });
    for (const key of ["candidate", "baseline", "change", "launchesNeeded"]) expect(missing).not.toHaveProperty(key);
  });

  test("a counter that is zero everywhere has not changed", () => {
    const zeros = Array.from({ length: 12 }, () => 0);
    const status = (unit: string, own: Criterion, candidate: readonly number[] = zeros) =>
      row(both(zeros, candidate, { unit }), own)?.status;
    const within = criterion({ kind: "within-relative", margin: 0.05, text: "within 5 %" });
    expect(status("", tenPercent)).toBe("pass");
    expect(status("B", tenPercent)).toBe("pass");
    expect(status("ns", tenPercent)).toBe("invalid");
    expect(status("", within)).toBe("pass");
    expect(status("", criterion(relative(">", -0.1), { direction: "higher-is-better" }))).toBe("pass");
    // What asks for a change is not met by none, and what is not zero everywhere is not let by.
    expect(status("", criterion(relative("<", -0.1)))).toBe("invalid");
    expect(status("", criterion(relative(">", 0.1)))).toBe("invalid");
    expect(status("", criterion(relative("<=", 0)))).toBe("invalid");
    expect(status("", criterion(relative(">=", 0)))).toBe("invalid");
    expect(status("", tenPercent, zeros.with(3, 1))).toBe("invalid");
    expect(status("", criterion(absolute("==", 0, "")))).toBe("pass");
  });

  test("those with other numbers of launches are judged apart, and beyond four groups share the error rate", () => {
    const of = (count: number, factor = 1): PairedBenchmark => ({
      ...both(calmLaunches(count), calmLaunches(count, factor)),
      name: `b${count}`,
    });
    const statuses = (...counts: readonly number[]) =>
      compareBenchmarks(
        counts.map((count) => of(count)),
        tenPercent,
      ).map(({ name, status }) => `${name} ${status}`);
    expect(statuses(12)).toEqual(["b12 pass"]);
    expect(new Set(statuses(8, 9, 10, 11, 12, 13))).toEqual(
      new Set(["b8 pass", "b9 pass", "b10 pass", "b11 pass", "b12 pass", "b13 pass"]),
    );
    const change = (rows: readonly PairedBenchmark[]) =>
      compareBenchmarks(rows, tenPercent).find(({ name }) => name === "b12")?.change?.confidence;
    expect(change([12].map((count) => of(count)))).toBeCloseTo(0.99, 12);
    expect(change([9, 10, 11, 12].map((count) => of(count)))).toBeCloseTo(0.99, 12);
    expect(change([8, 9, 10, 11, 12].map((count) => of(count)))).toBeCloseTo(1 - (0.01 * 4) / 5, 12);
    const uneven = { ...both(calmLaunches(12), calmLaunches(3)), name: "b" };
    expect(row(uneven, tenPercent)?.status).toBe(row(both(calmLaunches(3), calmLaunches(3)), tenPercent)?.status);
  });

  test("the criterion's direction orders them, then the measurement's, then the unit's", () => {
    const two = (more: object): readonly PairedBenchmark[] => [
      { ...both(calmLaunches(3), calmLaunches(3, 1.2), { metric: "up", ...more }), name: "up" },
      { ...both(calmLaunches(3), calmLaunches(3, 0.8), { metric: "down", ...more }), name: "down" },
    ];
    const names = (more: object, own: Criterion | null = null) =>
      compareBenchmarks(two(more), own).map(({ name }) => name);
    expect(names({})).toEqual(["up", "down"]);
    expect(names({ direction: "higher-is-better" })).toEqual(["down", "up"]);
    expect(names({}, criterion(relative("<", 0.5), { direction: "higher-is-better" }))).toEqual(["down", "up"]);
    expect(names({ unit: "1/s" })).toEqual(["down", "up"]);
  });
});
