import { describe, expect, test } from "@jest/globals";
import type { Limit } from "../../src/domain/criterion.ts";
import type { LaunchDigest } from "../../src/domain/ledger.ts";
import type { Measurement } from "../../src/domain/measurement.ts";
import { digestMeasurements } from "../../src/judge/digest-measurements.ts";
import type { Claim } from "../../src/judge/judge-criterion.ts";
import { judgeEvidence } from "../../src/judge/judge-evidence.ts";
import { judgeRecorded } from "../../src/judge/judge-recorded.ts";
import { mayBeBaseline } from "../../src/judge/may-be-baseline.ts";
import {
  daysAgo,
  digest,
  fiveLaunches,
  judgeToday,
  ledger,
  machine,
  now,
  recordedMetric,
  recordedStage,
  run,
  runsOf,
  tenValues,
  today,
} from "./recorded-samples.ts";
import { absolute, config, criterion, evidence, record, relative, stage } from "./samples.ts";

const tenRuns = ledger(runsOf(tenValues));
const policy = { runs: 10, maxAgeMs: 90 * 86_400_000, since: null, anchor: null };

describe("one run against the ledger's runs", () => {
  test.each([
    ["the same", 100, "pass"],
    ["a little slower", 102, "pass"],
    ["near the limit", 107, "inconclusive"],
    ["at the limit", 110, "inconclusive"],
    ["a little over", 112, "inconclusive"],
    ["slower by a fifth", 120, "fail"],
    ["faster", 80, "pass"],
    ["too fast to be true", 5, "invalid"],
  ] as const)("%s", (_, value, outcome) => {
    const { latency } = judgeToday({ record: tenRuns, measurements: [today(fiveLaunches(value))] });
    expect([latency.outcome, latency.reason]).toEqual([outcome, expect.any(String)]);
    expect(latency.recorded).toEqual({ of: "runs", runs: 10 });
  });

  test("gives the prediction interval on logarithms", () => {
    const { latency } = judgeToday({ record: tenRuns, measurements: [today(fiveLaunches(103))] });
    // x = log([99.1, 100.4, 101.2, 98.8, 100, 99.6, 100.9, 101.5, 99.3, 100.2]); R:
    // expm1(log(103) - mean(x)); expm1(log(103) - mean(x) + qt(0.998, 9) * sd(x) * sqrt(1.1))
    // expm1(log(103 * 0.995) - mean(x) - qt(0.998, 9) * sd(x) * sqrt(1.1)): the mildest launch
    expect(latency.change?.estimate).toBeCloseTo(0.029009514945061286, 10);
    expect(latency.change?.upper).toBeCloseTo(0.06743173261607854, 10);
    expect(latency.change?.lower).toBeCloseTo(-0.012989546079788793, 10);
    expect(latency.change).toMatchObject({ scale: "ratio", confidence: 0.99 });
    expect(latency.baseline).toMatchObject({ launches: 50, samples: 500, perLaunch: tenValues });
  });

  test("says that it is weaker, and of how many runs it speaks", () => {
    const { latency } = judgeToday({ record: tenRuns });
    expect(latency.footnotes[0]).toMatch(
      /^weaker than measuring both arms: held against 10 earlier runs in the ledger \(2026-05-22 to 2026-05-31\)/,
    );
    expect(latency.reason).toMatch(/against 10 earlier runs: meets < 10 %, by one run of 5 launches$/);
  });

  test("a run that is slow only in most of its launches is no fail", () => {
    const burst = [100, 125, 125, 125, 125];
    const { latency } = judgeToday({ record: tenRuns, measurements: [today(burst)] });
    expect(latency.outcome).toBe("inconclusive");
    const all = judgeToday({ record: tenRuns, measurements: [today([124, 125, 125, 125, 125])] });
    expect(all.latency.outcome).toBe("fail");
  });

  test("what runs differ by among themselves explains as much", () => {
    const wild = ledger(runsOf([100, 140, 90, 120, 75, 160, 110, 95, 130, 85]));
    for (const value of [60, 100, 120, 150, 200]) {
      const { latency } = judgeToday({ record: wild, measurements: [today(fiveLaunches(value))] });
      expect([value, latency.outcome]).toEqual([value, "inconclusive"]);
    }
  });

  test("counts that never differ are held to the digit", () => {
    const counts = (value: number) => [today([value, value, value, value, value], { unit: "" })];
    const same = ledger(
      Array.from({ length: 7 }, () => run([recordedMetric([500, 500, 500, 500, 500], { unit: "" })])),
    );
    const outcome = (value: number) => judgeToday({ record: same, measurements: counts(value) }).latency.outcome;
    expect([500, 549, 550, 551].map(outcome)).toEqual(["pass", "pass", "inconclusive", "fail"]);
    const uneven = judgeToday({ record: same, measurements: [today([500, 560, 490, 555, 520], { unit: "" })] });
    expect(uneven.latency.outcome).toBe("inconclusive");
  });

  test("slow calls that became more take a pass away", () => {
    const tail = Array.from({ length: 5 }, (_, launch) => [
      100 + launch / 10,
      100,
      100,
      100,
      100,
      100,
      100,
      100,
      205,
      200,
    ]);
    const { latency } = judgeToday({ record: tenRuns, measurements: [today(tail)] });
    expect(latency.outcome).toBe("inconclusive");
    expect(latency.reason).toMatch(
      /the calm calls are within the limit, but it is not shown that slow calls are no more frequent/,
    );
  });

  test("a second level makes a warning", () => {
    const levels = criterion(relative("<", 0.1), { warn: relative("<", 0.5) });
    const outcome = (value: number) =>
      judgeToday({ record: tenRuns, measurements: [today(fiveLaunches(value))], config: { criteria: [levels] } })
        .latency.outcome;
    expect([100, 125, 149, 190].map(outcome)).toEqual(["pass", "warn", "inconclusive", "fail"]);
  });

  test("more is better for rates, and differences are judged as such", () => {
    const rates = ledger(tenValues.map((value) => run([recordedMetric(fiveLaunches(value), { unit: "1/s" })])));
    const outcome = (value: number, limit = relative(">", -0.1)) =>
      judgeToday({
        record: rates,
        measurements: [today(fiveLaunches(value), { unit: "1/s" })],
        config: { criteria: [criterion(limit)] },
      }).latency.outcome;
    expect([100, 92, 70, 150].map((value) => outcome(value))).toEqual(["pass", "inconclusive", "fail", "pass"]);
    const difference = { kind: "difference", comparator: ">", value: -10, unit: "1/s", text: "> -10 /s" } as const;
    expect([100, 92, 70].map((value) => outcome(value, difference))).toEqual(["pass", "inconclusive", "fail"]);
    const within = { kind: "within-relative", margin: 0.1, text: "within 10 %" } as const;
    expect([100, 92, 70, 130].map((value) => outcome(value, within))).toEqual(["pass", "inconclusive", "fail", "fail"]);
  });

  test("a limit without a sign asks the ledger nothing", () => {
    const { latency } = judgeToday({ record: { kind: "none" }, config: { criteria: [criterion(absolute("<", 200))] } });
    expect(latency.outcome).toBe("pass");
    expect(latency.recorded).toBeUndefined();
  });

  test("fails of several metrics share the error", () => {
    const names = Array.from({ length: 20 }, (_, index) => `m${index}`);
    const runs = tenValues.map((value) => run(names.map((metric) => recordedMetric(fiveLaunches(value), { metric }))));
    const values = names.map((metric) => today(fiveLaunches(metric === "m0" ? 116 : 100), { metric }));
    const judged = (measurements: typeof values) =>
      judgeToday({
        record: ledger(runs),
        measurements: [...measurements, today([1, 1], { metric: "latency" })],
        config: {
          criteria: [
            ...measurements.map(({ metric }) => criterion(relative("<", 0.1), { metric })),
            criterion(absolute("<", 9)),
          ],
        },
      }).find("m0").outcome;
    expect(judged(values.slice(0, 1))).toBe("fail");
    expect(judged(values)).toBe("inconclusive");
  });
});

describe("a ledger that has no baseline", () => {
  const other = { ...machine, cpuModel: "Make B" };
  test.each([
    ["there is none for this run", { kind: "none" } as const, "missing", /this run has no ledger/],
    [
      "it cannot be read",
      { kind: "unreadable", place: "branch x", problem: { kind: "invalid", reason: "line 3 is broken" } } as const,
      "invalid",
      /the ledger \(branch x\) could not be read, so there is no baseline: line 3 is broken/,
    ],
    [
      "nothing is in it yet",
      ledger([]),
      "missing",
      /no run of stage bench is in the ledger \(memory\) yet, and 7 are needed/,
    ],
    ["too few runs", ledger(runsOf([100, 101, 99])), "inconclusive", /too few runs: 3 of the 7 that are needed/],
    [
      "another kind of machine",
      ledger([...runsOf(tenValues, { machine: other }), ...runsOf([100], { machine: { ...machine, cores: 8 } })]),
      "inconclusive",
      /another kind of machine: no run in the ledger was on linux x64, 4 cores, Make A, node 24, and 7 are needed; there are 10 runs on linux x64, 4 cores, Make B, node 24, 1 run on linux x64, 8 cores/,
    ],
    [
      "stale runs",
      ledger(tenValues.map((value, index) => run([recordedMetric([value])], { at: daysAgo(200 - index) }))),
      "inconclusive",
      /stale: 0 of the runs on this kind of machine are younger than 90 d and 7 are needed; 10 are older, the latest of them by now 191 d old/,
    ],
    [
      "dates that cannot be read",
      ledger(runsOf(tenValues, { at: "yesterday" })),
      "inconclusive",
      /stale: 0 of the runs/,
    ],
    [
      "a metric that is new",
      ledger(tenValues.map((value) => run([recordedMetric([value], { metric: "other" })]))),
      "missing",
      /new: none of the 10 earlier runs has latency/,
    ],
    [
      "a metric in another unit",
      ledger(tenValues.map((value) => run([recordedMetric([value], { unit: "B" })]))),
      "missing",
      /new: none of the 10 earlier runs has latency/,
    ],
    [
      "a metric that is nearly new",
      ledger([
        ...tenValues.slice(3).map((value) => run([recordedMetric([value], { metric: "other" })])),
        ...runsOf(tenValues.slice(7)),
      ]),
      "missing",
      /new: 3 runs of 10 have latency, and 7 are needed/,
    ],
  ])("%s", (_, record, outcome, words) => {
    const { latency, findings, verdict } = judgeToday({ record });
    expect(latency.outcome).toBe(outcome);
    expect(latency.reason).toMatch(words);
    expect(latency.action).not.toBe("");
    expect(verdict.decision).toBe("INCONCLUSIVE");
    // The run may be the first of a record, unless the record itself is in disorder.
    expect(mayBeBaseline(findings)).toBe(outcome !== "invalid");
  });

  test("a new benchmark that a pattern names holds nothing up", () => {
    const pattern = criterion(relative("<", 0.1), { metric: "lat*" });
    const { find, verdict } = judgeToday({
      record: tenRuns,
      measurements: [today(fiveLaunches(100)), today(fiveLaunches(5), { metric: "latest" })],
      config: { criteria: [pattern, criterion(relative("<", 0.1))] },
    });
    expect(find("bench/latest")).toMatchObject({ outcome: "missing", severity: "info" });
    expect(verdict.decision).toBe("GO");
  });

  test.each([
    ["first", true],
    ["last", false],
  ])("of a matrix the part that ran the stage says which machine counts: that part %s", (_, isFirst) => {
    const own = evidence({ stages: [record("bench")], measurements: [today(fiveLaunches(100))], machine });
    const another = evidence({ stages: [record("unit")], machine: other });
    const { findings } = judgeEvidence(
      config({ stages: [stage("unit"), recordedStage()], criteria: [criterion(relative("<", 0.1))] }),
      isFirst ? [own, another] : [another, own],
      now,
      tenRuns,
    );
    expect(findings.find(({ subject }) => subject === "latency")?.outcome).toBe("pass");
  });

  test("runs from before the day that the policy begins with do not count", () => {
    const { latency } = judgeToday({
      record: tenRuns,
      config: { baseline: { ...policy, since: daysAgo(3).slice(0, 10) } },
    });
    expect(latency.outcome).toBe("inconclusive");
    expect(latency.reason).toMatch(/too few runs: 3 of the 7 .*; 7 runs from before 2026-05-29 do not count/);
  });

  test("only the latest runs count, each once", () => {
    const shared = { repository: "o/r", runId: "1", attempt: 1, url: "" };
    const twice = [...runsOf(tenValues.slice(0, 6)), ...runsOf([100, 100, 100], { run: shared })];
    expect(judgeToday({ record: ledger(twice) }).latency.recorded).toEqual({ of: "runs", runs: 7 });
    const many = ledger([...runsOf([500, 500, 500]), ...runsOf(tenValues)]);
    expect(judgeToday({ record: many }).latency).toMatchObject({ outcome: "pass", recorded: { runs: 10 } });
  });

  test("figures that are an earlier run's to the last digit were not measured", () => {
    const copied = today([
      [100.123457, 101.22, 100.512387],
      [99.73111, 100.93155, 102],
    ]);
    const earlier = run(digestMeasurements([evidence({ measurements: [copied] })]));
    const { latency } = judgeToday({ record: ledger([...runsOf(tenValues), earlier]), measurements: [copied] });
    expect(latency.outcome).toBe("invalid");
    expect(latency.reason).toMatch(
      /^stale: every figure of latency is to the last digit that of the run of 2026-05-31/,
    );
  });

  describe("only a whole copy is one", () => {
    const samples = [
      [100.123457, 101.22, 100.512387],
      [99.73111, 100.93155, 102],
    ];
    const outcomeOf = (
      unit: Measurement["unit"],
      change: (launches: readonly LaunchDigest[]) => readonly LaunchDigest[],
    ) => {
      const measured = today(samples, { unit });
      const copied = digestMeasurements([evidence({ measurements: [measured] })]).map((one) => ({
        ...one,
        launches: change(one.launches),
      }));
      const others = tenValues.map((value) => run([recordedMetric(fiveLaunches(value), { unit: measured.unit })]));
      const criteria = [criterion(relative(unit === "ns" ? "<" : ">", unit === "ns" ? 0.1 : -0.1))];
      return judgeToday({ record: ledger([...others, run(copied)]), measurements: [measured], config: { criteria } })
        .latency.outcome;
    };

    test.each([
      ["a duration", "ns", "invalid"],
      ["a rate", "1/s", "invalid"],
      ["a throughput", "B/s", "invalid"],
      ["a size, which comes in pages", "B", "pass"],
      ["a count, which repeats", "", "pass"],
    ] as const)("of %s", (_, unit, outcome) => {
      expect(outcomeOf(unit, (launches) => launches)).toBe(outcome);
    });

    test.each(["samples", "calmLow", "calmHigh", "median", "mean"] as const)("not with another %s", (key) => {
      expect(
        outcomeOf("ns", (launches) => launches.map((one, at) => (at === 1 ? { ...one, [key]: one[key] + 1 } : one))),
      ).toBe("pass");
    });

    test("nor with a launch more or less", () => {
      expect(outcomeOf("ns", (launches) => [...launches, ...launches.slice(0, 1)])).toBe("pass");
      expect(outcomeOf("ns", (launches) => launches.slice(0, 1))).toBe("pass");
    });
  });

  test("whole milliseconds repeat by chance, and are no copy", () => {
    const five = [12e6, 13e6, 12e6, 12e6, 13e6];
    const record = ledger(
      Array.from({ length: 8 }, () => run([recordedMetric(five.map((one) => digest(one, { samples: 1 })))])),
    );
    expect(judgeToday({ record, measurements: [today(five)] }).latency.outcome).not.toBe("invalid");
  });
});

describe("the anchor", () => {
  const anchor = "a".repeat(40);
  const baseline = { ...policy, anchor };
  /** A run a day, each a little slower: 2 % a week. The figures scatter by half a percent. */
  const scatter = [0.2, -0.5, 0.4, -0.1, -0.4, 0.5, 0.1, -0.3, 0.3, -0.2, 0];
  const drifted = (day: number): number => 100 * 1.02 ** (day / 7) * (1 + (scatter[day % scatter.length] ?? 0) / 100);
  const history = Array.from({ length: 70 }, (_, day) =>
    run([recordedMetric(fiveLaunches(drifted(day)))], {
      at: daysAgo(70 - day),
      commit: day === 0 ? anchor : "b".repeat(40),
    }),
  );

  test("finds the drift that passes each time against the latest runs", () => {
    const outcomes = new Set<string>();
    for (let week = 2; week <= 10; week++) {
      const { latency } = judgeToday({
        record: ledger(history.slice(0, week * 7)),
        measurements: [today(fiveLaunches(drifted(week * 7)))],
        config: { baseline },
      });
      outcomes.add(latency.outcome);
    }
    expect([...outcomes]).toEqual(["pass"]);
    const { find, verdict } = judgeToday({
      record: ledger(history),
      measurements: [today(fiveLaunches(drifted(70)))],
      config: { baseline },
    });
    const drift = find("latency since the anchor");
    expect(drift).toMatchObject({ outcome: "fail", recorded: { of: "anchor", runs: 1 } });
    expect(drift.reason).toMatch(/^\+21\.\d % \(.*\) since the anchor aaaaaaaaaaaa: beyond < 10 %/);
    expect(drift.footnotes[0]).toMatch(/^weaker .* of the pinned commit/);
    expect(verdict.decision).toBe("NO-GO");
  });

  test("passes while nothing drifts", () => {
    const record = ledger([...runsOf([100], { commit: anchor }), ...runsOf(tenValues)]);
    expect(judgeToday({ record, config: { baseline } }).find("latency since the anchor").outcome).toBe("pass");
  });

  test("counts whatever its age, but not its kind of machine", () => {
    const old = { commit: anchor, at: daysAgo(400) };
    const record = ledger([...runsOf([100], old), ...runsOf(tenValues)]);
    expect(judgeToday({ record, config: { baseline } }).find("latency since the anchor").outcome).toBe("pass");
    const elsewhere = ledger([...runsOf([100], { ...old, machine: { ...machine, cores: 2 } }), ...runsOf(tenValues)]);
    const finding = judgeToday({ record: elsewhere, config: { baseline } }).find("latency since the anchor");
    expect([finding.outcome, finding.reason]).toEqual(["inconclusive", expect.stringMatching(/on another kind/)]);
  });

  test.each([
    ["that was never recorded", tenRuns, "missing", "critical", /no run of the anchor aaaaaaaaaaaa is in the ledger/],
    [
      "that is older than the metric",
      ledger([
        run([recordedMetric([1], { metric: "other" })], { commit: anchor, at: daysAgo(20) }),
        ...runsOf(tenValues),
      ]),
      "missing",
      "info",
      /latency is younger than the anchor/,
    ],
  ] as const)("%s", (_, record, outcome, severity, words) => {
    const finding = judgeToday({ record, config: { baseline } }).find("latency since the anchor");
    expect(finding).toMatchObject({ outcome, severity });
    expect(finding.reason).toMatch(words);
  });
});

test("a run whose machine the evidence does not tell is held against nothing", () => {
  const { findings } = judgeEvidence(
    config({ stages: [recordedStage()], criteria: [criterion(relative("<", 0.1))] }),
    [evidence({ measurements: [today([100])] })],
    now,
    tenRuns,
  );
  expect(findings).toContainEqual(
    expect.objectContaining({
      subject: "latency",
      outcome: "invalid",
      reason: expect.stringMatching(/on which machine/),
    }),
  );
});

describe("a claim that cannot be judged is refused, and those beside it are judged", () => {
  const limit = criterion(relative("<", 0.1));
  const sound: Claim = { subject: "sound", criterion: limit, measurement: today(fiveLaunches(100)), problem: null };
  const problem = { kind: "invalid", reason: "its file holds no number", remedy: "Look at the file" } as const;
  const context = { record: tenRuns, policy, machine, errorRate: 0.01, now };

  test.each<[string, Partial<Claim>, string, string]>([
    ["nothing was measured", { measurement: null }, "missing", "nothing was measured for refused"],
    ["it is known why", { measurement: null, problem }, "invalid", "its file holds no number"],
    [
      "a value is no number",
      { measurement: today([100, Number.NaN]) },
      "invalid",
      "launch 1 of the candidate arm holds a value that is no number",
    ],
    ["there is no sample", { measurement: today([[]]) }, "invalid", "launch 0 of the candidate arm has no samples"],
  ])("%s", (_, claim, outcome, reason) => {
    const [refused, judged] = judgeRecorded([{ ...sound, subject: "refused", ...claim }, sound], context);
    expect(refused).toMatchObject([{ subject: "refused", outcome, reason }]);
    expect(refused).toHaveLength(1);
    expect(judged).toMatchObject([{ subject: "sound", outcome: "pass" }]);
  });

  test("what compares nothing is a mistake of the caller", () => {
    const own = { ...sound, criterion: criterion(absolute("<", 200)) };
    expect(() => judgeRecorded([own], context)).toThrow("only criteria that compare are held against the ledger");
  });
});

describe("zeros of recorded runs", () => {
  const zeros = ledger(
    Array.from({ length: 10 }, (_, index) =>
      run([recordedMetric([0, 0, 0, 0, 0], { unit: "" })], { at: daysAgo(10 - index) }),
    ),
  );
  const byTwo: Limit = { kind: "difference", comparator: "<", value: 2, unit: "", text: "< +2" };
  test.each<[string, Limit, number, string]>([
    ["mean nothing as a ratio", relative("<", 0.1), 0, "invalid"],
    ["mean something with a floor", relative("<", 0.1), 5, "pass"],
    ["mean something as a difference", byTwo, 0, "pass"],
  ])("%s", (_, limit, floor, outcome) => {
    const criteria = [criterion(limit, { floor })];
    const { latency } = judgeToday({
      record: zeros,
      measurements: [today([0, 0, 0, 0, 0], { unit: "" })],
      config: { criteria },
    });
    expect([latency.outcome, latency.reason]).toEqual([outcome, expect.any(String)]);
  });
});

describe("the interval of an equivalence", () => {
  const within: Limit = { kind: "within-relative", margin: 0.1, text: "within 10 %" };
  /** How much further the lower end is from the estimate than the upper one, on logarithms. */
  const skewAt = (value: number): readonly [string, number] => {
    const { outcome, change } = judgeToday({
      record: tenRuns,
      measurements: [today([0.98, 1, 1, 1, 1.001].map((factor) => value * factor))],
      config: { criteria: [criterion(within)] },
    }).latency;
    if (change === undefined) throw new Error("a comparison shows its change");
    return [outcome, 2 * Math.log1p(change.estimate) - Math.log1p(change.lower) - Math.log1p(change.upper)];
  };

  test.each([
    ["of a pass lies around the middle of the launches", 100, "pass", 0],
    ["of a question too", 107, "inconclusive", 0],
    ["of a fail goes by its mildest launches", 150, "fail", -Math.log(0.98) - Math.log(1.001)],
  ] as const)("%s", (_, value, outcome, skew) => {
    expect(skewAt(value)).toEqual([outcome, expect.closeTo(skew, 10)]);
  });
});
