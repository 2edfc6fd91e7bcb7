import { describe, expect, test } from "@jest/globals";
import type { Effect } from "../../src/domain/config.ts";
import type { EffectReading, Evidence } from "../../src/domain/evidence.ts";
import { judgeEvidence } from "../../src/judge/judge-evidence.ts";
import { lookAtStage } from "../../src/judge/look-at-stage.ts";
import { bothArms, calm, config, evidence, launches, measurement, record } from "./samples.ts";

const output: Effect = { kind: "output", run: { kind: "script", script: "x", shell: null }, timeoutMs: 1 };
const queries: Effect = { kind: "metric", metric: "queries" };

function judged(effect: Effect, taken: Partial<Evidence>) {
  const stage = bothArms("bench", { effect });
  const { findings, verdict } = judgeEvidence(config({ stages: [stage] }), [
    evidence({ stages: [record("bench")], ...taken }),
  ]);
  const finding = findings.find(({ subject }) => subject === "bench effect");
  if (finding === undefined) throw new Error("there is a finding about the effect");
  return { finding, verdict };
}

const readings = (...said: readonly (string | null)[]): readonly EffectReading[] =>
  (["baseline", "candidate", "candidate", "baseline"] as const).slice(0, said.length).map((arm, index) => {
    const one = said[index] ?? null;
    const problem = { kind: "invalid", reason: "The effect command ended with exit 2." } as const;
    return one === null ? { stage: "bench", arm, said: null, problem } : { stage: "bench", arm, said: one };
  });

describe("an effect on a command's output", () => {
  test.each([
    ["differs", readings("a", "b", "b", "a"), "pass", /prints "a" with the flag off and "b" with it on/],
    [
      "is the same",
      readings("a", "a", "a", "a"),
      "fail",
      /the flag has no effect where stage bench expects one: its effect command prints "a" in both arms/,
    ],
    [
      "changes by itself",
      readings("1", "2", "3", "4"),
      "invalid",
      /prints something else each time in the baseline arm/,
    ],
    ["changes by itself in the candidate", readings("1", "2", "3", "1"), "invalid", /each time in the candidate arm/],
    ["could not be read", readings("a", null), "invalid", /^The effect command ended with exit 2$/],
    ["was read in one arm", readings("a"), "missing", /was not run in both arms/],
    ["was not read", [], "missing", /was not run in both arms/],
  ] as const)("%s", (_, effects, outcome, words) => {
    const { finding, verdict } = judged(output, { effects });
    expect(finding).toMatchObject({ outcome, kind: "flag", severity: "critical" });
    expect(finding.reason).toMatch(words);
    expect(verdict.decision).toBe(
      { pass: "GO", fail: "NO-GO", invalid: "INCONCLUSIVE", missing: "INCONCLUSIVE" }[outcome],
    );
  });
});

describe("an effect on a metric", () => {
  const of = (baseline: readonly number[], candidate: readonly number[]) => [
    measurement(launches(baseline, candidate), { metric: "queries", unit: "" }),
  ];
  const seven = (value: number) => Array.from({ length: 7 }, () => value);

  test.each([
    [
      "two constants",
      of(seven(12), seven(9)),
      "pass",
      /queries differs between the arms: 12 with the flag off, 9 with it on, in every launch/,
    ],
    [
      "one constant",
      of(seven(12), seven(12)),
      "fail",
      /the flag has no effect .* queries is 12 in every launch of both arms/,
    ],
    ["one launch a side", of([12], [9]), "inconclusive", /it is not shown that queries differs/],
    ["a clear change", of(calm(9), calm(9, 1.2)), "pass", /queries differs between the arms: \+20/],
    [
      "no clear change",
      of(calm(9), calm(9, 1.00001)),
      "inconclusive",
      /it is not shown that queries differs between the arms/,
    ],
    ["a clear change in too few launches", of(calm(5), calm(5, 2)), "inconclusive", /it is not shown/],
    ["launches of one arm", of(seven(1), []), "invalid", /has no launch of one arm/],
    ["what is no number", of(seven(Number.NaN), seven(1)), "invalid", /has a launch without a number/],
    ["nothing", [], "missing", /queries was not measured/],
    ["two measurements of one name", [...of([1], [2]), ...of([1], [2])], "invalid", /more than once/],
  ] as const)("%s", (_, measurements, outcome, words) => {
    const { finding } = judged(queries, { measurements });
    expect([finding.outcome, finding.reason]).toEqual([outcome, expect.stringMatching(words)]);
  });

  test("keeps a stage launching until it is shown", () => {
    const stage = bothArms("bench", { effect: queries });
    const look = (measurements: Evidence["measurements"]) =>
      lookAtStage(config({ stages: [stage] }), stage, measurements);
    expect(look(of(calm(9), calm(9)))).toEqual({ decided: false, detail: "effect not shown yet" });
    expect(look(of(calm(9), calm(9, 2))).decided).toBe(true);
  });
});
