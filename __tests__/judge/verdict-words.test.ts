import { describe, expect, test } from "@jest/globals";
import type { Severity } from "../../src/domain/criterion.ts";
import type { Finding, Outcome } from "../../src/domain/finding.ts";
import { decideVerdict } from "../../src/judge/decide-verdict.ts";
import { decideWatch } from "../../src/judge/decide-watch.ts";

/** What a verdict says of itself, word for word. */

const of = (severity: Severity, outcome: Outcome, more: Partial<Finding> = {}): Finding => ({
  subject: "m",
  kind: "criterion",
  outcome,
  severity,
  reason: "r",
  limit: "",
  action: outcome === "pass" ? "" : "Mend it",
  unit: "",
  footnotes: [],
  places: [],
  ...more,
});
const waived = { owner: "ann", reason: "known.", until: "2026-03-01" };
const pass = of("critical", "pass");

describe("a gate", () => {
  test.each<[string, readonly Finding[], object]>([
    [
      "nothing",
      [],
      {
        decision: "INCONCLUSIVE",
        because: "Nothing was judged, so nothing is known",
        conditions: [],
        met: 0,
        judged: 0,
        risk: "high",
      },
    ],
    [
      "information alone",
      [of("info", "fail")],
      {
        decision: "INCONCLUSIVE",
        because: "Nothing was judged, so nothing is known",
        conditions: [],
        met: 0,
        judged: 0,
        risk: "high",
      },
    ],
    [
      "one pass",
      [pass],
      { decision: "GO", because: "The one check passed", conditions: [], met: 1, judged: 1, risk: "low" },
    ],
    [
      "two passes",
      [pass, pass, of("info", "fail")],
      { decision: "GO", because: "All 2 checks passed", conditions: [], met: 2, judged: 2, risk: "low" },
    ],
    [
      "a critical fail",
      [pass, of("critical", "fail"), of("critical", "missing")],
      { decision: "NO-GO", because: "1 critical check failed: m, r", conditions: [], met: 1, judged: 3, risk: "high" },
    ],
    [
      "two",
      [of("critical", "fail"), of("critical", "fail", { subject: "n" })],
      { decision: "NO-GO", because: "2 critical checks failed: m, r", conditions: [], met: 0, judged: 2, risk: "high" },
    ],
    [
      "an answer is missing",
      [of("warning", "missing"), of("warning", "fail")],
      {
        decision: "INCONCLUSIVE",
        because: "1 answer is missing: m, r",
        conditions: [],
        met: 0,
        judged: 2,
        risk: "medium",
      },
    ],
    [
      "answers are missing",
      [of("warning", "invalid"), of("critical", "inconclusive")],
      {
        decision: "INCONCLUSIVE",
        because: "2 answers are missing: m, r",
        conditions: [],
        met: 0,
        judged: 2,
        risk: "high",
      },
    ],
    [
      "a condition",
      [pass, of("warning", "fail")],
      {
        decision: "GO WITH CONDITIONS",
        because: "1 condition applies: m, r",
        conditions: ["Mend it (m: r)."],
        met: 1,
        judged: 2,
        risk: "medium",
      },
    ],
    [
      "conditions",
      [of("warning", "inconclusive", { action: "" }), of("critical", "warn")],
      {
        decision: "GO WITH CONDITIONS",
        because: "2 conditions apply: m, r",
        conditions: ["m: r.", "Mend it (m: r)."],
        met: 0,
        judged: 2,
        risk: "high",
      },
    ],
    [
      "a waived fail",
      [of("critical", "fail", { waived })],
      {
        decision: "GO WITH CONDITIONS",
        because: "1 condition applies: m, r",
        conditions: ["Waived by ann until 2026-03-01, because known (m: r)."],
        met: 0,
        judged: 1,
        risk: "high",
      },
    ],
    [
      "a waived answer",
      [of("critical", "inconclusive", { waived })],
      {
        decision: "GO WITH CONDITIONS",
        because: "1 condition applies: m, r",
        conditions: ["Waived by ann until 2026-03-01, because known (m: r)."],
        met: 0,
        judged: 1,
        risk: "high",
      },
    ],
  ])("%s", (_name, findings, verdict) => expect(decideVerdict(findings)).toEqual(verdict));
});

describe("a look at production", () => {
  const now = new Date("2026-01-06T09:00:00.000Z");
  const hour = 3_600_000;
  const times = {
    now,
    since: new Map(),
    investigateMs: 24 * hour,
    rollBackMs: 8 * hour,
    hasSecondLevel: (subject: string) => subject === "two",
  };
  const two = of("warning", "fail", { subject: "two" });

  test.each<[string, readonly Finding[], string, string, readonly string[], number, number]>([
    ["nothing", [], "INVESTIGATE", "Nothing was judged, so nothing is known", [], 0, 0],
    ["one pass", [pass], "KEEP", "The one check passed", [], 1, 1],
    ["two passes", [pass, pass], "KEEP", "All 2 checks passed", [], 2, 2],
    [
      "one waived",
      [pass, of("warning", "fail", { waived })],
      "KEEP",
      "1 of 2 checks passed, and the others are waived",
      ["Waived by ann until 2026-03-01, because known (m: r)."],
      1,
      2,
    ],
    [
      "a critical fail",
      [of("critical", "fail")],
      "ROLL BACK NOW",
      "1 critical check failed: m, r",
      ["Mend it (m: r)."],
      0,
      1,
    ],
    [
      "two",
      [of("critical", "fail"), of("critical", "fail")],
      "ROLL BACK NOW",
      "2 critical checks failed: m, r",
      ["Mend it (m: r).", "Mend it (m: r)."],
      0,
      2,
    ],
    [
      "too far off",
      [two],
      "ROLL BACK (scheduled)",
      "1 check is too far off, or was for too long: two, r",
      ["Mend it (two: r)."],
      0,
      1,
    ],
    [
      "two too far off",
      [two, two],
      "ROLL BACK (scheduled)",
      "2 checks are too far off, or were for too long: two, r",
      ["Mend it (two: r).", "Mend it (two: r)."],
      0,
      2,
    ],
    [
      "not met",
      [of("warning", "missing"), of("warning", "fail")],
      "INVESTIGATE",
      "1 check is not met: m, r",
      ["Mend it (m: r).", "Mend it (m: r)."],
      0,
      2,
    ],
    [
      "two not met",
      [of("warning", "warn"), of("warning", "fail")],
      "INVESTIGATE",
      "2 checks are not met: m, r",
      ["Mend it (m: r).", "Mend it (m: r)."],
      0,
      2,
    ],
    ["not known", [of("warning", "missing")], "INVESTIGATE", "1 answer is missing: m, r", ["Mend it (m: r)."], 0, 1],
    [
      "two not known",
      [of("warning", "missing"), of("critical", "inconclusive")],
      "INVESTIGATE",
      "2 answers are missing: m, r",
      ["Mend it (m: r).", "Mend it (m: r)."],
      0,
      2,
    ],
  ])("%s", (_name, findings, decision, because, actions, met, judged) => {
    expect(decideWatch(findings, times)).toMatchObject({ decision, because, actions, met, judged });
  });
});
