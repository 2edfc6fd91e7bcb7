import { describe, expect, test } from "@jest/globals";
import type { Stage } from "../../src/domain/config.ts";
import type { Finding } from "../../src/domain/finding.ts";
import type { Measurement } from "../../src/domain/measurement.ts";
import { judgeNames } from "../../src/judge/judge-names.ts";
import { noRecord } from "../../src/judge/ledger-record.ts";
import { ledger, machine, recordedMetric, recordedStage, run, today } from "./recorded-samples.ts";
import { bothArms, config, evidence, launches, measurement, record } from "./samples.ts";

const benchmarks = ["b.json"];

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
