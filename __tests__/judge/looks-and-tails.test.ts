import { describe, expect, test } from "@jest/globals";
import type { Effect, Stage } from "../../src/domain/config.ts";
import type { EffectReading, Evidence } from "../../src/domain/evidence.ts";
import type { Measurement } from "../../src/domain/measurement.ts";
import { armsOf } from "../../src/judge/arms.ts";
import { boundsOf, type ComparingLimit } from "../../src/judge/bound.ts";
import { judgeEffects, metricEffect } from "../../src/judge/judge-effects.ts";
import { lookAtStage } from "../../src/judge/look-at-stage.ts";
import { guardTail, hasSamples } from "../../src/judge/tail-guard.ts";
import { recordedChange, tailIsWithin, weighRecorded } from "../../src/judge/weigh-recorded.ts";
import { digest, fiveLaunches, tenValues } from "./recorded-samples.ts";
import {
  absolute,
  bothArms,
  calmLaunches,
  config,
  criterion,
  evidence,
  launches,
  measurement,
  plan,
  relative,
} from "./samples.ts";

/** Slow calls that calm ones hide, looks at a stage that runs, and effects of the flag. */

describe("slow calls", () => {
  const repeat = (value: number, count: number) => Array.from({ length: count }, () => value);
  /** Twenty calls: so many of them take as long as is said, the others 100. */
  const calls = (slow = 0, value = 100, calm = 100) => [...repeat(calm, 20 - slow), ...repeat(value, slow)];
  const guard = (
    baseline: readonly number[],
    candidate: readonly number[],
    limit: ComparingLimit,
    worse: "higher" | "lower" = "higher",
  ) => {
    const arms = armsOf(
      measurement(
        launches(
          Array.from({ length: 12 }, () => baseline),
          Array.from({ length: 12 }, () => candidate),
        ),
      ),
    );
    const found = guardTail(arms, boundsOf(limit, 0, null), worse);
    return found.ok ? "ok" : found.reason;
  };
  const ratio = (change: number, comparator: "<" | ">" = "<") => relative(comparator, change) as ComparingLimit;
  const difference: ComparingLimit = { kind: "difference", comparator: "<", value: 10, unit: "ns", text: "" };
  const mean = "the calm calls are within the limit, but slow calls take the mean beyond it";
  const often = "the calm calls are within the limit, but it is not shown that slow calls are no more frequent";

  test.each<[string, string, string]>([
    ["none", guard(calls(), calls(), ratio(0.1)), "ok"],
    ["as many before", guard(calls(3, 160), calls(3, 160), ratio(0.1)), "ok"],
    ["so slow that the mean is beyond the limit", guard(calls(), calls(2, 300), ratio(0.1)), mean],
    ["just at the limit by their mean", guard(calls(), calls(20, 110), ratio(0.1)), mean],
    ["three of twenty", guard(calls(), calls(3, 160), ratio(0.1)), often],
    ["two of twenty, as many as the limit", guard(calls(), calls(2, 160), ratio(0.1)), often],
    ["one of twenty", guard(calls(), calls(1, 200), ratio(0.1)), "ok"],
    ["three that are not slow enough", guard(calls(), calls(3, 150), ratio(0.1)), "ok"],
    ["many under a wide limit", guard(calls(), calls(3, 400), ratio(0.5)), often],
    ["few under a narrow limit", guard(calls(), calls(1, 109), ratio(0.005)), "ok"],
    ["fewer than before", guard(calls(3, 160), calls(), ratio(0.1)), "ok"],
    [
      "by the lower quartile of their own launch",
      guard(
        [...repeat(50, 5), ...repeat(100, 15)],
        [...repeat(50, 5), ...repeat(100, 12), ...repeat(180, 3)],
        ratio(0.15),
      ),
      often,
    ],
    ["of a rate", guard(calls(), calls(3, 60), ratio(-0.1, ">"), "lower"), often],
    ["one of a rate", guard(calls(), calls(1, 60), ratio(-0.1, ">"), "lower"), "ok"],
    ["that take a rate's mean beyond", guard(calls(), calls(3, 10), ratio(-0.1, ">"), "lower"), mean],
    ["three of a rate that are not slow enough", guard(calls(), calls(3, 67), ratio(-0.1, ">"), "lower"), "ok"],
    [
      "by a rate's upper quartile",
      guard(
        [...repeat(150, 5), ...repeat(100, 15)],
        [...repeat(150, 5), ...repeat(100, 12), ...repeat(55, 3)],
        ratio(-0.15, ">"),
        "lower",
      ),
      often,
    ],
    ["by a difference", guard(calls(), calls(3, 160), difference), often],
    ["by a difference that is not large enough", guard(calls(), calls(3, 150), difference), "ok"],
    [
      "by a difference of what is better when higher",
      guard(calls(), calls(3, 40), { ...difference, comparator: ">", value: -10 }, "lower"),
      often,
    ],
    [
      "not enough by such a difference",
      guard(calls(), calls(3, 50), { ...difference, comparator: ">", value: -10 }, "lower"),
      "ok",
    ],
    [
      "of two sides only the worse one counts",
      guard(calls(), calls(20, 80), { kind: "within-relative", margin: 0.05, text: "" }),
      "ok",
    ],
    [
      "of two sides the worse one counts",
      guard(calls(), calls(20, 120), { kind: "within-relative", margin: 0.05, text: "" }),
      mean,
    ],
  ])("%s", (_name, found, wanted) => expect(found).toBe(wanted));

  test("are not looked for in launches of one sample, in either arm", () => {
    const of = (baseline: Parameters<typeof launches>[0], candidate: Parameters<typeof launches>[1]) =>
      armsOf(measurement(launches(baseline, candidate)));
    const bounds = boundsOf(ratio(0.1), 0, null);
    for (const arms of [of([100], [900]), of([100], [[900, 900]]), of([[100, 100]], [900])])
      expect(guardTail(arms, bounds, "higher")).toEqual({ ok: true });
    expect(guardTail(of([[100, 100]], [[900, 900]]), bounds, "higher")).toMatchObject({ ok: false, share: 0 });
    expect(hasSamples(of([1, [1, 2]], []).baseline)).toBe(true);
    expect(hasSamples(of([1, 2], []).baseline)).toBe(false);
  });
});

describe("a look at a stage", () => {
  const bench = bothArms("bench");
  const look = (measurements: readonly Measurement[], criteria = [criterion(relative("<", 0.1))], own: Stage = bench) =>
    lookAtStage(config({ stages: [own, bothArms("other")], criteria }), own, measurements);
  const same = measurement(launches(calmLaunches(12), calmLaunches(12)));
  const few = measurement(launches(calmLaunches(2), calmLaunches(2)));
  const queries: Effect = { kind: "metric", metric: "queries" };
  const counted = (baseline: readonly number[], candidate: readonly number[]) =>
    measurement(launches(baseline, candidate), { metric: "queries", unit: "" });
  const withEffect = bothArms("bench", { effect: queries });

  test.each<[string, ReturnType<typeof look>, object]>([
    ["decided", look([same]), { decided: true, detail: "decided" }],
    ["open", look([few]), { decided: false, detail: "0 of 1 criteria decided" }],
    [
      "one of two open",
      look(
        [same, { ...few, metric: "total" }],
        [criterion(relative("<", 0.1)), criterion(relative("<", 0.1), { metric: "total" })],
      ),
      { decided: false, detail: "1 of 2 criteria decided" },
    ],
    ["without a criterion", look([same], []), { decided: true, detail: "" }],
    ["with a criterion on another stage alone", look([{ ...few, stage: "other" }]), { decided: true, detail: "" }],
    ["with a criterion on what is not measured", look([]), { decided: true, detail: "" }],
    [
      "with a checklist's criterion",
      look([same], [criterion({ kind: "all", count: null, text: "all" }, { metric: "bench" })]),
      { decided: true, detail: "" },
    ],
    [
      "comparing how long launches take",
      look([same], [criterion(relative("<", 0.1), { metric: "bench/duration" })]),
      { decided: false, detail: "" },
    ],
    [
      "comparing their memory",
      look([same], [criterion(relative("<", 0.1), { metric: "*/peak-rss" })]),
      { decided: false, detail: "" },
    ],
    [
      "limiting how long launches take",
      look([same], [criterion(absolute("<", 5), { metric: "bench/duration" })]),
      { decided: true, detail: "" },
    ],
    [
      "comparing how long another stage takes",
      look([same], [criterion(relative("<", 0.1), { metric: "other/duration" })]),
      { decided: true, detail: "" },
    ],
    [
      "with an effect that is not shown",
      look([same, counted([1, 2, 3], [1, 2, 3])], undefined, withEffect),
      { decided: false, detail: "decided, effect not shown yet" },
    ],
    [
      "with an effect that is shown",
      look([same, counted([1, 1], [2, 2])], undefined, withEffect),
      { decided: true, detail: "decided" },
    ],
    [
      "with an effect alone that is not shown",
      look([counted([1, 2, 3], [1, 2, 3])], [], withEffect),
      { decided: false, detail: "effect not shown yet" },
    ],
    [
      "with an effect on what is not measured",
      look([same], undefined, withEffect),
      { decided: true, detail: "decided" },
    ],
    [
      "with an effect on what another stage measures",
      look([same, { ...counted([1, 2, 3], [1, 2, 3]), stage: "other" }], undefined, withEffect),
      { decided: true, detail: "decided" },
    ],
    [
      "with an effect on a command's output",
      look(
        [same],
        undefined,
        bothArms("bench", {
          effect: { kind: "output", run: { kind: "script", script: "x", shell: null }, timeoutMs: 1 },
        }),
      ),
      { decided: true, detail: "decided" },
    ],
  ])("%s", (_name, found, wanted) => expect(found).toEqual(wanted));
});

describe("effects", () => {
  const output: Effect = { kind: "output", run: { kind: "script", script: "x", shell: null }, timeoutMs: 1 };
  const told = (effect: Effect, taken: Partial<Evidence>) =>
    judgeEffects(config({ stages: [bothArms("plain"), bothArms("bench", { effect })] }), [evidence(taken)]).map(
      ({ outcome, reason, action }) => [outcome, reason, action],
    );
  const reading = (arm: EffectReading["arm"], said: string | null, more: object = {}): EffectReading =>
    ({ stage: "bench", arm, said, ...more }) as EffectReading;
  const both = (off: string, on: string) => [
    reading("baseline", off),
    reading("candidate", on),
    reading("candidate", on),
    reading("baseline", off),
  ];
  const anything = "Check the flag's name and how it is set; nothing that compares the arms means anything";
  const notBoth =
    "the effect command of stage bench was not run in both arms, so it is not known that the flag has an effect";

  test.each<[string, readonly EffectReading[], readonly string[]]>([
    ["differs", both("a", "b"), ["pass", 'its effect command prints "a" with the flag off and "b" with it on', ""]],
    [
      "differs in its last line",
      both("x\na ", "y\nb"),
      ["pass", 'its effect command prints "a" with the flag off and "b" with it on', ""],
    ],
    [
      "is the same",
      both("a", "a"),
      [
        "fail",
        'the flag has no effect where stage bench expects one: its effect command prints "a" in both arms',
        anything,
      ],
    ],
    [
      "is long",
      both("a".repeat(80), "b".repeat(81)),
      [
        "pass",
        `its effect command prints "${"a".repeat(80)}" with the flag off and "${"b".repeat(79)}…" with it on`,
        "",
      ],
    ],
    [
      "is of another stage",
      both("a", "b").map((one) => ({ ...one, stage: "plain" })),
      ["missing", notBoth, "Look why the stage did not run"],
    ],
    ["is lacking once", both("a", "b").slice(0, 3), ["missing", notBoth, "Look why the stage did not run"]],
    [
      "is lacking once in the candidate",
      both("a", "b").toSpliced(1, 1),
      ["missing", notBoth, "Look why the stage did not run"],
    ],
    [
      "changes once by itself",
      [...both("a", "b"), reading("baseline", "c")],
      [
        "invalid",
        "the effect command prints something else each time in the baseline arm, so a difference between the arms says nothing",
        "Let it print only what the flag changes: no times, addresses or random names",
      ],
    ],
    [
      "could not be read",
      [reading("baseline", null, { problem: { kind: "invalid", reason: "1.5 is no.", remedy: "Look." } })],
      ["invalid", "1.5 is no", "Look."],
    ],
    [
      "could not be read, without a remedy",
      [reading("baseline", null, { problem: { kind: "invalid", reason: "no" } })],
      ["invalid", "no", "Mend the effect command"],
    ],
    [
      "could not be read, and nobody knows why",
      [reading("baseline", null)],
      ["invalid", "the effect command gave nothing", "Mend the effect command"],
    ],
  ])("output that %s", (_name, effects, wanted) => expect(told(output, { effects })).toEqual([wanted]));

  const metric: Effect = { kind: "metric", metric: "queries" };
  const of = (
    baseline: Parameters<typeof launches>[0],
    candidate: Parameters<typeof launches>[1],
    more: Partial<Measurement> = {},
  ) => measurement(launches(baseline, candidate), { metric: "queries", unit: "", ...more });
  const look = "Look at what stage bench wrote";

  test.each<[string, readonly Measurement[], readonly string[]]>([
    [
      "is constant and differs",
      [of([1, 1], [2, 2])],
      ["pass", "queries differs between the arms: 1 with the flag off, 2 with it on, in every launch", ""],
    ],
    [
      "is the same",
      [of([1, 1], [1, 1])],
      [
        "fail",
        "the flag has no effect where stage bench expects one: queries is 1 in every launch of both arms",
        anything,
      ],
    ],
    [
      "is not measured",
      [of([1, 1], [2, 2], { stage: "plain" }), of([1, 1], [2, 2], { metric: "x" })],
      ["missing", "queries was not measured, so it is not known whether the flag has an effect", look],
    ],
    [
      "is measured twice",
      [of([1, 1], [2, 2]), of([1, 1], [2, 2])],
      ["invalid", "queries is in the evidence more than once, so it is not known whether the flag has an effect", look],
    ],
    ["has no number", [of([1, [Number.NaN]], [2, 2])], ["invalid", "queries has a launch without a number", look]],
    ["has one arm", [of([1, 1], [])], ["invalid", "queries has no launch of one arm", look]],
    [
      "is the same once",
      [of([1], [1])],
      [
        "inconclusive",
        "it is not shown that queries differs between the arms: 0 % (−100 % … ∞), after 1 launch a side".replace(
          "0 % (−100 % … ∞)",
          "0 % (−100 % … +∞ %)",
        ),
        "Allow more launches, or name something that the flag changes for certain",
      ],
    ],
  ])("a metric that %s", (_name, measurements, [outcome, reason, action]) => {
    const [found] = told(metric, { measurements });
    expect(found?.[0]).toBe(outcome);
    expect(found?.[2]).toBe(action);
    if (outcome === "inconclusive")
      expect(found?.[1]).toMatch(
        /^it is not shown that queries differs between the arms: .* \(.* … .*\), after 1 launch a side$/,
      );
    else expect(found?.[1]).toBe(reason);
  });

  test("without evidence nothing is told, and what is told is whole", () => {
    expect(judgeEffects(config({ stages: [bothArms("bench", { effect: output })] }), [])).toEqual([]);
    expect(
      judgeEffects(config({ stages: [bothArms("bench", { effect: output })] }), [
        evidence({ effects: both("a", "b") }),
      ]),
    ).toEqual([
      {
        subject: "bench effect",
        kind: "flag",
        outcome: "pass",
        severity: "critical",
        reason: expect.any(String),
        limit: "",
        action: "",
        unit: "",
        footnotes: [],
        places: [],
      },
    ]);
  });

  test("of what varies, the interval must leave no room for none, on either side", () => {
    const kind = (factor: number) =>
      metricEffect(measurement(launches(calmLaunches(12), calmLaunches(12, factor))), plan).kind;
    expect([kind(1), kind(1.5), kind(0.5)]).toEqual(["open", "differs", "differs"]);
    expect(metricEffect(measurement(launches([1, 1, 1], [1, 2, 1])), plan)).toMatchObject({
      kind: "open",
      words: expect.stringMatching(/, after 3 launches a side$/),
    });
    expect(metricEffect(measurement(launches([1, 2, 1], [1, 1, 1])), plan)).toMatchObject({ kind: "open" });
    expect(metricEffect(measurement(launches([1, 1], [5])), plan)).toMatchObject({ kind: "open" });
  });
});

describe("recorded runs", () => {
  const past = tenValues.map((value) => fiveLaunches(value).map((one) => digest(one)));
  const arms = (today: readonly ReturnType<typeof digest>[], more: object = {}) =>
    ({ statistic: "calmLow", today, past, anchor: null, ...more }) as Parameters<typeof weighRecorded>[0];
  const of = (value: number) => arms(fiveLaunches(value).map((one) => digest(one)));
  const bounds = (
    limit: ComparingLimit,
    direction: "lower-is-better" | "higher-is-better" | null = "lower-is-better",
  ) => boundsOf(limit, 0, direction);
  const below = bounds(relative("<", 0.1) as ComparingLimit);
  const above = bounds(relative(">", -0.1) as ComparingLimit, "higher-is-better");
  const within = bounds({ kind: "within-relative", margin: 0.1, text: "" }, null);
  const levels = { pass: 0.002, fail: 0.002 };

  test("both sides of an equivalence must hold, and either may be exceeded at the price of two looks", () => {
    const one = weighRecorded(of(103), below);
    const other = weighRecorded(of(103), bounds(relative(">", -0.1) as ComparingLimit, null));
    const both = weighRecorded(of(103), within);
    expect(both.within).toBe(Math.max(one.within, other.within));
    expect(both.beyond).toBeCloseTo(Math.min(1, 2 * Math.min(one.beyond, other.beyond)), 12);
    expect(weighRecorded(of(120), within).beyond).toBeCloseTo(2 * weighRecorded(of(120), below).beyond, 12);
  });

  test("the end that a pass needs goes by the run, the end that a fail needs by its mildest launch", () => {
    const change = (value: number, limit: typeof below, failed = false) =>
      recordedChange(of(value), limit, levels, failed);
    const [low, high, even, evenFailed] = [
      change(105, below),
      change(105, above),
      change(105, within),
      change(105, within, true),
    ];
    if (low === null || high === null || even === null || evenFailed === null) throw new Error("there is a change");
    for (const one of [low, high, even, evenFailed]) expect(one.estimate).toBeCloseTo(low.estimate, 12);
    // The launches spread by half a percent either way: the mildest one is nearer to the runs by that.
    expect(even.lower).toBe(high.lower);
    expect(even.upper).toBe(low.upper);
    expect(low.lower).toBeCloseTo((1 + even.lower) * 0.995 - 1, 10);
    expect(high.upper).toBeCloseTo((1 + even.upper) * 1.005 - 1, 10);
    // Of an equivalence that failed either end may be the one, each at half of the level.
    expect(evenFailed.lower).toBeLessThan(low.lower);
    expect(evenFailed.upper).toBeGreaterThan(high.upper);
  });

  test("a ratio needs values above zero, a difference does not", () => {
    const zero = arms([digest(0), digest(1), digest(2)]);
    expect(recordedChange(zero, below, levels, false)).toBeNull();
    const difference = recordedChange(
      zero,
      bounds({ kind: "difference", comparator: "<", value: 5, unit: "ns", text: "" }),
      levels,
      false,
    );
    expect(difference?.estimate).toBeCloseTo(1 - 100.1, 6);
    expect(recordedChange(arms([digest(1, { mean: 0 })]), below, levels, false)).toBeNull();
    expect(recordedChange(arms([digest(1)], { anchor: [[digest(-1)]] }), below, levels, false)).toBeNull();
  });

  const calm = (mean: number, more: object = {}) => digest(100, { mean, ...more });
  const tail = (today: number, limit: typeof below, more: object = {}, calmest = 100) =>
    tailIsWithin(arms([calm(today)], { past: [[calm(120)], [calm(calmest)]], ...more }), limit);
  const ofDifference = bounds({ kind: "difference", comparator: "<", value: 5, unit: "ns", text: "" });

  test.each<[string, boolean, boolean]>([
    ["as calm as the calmest", tail(100, below), true],
    ["within the limit of the calmest", tail(109.9, below), true],
    ["beyond it", tail(110.1, below), false],
    ["within a narrow limit", tail(101.9, bounds(relative("<", 0.001) as ComparingLimit)), true],
    ["beyond a narrow limit", tail(102.1, bounds(relative("<", 0.001) as ComparingLimit)), false],
    ["within a difference", tail(104.9, ofDifference), true],
    ["at a difference", tail(105, ofDifference), true],
    ["beyond a difference", tail(105.1, ofDifference), false],
    [
      "of what is better when higher",
      tail(91, above, { statistic: "calmHigh", past: [[calm(80)], [calm(100)]] }),
      true,
    ],
    [
      "beyond, of what is better when higher",
      tail(89, above, { statistic: "calmHigh", past: [[calm(80)], [calm(100)]] }),
      false,
    ],
    ["slower is calmer there", tail(150, above, { statistic: "calmHigh" }), true],
    ["by the middle, with an upper limit", tail(111, below, { statistic: "median" }), false],
    ["by the middle, with a lower limit", tail(111, above, { statistic: "median" }), true],
    ["an anchor that is calmer counts", tail(109, below, { past: [[calm(105)]], anchor: [[calm(99)]] }), false],
    ["an anchor that is not does not", tail(109, below, { past: [[calm(100)]], anchor: [[calm(120)]] }), true],
  ])("a tail %s", (_name, found, wanted) => expect(found).toBe(wanted));
});
