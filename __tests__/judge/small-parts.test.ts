import { describe, expect, test } from "@jest/globals";
import type { ComparedBenchmark } from "../../src/domain/comparison.ts";
import type { Limit } from "../../src/domain/criterion.ts";
import type { Checklist, StageRecord } from "../../src/domain/evidence.ts";
import type { Launch } from "../../src/domain/measurement.ts";
import { armsOf, summariseArm } from "../../src/judge/arms.ts";
import { boundsOf, type ComparingLimit } from "../../src/judge/bound.ts";
import { chanceDigits } from "../../src/judge/chance-digits.ts";
import { claimsOf } from "../../src/judge/claims-of.ts";
import { statisticOf } from "../../src/judge/comparison.ts";
import { derivedMeasurements } from "../../src/judge/derived-metrics.ts";
import { isImplausible } from "../../src/judge/implausible.ts";
import { judgeAbsolute } from "../../src/judge/judge-absolute.ts";
import { summariseLaunch } from "../../src/judge/launch-summary.ts";
import { meanChanges } from "../../src/judge/mean-changes.ts";
import { orderBenchmarks } from "../../src/judge/order-benchmarks.ts";
import { policyParts } from "../../src/judge/policy-parts.ts";
import { meetsAbsolute } from "../../src/judge/records/meets-absolute.ts";
import { matchesDerived, matchesMetric, resolveMetrics } from "../../src/judge/resolve-metrics.ts";
import { suggestRenames } from "../../src/judge/suggest-renames.ts";
import { type ArmValues, byOrder, weighBound } from "../../src/judge/weigh-bound.ts";
import {
  absolute,
  bothArms,
  config,
  criterion,
  evidence,
  measurement,
  record,
  relative as relativeLimit,
  stage,
  tests,
} from "./samples.ts";

/** The small parts of judging, each by itself. */

const relative = (...limit: Parameters<typeof relativeLimit>) => relativeLimit(...limit) as ComparingLimit;

describe("names of metrics", () => {
  test.each<[key: string, stageName: string, metric: string, own: boolean, derived: boolean]>([
    ["m", "s", "m", true, false],
    ["s/m", "s", "m", true, true],
    ["t/m", "s", "m", false, false],
    ["m", "s", "mm", false, false],
    ["*", "s", "m", true, false],
    ["s/*", "s", "m", true, false],
    ["*/m", "s", "m", true, true],
    ["s*/m", "stage", "m", true, true],
    ["m*", "s", "metric", true, false],
    ["*c", "s", "metric", true, false],
    ["m*c", "s", "metric", true, false],
    ["m*c", "s", "mc", true, false],
    ["me*et", "s", "met", false, false],
    ["a*b*c", "s", "a-b-c", true, false],
    ["a*b*c", "s", "abc", true, false],
    ["a*b*c", "s", "acb", false, false],
    ["a*c*c", "s", "abc", false, false],
    ["a*b*b*c", "s", "abc", false, false],
    ["a*x*c", "s", "a-b-c", false, false],
    ["b*", "s", "abc", false, false],
    ["*b", "s", "abc", false, false],
  ])("%s means %s/%s: %p", (key, stageName, metric, own, derived) => {
    expect(matchesMetric(key, stageName, metric)).toBe(own);
    expect(matchesDerived(key, stageName, metric)).toBe(derived);
  });

  test("what is measured hides what is derived of its name", () => {
    const own = measurement([], { stage: "s", metric: "coverage" });
    const derived = [
      measurement([], { stage: "s", metric: "coverage" }),
      measurement([], { stage: "t", metric: "coverage" }),
      measurement([], { stage: "s", metric: "tests" }),
    ];
    const of = (metric: string) => resolveMetrics(criterion(absolute("<", 1), { metric }), [own], derived);
    expect(of("*/coverage")).toEqual([own, derived[1]]);
    expect(of("s/tests")).toEqual([derived[2]]);
    expect(of("coverage")).toEqual([own]);
    expect(of("s/*")).toEqual([own]);
  });
});

describe("what follows from the evidence", () => {
  const one = (metric: string, value: number, unit: string, more: object) => ({
    metric,
    stage: "unit",
    unit,
    launches: [{ arm: "candidate", index: 0, samples: [value] }],
    ...more,
  });
  const higher = { direction: "higher-is-better" };
  const lower = { direction: "lower-is-better" };
  const source = { source: "JUnit XML" };

  test("figures of tests, of all reports of the candidate together", () => {
    const reports = [
      tests("unit", { total: 10, passed: 6, flaky: 1, failed: 1, skipped: 2 }),
      tests("unit", { total: 5, passed: 4, errors: 1 }),
      tests("unit", { arm: "baseline", total: 100 }),
    ];
    expect(
      derivedMeasurements([evidence({ tests: reports.slice(0, 1) }), evidence({ tests: reports.slice(1) })]),
    ).toEqual([
      one("pass-rate", 1100 / 13, "%", { ...higher, ...source }),
      one("tests", 13, "", { ...higher, ...source }),
      one("failures", 2, "", { ...lower, ...source }),
      one("skipped", 2, "", source),
    ]);
    expect(derivedMeasurements([evidence({ tests: [tests("unit", { total: 2, skipped: 2, passed: 0 })] })])).toEqual([
      one("tests", 0, "", { ...higher, ...source }),
      one("failures", 0, "", { ...lower, ...source }),
      one("skipped", 2, "", source),
    ]);
    expect(derivedMeasurements([evidence({ tests: [tests("unit", { total: 0 })] })])).toEqual([]);
    expect(derivedMeasurements([evidence({ tests: [tests("unit", { arm: "baseline" })] })])).toEqual([]);
  });

  test("stages have figures of their own", () => {
    const list = (name: string, status: string): Checklist => ({
      stage: name,
      items: [{ name: "a", status }] as never,
    });
    const found = derivedMeasurements([
      evidence({
        tests: [tests("unit", { total: 10 }), tests("e2e", { total: 3 })],
        checklists: [list("parts", "failed"), list("doors", "passed")],
      }),
    ]);
    expect(
      found
        .filter(({ metric }) => metric === "tests" || metric === "failed-items")
        .map((each) => [each.stage, each.metric, each.launches[0]?.samples]),
    ).toEqual([
      ["unit", "tests", [10]],
      ["e2e", "tests", [3]],
      ["parts", "failed-items", [1]],
      ["doors", "failed-items", [0]],
    ]);
  });

  test("coverage", () => {
    const covered = { stage: "unit", format: "lcov", of: [], linesCovered: 3, linesTotal: 4, files: [], fileCount: 1 };
    expect(derivedMeasurements([evidence({ coverage: [covered] })])).toEqual([
      one("coverage", 75, "%", { ...higher, source: "lcov" }),
    ]);
    expect(derivedMeasurements([evidence({ coverage: [{ ...covered, linesTotal: 0 }] })])).toEqual([]);
  });

  test("items of a checklist that did not pass in any launch, each once", () => {
    const list = (...items: readonly (readonly [string, string])[]): Checklist => ({
      stage: "unit",
      items: items.map(([name, status]) => ({ name, status }) as never),
    });
    expect(
      derivedMeasurements([
        evidence({ checklists: [list(["a", "passed"], ["b", "failed"]), list(["a", "skipped"], ["b", "failed"])] }),
      ]),
    ).toEqual([one("failed-items", 2, "", { ...lower, source: "checklist" })]);
    expect(derivedMeasurements([evidence({ checklists: [list(["a", "passed"])] })])).toEqual([
      one("failed-items", 0, "", { ...lower, source: "checklist" }),
    ]);
    expect(derivedMeasurements([evidence({ checklists: [list()] })])).toEqual([]);
  });

  test("duration and memory of launches that count", () => {
    const launch = (index: number, more = {}): StageRecord["launches"][number] => ({
      arm: "candidate",
      index,
      warmUp: false,
      exit: { code: 0, signal: null },
      startedAt: "",
      durationMs: 2,
      peakRssBytes: 7,
      ...more,
    });
    const launches = [
      launch(0, { warmUp: true }),
      launch(1, { arm: "baseline" }),
      launch(2, { exit: { code: null, signal: "SIGKILL" } }),
      launch(3, { peakRssBytes: null }),
    ];
    expect(derivedMeasurements([evidence({ stages: [record("unit", { launches })] })])).toEqual([
      {
        metric: "duration",
        stage: "unit",
        unit: "ns",
        ...lower,
        source: "duration of each launch",
        launches: [
          { arm: "baseline", index: 1, samples: [2e6] },
          { arm: "candidate", index: 3, samples: [2e6] },
        ],
      },
      {
        metric: "peak-rss",
        stage: "unit",
        unit: "B",
        ...lower,
        source: "peak resident memory of each launch",
        launches: [{ arm: "baseline", index: 1, samples: [7] }],
      },
    ]);
    expect(derivedMeasurements([evidence({ stages: [record("unit")] })])).toEqual([]);
  });
});

describe("claims", () => {
  const bench = bothArms("bench", { measure: [{ name: "took", kind: "duration", direction: null }] });
  const of = (metric: string, taken: object, stages = [bench], limit: Limit = relative("<", 0.1)) =>
    claimsOf(config({ stages, criteria: [criterion(limit, { metric })] }), [evidence(taken)]).map((claim) => {
      const { kind, subject, problem } = claim;
      return [
        kind,
        subject,
        claim.stage?.name ?? null,
        problem === null ? null : [problem.kind, problem.reason, problem.remedy],
      ];
    });
  const took = (more = {}) => measurement([], { metric: "took", ...more });

  test.each<[string, string, object, readonly unknown[]]>([
    ["one metric", "took", { measurements: [took()] }, [["metric", "took", "bench", null]]],
    [
      "of a stage that nobody knows",
      "took",
      { measurements: [took({ stage: "x" })] },
      [["metric", "took", null, null]],
    ],
    [
      "several",
      "t*",
      { measurements: [took(), took({ metric: "total" })] },
      [
        ["metric", "bench/took", "bench", null],
        ["metric", "bench/total", "bench", null],
      ],
    ],
    [
      "twice",
      "took",
      { measurements: [took(), took()] },
      [
        [
          "metric",
          "bench/took",
          "bench",
          [
            "invalid",
            "bench/took is in the evidence more than once, and it is not known which to believe",
            "Measure it in one place, or give the measurements names of their own",
          ],
        ],
        [
          "metric",
          "bench/took",
          "bench",
          [
            "invalid",
            "bench/took is in the evidence more than once, and it is not known which to believe",
            "Measure it in one place, or give the measurements names of their own",
          ],
        ],
      ],
    ],
    [
      "lost",
      "took",
      {
        gaps: [{ stage: "bench", subject: "took", problem: { kind: "invalid", reason: "no number", remedy: "Look." } }],
      },
      [["metric", "took", "bench", ["invalid", "no number", "Look."]]],
    ],
    [
      "one there and one lost",
      "t*",
      {
        measurements: [took()],
        gaps: [
          { stage: "bench", subject: "total", problem: { kind: "missing", reason: "gone" } },
          { stage: "bench", subject: "took", problem: { kind: "missing", reason: "gone" } },
        ],
      },
      [
        ["metric", "bench/took", "bench", null],
        ["metric", "bench/total", "bench", ["missing", "gone", undefined]],
      ],
    ],
    [
      "derived and lost",
      "bench/coverage",
      { gaps: [{ stage: "bench", subject: "coverage", problem: { kind: "missing", reason: "gone" } }] },
      [["metric", "bench/coverage", "bench", ["missing", "gone", undefined]]],
    ],
    [
      "not measured, for its stage failed",
      "took",
      { stages: [record("bench", { status: "failed", reason: "exit 2" })] },
      [["metric", "took", null, ["missing", "stage bench did not measure it: exit 2", "Look at stage bench first"]]],
    ],
    [
      "not measured by the stage that it names",
      "bench/x",
      { stages: [record("bench", { status: "skipped", reason: "needs a" })] },
      [
        [
          "metric",
          "bench/x",
          null,
          ["missing", "stage bench did not measure it: needs a", "Look at stage bench first"],
        ],
      ],
    ],
    ["not measured though its stage passed", "took", { stages: [record("bench")] }, [["metric", "took", null, null]]],
    [
      "not measured by anybody",
      "other",
      { stages: [record("bench", { status: "failed" })] },
      [["metric", "other", null, null]],
    ],
  ])("%s", (_name, metric, taken, wanted) => expect(of(metric, taken)).toEqual(wanted));

  const all = { kind: "all", count: null, text: "all" } as const;
  const parts = stage("parts", { checklist: { file: "p", expected: null, othersPass: false } });
  const more = stage("more", { checklist: { file: "m", expected: null, othersPass: false } });

  test("checklists, by the stage's name or as its part, and those that no criterion names", () => {
    expect(of("parts", {}, [parts, more], all)).toEqual([
      ["checklist", "parts", "parts", null],
      ["checklist", "more checklist", "more", null],
    ]);
    expect(of("parts/checklist", {}, [parts], all)).toEqual([["checklist", "parts/checklist", "parts", null]]);
    expect(of("*/checklist", {}, [parts, more], all)).toEqual([
      ["checklist", "parts", "parts", null],
      ["checklist", "more", "more", null],
    ]);
    expect(of("nobody", {}, [bench], all)).toEqual([
      [
        "metric",
        "nobody",
        null,
        [
          "missing",
          "no stage is called nobody, so there is no checklist for it",
          "Name the stage that writes the checklist",
        ],
      ],
    ]);
    expect(claimsOf(config({ stages: [parts] }), [])).toEqual([]);
  });

  test("of several launches the worst of each item counts, and a gap leaves no checklist", () => {
    const list = (...items: readonly (readonly [string, string])[]): Checklist => ({
      stage: "parts",
      items: items.map(([name, status]) => ({ name, status }) as never),
    });
    const lists = [
      list(["a", "passed"], ["b", "skipped"], ["c", "unknown"], ["d", "failed"]),
      list(["a", "skipped"], ["b", "unknown"], ["c", "failed"], ["d", "passed"]),
    ];
    const claim = (taken: object) => claimsOf(config({ stages: [parts] }), [evidence(taken)])[0];
    expect(claim({ checklists: lists })).toMatchObject({
      checklist: {
        stage: "parts",
        items: [
          { name: "a", status: "skipped" },
          { name: "b", status: "unknown" },
          { name: "c", status: "failed" },
          { name: "d", status: "failed" },
        ],
      },
    });
    expect(claim({ checklists: lists.slice(0, 1) })).toMatchObject({ checklist: lists[0] });
    expect(claim({ checklists: [{ ...list(["a", "passed"]), stage: "x" }] })).toMatchObject({ checklist: null });
    const gap = { stage: "parts", subject: "checklist", problem: { kind: "invalid", reason: "no JSON" } };
    expect(claim({ checklists: lists, gaps: [gap] })).toMatchObject({ checklist: null, problem: gap.problem });
    expect(
      claim({
        checklists: lists,
        gaps: [
          { ...gap, subject: "x" },
          { ...gap, stage: "x" },
        ],
      }),
    ).toMatchObject({ problem: null });
  });
});

describe("claims and what is lost", () => {
  const bench = bothArms("bench", {
    measure: ["took", "held"].map((name) => ({ name, kind: "duration" as const, direction: null })),
  });
  const other = bothArms("other");
  const problem = { kind: "invalid", reason: "no number" } as const;
  const gap = (stageName: string, subject: string) => ({ stage: stageName, subject, problem });
  const took = measurement([], { metric: "took" });
  const failed = record("bench", { status: "failed", reason: "it ended with 1" });
  const notRun = "stage bench did not measure it: it ended with 1";

  test.each<[string, string, object, readonly unknown[]]>([
    ["a gap of another metric", "took", { measurements: [took], gaps: [gap("bench", "held")] }, [["took", null]]],
    ["a gap of another metric alone", "took", { gaps: [gap("bench", "held")] }, [["took", null]]],
    [
      "measured in one stage and lost in another",
      "took",
      { measurements: [took], gaps: [gap("other", "took")] },
      [
        ["bench/took", null],
        ["other/took", "no number"],
      ],
    ],
    [
      "measured although a gap speaks of it",
      "took",
      { measurements: [took], gaps: [gap("bench", "took")] },
      [["took", null]],
    ],
    ["the second metric of a stage that failed", "held", { stages: [failed] }, [["held", notRun]]],
    ["of a stage beside one that passed", "held", { stages: [record("other"), failed] }, [["held", notRun]]],
    [
      "of a stage beside one that failed",
      "held",
      { stages: [{ ...failed, stage: "other" }, record("bench")] },
      [["held", null]],
    ],
    ["of a stage without a record", "held", {}, [["held", null]]],
  ])("%s", (_name, metric, taken, expected) => {
    const settings = config({ stages: [bench, other], criteria: [criterion(relative("<", 0.1), { metric })] });
    expect(
      claimsOf(settings, [evidence(taken)]).map((claim) => [claim.subject, claim.problem?.reason ?? null]),
    ).toEqual(expected);
  });
});

describe("an absolute limit", () => {
  test.each([
    ["<", ["pass", "fail", "fail"]],
    ["<=", ["pass", "pass", "fail"]],
    [">", ["fail", "fail", "pass"]],
    [">=", ["fail", "pass", "pass"]],
    ["==", ["fail", "pass", "fail"]],
    ["!=", ["pass", "fail", "pass"]],
  ] as const)("%s 100: 90, 100 and 110", (comparator, expected) => {
    const limit = absolute(comparator, 100) as Extract<Limit, { kind: "absolute" }>;
    const judged = [90, 100, 110].map((value) => {
      const own = measurement([{ arm: "candidate", index: 0, samples: [value] }]);
      return judgeAbsolute("m", criterion(limit), own, limit, null).outcome;
    });
    expect(judged).toEqual(expected);
  });
});

describe("the weight of launches against a bound", () => {
  const [noMore] = boundsOf(relative("<", 0), 0, "lower-is-better").bounds;
  const weigh = (values: Partial<ArmValues>) => {
    if (noMore === undefined) throw new Error("a limit has a bound");
    return weighBound(noMore, { design: "paired", baseline: [], candidate: [], candidateFirst: [], ...values });
  };

  test.each<[string, Partial<ArmValues>, number]>([
    ["one pair", { baseline: [10], candidate: [9] }, 1 / 2],
    ["three pairs", { baseline: [10, 11, 12], candidate: [9, 9.5, 10] }, 1 / 8],
    ["five pairs", { baseline: [10, 11, 12, 13, 14], candidate: [9, 9.5, 10, 11, 12.5] }, 1 / 32],
    [
      "one pair in each order",
      { design: "crossover", baseline: [10, 11], candidate: [9, 9.5], candidateFirst: [true, false] },
      1 / 2,
    ],
    [
      "two pairs in each order",
      {
        design: "crossover",
        baseline: [10, 11, 12, 13],
        candidate: [9, 9.5, 10, 11],
        candidateFirst: [true, false, true, false],
      },
      1 / 6,
    ],
    [
      "all pairs in one order",
      { design: "crossover", baseline: [10, 11, 12, 13], candidate: [9, 9.5, 10, 11], candidateFirst: [] },
      1,
    ],
    ["two launches of each arm", { design: "independent", baseline: [10, 11], candidate: [8, 9] }, 1 / 6],
  ])("%s, all of them better, prove no more than chance allows", (_name, values, chance) => {
    expect(weigh(values).within).toBeCloseTo(chance, 12);
    const swapped = { ...values, baseline: values.candidate ?? [], candidate: values.baseline ?? [] };
    expect(weigh(swapped).beyond).toBeCloseTo(chance, 12);
    expect(weigh(values).beyond).toBe(1);
  });

  test("equal pairs are a tie, and so is none", () => {
    expect(weigh({ baseline: [10, 11], candidate: [10, 11] }).share).toBe(0.5);
    expect(weigh({}).share).toBe(0.5);
  });

  test("one equal pair of two counts half", () => {
    // Of the three averages of two changes two are below and one is a tie.
    expect(weigh({ baseline: [10, 11], candidate: [10, 10] }).share).toBeCloseTo(5 / 6, 12);
  });

  test.each<[string, readonly number[], readonly number[], number]>([
    ["a slow pair weighs as much as a fast one where all are positive", [1, 100], [1.5, 90], 1 / 3],
    ["and by its size where a value of the baseline is not", [-1, 2, 3], [-2, 1, 1], 1],
    ["or only one of the baseline is not, and it got worse", [-1, 2, 3], [1, 4, 5], 0],
    ["or one of the candidate is not", [1, 2, 3], [-1, 1, 2], 1],
    ["or is zero", [1, 2, 3], [0, 1, 2], 1],
  ])("%s", (_name, baseline, candidate, share) => {
    expect(weigh({ baseline, candidate }).share).toBeCloseTo(share, 12);
  });
});

describe("arms", () => {
  const launch = (arm: Launch["arm"], index: number, pair?: number, samples: readonly number[] = [index]): Launch => ({
    arm,
    index,
    samples,
    ...(pair === undefined ? {} : { pair }),
  });
  const of = (...some: Launch[]) => {
    const { baseline, candidate, ...rest } = armsOf(measurement(some));
    return {
      ...rest,
      baseline: baseline.map(({ median }) => median),
      candidate: candidate.map(({ median }) => median),
    };
  };

  test.each<[string, readonly Launch[], ReturnType<typeof of>]>([
    ["of nothing", [], { design: "independent", baseline: [], candidate: [], candidateFirst: [], leftOut: 0 }],
    [
      "of launches without pairs",
      [launch("baseline", 1), launch("candidate", 2), launch("candidate", 3, undefined, [])],
      { design: "independent", baseline: [1], candidate: [2], candidateFirst: [], leftOut: 1 },
    ],
    [
      "of which one has no pair",
      [launch("baseline", 1, 1), launch("candidate", 2)],
      { design: "independent", baseline: [1], candidate: [2], candidateFirst: [], leftOut: 0 },
    ],
    [
      "never swapped",
      [launch("baseline", 1, 1), launch("candidate", 2, 1), launch("baseline", 3, 2), launch("candidate", 4, 2)],
      { design: "paired", baseline: [1, 3], candidate: [2, 4], candidateFirst: [], leftOut: 0 },
    ],
    [
      "swapped",
      [launch("baseline", 1, 1), launch("candidate", 2, 1), launch("baseline", 4, 2), launch("candidate", 3, 2)],
      { design: "crossover", baseline: [1, 4], candidate: [2, 3], candidateFirst: [false, true], leftOut: 0 },
    ],
    [
      "swapped by place alone",
      [launch("baseline", 1, 1), launch("candidate", 1, 1), launch("candidate", 2, 2), launch("baseline", 2, 2)],
      { design: "crossover", baseline: [1, 2], candidate: [1, 2], candidateFirst: [false, true], leftOut: 0 },
    ],
    [
      "with a half that is lonely, one too many, and one without samples",
      [
        launch("baseline", 1, 1),
        launch("candidate", 2, 1),
        launch("candidate", 5, 1),
        launch("baseline", 3, 2),
        launch("candidate", 4, 3, []),
      ],
      { design: "paired", baseline: [1], candidate: [2], candidateFirst: [], leftOut: 3 },
    ],
  ])("%s", (_name, some, wanted) => expect(of(...some)).toEqual(wanted));

  test("in short", () => {
    const summaries = [
      summariseLaunch(launch("baseline", 0, undefined, [3, 1, 2])),
      summariseLaunch(launch("baseline", 0, undefined, [10])),
    ].flatMap((one) => one ?? []);
    expect(summariseArm("baseline", summaries, "median")).toEqual({
      arm: "baseline",
      launches: 2,
      samples: 4,
      centre: 6,
      perLaunch: [2, 10],
    });
    expect(summariseArm("baseline", [], "median")).toBeUndefined();
  });

  test("a launch's calm ends are its tenths, not its least and greatest call", () => {
    const summary = summariseLaunch(launch("candidate", 0, undefined, [10, 3, 5, 1, 8, 2, 9, 4, 7, 6]));
    // R: quantile(1:10, c(0.1, 0.9), type = 8)
    expect(summary?.calmLow).toBeCloseTo(1.3666666666666667, 12);
    expect(summary?.calmHigh).toBeCloseTo(9.633333333333333, 12);
    expect([summary?.median, summary?.mean]).toEqual([5.5, 5.5]);
    const centre = (direction: "higher-is-better" | "lower-is-better") =>
      summariseArm("candidate", summary === null ? [] : [summary], statisticOf(direction))?.centre;
    expect(centre("higher-is-better")).toBe(summary?.calmHigh);
    expect(centre("lower-is-better")).toBe(summary?.calmLow);
  });

  test("changes by which arm was first", () => {
    expect(byOrder([1, 2, 3], [true, false])).toEqual([[2, 3], [1]]);
  });

  test.each<[readonly number[], boolean]>([
    [[], false],
    [[1, Number.NaN], false],
    [[Number.POSITIVE_INFINITY, 1], false],
    [[Number.NEGATIVE_INFINITY, 1], false],
    [[2, 1], true],
  ])("a launch of %j stands for something: %p", (samples, stands) => {
    const summary = summariseLaunch({ arm: "baseline", index: 0, samples });
    expect(summary === null).toBe(!stands);
    if (summary !== null) expect([...summary.sorted]).toEqual([1, 2]);
  });
});

describe("bounds", () => {
  const at = (
    limit: Parameters<typeof boundsOf>[0],
    floor: number,
    direction: Parameters<typeof boundsOf>[2],
    value = 100,
  ) => {
    const { bounds, scale, allowance, footnotes } = boundsOf(limit, floor, direction);
    return [
      scale,
      allowance,
      footnotes.length,
      ...bounds.map((bound) => [bound.side, bound.inclusive, Math.round(bound.at(value) * 1e6) / 1e6]),
    ];
  };
  const difference = (comparator: "<" | "<=" | ">" | ">=", value: number) =>
    ({ kind: "difference", comparator, value, unit: "ns", text: "" }) as const;

  test.each<[string, readonly unknown[], readonly unknown[]]>([
    ["< +10 %", at(relative("<", 0.1), 0, null), ["ratio", 0.1, 0, ["below", false, 110]]],
    ["<= +10 %", at(relative("<=", 0.1), 0, "lower-is-better"), ["ratio", 0.1, 0, ["below", true, 110]]],
    ["> -10 %", at(relative(">", -0.1), 0, "higher-is-better"), ["ratio", 0.1, 0, ["above", false, 90]]],
    [">= -10 %", at(relative(">=", -0.1), 0, null), ["ratio", 0.1, 0, ["above", true, 90]]],
    ["< +10 % of less than nothing", at(relative("<", 0.1), 0, null, -100), ["ratio", 0.1, 0, ["below", false, -90]]],
    ["< +10 %, more is better", at(relative("<", 0.1), 0, "higher-is-better"), ["ratio", 0.1, 1, ["above", false, 90]]],
    [
      "> -10 %, less is better",
      at(relative(">", -0.1), 0, "lower-is-better"),
      ["ratio", 0.1, 1, ["below", false, 110]],
    ],
    [
      "< -10 %, more is better",
      at(relative("<", -0.1), 0, "higher-is-better"),
      ["ratio", 0.1, 0, ["below", false, 90]],
    ],
    ["> +10 %, less is better", at(relative(">", 0.1), 0, "lower-is-better"), ["ratio", 0.1, 0, ["above", false, 110]]],
    [
      "> +10 %, more is better",
      at(relative(">", 0.1), 0, "higher-is-better"),
      ["ratio", 0.1, 0, ["above", false, 110]],
    ],
    ["< -10 %, less is better", at(relative("<", -0.1), 0, "lower-is-better"), ["ratio", 0.1, 0, ["below", false, 90]]],
    [
      "> +5 ns, more is better",
      at(difference(">", 5), 0, "higher-is-better"),
      ["difference", 5, 0, ["above", false, 105]],
    ],
    [
      "< -5 ns, less is better",
      at(difference("<", -5), 0, "lower-is-better"),
      ["difference", 5, 0, ["below", false, 95]],
    ],
    ["< +0 %, more is better", at(relative("<", 0), 0, "higher-is-better"), ["ratio", 0, 0, ["below", false, 100]]],
    ["a floor widens", at(relative("<", 0.1), 20, null), ["ratio", 0.1, 1, ["below", false, 120]]],
    ["a small floor does not narrow", at(relative("<", 0.1), 5, null), ["ratio", 0.1, 1, ["below", false, 110]]],
    ["a floor widens from above", at(relative(">", -0.1), 20, null), ["ratio", 0.1, 1, ["above", false, 80]]],
    [
      "a floor does not make an improvement easier",
      at(relative("<", -0.1), 20, null),
      ["ratio", 0.1, 1, ["below", false, 90]],
    ],
    ["nor a rise", at(relative(">", 0.1), 20, null), ["ratio", 0.1, 1, ["above", false, 110]]],
    ["< +5 ns", at(difference("<", 5), 0, null), ["difference", 5, 0, ["below", false, 105]]],
    ["< +5 ns with a floor", at(difference("<", 5), 7, null), ["difference", 5, 1, ["below", false, 107]]],
    ["> -5 ns", at(difference(">", -5), 0, null), ["difference", 5, 0, ["above", false, 95]]],
    [
      "within 5 %",
      at({ kind: "within-relative", margin: 0.05, text: "" }, 0, null),
      ["ratio", 0.05, 0, ["above", true, 95], ["below", true, 105]],
    ],
    [
      "within 5 % of less than nothing",
      at({ kind: "within-relative", margin: 0.05, text: "" }, 0, null, -100),
      ["ratio", 0.05, 0, ["above", true, -105], ["below", true, -95]],
    ],
    [
      "within 5 % with a floor",
      at({ kind: "within-relative", margin: 0.05, text: "" }, 9, null),
      ["ratio", 0.05, 1, ["above", true, 91], ["below", true, 109]],
    ],
    [
      "within 5 ns",
      at({ kind: "within-difference", margin: 5, unit: "ns", text: "" }, 0, null),
      ["difference", 5, 0, ["above", true, 95], ["below", true, 105]],
    ],
    [
      "within 5 ns with a floor",
      at({ kind: "within-difference", margin: 5, unit: "ns", text: "" }, 9, null),
      ["difference", 9, 1, ["above", true, 91], ["below", true, 109]],
    ],
  ])("%s", (_name, found, wanted) => expect(found).toEqual(wanted));
});

describe("an interval against an absolute limit", () => {
  test.each<
    [comparator: "<" | "<=" | ">" | ">=" | "==" | "!=", lower: number, upper: number, floor: number, held: string]
  >([
    ["<", 1, 9, 0, "within"],
    ["<", 1, 10, 0, "open"],
    ["<", 10, 12, 0, "beyond"],
    ["<=", 1, 10, 0, "within"],
    ["<=", 10, 12, 0, "open"],
    ["<=", 10.5, 12, 0, "beyond"],
    [">", 10.5, 12, 0, "within"],
    [">", 10, 12, 0, "open"],
    [">", 8, 10, 0, "beyond"],
    [">=", 10, 12, 0, "within"],
    [">=", 8, 10, 0, "open"],
    [">=", 8, 9.5, 0, "beyond"],
    ["==", 10, 10, 0, "within"],
    ["==", 11, 11, 0, "beyond"],
    ["==", 11, 11, 1, "within"],
    ["!=", 11, 11, 0, "within"],
    ["!=", 11, 11, 1, "beyond"],
    ["!=", 10, 10, 0, "beyond"],
    ["<", Number.NaN, 9, 0, "open"],
    ["<", 1, Number.NaN, 0, "open"],
  ])("%s 10 of %p to %p with a floor of %p: %s", (comparator, lower, upper, floor, held) => {
    const estimate = Number.isNaN(lower) || Number.isNaN(upper) ? 5 : (lower + upper) / 2;
    expect(meetsAbsolute({ estimate, lower, upper }, absolute(comparator, 10) as never, floor)).toBe(held);
  });

  test("a figure that is no number is open", () => {
    expect(meetsAbsolute({ estimate: Number.NaN, lower: 1, upper: 2 }, absolute("!=", 10) as never, 0)).toBe("open");
  });
});

describe("improvements that are too good", () => {
  const doubt = (baseline: number, candidate: number, more: object = {}) =>
    isImplausible({
      direction: null,
      criterion: criterion(relative("<", 0.1)),
      measurement: { unit: "ns" },
      values: { baseline: [baseline], candidate: [candidate] },
      pass: { bounds: boundsOf(relative("<", 0.1), 0, null) },
      ...more,
    });
  const rise = { direction: "higher-is-better", measurement: { unit: "" } };
  const asks = (change: number) => ({ criterion: criterion(relative(change < 0 ? "<" : ">", change)) });

  test.each<[string, string | null, string | null]>([
    [
      "ten times",
      doubt(100, 10),
      "100 ns became 10 ns (−90 %), more than 10 times better: did the candidate do the work?",
    ],
    ["nearly ten times", doubt(100, 10.1), null],
    ["worse", doubt(10, 100), null],
    ["from nothing", doubt(0, 0), null],
    ["below zero", doubt(100, -1), null],
    [
      "to nothing",
      doubt(100, 0),
      "100 ns became 0 ns (−100 %), more than 10 times better: did the candidate do the work?",
    ],
    [
      "a rise",
      doubt(10, 100, rise),
      "10 became 100 (+900 %), more than 10 times better: did the candidate do the work?".replace("+900", "900"),
    ],
    [
      "a rise from nothing",
      doubt(0, 100, rise),
      "0 became 100, more than 10 times better: did the candidate do the work?",
    ],
    [
      "by a limit on the other side",
      doubt(10, 100, { pass: { bounds: boundsOf(relative(">", -0.1), 0, null) } }),
      "10 ns became 100 ns (900 %), more than 10 times better: did the candidate do the work?",
    ],
    [
      "of a size that the floor ignores",
      doubt(100, 10, { criterion: criterion(relative("<", 0.1), { floor: 90 }) }),
      null,
    ],
    [
      "of a size that the floor does not ignore",
      doubt(100, 10, { criterion: criterion(relative("<", 0.1), { floor: 89 }) }),
      "100 ns became 10 ns (−90 %), more than 10 times better: did the candidate do the work?",
    ],
    ["asked for", doubt(100, 10, asks(-0.9)), null],
    [
      "more than asked for",
      doubt(100, 10, asks(-0.89)),
      "100 ns became 10 ns (−90 %), more than 10 times better: did the candidate do the work?",
    ],
    ["a rise asked for", doubt(10, 100, { ...rise, ...asks(9) }), null],
    [
      "a rise more than asked for",
      doubt(10, 100, { ...rise, ...asks(8.9) }),
      "10 became 100 (900 %), more than 10 times better: did the candidate do the work?",
    ],
  ])("%s", (_name, found, wanted) => expect(found).toBe(wanted));
});

test.each([
  [Number.NaN, 0],
  [0, 0],
  [12, 0],
  [123, 1],
  [1200, 0],
  [1.2345, 3],
  [-123.4, 2],
  [1e-9, 0],
  [123456789012.6, 10],
])("%p has %p digits of chance", (value, digits) => expect(chanceDigits(value)).toBe(digits));

describe("several benchmarks", () => {
  const row = (name: string, more: Partial<ComparedBenchmark> = {}): ComparedBenchmark => ({
    name,
    status: "undecided",
    reason: "",
    action: "",
    unit: "ns",
    footnotes: [],
    ...more,
  });
  const ratio = (estimate: number) => ({ scale: "ratio", estimate, lower: 0, upper: 0, confidence: 0.99 }) as const;
  const arm = (centre: number) => ({ arm: "baseline", launches: 1, samples: 1, centre, perLaunch: [centre] }) as never;
  const sides = { baseline: arm(1), candidate: arm(1) };

  test("are in order: by status, then by how much worse, then as they came", () => {
    const statuses = [
      "pass",
      "better",
      "new",
      "undecided",
      "different",
      "warn",
      "inconclusive",
      "missing",
      "invalid",
      "broken",
      "worse",
      "fail",
    ] as const;
    const sorted = orderBenchmarks(statuses.map((status) => ({ row: row(status, { status }), direction: null })));
    expect(sorted.map(({ name }) => name)).toEqual([...statuses].reverse());
    const byChange = (direction: "lower-is-better" | "higher-is-better" | null) =>
      orderBenchmarks([
        { row: row("small", { change: ratio(0.1) }), direction },
        { row: row("none"), direction },
        { row: row("zero", { change: ratio(0) }), direction },
        { row: row("fall", { change: ratio(-0.5) }), direction },
        { row: row("difference", { change: { ...ratio(3), scale: "difference" }, baseline: arm(-10) }), direction },
      ]).map(({ name }) => name);
    expect(byChange("lower-is-better")).toEqual(["difference", "small", "none", "zero", "fall"]);
    expect(byChange("higher-is-better")).toEqual(["fall", "none", "zero", "small", "difference"]);
    expect(byChange(null)).toEqual(["fall", "difference", "small", "none", "zero"]);
  });

  test("have a mean for each unit of which all are ratios", () => {
    const rows = [
      row("a", { change: ratio(1), ...sides }),
      row("b", { change: ratio(-0.5), ...sides }),
      row("c", { unit: "B", change: ratio(3), ...sides }),
      row("d", { change: ratio(9) }),
      row("e", { change: ratio(9), baseline: arm(1) }),
    ];
    const [mean, ...others] = meanChanges(rows);
    expect(others).toEqual([]);
    expect(mean).toMatchObject({ unit: "ns", benchmarks: 2 });
    expect(mean?.change).toBeCloseTo(0, 12);
    expect(meanChanges([...rows, row("f", sides)])).toEqual([]);
    for (const change of [{ ...ratio(1), scale: "difference" as const }, ratio(-1), ratio(Number.POSITIVE_INFINITY)])
      expect(meanChanges([...rows, row("f", { ...sides, change })])).toEqual([]);
    expect(meanChanges([row("c", { change: ratio(3), ...sides })])).toEqual([]);
    expect(
      meanChanges([
        row("a", { change: ratio(1), ...sides }),
        row("b", { change: ratio(1), ...sides }),
        row("c", { change: ratio(-0.75), ...sides }),
      ])[0]?.change,
    ).toBeCloseTo(0, 12);
  });

  test("may have been renamed", () => {
    const figure = (name: string, centre: number, unit = "ns") => ({ name, unit, centre });
    expect(suggestRenames([figure("sort_list", 100)], [figure("sort_lists", 109)])).toEqual([
      { from: "sort_list", to: "sort_lists" },
    ]);
    expect(suggestRenames([figure("sort_list", 100)], [figure("sort_lists", 112)])).toEqual([]);
    expect(suggestRenames([figure("abc", 100)], [figure("xyz", 102)])).toEqual([{ from: "abc", to: "xyz" }]);
    expect(suggestRenames([figure("abc", 100)], [figure("xyz", 103)])).toEqual([]);
    expect(suggestRenames([figure("abc", 100)], [figure("abcd", 100, "B")])).toEqual([]);
    expect(suggestRenames([figure("abc", 0)], [figure("abcd", 0)])).toEqual([{ from: "abc", to: "abcd" }]);
    expect(suggestRenames([figure("", 5), figure("x", 7)], [figure("y", 7)])).toEqual([{ from: "x", to: "y" }]);
    // Each is the other's best match, or there is none.
    expect(suggestRenames([figure("aa", 100), figure("ab", 100)], [figure("ab2", 100)])).toEqual([
      { from: "ab", to: "ab2" },
    ]);
    expect(suggestRenames([figure("SORT", 100)], [figure("sort1", 109), figure("other", 100.5)])).toEqual([
      { from: "SORT", to: "sort1" },
    ]);
  });
});

describe("everything that a verdict depends on", () => {
  test("is a part with a key, its words and what more of it means", () => {
    const program = { kind: "program", argv: ["run", "it"] } as const;
    const script = (text: string, shell: "bash" | null = null) => ({ kind: "script", script: text, shell }) as never;
    const full = config({
      rollout: "shop",
      flag: {
        read: script(" read \n", "bash"),
        readTimeoutMs: 1,
        set: [
          { kind: "script", on: script("on"), off: program },
          { kind: "file", path: "f.yaml", key: "k", on: true, off: 0 },
          { kind: "env", name: "E", on: "1", off: "0" },
        ],
      },
      packages: [{ manager: "pip", name: "a.b", range: ">=2", severity: "warning" }],
      disk: [{ path: "/tmp", freeBytes: 5, severity: "info" }],
      stages: [
        stage("unit test", {
          run: program,
          directory: "dir",
          env: { A: "1" },
          input: "in",
          needs: ["x"],
          timeoutMs: 7,
          arms: { kind: "one", arm: "candidate" } as never,
          expect: {
            exit: [0],
            output: [{ kind: "text", text: "done" }],
            never: [{ kind: "pattern", pattern: "a+" } as never],
          },
          tests: ["t.xml"],
          coverage: { file: "c.json", of: [] },
          checklist: { file: "p.json", expected: ["i"], othersPass: false },
          benchmarks: ["b.json"],
          measure: [{ name: "m", kind: "duration", direction: null }],
          expectBenchmarks: ["one b"],
          effect: { kind: "metric", metric: "q" },
          requires: ["pip a.b"],
        }),
        bothArms("bench", {
          effect: { kind: "output", run: script("x"), timeoutMs: 1 },
          coverage: { file: "c", of: ["a", "b"] },
        }),
        stage("plain"),
      ],
      criteria: [
        criterion(relative("<", 0.1), {
          warn: relative("<", 0.2),
          floor: 3,
          floorUnit: "ns",
          direction: "lower-is-better",
        }),
        criterion(absolute("==", 0, "")),
      ],
      waivers: [{ metric: "latency", owner: "ann", reason: "known", until: "2026-03-01" }],
      manual: [{ group: "chat", items: [{ text: "One two", required: true }] }],
      signOffs: [{ role: "lead", required: false }],
      contacts: [{ role: "ops", handle: null } as never],
    });
    const parts = policyParts({ ...full, newKey: { a: 1 } } as never);
    const words = parts.map(({ key, text, sense, strictness, scale, companion, isStage }) =>
      [
        key,
        text,
        sense,
        strictness ?? "",
        scale ?? "",
        companion === true ? "companion" : "",
        isStage === true ? "stage" : "",
      ]
        .join(" | ")
        .replace(/[ |]+$/, ""),
    );
    const expected = [
      "rollout | shop | neutral",
      "python | python3 | neutral",
      "flag.read | bash: read | demand",
      'flag.set[0] | script, on: on, off: ["run","it"] | neutral',
      "flag.set[1] | file f.yaml, k = true or 0 | neutral",
      "flag.set[2] | env E = 1 or 0 | neutral",
      'require.pip."a.b" | >=2 | demand',
      'require.pip."a.b".severity | warning | neutral | 1 |  | companion',
      "require.disk./tmp | 5 bytes free | neutral | 5",
      "require.disk./tmp.severity | info | neutral | 0 |  | companion",
      'stages."unit test" | ["run","it"] | demand |  |  |  | stage',
      'stages."unit test".dir | dir | neutral',
      'stages."unit test".env.A | 1 | neutral',
      'stages."unit test".input | in | neutral',
      'stages."unit test".needs.x | x | demand',
      'stages."unit test".timeout | 7 ms | neutral',
      'stages."unit test".arms | candidate | neutral',
      'stages."unit test".severity | critical | neutral | 2 |  | companion',
      'stages."unit test".expect.exit.0 | exit 0 | permission',
      'stages."unit test".expect.output.done | done | demand',
      'stages."unit test".expect.never./a+/ | /a+/ | demand',
      'stages."unit test".tests.t.xml | t.xml | demand',
      'stages."unit test".coverage | c.json of everything | demand',
      'stages."unit test".checklist | p.json | demand',
      'stages."unit test".checklist.i | i | demand',
      'stages."unit test".benchmarks.b.json | b.json | demand',
      'stages."unit test".measure.m | duration | demand',
      'stages."unit test".expect-benchmarks."one b" | one b | demand',
      'stages."unit test".effect | metric q | demand',
      'stages."unit test".requires.pip a.b | pip a.b | demand',
      'stages."unit test".alone | false | neutral',
      "stages.bench | true | demand |  |  |  | stage",
      "stages.bench.timeout | 60000 ms | neutral",
      "stages.bench.arms | minLaunches 5, maxLaunches 24, warmUps 0, timeLimitMs null, inProcess false | neutral",
      "stages.bench.arms.error | 0.01 | neutral | -0.01",
      "stages.bench.severity | critical | neutral | 2 |  | companion",
      "stages.bench.expect.exit.0 | exit 0 | permission",
      "stages.bench.coverage | c of a, b | demand",
      "stages.bench.effect | output of x | demand",
      "stages.bench.alone | false | neutral",
      "stages.plain | true | demand |  |  |  | stage",
      "stages.plain.timeout | 60000 ms | neutral",
      "stages.plain.arms | as-is | neutral",
      "stages.plain.severity | critical | neutral | 2 |  | companion",
      "stages.plain.expect.exit.0 | exit 0 | permission",
      "stages.plain.alone | false | neutral",
      "criteria.latency.pass | < 10 % | demand | -0.1 | relative <",
      "criteria.latency.warn | < 20 % | permission | -0.2 | relative <",
      "criteria.latency.severity | critical | neutral | 2 |  | companion",
      "criteria.latency.floor | 3 ns | permission | -3 | ns",
      "criteria.latency.direction | lower-is-better | neutral",
      "criteria.latency.pass (2) | == 0 | demand",
      "criteria.latency.severity (2) | critical | neutral | 2 |  | companion",
      "waivers.latency | ann: known | permission",
      `waivers.latency.until | 2026-03-01 | neutral | ${-Date.parse("2026-03-01")} |  | companion`,
      'manual.chat."One two" | One two | demand',
      'manual.chat."One two".required | true | neutral | 1 |  | companion',
      "sign-offs.lead | lead | demand",
      "sign-offs.lead.required | false | neutral | 0 |  | companion",
      "contacts.ops |  | neutral",
      'newKey | {"a":1} | neutral',
    ];
    // What the config says besides is compared whole, and is not listed here.
    expect(words.filter((one) => expected.includes(one))).toEqual(expected);
    expect(parts.filter(({ key }) => key.startsWith("stages.bench")).every(({ stage: name }) => name === "bench")).toBe(
      true,
    );
  });

  test.each<[Parameters<typeof criterion>[0], number | undefined, string | undefined]>([
    [absolute(">=", 5, "B"), 5, "absolute B >="],
    [absolute("<", 5, "B"), -5, "absolute B <"],
    [absolute("!=", 5, "B"), undefined, "absolute B !="],
    [{ kind: "difference", comparator: ">", value: -3, unit: "ns", text: "" }, -3, "difference ns >"],
    [relative(">=", -0.1), -0.1, "relative >="],
    [{ kind: "within-relative", margin: 0.05, text: "" }, -0.05, "within-relative"],
    [{ kind: "within-difference", margin: 2, unit: "ns", text: "" }, -2, "within-difference ns"],
    [{ kind: "all", count: 15, text: "" }, 15, "all"],
    [{ kind: "all", count: null, text: "" }, 0, "all"],
  ])("%j is as strict as %p", (limit, strictness, scale) => {
    const part = policyParts(config({ criteria: [criterion(limit)] })).find(
      ({ key }) => key === "criteria.latency.pass",
    );
    expect([part?.strictness, part?.strictness === undefined ? undefined : part.scale]).toEqual([
      strictness,
      strictness === undefined ? undefined : scale,
    ]);
  });
});
