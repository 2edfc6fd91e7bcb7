import { describe, expect, test } from "@jest/globals";
import type { WatchVerdict } from "../../../src/domain/verdict.ts";
import type { WatchedFigure } from "../../../src/domain/watch-report.ts";
import { type RecommendationGrounds, recommend } from "../../../src/judge/records/recommend.ts";
import { findingOf } from "../../escalate/escalation-samples.ts";

const verdict = (decision: WatchVerdict["decision"]): WatchVerdict => ({
  decision,
  because: "",
  by: null,
  actions: [],
  met: 2,
  judged: 3,
});

const figure = (trend: WatchedFigure["trend"]): WatchedFigure => ({
  subject: "memory",
  unit: "B",
  direction: "lower-is-better",
  before: 1,
  since: 1,
  change: null,
  trend,
  reason: "",
});

const settled: RecommendationGrounds = {
  verdict: verdict("KEEP"),
  findings: [findingOf("latency", "warning", "pass")],
  figures: [figure("flat")],
  doubtful: [],
  toCome: [],
  rollbacks: 0,
  onFor: "30 d",
};

const waived = { owner: "@octocat", reason: "known", until: "2026-03-31" };

describe("what to do with the flag", () => {
  test.each<[string, Partial<RecommendationGrounds>, string, string]>([
    ["all is met everywhere", {}, "clean up", "There was no rollback."],
    ["a window is still to come", { toCome: ["day-30"] }, "keep", "The window day-30 is still to come."],
    ["an earlier window was in doubt", { doubtful: ["day-7"] }, "keep", "The look of day-7 did not say KEEP."],
    ["it was rolled back once", { rollbacks: 1 }, "keep", "It was rolled back, or that was tried, once."],
    [
      "something is not known",
      { verdict: verdict("INVESTIGATE"), findings: [findingOf("latency", "warning", "missing")] },
      "keep",
      "latency is not known: latency is missing.",
    ],
    [
      "something is not known, whatever the verdict says",
      { findings: [findingOf("latency", "warning", "missing")] },
      "keep",
      "latency is not known: latency is missing.",
    ],
    ["the look was at nothing", { verdict: verdict("INVESTIGATE"), findings: [] }, "keep", "There was no rollback."],
    [
      "there is a warning",
      { findings: [findingOf("latency", "warning", "warn")] },
      "tune",
      "latency: latency is warn.",
    ],
    [
      "what is not known is waived",
      { findings: [findingOf("latency", "warning", "missing", { waived })] },
      "tune",
      "latency is let through until 2026-03-31 by @octocat.",
    ],
    [
      "something is not met",
      { verdict: verdict("INVESTIGATE"), findings: [findingOf("latency", "warning", "fail")] },
      "tune",
      "latency: latency is fail.",
    ],
    [
      "something is waived",
      { findings: [findingOf("latency", "warning", "fail", { waived })] },
      "tune",
      "latency is let through until 2026-03-31 by @octocat.",
    ],
    ["something gets worse", { figures: [figure("worsening")] }, "tune", "memory gets worse over the time."],
    [
      "the verdict is to roll back",
      { verdict: verdict("ROLL BACK (scheduled)") },
      "roll back",
      "There was no rollback.",
    ],
    ["at once", { verdict: verdict("ROLL BACK NOW") }, "roll back", "There was no rollback."],
  ])("%s", (_name, grounds, recommendation, sentence) => {
    const told = recommend({ ...settled, ...grounds });
    expect(told.recommendation).toBe(recommendation);
    expect(told.evidence[0]).toBe("The flag has been on for 30 d; 2 of 3 checks passed.");
    expect(told.evidence).toContain(sentence);
  });

  test("a warning is known, and is told once", () => {
    const told = recommend({ ...settled, findings: [findingOf("latency", "warning", "warn")] });
    expect(told.evidence).toEqual([
      "The flag has been on for 30 d; 2 of 3 checks passed.",
      "latency: latency is warn.",
      "There was no rollback.",
    ]);
  });

  test("information neither helps nor harms", () => {
    const told = recommend({ ...settled, findings: [findingOf("x", "info", "fail")] });
    expect(told.recommendation).toBe("clean up");
  });
});
