import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Severity } from "../../src/domain/criterion.ts";
import type { Finding, Outcome } from "../../src/domain/finding.ts";
import { decideWatch, type WatchTimes } from "../../src/judge/decide-watch.ts";

const hourMs = 3_600_000;
const now = new Date("2026-01-06T09:00:00.000Z");
const hence = (hours: number) => new Date(now.getTime() + hours * hourMs);

const times: WatchTimes = {
  now,
  since: new Map(),
  investigateMs: 24 * hourMs,
  rollBackMs: 8 * hourMs,
  hasSecondLevel: (subject) => subject === "two levels",
};

const finding = (severity: Severity, outcome: Outcome, subject = "metric"): Finding => ({
  subject,
  kind: "criterion",
  outcome,
  severity,
  reason: "what it measured",
  limit: "",
  action: outcome === "pass" ? "" : "Mend it",
  unit: "",
  footnotes: [],
  places: [],
});
const waivedFinding = (severity: Severity, outcome: Outcome): Finding => ({
  ...finding(severity, outcome),
  waived: { owner: "@octocat", reason: "known", until: "2026-03-31" },
});

describe("one finding beside a pass", () => {
  test.each<[string, Finding, string, Date | null]>([
    ["a pass", finding("critical", "pass"), "KEEP", null],
    ["a critical fail", finding("critical", "fail"), "ROLL BACK NOW", null],
    ["critical, at its warning level", finding("critical", "warn"), "INVESTIGATE", hence(24)],
    ["critical and undecided", finding("critical", "inconclusive"), "INVESTIGATE", hence(24)],
    ["critical and missing", finding("critical", "missing"), "INVESTIGATE", hence(24)],
    ["critical and broken", finding("critical", "invalid"), "INVESTIGATE", hence(24)],
    ["a warning that failed", finding("warning", "fail"), "INVESTIGATE", hence(24)],
    ["a warning beyond its second level", finding("warning", "fail", "two levels"), "ROLL BACK (scheduled)", hence(8)],
    ["a warning at its warning level", finding("warning", "warn", "two levels"), "INVESTIGATE", hence(24)],
    ["a warning that is undecided", finding("warning", "inconclusive"), "INVESTIGATE", hence(24)],
    ["a warning that is missing", finding("warning", "missing"), "INVESTIGATE", hence(24)],
    ["a critical fail that is waived", waivedFinding("critical", "fail"), "KEEP", null],
    ["information", finding("info", "fail"), "KEEP", null],
  ])("%s", (_name, one, decision, by) => {
    const verdict = decideWatch([finding("critical", "pass", "other"), one], times);
    expect([verdict.decision, verdict.by]).toEqual([decision, by]);
    expect(verdict.because.length).toBeGreaterThan(10);
    expect(verdict.actions).toHaveLength(one.outcome === "pass" || one.severity === "info" ? 0 : 1);
  });
});

describe("how long it lasts", () => {
  test.each<[string, Finding, number, string, Date]>([
    ["a warning within its time", finding("warning", "fail"), -23, "INVESTIGATE", hence(1)],
    ["a warning past its time", finding("warning", "fail"), -24, "ROLL BACK (scheduled)", hence(8)],
    [
      "a warning level past its time is looked into, overdue",
      finding("warning", "warn"),
      -30,
      "INVESTIGATE",
      hence(-6),
    ],
    [
      "what is unknown rolls nothing back, however long",
      finding("critical", "missing"),
      -900,
      "INVESTIGATE",
      hence(-876),
    ],
    ["a beginning in the future is now", finding("warning", "fail"), 9000, "INVESTIGATE", hence(24)],
    ["a beginning that is no date is now", finding("warning", "fail"), Number.NaN, "INVESTIGATE", hence(24)],
  ])("%s", (_name, one, hours, decision, by) => {
    const verdict = decideWatch([one], { ...times, since: new Map([["metric", hence(hours)]]) });
    expect([verdict.decision, verdict.by]).toEqual([decision, by]);
  });

  test("the earliest of several times counts", () => {
    const findings = [finding("warning", "fail", "new"), finding("warning", "warn", "old")];
    expect(decideWatch(findings, { ...times, since: new Map([["old", hence(-20)]]) }).by).toEqual(hence(4));
  });
});

describe("its words", () => {
  test.each<[string, Finding[], string]>([
    ["nothing", [], "Nothing was judged, so nothing is known"],
    ["one", [finding("warning", "pass")], "The one check passed"],
    ["all", [finding("warning", "pass"), finding("critical", "pass", "other")], "All 2 checks passed"],
    [
      "waived",
      [finding("warning", "pass", "other"), waivedFinding("warning", "fail")],
      "1 of 2 checks passed, and the others are waived",
    ],
    ["now", [finding("critical", "fail")], "1 critical check failed: metric, what it measured"],
    [
      "what is known is told before what is not",
      [finding("critical", "missing", "gone"), finding("warning", "fail")],
      "1 check is not met: metric, what it measured",
    ],
    ["unknown", [finding("critical", "missing", "gone")], "1 answer is missing: gone, what it measured"],
    [
      "scheduled",
      [finding("warning", "fail", "two levels")],
      "1 check is too far off, or was for too long: two levels, what it measured",
    ],
  ])("%s", (_name, findings, because) => {
    expect(decideWatch(findings, times).because).toBe(because);
  });
});

test("whatever was found: KEEP needs all that counts to pass, and ROLL BACK NOW a critical fail; order changes nothing", () => {
  const one = fc.record({
    severity: fc.constantFrom<Severity>("critical", "warning", "info"),
    outcome: fc.constantFrom<Outcome>("pass", "warn", "fail", "inconclusive", "missing", "invalid"),
    subject: fc.constantFrom("metric", "two levels", "old"),
    ageHours: fc.integer({ min: -100, max: 100 }),
  });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 8 }), (list) => {
      const findings = list.map(({ severity, outcome, subject }) => finding(severity, outcome, subject));
      const since = new Map(list.map(({ subject, ageHours }) => [subject, hence(-ageHours)]));
      const counted = findings.filter(({ severity }) => severity !== "info");
      const { decision, by } = decideWatch(findings, { ...times, since });
      expect(decision === "KEEP").toBe(counted.length > 0 && counted.every(({ outcome }) => outcome === "pass"));
      expect(decision === "ROLL BACK NOW").toBe(
        counted.some(({ severity, outcome }) => severity === "critical" && outcome === "fail"),
      );
      if (decision === "ROLL BACK (scheduled)") expect(counted.some(({ outcome }) => outcome === "fail")).toBe(true);
      expect(by === null).toBe(decision === "KEEP" || decision === "ROLL BACK NOW");
      expect(decideWatch([...findings].reverse(), { ...times, since })).toMatchObject({ decision, by });
    }),
  );
});
