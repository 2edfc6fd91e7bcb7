import { describe, expect, test } from "@jest/globals";
import type { Stage } from "../../src/domain/config.ts";
import type { Finding } from "../../src/domain/finding.ts";
import type { Measurement } from "../../src/domain/measurement.ts";
import { judgeNames } from "../../src/judge/judge-names.ts";
import { noRecord } from "../../src/judge/ledger-record.ts";
import { ledger, machine, recordedMetric, recordedStage, run, today } from "./recorded-samples.ts";
import { bothArms, config, evidence, launches, measurement, stage as oneArm, record } from "./samples.ts";

const benchmarks = ["b.json"];
const noFile = { kind: "missing", reason: "no file" } as const;

function judged(stage: Stage, measurements: readonly Measurement[], earlier = noRecord): readonly Finding[] {
  return judgeNames(
    config({ stages: [stage] }),
    [evidence({ stages: [record("bench")], measurements, machine })],
    earlier,
  );
}

const told = (findings: readonly Finding[]) =>
  findings.map(({ subject, outcome, severity, reason }) => [subject, outcome, severity, reason]);
const both = (name: string, off: number | null, on: number | null) =>
  measurement(launches(off === null ? [] : [off], on === null ? [] : [on]), { metric: name });

describe("between the arms", () => {
  const stage = bothArms("bench", { benchmarks });

  test("the same names are nothing to tell", () => {
    expect(judged(stage, [both("a", 1, 1), both("b", 2, 2)])).toEqual([]);
  });

  test("missing, new and perhaps renamed are told apart", () => {
    const findings = judged(stage, [
      both("a", 1, 1),
      both("parse_small", 50, null),
      both("parse_tiny", null, 51),
      both("z", null, 7),
    ]);
    expect(told(findings)).toEqual([
      [
        "bench missing benchmarks",
        "missing",
        "critical",
        "measured with the flag off and not with it on: parse_small; by its figures parse_small may now be called parse_tiny, which is a guess: they are not compared",
      ],
      [
        "bench new benchmarks",
        "missing",
        "info",
        "measured with the flag on alone, so there is nothing to compare with: parse_tiny, z",
      ],
    ]);
  });

  test("benchmarks beside metrics under measure are told", () => {
    const own = bothArms("bench", { benchmarks, measure: [{ name: "took", kind: "duration", direction: null }] });
    expect(judged(own, [both("a", 1, null)]).map(({ subject }) => subject)).toEqual(["bench missing benchmarks"]);
  });

  test.each(["duration", "peak-rss"])("%s of the launches is no benchmark", (metric) => {
    expect(judged(stage, [both(metric, 1, null)])).toEqual([]);
  });

  test("metrics under measure are no benchmarks of the file", () => {
    const own = bothArms("bench", { benchmarks, measure: [{ name: "took", kind: "duration", direction: null }] });
    expect(judged(own, [both("took", 1, null)])).toEqual([]);
  });
});

describe("against the latest recorded run", () => {
  const earlier = ledger([
    run([recordedMetric([9], { metric: "long gone" })]),
    run([
      recordedMetric([9], { metric: "kept" }),
      recordedMetric([30], { metric: "sort list" }),
      recordedMetric([1], { metric: "duration" }),
    ]),
  ]);

  test("missing and new are told apart", () => {
    const findings = judged(
      recordedStage({ benchmarks }),
      [today([9], { metric: "kept" }), today([400], { metric: "fresh" })],
      earlier,
    );
    expect(told(findings)).toEqual([
      [
        "bench missing benchmarks",
        "missing",
        "critical",
        "in the latest recorded run (2026-05-31) and not in this one: sort list",
      ],
      [
        "bench new benchmarks",
        "missing",
        "info",
        "not in the latest recorded run (2026-05-31), so there is nothing to compare with: fresh",
      ],
    ]);
  });

  test("a binding list says what belongs there", () => {
    const stage = recordedStage({ benchmarks, expectBenchmarks: ["kept", "fresh"] });
    const findings = judged(stage, [today([9], { metric: "kept" }), today([400], { metric: "fresh" })], earlier);
    expect(findings.map(({ subject, outcome }) => [subject, outcome])).toEqual([
      ["bench expected benchmarks", "pass"],
      ["bench new benchmarks", "missing"],
    ]);
  });

  test("the latest run of the stage counts, whatever else it measured", () => {
    const mixed = ledger([
      run([recordedMetric([9], { metric: "long gone" })]),
      run([recordedMetric([9], { metric: "kept" }), recordedMetric([9], { stage: "other", metric: "x" })]),
    ]);
    expect(judged(recordedStage({ benchmarks }), [today([9], { metric: "kept" })], mixed)).toEqual([]);
  });

  test("a later run of another stage alone hides nothing", () => {
    const mixed = ledger([
      run([recordedMetric([9], { metric: "gone" })]),
      run([recordedMetric([9], { stage: "other", metric: "kept" })]),
    ]);
    const findings = judged(recordedStage({ benchmarks }), [today([400], { metric: "kept" })], mixed);
    expect(findings.map(({ subject }) => subject)).toEqual(["bench missing benchmarks", "bench new benchmarks"]);
  });

  test("what may be called otherwise now is told by its recorded figure", () => {
    const old = ledger([run([recordedMetric([30], { metric: "sort_list" })])]);
    const [finding] = judged(recordedStage({ benchmarks }), [today([30], { metric: "sort_lists" })], old);
    expect(finding?.reason).toContain("sort_list may now be called sort_lists");
  });

  test("no ledger and one that cannot be read know no names", () => {
    expect(judged(recordedStage({ benchmarks }), [today([9])])).toEqual([]);
    const problem = { kind: "invalid", reason: "no answer" } as const;
    const unreadable = { kind: "unreadable", place: "memory", problem } as const;
    expect(judged(recordedStage({ benchmarks }), [today([9])], unreadable)).toEqual([]);
  });

  test("an empty ledger knows no names", () => {
    expect(judged(recordedStage({ benchmarks }), [today([9])], ledger([]))).toEqual([]);
  });
});

describe("a list of what is expected", () => {
  const stage = bothArms("bench", { benchmarks, expectBenchmarks: ["a", "b"] });

  test.each([
    [
      "all there",
      [both("a", 1, 1), both("b", 1, 1)],
      [["bench expected benchmarks", "pass", "critical", "all 2 expected benchmarks were measured, and no other"]],
    ],
    [
      "one missing in both arms",
      [both("a", 1, 1)],
      [["bench expected benchmarks", "missing", "critical", "expected and not measured: b"]],
    ],
    [
      "one missing in an arm",
      [both("a", 1, 1), both("b", 1, null)],
      [["bench expected benchmarks", "missing", "critical", "expected and not measured: b (candidate)"]],
    ],
    [
      "one too many",
      [both("a", 1, 1), both("b", 1, 1), both("c", 1, 1)],
      [["bench unexpected benchmarks", "invalid", "critical", "measured and not expected: c"]],
    ],
    ["nothing measured", [], [["bench expected benchmarks", "missing", "critical", "expected and not measured: a, b"]]],
  ] as const)("%s", (_, measurements, expected) => {
    expect(told(judged(stage, measurements))).toEqual(expected);
  });

  test.each([
    ["one arm", oneArm("bench", { benchmarks, expectBenchmarks: ["a", "b"] })],
    ["today's run against the ledger's", recordedStage({ benchmarks, expectBenchmarks: ["a", "b"] })],
  ])("holds where %s is measured alone", (_, alone) => {
    expect(told(judged(alone, [both("a", null, 1)]))).toEqual([
      ["bench expected benchmarks", "missing", "critical", "expected and not measured: b"],
    ]);
    expect(told(judged(alone, [both("a", null, 1), both("b", null, 1), both("c", null, 1)]))).toEqual([
      ["bench unexpected benchmarks", "invalid", "critical", "measured and not expected: c"],
    ]);
  });

  test("what is expected is told once, and is no news", () => {
    const findings = judged(stage, [both("a", 1, 1), both("b", null, 1)]);
    expect(told(findings)).toEqual([
      ["bench expected benchmarks", "missing", "critical", "expected and not measured: b (baseline)"],
    ]);
    expect(findings.map(({ kind }) => kind)).toEqual(["evidence"]);
  });

  test("one arm is not held against recorded runs", () => {
    const earlier = ledger([run([recordedMetric([9], { metric: "gone" })])]);
    expect(judged(oneArm("bench", { benchmarks }), [both("a", null, 1)], earlier)).toEqual([]);
  });

  test.each<[string, Parameters<typeof evidence>[0][], readonly string[]]>([
    ["its record is in one of two files", [{ stages: [record("bench")] }, {}], ["bench expected benchmarks"]],
    [
      "another stage failed",
      [{ stages: [record("other", { status: "failed" }), record("bench")] }],
      ["bench expected benchmarks"],
    ],
    ["another stage passed", [{ stages: [record("other"), record("bench", { status: "failed" })] }], []],
    [
      "a gap is another stage's",
      [{ stages: [record("bench")], gaps: [{ stage: "x", subject: "benchmarks", problem: noFile }] }],
      ["bench expected benchmarks"],
    ],
    [
      "a gap is about another thing",
      [{ stages: [record("bench")], gaps: [{ stage: "bench", subject: "coverage", problem: noFile }] }],
      ["bench expected benchmarks"],
    ],
    [
      "a gap is in one of two files",
      [{ stages: [record("bench")] }, { gaps: [{ stage: "bench", subject: "benchmarks", problem: noFile }] }],
      [],
    ],
    [
      "only another stage measured",
      [
        {
          stages: [record("bench")],
          measurements: [
            { ...both("a", 1, 1), stage: "x" },
            { ...both("b", 1, 1), stage: "x" },
          ],
        },
      ],
      ["bench expected benchmarks"],
    ],
  ])("where %s", (_, parts, expected) => {
    const findings = judgeNames(
      config({ stages: [stage] }),
      parts.map((part) => evidence(part)),
      noRecord,
    );
    expect(findings.map(({ subject, outcome }) => [subject, outcome])).toEqual(
      expected.map((subject) => [subject, "missing"]),
    );
  });

  test("a stage that did not pass, or whose file could not be read, is told elsewhere", () => {
    const settings = config({ stages: [stage] });
    const failed = evidence({ stages: [record("bench", { status: "failed" })] });
    expect(judgeNames(settings, [failed], noRecord)).toEqual([]);
    const gap = { stage: "bench", subject: "benchmarks", problem: { kind: "missing", reason: "no file" } } as const;
    expect(judgeNames(settings, [evidence({ stages: [record("bench")], gaps: [gap] })], noRecord)).toEqual([]);
  });

  test("many names are counted, and long ones cut", () => {
    const many = Array.from({ length: 20 }, (_, index) => both(`${"n".repeat(100)}${index}`, 1, 1));
    const [finding] = judged(bothArms("bench", { benchmarks, expectBenchmarks: ["a"] }), [both("a", 1, 1), ...many]);
    expect(finding?.reason).toMatch(/^measured and not expected: (n{79}…, ){7}n{79}… and 12 more$/);
  });
});
