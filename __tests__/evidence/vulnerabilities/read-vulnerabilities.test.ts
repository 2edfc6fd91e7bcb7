import { describe, expect, test } from "@jest/globals";
import { readVulnerabilities } from "../../../src/evidence/vulnerabilities/read-vulnerabilities.ts";

const none = { critical: 0, high: 0, medium: 0, low: 0, unrated: 0 };

function sarif(results: readonly object[]) {
  const rules = ["9.8", "7.0", "6.9", "0.1", "none"].map((score, at) => ({
    id: `R${at}`,
    properties: { "security-severity": score },
  }));
  const driver = { name: "a", rules: rules.slice(0, 3) };
  return { version: "2.1.0", runs: [{ tool: { driver, extensions: [{ rules: rules.slice(3) }] }, results }] };
}

describe("a scanner's JSON", () => {
  test.each([
    ["SARIF without results", sarif([]), none],
    [
      "SARIF by its rules' scores",
      sarif(["R0", "R1", "R2", "R3", "R4", "R9"].map((ruleId) => ({ ruleId, level: "error" }))),
      { critical: 1, high: 1, medium: 1, low: 1, unrated: 2 },
    ],
    [
      "SARIF without what passed, is gone or was accepted",
      sarif([
        { ruleId: "R0", kind: "pass" },
        { ruleId: "R0", baselineState: "absent" },
        { ruleId: "R0", suppressions: [{ kind: "external" }] },
        { ruleId: "R0", suppressions: [{ kind: "external", status: "rejected" }] },
        { rule: { id: "R1" }, properties: { "security-severity": 9.1 } },
      ]),
      { ...none, critical: 2 },
    ],
    [
      "npm audit",
      {
        auditReportVersion: 2,
        vulnerabilities: {},
        metadata: { vulnerabilities: { info: 1, low: 2, moderate: 3, high: 4, critical: 5, total: 15 } },
      },
      { critical: 5, high: 4, medium: 3, low: 3, unrated: 0 },
    ],
    [
      "Trivy",
      {
        SchemaVersion: 2,
        ArtifactName: ".",
        Results: [
          { Target: "a", Vulnerabilities: [{ Severity: "CRITICAL" }, { Severity: "UNKNOWN" }] },
          { Target: "b" },
        ],
      },
      { ...none, critical: 1, unrated: 1 },
    ],
    [
      "Grype",
      {
        matches: [{ vulnerability: { severity: "Negligible" } }, { vulnerability: { severity: "High" } }],
        descriptor: { name: "grype" },
      },
      { ...none, high: 1, low: 1 },
    ],
    [
      "OSV-Scanner",
      { results: [{ source: { path: "x" }, packages: [{ groups: [{ max_severity: "8.1" }, { max_severity: "" }] }] }] },
      { ...none, high: 1, unrated: 1 },
    ],
    [
      "pip-audit, which rates nothing",
      {
        dependencies: [
          { name: "a", version: "1", vulns: [{ id: "X" }] },
          { name: "b", skip_reason: "not on PyPI" },
        ],
        fixes: [],
      },
      { ...none, unrated: 1 },
    ],
    [
      "Bandit",
      { metrics: { _totals: {} }, results: [{ issue_severity: "HIGH" }, { issue_severity: "UNDEFINED" }] },
      { ...none, high: 1, unrated: 1 },
    ],
  ])("%s", (_, file, counts) => {
    const reading = readVulnerabilities(JSON.stringify(file));
    expect(reading).toMatchObject({ ok: true, value: { counts } });
  });

  test.each([
    ["an empty file", "", /empty/],
    ["a list", "[]", /no scanner's file/],
    ["somebody else's JSON", '{"ok": true}', /no known scanner wrote it; at its top level are ok/i],
    ["SARIF without a run", '{"version": "2.1.0", "runs": []}', /SARIF's and does not say what was scanned/],
    ["SARIF of a run that gave no results", '{"version": "2.1.0", "runs": [{}]}', /does not say what was scanned/],
    ["npm audit that failed", '{"metadata": {"vulnerabilities": {}}}', /does not say/],
    ["Trivy of nothing", '{"SchemaVersion": 2, "ArtifactName": "."}', /does not say/],
    ["pip-audit that looked up nothing", '{"dependencies": [{"name": "a", "skip_reason": "x"}]}', /does not say/],
  ])("%s is never none found", (_, text, words) => {
    const reading = readVulnerabilities(text);
    expect(reading.ok ? "" : reading.problem.reason).toMatch(words);
  });
});
