import { describe, expect, test } from "@jest/globals";
import type { PolicyChange } from "../../src/domain/policy.ts";
import { decideVerdict } from "../../src/judge/decide-verdict.ts";
import { judgeOwed } from "../../src/judge/judge-owed.ts";
import { judgePolicy } from "../../src/judge/judge-policy.ts";
import { config, evidence, record, stage, tests } from "./samples.ts";

const change = (effect: PolicyChange["effect"]): PolicyChange => ({ key: "a", before: "1", after: "2", effect });
const base = { source: "base", commit: "c".repeat(40), file: "gate.yml" } as const;

describe("judgePolicy", () => {
  test.each<[string, readonly PolicyChange[], string]>([
    ["no change", [], "INCONCLUSIVE"],
    ["less", [change("loosens"), change("tightens")], "GO WITH CONDITIONS"],
    ["something else", [change("changes")], "GO WITH CONDITIONS"],
    ["more alone", [change("tightens")], "INCONCLUSIVE"],
  ])("%s asked for", (_name, changes, decision) => {
    // Nothing else is judged, so a policy alone never makes a GO.
    expect(decideVerdict(judgePolicy({ ...base, changes })).decision).toBe(decision);
  });

  test("a change that brings the first policy is a condition", () => {
    const [finding] = judgePolicy({ ...base, source: "own", changes: [] });
    expect(finding).toMatchObject({ outcome: "warn", severity: "warning" });
    expect(finding?.reason).toContain("has no gate.yml");
  });
});

describe("judgeOwed", () => {
  const unit = stage("unit", { tests: ["unit.xml"], coverage: { file: "c.json", of: ["src"] } });
  const wanted = config({
    stages: [unit],
    packages: [{ manager: "pip", name: "pydantic", range: ">=2", severity: "critical" }],
  });
  const launch = {
    arm: "candidate",
    index: 0,
    warmUp: false,
    startedAt: "2026-01-05T09:00:00Z",
    durationMs: 1,
    peakRssBytes: null,
  } as const;
  const good = {
    stages: [record("unit", { launches: [{ ...launch, exit: { code: 0, signal: null } }] })],
    tests: [tests("unit")],
    coverage: [{ stage: "unit", format: "c", of: ["src"], linesCovered: 1, linesTotal: 1, files: [], fileCount: 0 }],
    requirements: [{ name: "pip pydantic", wanted: ">=2", found: "2.1", met: true }],
  };
  const problem = { kind: "missing", reason: "unit.xml is not there" } as const;

  test.each<[string, Parameters<typeof evidence>[0], readonly string[]]>([
    ["all of it is there", good, []],
    ["no test results", { ...good, tests: [] }, ["missing unit tests"]],
    [
      "no test results, and a gap that says why",
      { ...good, tests: [], gaps: [{ stage: "unit", subject: "tests", problem }] },
      [],
    ],
    ["tests of another stage", { ...good, tests: [tests("other")] }, ["missing unit tests"]],
    [
      "a stage that did not run",
      { stages: [record("unit", { status: "skipped" })], requirements: good.requirements },
      [],
    ],
    [
      "coverage of other paths",
      { ...good, coverage: good.coverage.map((one) => ({ ...one, of: ["docs"] })) },
      ["invalid unit coverage"],
    ],
    [
      "a pass with an exit code that is none",
      { ...good, stages: [record("unit", { launches: [{ ...launch, exit: { code: 1, signal: null } }] })] },
      ["invalid unit exit"],
    ],
    [
      "a wider range",
      { ...good, requirements: [{ name: "pip pydantic", wanted: ">=1", found: "1.9", met: true }] },
      ["invalid requirement pip pydantic range"],
    ],
    [
      "coverage of another stage",
      { ...good, coverage: [...good.coverage, ...good.coverage.map((one) => ({ ...one, stage: "x", of: ["docs"] }))] },
      [],
    ],
    [
      "another stage that was skipped",
      { ...good, tests: [], stages: [record("x", { status: "skipped" }), ...good.stages] },
      ["missing unit tests"],
    ],
  ])("%s", (_name, part, expected) => {
    expect(judgeOwed(wanted, [evidence(part)]).map(({ outcome, subject }) => `${outcome} ${subject}`)).toEqual(
      expected,
    );
  });

  test("what one of two files has is not missing", () => {
    expect(judgeOwed(wanted, [evidence(good), evidence()])).toEqual([]);
    expect(judgeOwed(wanted, [evidence(), evidence(good)])).toEqual([]);
  });
});
