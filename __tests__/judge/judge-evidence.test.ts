import { describe, expect, test } from "@jest/globals";
import type { Config } from "../../src/domain/config.ts";
import type { Evidence } from "../../src/domain/evidence.ts";
import type { Finding } from "../../src/domain/finding.ts";
import { judgeEvidence } from "../../src/judge/judge-evidence.ts";
import {
  absolute,
  bothArms,
  calmLaunches,
  config,
  criterion,
  evidence,
  launches,
  measurement,
  record,
  relative,
  stage,
  tests,
} from "./samples.ts";

const all = { kind: "all", count: null, text: "all" } as const;
const readings = [
  { arm: "baseline", value: "off", said: "off", way: "env FLAG" },
  { arm: "candidate", value: "on", said: "on", way: "env FLAG" },
] as const;
const flag = { read: { kind: "script", script: "read", shell: null }, readTimeoutMs: 1, set: [] } as const;

const launchRecord = {
  arm: "candidate",
  index: 0,
  warmUp: false,
  exit: { code: 0, signal: null },
  startedAt: "2026-01-05T09:00:00.000Z",
  durationMs: 10,
  peakRssBytes: null,
} as const;

function find(findings: readonly Finding[], subject: string): Finding {
  const found = findings.find((finding) => finding.subject === subject);
  if (found === undefined) throw new Error(`${subject} is not among ${findings.map((f) => f.subject).join(", ")}`);
  return found;
}

const judged = (some: Partial<Config>, taken: Partial<Evidence>): ReturnType<typeof judgeEvidence> =>
  judgeEvidence(config(some), [evidence(taken)]);

describe("a whole gate", () => {
  const gate: Partial<Config> = {
    flag,
    stages: [
      stage("unit", { tests: ["unit.xml"], coverage: { file: "c.json", of: ["src"] } }),
      stage("parts", { checklist: { file: "parts.json", expected: null, othersPass: false } }),
      bothArms("bench"),
    ],
    criteria: [
      criterion(relative("<", 0.1)),
      criterion(absolute(">=", 85, "%"), { metric: "unit/coverage", severity: "warning", action: "Write tests" }),
      criterion({ ...all, count: 2, text: "all of 2" }, { metric: "parts" }),
    ],
    packages: [{ manager: "pip", name: "pydantic", range: ">=2", severity: "critical" }],
  };
  const good: Partial<Evidence> = {
    flag: readings,
    stages: [record("unit"), record("parts"), record("bench")],
    tests: [tests("unit")],
    coverage: [{ stage: "unit", format: "c", of: ["src"], linesCovered: 90, linesTotal: 100, files: [], fileCount: 1 }],
    checklists: [
      {
        stage: "parts",
        items: [
          { name: "a", status: "passed" },
          { name: "b", status: "passed" },
        ],
      },
    ],
    measurements: [measurement(launches(calmLaunches(8), calmLaunches(8)))],
    requirements: [{ name: "pip pydantic", wanted: ">=2", found: "2.1", met: true }],
  };

  test("in which all is well is GO", () => {
    const { verdict, findings } = judged(gate, good);
    expect(findings.filter((finding) => finding.outcome !== "pass")).toEqual([]);
    expect(verdict).toMatchObject({ decision: "GO", conditions: [], risk: "low", met: 9, judged: 9 });
  });

  test.each<[string, Partial<Evidence>, string, string, string]>([
    [
      "a slower candidate",
      { measurements: [measurement(launches(calmLaunches(8), calmLaunches(8, 1.3)))] },
      "latency",
      "fail",
      "NO-GO",
    ],
    ["no measurement", { measurements: [] }, "latency", "missing", "INCONCLUSIVE"],
    ["a failing test", { tests: [tests("unit", { failed: 1, passed: 9 })] }, "unit tests", "fail", "NO-GO"],
    ["no test at all", { tests: [tests("unit", { total: 0, passed: 0 })] }, "unit tests", "invalid", "INCONCLUSIVE"],
    [
      "only skipped tests",
      { tests: [tests("unit", { passed: 0, skipped: 10 })] },
      "unit tests",
      "invalid",
      "INCONCLUSIVE",
    ],
    [
      "low coverage",
      {
        coverage: [
          { stage: "unit", format: "c", of: ["src"], linesCovered: 1, linesTotal: 2, files: [], fileCount: 1 },
        ],
      },
      "unit/coverage",
      "fail",
      "GO WITH CONDITIONS",
    ],
    [
      "coverage of nothing",
      { coverage: [{ stage: "unit", format: "c", of: [], linesCovered: 0, linesTotal: 0, files: [], fileCount: 0 }] },
      "unit/coverage",
      "missing",
      "INCONCLUSIVE",
    ],
    [
      "a part too few",
      { checklists: [{ stage: "parts", items: [{ name: "a", status: "passed" }] }] },
      "parts",
      "fail",
      "NO-GO",
    ],
    [
      "a part that failed",
      {
        checklists: [
          {
            stage: "parts",
            items: [
              { name: "a", status: "passed" },
              { name: "b", status: "failed", message: "boom" },
            ],
          },
        ],
      },
      "parts",
      "fail",
      "NO-GO",
    ],
    [
      "a part without a result",
      {
        checklists: [
          {
            stage: "parts",
            items: [
              { name: "a", status: "passed" },
              { name: "b", status: "unknown" },
            ],
          },
        ],
      },
      "parts",
      "missing",
      "INCONCLUSIVE",
    ],
    ["a flag without effect", { flag: [{ ...readings[0], value: "on" }, readings[1]] }, "flag", "fail", "NO-GO"],
    [
      "a flag that cannot be read",
      { flag: [{ ...readings[0], value: "unknown", said: "?" }, readings[1]] },
      "flag",
      "invalid",
      "INCONCLUSIVE",
    ],
    [
      "a flag that says nothing in either arm",
      { flag: readings.map((r) => ({ ...r, value: "unknown" as const })) },
      "flag",
      "invalid",
      "INCONCLUSIVE",
    ],
    [
      "a flag the wrong way round",
      {
        flag: [
          { ...readings[0], value: "on" },
          { ...readings[1], value: "off" },
        ],
      },
      "flag",
      "fail",
      "NO-GO",
    ],
    ["a flag nobody read", { flag: [] }, "flag", "missing", "INCONCLUSIVE"],
    [
      "an old package",
      { requirements: [{ name: "pip pydantic", wanted: ">=2", found: "1.9", met: false }] },
      "requirement pip pydantic",
      "fail",
      "NO-GO",
    ],
    ["a package nobody looked for", { requirements: [] }, "requirement pip pydantic", "missing", "INCONCLUSIVE"],
    [
      "a stage that timed out",
      { stages: [record("unit"), record("parts"), record("bench", { status: "timed-out" })] },
      "bench",
      "fail",
      "NO-GO",
    ],
    [
      "a stage that broke",
      { stages: [record("unit"), record("parts"), record("bench", { status: "broken" })] },
      "bench",
      "invalid",
      "INCONCLUSIVE",
    ],
    ["a stage nobody ran", { stages: [record("unit"), record("parts")] }, "bench", "missing", "INCONCLUSIVE"],
    ["a cancelled run", { cancelled: true }, "evidence cancelled", "missing", "INCONCLUSIVE"],
  ])("%s", (_, change, subject, outcome, decision) => {
    const { verdict, findings } = judged(gate, { ...good, ...change });
    const finding = find(findings, subject);
    expect(finding.outcome).toBe(outcome);
    expect(finding.reason).not.toBe("");
    expect(finding.action).not.toBe("");
    expect(verdict.decision).toBe(decision);
  });

  test("conditions name the action", () => {
    const { verdict } = judged(gate, {
      ...good,
      coverage: [{ stage: "unit", format: "c", of: ["src"], linesCovered: 1, linesTotal: 2, files: [], fileCount: 1 }],
    });
    expect(verdict.conditions).toHaveLength(1);
    expect(verdict.conditions[0]).toMatch(/^Write tests \(unit\/coverage: 50 %/);
    expect(verdict.risk).toBe("medium");
  });

  test("the worst comes first", () => {
    const { findings } = judged(gate, { ...good, tests: [tests("unit", { failed: 1, passed: 9 })], requirements: [] });
    expect(findings.slice(0, 2).map(({ outcome }) => outcome)).toEqual(["fail", "missing"]);
  });
});

describe("what is not there", () => {
  test("no evidence at all", () => {
    const { verdict } = judgeEvidence(config({ stages: [stage("unit")] }), []);
    expect(verdict.decision).toBe("INCONCLUSIVE");
  });

  test("nothing to judge", () => {
    const { verdict } = judgeEvidence(config(), [evidence()]);
    expect(verdict).toMatchObject({ decision: "INCONCLUSIVE", judged: 0, risk: "high" });
  });

  test("a gap is the reason of the criterion that it leaves without evidence, told once", () => {
    const gap = {
      stage: "bench",
      subject: "latency",
      problem: { kind: "invalid", reason: "bench.json is empty: no test used the fixture", remedy: "Use it" },
    } as const;
    const { findings } = judged(
      { stages: [bothArms("bench")], criteria: [criterion(relative("<", 0.1))] },
      { stages: [record("bench")], gaps: [gap] },
    );
    expect(find(findings, "latency")).toMatchObject({
      outcome: "invalid",
      reason: gap.problem.reason,
      action: "Use it",
    });
    expect(findings).toHaveLength(2);
  });

  test("a gap that no criterion is about has a finding of its own, facts for information", () => {
    const problem = { kind: "missing", reason: "it is not there" } as const;
    const { findings, verdict } = judged(
      { stages: [stage("unit", { severity: "warning" })] },
      {
        stages: [record("unit")],
        gaps: [
          { stage: "unit", subject: "tests", problem },
          { stage: "", subject: "fact version", problem },
        ],
      },
    );
    expect(find(findings, "unit tests")).toMatchObject({ outcome: "missing", severity: "warning" });
    expect(find(findings, "fact version").severity).toBe("info");
    expect(verdict.decision).toBe("INCONCLUSIVE");
  });

  test.each<[string, string, string, string]>([
    ["a file of tests, beside a criterion on another metric", "latency", "tests", "bench tests"],
    ["another metric of the stage", "bench/latency", "total", "bench total"],
    ["the metric of that name in another stage", "other/total", "total", "bench total"],
    ["a derived metric that a pattern does not mean", "bench/p*", "coverage", "bench coverage"],
  ])("a gap does not vanish because there is some criterion: %s", (_name, metric, subject, told) => {
    const gap = { stage: "bench", subject, problem: { kind: "missing", reason: "it is not there" } } as const;
    const { findings, verdict } = judged(
      { stages: [bothArms("bench")], criteria: [criterion(relative("<", 0.1), { metric })] },
      {
        stages: [record("bench")],
        measurements: [measurement(launches(calmLaunches(8), calmLaunches(8)))],
        gaps: [gap],
      },
    );
    expect(find(findings, told)).toMatchObject({ outcome: "missing", reason: "it is not there" });
    expect(verdict.decision).toBe("INCONCLUSIVE");
  });

  test("a pattern that catches nothing is missing", () => {
    const { findings } = judged({ criteria: [criterion(relative("<", 0.1), { metric: "bench/*" })] }, {});
    expect(find(findings, "bench/*").outcome).toBe("missing");
  });

  test("a metric that two files claim is nobody's", () => {
    const one = measurement(launches(calmLaunches(8), calmLaunches(8)));
    const { findings } = judged({ criteria: [criterion(relative("<", 0.1))] }, { measurements: [one, one] });
    expect(findings.map(({ outcome }) => outcome)).toEqual(["invalid", "invalid"]);
    expect(new Set(findings.map(({ subject }) => subject)).size).toBe(2);
  });
});

describe("several stages", () => {
  const quick = bothArms("quick", {
    arms: {
      kind: "both",
      minLaunches: 2,
      maxLaunches: 2,
      errorRate: 0.01,
      warmUps: 0,
      timeLimitMs: null,
      inProcess: false,
    },
  });
  const once = stage("once");
  const outcomes = (stages: Config["stages"]) => {
    const { findings } = judged(
      {
        stages,
        criteria: stages.map(({ name }) => criterion(relative("<", 0.1), { metric: `${name}/latency` })),
      },
      {
        stages: stages.map(({ name }) => record(name)),
        measurements: stages.map(({ name }) =>
          measurement(launches(calmLaunches(8), calmLaunches(8)), { stage: name }),
        ),
      },
    );
    return stages.map(({ name }) => [name, find(findings, `${name}/latency`).outcome]);
  };

  // Eight launches a side decide under a plan of up to 24, and never where two were planned, or one.
  test.each<[string, Config["stages"]]>([
    ["the larger plan last", [once, quick, bothArms("bench")]],
    ["the larger plan first", [bothArms("bench"), quick, once]],
  ])("each has the plan that it was launched by: %s", (_name, stages) => {
    expect(outcomes(stages)).toEqual(stages.map(({ name }) => [name, name === "bench" ? "pass" : "inconclusive"]));
  });
});

describe("tests and their stage", () => {
  const failing = tests("unit", {
    passed: 9,
    failed: 1,
    cases: [
      { name: "adds", suite: "math", status: "failed", durationMs: 1, file: "math.py", line: 7, message: "1 != 2" },
    ],
  });
  const exit = (code: number) =>
    record("unit", {
      status: "failed",
      reason: `exit ${code}`,
      launches: [
        {
          arm: "candidate",
          index: 0,
          warmUp: false,
          exit: { code, signal: null },
          startedAt: "",
          durationMs: 1,
          peakRssBytes: null,
        },
      ],
    });
  const lenient: Partial<Config> = {
    stages: [stage("unit")],
    criteria: [criterion(absolute(">=", 90, "%"), { metric: "unit/pass-rate" })],
  };

  test("failing tests are named, with places", () => {
    const { findings } = judged({ stages: [stage("unit")] }, { stages: [exit(1)], tests: [failing] });
    const finding = find(findings, "unit tests");
    expect(finding.reason).toContain("math › adds");
    expect(finding.places).toEqual([{ file: "math.py", line: 7, message: "1 != 2" }]);
  });

  test("a criterion that allows them governs, and the stage is not failed for them", () => {
    const { findings, verdict } = judged(lenient, { stages: [exit(1)], tests: [failing] });
    expect(find(findings, "unit/pass-rate").outcome).toBe("pass");
    expect(find(findings, "unit").outcome).toBe("pass");
    expect(verdict.decision).toBe("GO");
  });

  test.each([2, 4, 137])("exit %i is more than failing tests", (code) => {
    const { findings } = judged(lenient, { stages: [exit(code)], tests: [failing] });
    expect(find(findings, "unit").outcome).toBe("fail");
  });

  test("a failed stage without failing tests is failed", () => {
    const { findings } = judged(lenient, { stages: [exit(1)], tests: [tests("unit")] });
    expect(find(findings, "unit").outcome).toBe("fail");
  });

  test.each<[string, string, Parameters<typeof absolute>, number]>([
    ["on failures", "unit/failures", ["==", 0, ""], 1],
    ["on the rate of passes", "unit/pass-rate", [">=", 95, "%"], 1],
    ["on anything else", "unit/skipped", [">", 5, ""], 0],
    ["that is met", "unit/failures", ["<=", 5, ""], 0],
  ])("a criterion %s points at the failing tests of its own stage: %s %j", (_name, metric, limit, places) => {
    const other = { ...failing, stage: "other", cases: [{ ...failing.cases[0], file: "other.py" }] } as typeof failing;
    const { findings } = judged(
      { stages: [stage("unit"), stage("other")], criteria: [criterion(absolute(...limit), { metric })] },
      { stages: [exit(1)], tests: [failing, other] },
    );
    expect(find(findings, metric).places.map(({ file }) => file)).toEqual(new Array(places).fill("math.py"));
  });

  test.each([
    ["failures", false],
    ["pass-rate", false],
    ["skipped", true],
  ])("where a criterion is on %s, tests have a finding of their own: %s", (metric, own) => {
    const criteria = [criterion(absolute(">=", 0, metric === "pass-rate" ? "%" : ""), { metric: `unit/${metric}` })];
    const { findings } = judged({ stages: [stage("unit")], criteria }, { stages: [exit(1)], tests: [failing] });
    expect(findings.some(({ kind }) => kind === "tests")).toBe(own);
  });

  test("tests that passed have no places", () => {
    const [fine] = failing.cases.map((one) => ({ ...one, status: "passed" as const }));
    if (fine === undefined) throw new Error("there is a case");
    const { findings } = judged(
      { stages: [stage("unit")] },
      { stages: [exit(1)], tests: [{ ...failing, cases: [fine, ...failing.cases] }] },
    );
    expect(find(findings, "unit tests").places).toHaveLength(1);
  });

  test.each<[string, readonly ("baseline" | "candidate")[], readonly string[]]>([
    ["one arm", ["candidate", "candidate"], ["unit tests", "unit tests (tests)"]],
    ["both arms", ["baseline", "candidate"], ["unit tests (baseline)", "unit tests (candidate)"]],
  ])("results of %s are told apart", (_name, arms, expected) => {
    const reports = arms.map((arm) => tests("unit", { arm }));
    const { findings } = judged({ stages: [bothArms("unit")] }, { stages: [record("unit")], tests: reports });
    expect(findings.flatMap(({ subject, kind }) => (kind === "tests" ? [subject] : []))).toEqual(expected);
  });

  test("a criterion that is not met points at the failing tests", () => {
    const strict = { ...lenient, criteria: [criterion(absolute("==", 0, ""), { metric: "unit/failures" })] };
    const { findings } = judged(strict, { stages: [exit(1)], tests: [failing] });
    expect(find(findings, "unit/failures").places).toHaveLength(1);
  });
});

describe("metrics and their names", () => {
  const launched = record("bench", {
    launches: [0, 1].map((index) => ({
      arm: index === 0 ? ("baseline" as const) : ("candidate" as const),
      index,
      warmUp: false,
      exit: { code: 0, signal: null },
      startedAt: "",
      durationMs: 1000,
      peakRssBytes: 5e6,
    })),
  });
  const names = (metric: string, taken: Partial<Evidence> = {}): readonly (readonly [string, string])[] =>
    judged(
      { criteria: [criterion(absolute("<", 1e12), { metric })] },
      {
        measurements: ["a", "b"].map((name) => measurement(launches([], [5]), { metric: name })),
        ...taken,
      },
    ).findings.map(({ subject, outcome }) => [subject, outcome] as const);

  test.each([
    ["a", [["a", "pass"]]],
    ["bench/a", [["bench/a", "pass"]]],
    ["other/a", [["other/a", "missing"]]],
    [
      "bench/*",
      [
        ["bench/a", "pass"],
        ["bench/b", "pass"],
      ],
    ],
    ["*b", [["*b", "pass"]]],
    [
      "*",
      [
        ["bench/a", "pass"],
        ["bench/b", "pass"],
      ],
    ],
  ] as const)("%s", (metric, expected) => {
    expect(names(metric)).toEqual(expected);
  });

  test("derived metrics are meant by their full name alone", () => {
    const durations = { criteria: [criterion(absolute("<", 2e9), { metric: "bench/duration" })] };
    expect(judged(durations, { stages: [launched] }).findings.map(({ outcome }) => outcome)).toEqual(["pass"]);
    const peak = { criteria: [criterion(absolute("<", 1e6, "B"), { metric: "*/peak-rss" })] };
    expect(judged(peak, { stages: [launched] }).findings.map(({ outcome }) => outcome)).toEqual(["fail"]);
    const any = { criteria: [criterion(absolute("<", 2e9), { metric: "bench/*" })] };
    expect(judged(any, { stages: [launched] }).findings.map(({ outcome }) => outcome)).toEqual(["missing"]);
  });

  test("checklists name what is extra, missing and twice", () => {
    const parts = stage("parts", { checklist: { file: "p", expected: ["a", "b"], othersPass: false } });
    const items = ["a", "a", "c"].map((name) => ({ name, status: "passed" as const }));
    const { findings } = judged(
      { stages: [parts] },
      { stages: [record("parts")], checklists: [{ stage: "parts", items }] },
    );
    const { reason, outcome } = find(findings, "parts checklist");
    expect(outcome).toBe("fail");
    expect(reason).toContain("missing: b");
    expect(reason).toContain("not expected: c");
    expect(reason).toContain("more than once: a");
  });
});

describe("things told once, and by the right name", () => {
  test("a metric of a stage that was not run says so, instead of doubting its name", () => {
    const { findings } = judged(
      {
        stages: [bothArms("bench", { measure: [{ name: "total", kind: "duration", direction: null }] })],
        criteria: [criterion(relative("<", 0.1), { metric: "total" })],
      },
      { stages: [record("bench", { status: "skipped", reason: "not run: unit did not pass" })] },
    );
    expect(find(findings, "total")).toMatchObject({
      outcome: "missing",
      reason: "stage bench did not measure it: not run: unit did not pass",
      action: "Look at stage bench first",
    });
  });

  test("failing tests are one fail, not one of the tests and one of their exit code", () => {
    const failed = { ...tests("unit"), failed: 1, passed: tests("unit").passed - 1 };
    const exit = { code: 1, signal: null };
    const unit = record("unit", { status: "failed", reason: "exit 1" });
    const launches = unit.launches.length > 0 ? unit.launches : [launchRecord];
    const { findings } = judged(
      { stages: [stage("unit", { tests: ["unit.xml"] })] },
      { stages: [{ ...unit, launches: launches.map((launch) => ({ ...launch, exit })) }], tests: [failed] },
    );
    expect(findings.filter((finding) => finding.outcome === "fail").map((finding) => finding.subject)).toEqual([
      "unit tests",
    ]);
  });

  test("a flag that reads the same in both arms has no effect, also where stages run in one arm alone", () => {
    const same = readings.map((reading) => ({ ...reading, value: "on", said: "on" }) as const);
    const { findings } = judged(
      { flag, stages: [stage("unit", { arms: { kind: "one", arm: "candidate" } })] },
      { flag: same, stages: [record("unit")] },
    );
    expect(find(findings, "flag")).toMatchObject({ outcome: "fail", reason: expect.stringContaining("no effect") });
  });

  test("a process that switches the flag itself owes no reading of it", () => {
    const own = bothArms("bench");
    const inProcess = own.arms.kind === "both" ? { ...own, arms: { ...own.arms, inProcess: true } } : own;
    const { findings } = judged({ flag, stages: [inProcess] }, { stages: [record("bench")] });
    expect(findings.map((finding) => finding.subject)).not.toContain("flag");
  });

  test("a criterion and a stage of one name are told apart by what they are", () => {
    const { findings } = judged(
      {
        stages: [stage("parts", { checklist: { file: "p.json", expected: null, othersPass: false } })],
        criteria: [criterion({ ...all }, { metric: "parts" })],
      },
      { stages: [record("parts")], checklists: [{ stage: "parts", items: [{ name: "a", status: "passed" }] }] },
    );
    expect(findings.map((finding) => finding.subject).sort()).toEqual(["parts", "parts (stage)"]);
  });

  test("a gap of the whole run has a subject without a blank before it", () => {
    const problem = { kind: "invalid", reason: "No way works.", remedy: "Look" } as const;
    const { findings } = judged({}, { gaps: [{ stage: "", subject: "flag", arm: "candidate", problem }] });
    expect(find(findings, "flag")).toMatchObject({ reason: "No way works", severity: "critical" });
  });

  const lost = { kind: "missing", reason: "it is not there" } as const;

  test.each<[string, object, string | null, string]>([
    [
      "of an arm of a stage that runs in both",
      { stage: "bench", subject: "x", arm: "baseline" },
      "bench x (baseline)",
      "warning",
    ],
    ["of no arm", { stage: "bench", subject: "x" }, "bench x", "warning"],
    ["of a stage that runs in one arm", { stage: "unit", subject: "x", arm: "candidate" }, "unit x", "info"],
    ["of a stage that nobody knows", { stage: "gone", subject: "x" }, "gone x", "critical"],
    ["of a checklist, which its own finding tells", { stage: "unit", subject: "checklist" }, null, ""],
    ["of a metric, which its criterion tells", { stage: "bench", subject: "latency" }, null, ""],
    ["of tests, which their criterion tells", { stage: "unit", subject: "failures" }, null, ""],
  ])("a gap %s", (_name, gap, subject, severity) => {
    const { findings } = judged(
      {
        stages: [stage("unit", { severity: "info" }), bothArms("bench", { severity: "warning" })],
        criteria: [criterion(relative("<", 0.1)), criterion(absolute("==", 0, ""), { metric: "unit/failures" })],
      },
      { gaps: [{ problem: lost, ...gap } as never] },
    );
    expect(
      findings.flatMap((finding) =>
        finding.kind === "evidence" && finding.reason === "it is not there"
          ? [[finding.subject, finding.severity]]
          : [],
      ),
    ).toEqual(subject === null ? [] : [[subject, severity]]);
  });

  test("findings of one subject and kind are counted", () => {
    const gaps = Array.from({ length: 4 }, () => ({ stage: "unit", subject: "x", problem: lost }));
    const { findings } = judged({ stages: [stage("unit")] }, { stages: [record("unit")], gaps });
    expect(findings.flatMap(({ subject, outcome }) => (outcome === "missing" ? [subject] : []))).toEqual([
      "unit x",
      "unit x (evidence)",
      "unit x (evidence) 2",
      "unit x (evidence) 3",
    ]);
  });

  test("a critical gap comes before the failure of a stage that only warns", () => {
    const { findings } = judged(
      { stages: [stage("unit", { severity: "warning" }), stage("e2e", { severity: "critical" })] },
      {
        stages: [record("unit", { status: "failed" }), record("e2e")],
        gaps: [{ stage: "e2e", subject: "x", problem: lost }],
      },
    );
    expect(findings.map(({ subject, outcome }) => [subject, outcome])).toEqual([
      ["e2e x", "missing"],
      ["unit", "fail"],
      ["e2e", "pass"],
    ]);
  });

  test("a waiver of what only a window watches is not told as one that lets nothing through", () => {
    const waiver = (metric: string) => ({ metric, reason: "known", owner: "@octocat", until: "2026-01-31" });
    const watched = ["latency", "errors"].map((metric) => criterion(absolute("<", 1), { metric }));
    const window = {
      name: "day-1",
      afterMs: 1,
      overMs: null,
      everyMs: null,
      criteria: watched,
      run: null,
      report: false,
    };
    const { findings } = judged(
      {
        criteria: [criterion(absolute("<", 1))],
        waivers: ["latency", "errors", "nowhere"].map(waiver),
        verify: { windows: [window] } as unknown as Config["verify"],
      },
      { measurements: [measurement(launches([], [0]))] },
    );
    expect(findings.flatMap(({ subject, kind }) => (kind === "waiver" ? [subject] : []))).toEqual([
      "waiver latency",
      "waiver nowhere",
    ]);
  });
});
