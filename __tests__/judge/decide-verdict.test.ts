import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Severity } from "../../src/domain/criterion.ts";
import type { Finding, Outcome } from "../../src/domain/finding.ts";
import { decideVerdict } from "../../src/judge/decide-verdict.ts";

const finding = (severity: Severity, outcome: Outcome, subject = `${severity} ${outcome}`): Finding => ({
  subject,
  kind: "criterion",
  outcome,
  severity,
  reason: "because",
  limit: "",
  action: outcome === "pass" ? "" : "Mend it",
  unit: "",
  footnotes: [],
  places: [],
});

const outcomes: readonly Outcome[] = ["pass", "warn", "fail", "inconclusive", "missing", "invalid"];
const severities: readonly Severity[] = ["critical", "warning", "info"];

describe("one finding beside a pass", () => {
  test.each<[Severity, Outcome, string, string]>([
    ["critical", "pass", "GO", "low"],
    ["critical", "warn", "GO WITH CONDITIONS", "high"],
    ["critical", "fail", "NO-GO", "high"],
    ["critical", "inconclusive", "INCONCLUSIVE", "high"],
    ["critical", "missing", "INCONCLUSIVE", "high"],
    ["critical", "invalid", "INCONCLUSIVE", "high"],
    ["warning", "warn", "GO WITH CONDITIONS", "medium"],
    ["warning", "fail", "GO WITH CONDITIONS", "medium"],
    ["warning", "inconclusive", "GO WITH CONDITIONS", "medium"],
    ["warning", "missing", "INCONCLUSIVE", "medium"],
    ["warning", "invalid", "INCONCLUSIVE", "medium"],
    ["info", "fail", "GO", "low"],
    ["info", "missing", "GO", "low"],
  ])("%s %s is %s, risk %s", (severity, outcome, decision, risk) => {
    const verdict = decideVerdict([finding("critical", "pass"), finding(severity, outcome)]);
    expect([verdict.decision, verdict.risk]).toEqual([decision, risk]);
    expect(verdict.conditions.length > 0).toBe(decision === "GO WITH CONDITIONS");
    expect(verdict.because.length).toBeGreaterThan(5);
  });
});

test("a critical fail outweighs what is unknown", () => {
  expect(decideVerdict([finding("critical", "missing"), finding("critical", "fail")]).decision).toBe("NO-GO");
});

test("information alone judges nothing", () => {
  expect(decideVerdict([finding("info", "pass")])).toMatchObject({ decision: "INCONCLUSIVE", judged: 0, met: 0 });
});

test("GO needs every finding that counts to pass, whatever the rest", () => {
  const any = fc.array(fc.record({ severity: fc.constantFrom(...severities), outcome: fc.constantFrom(...outcomes) }), {
    maxLength: 8,
  });
  fc.assert(
    fc.property(any, (list) => {
      const findings = list.map(({ severity, outcome }) => finding(severity, outcome));
      const counted = findings.filter(({ severity }) => severity !== "info");
      const verdict = decideVerdict(findings);
      expect(verdict.decision === "GO").toBe(counted.length > 0 && counted.every(({ outcome }) => outcome === "pass"));
      expect(verdict.decision === "NO-GO").toBe(
        counted.some(({ severity, outcome }) => severity === "critical" && outcome === "fail"),
      );
      expect(decideVerdict([...findings].reverse()).decision).toBe(verdict.decision);
    }),
  );
});
