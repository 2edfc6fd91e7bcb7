import { describe, expect, test } from "@jest/globals";
import type { CoverageReport, FlagReading } from "../../src/domain/evidence.ts";
import type { Finding } from "../../src/domain/finding.ts";
import { findingNames } from "../../src/report/finding-names.ts";
import { findingRows } from "../../src/report/finding-rows.ts";
import { stageNote } from "../../src/report/stage-note.ts";
import { untoldGaps } from "../../src/report/untold-gaps.ts";
import { evidence, finding, report, stage } from "./sample-reports.ts";

const named = (findings: readonly Finding[]): readonly string[] => [...findingNames(findings).values()];

describe("findingNames", () => {
  test.each([
    ["one of each is called as it is", [finding("a"), finding("b", { kind: "stage" })], ["a", "b"]],
    [
      "a stage with a criterion's name is called a stage",
      [finding("parts"), finding("parts (2)", { kind: "stage" })],
      ["parts", "parts (stage)"],
    ],
    ["whichever comes first", [finding("parts", { kind: "stage" }), finding("parts (2)")], ["parts (stage)", "parts"]],
    ["namesakes of one kind keep their number", [finding("x"), finding("x (2)")], ["x", "x (2)"]],
    ["a number that is part of the name stays", [finding("p (2)", { kind: "stage" })], ["p (2)"]],
  ])("%s", (_name, findings, expected) => {
    expect(named(findings)).toEqual(expected);
  });

  test("no two findings are called the same", () => {
    const names = named([
      finding("x"),
      finding("x (2)", { kind: "stage" }),
      finding("x (3)", { kind: "stage" }),
      finding("x (stage)"),
    ]);
    expect(new Set(names).size).toBe(4);
  });
});

const flag: readonly FlagReading[] = [
  { arm: "baseline", value: "off", said: "false", way: "env SHOP" },
  { arm: "candidate", value: "on", said: "true", way: "env SHOP" },
];
const flagNotes = ["baseline: off, by env SHOP", "candidate: on, by env SHOP"];
const arms = (findings: readonly Finding[], because = "why") =>
  report("NO-GO", because, findings, [evidence({ stages: [stage("unit")], flag })]);

describe("findingRows", () => {
  test("a stage that passed is told in the list of stages alone", () => {
    expect(findingRows(arms([finding("unit", { kind: "stage" })]))).toEqual([]);
    expect(findingRows(arms([finding("unit", { kind: "stage", outcome: "fail" })]))).toHaveLength(1);
  });

  test("without that list it is told in the table", () => {
    const bare = report("GO", "", [finding("unit", { kind: "stage" })], [evidence()]);
    expect(findingRows(bare)).toHaveLength(1);
  });

  test.each<[string, Finding, string, readonly string[]]>([
    ["a pass with a limit says no more", finding("parts", { limit: "all of 4", reason: "all 4 passed" }), "", []],
    ["a pass with figures says no more", finding("total", { value: 3, reason: "3 meets < 4" }), "", []],
    ["other passes say why", finding("t", { kind: "tests", reason: "9 tests passed" }), "9 tests passed", []],
    [
      "a flag that works says once by what it is set",
      finding("flag", {
        kind: "flag",
        reason: "off in the baseline arm, on in the candidate arm",
        footnotes: flagNotes,
      }),
      "off in the baseline arm, on in the candidate arm, set by env SHOP",
      [],
    ],
    [
      "a flag that does not, too",
      finding("flag", { kind: "flag", outcome: "fail", reason: "no effect", footnotes: [...flagNotes, "another"] }),
      "no effect",
      ["another", "set by env SHOP"],
    ],
    [
      "a severity that is not the highest is said after a reason without a full stop",
      finding("m", { outcome: "missing", severity: "warning", reason: "nothing was measured" }),
      "nothing was measured; severity: warning",
      [],
    ],
    [
      "and after one with it",
      finding("m", { outcome: "missing", severity: "info", reason: "Nothing was measured." }),
      "Nothing was measured. Severity: info.",
      [],
    ],
    [
      "how many launches it would take is said where neither reason nor action says it",
      finding("m", { outcome: "inconclusive", reason: "too few", launchesNeeded: 7 }),
      "too few",
      ["about 7 launches a side would decide it"],
    ],
    [
      "and not said again where one does",
      finding("m", { outcome: "inconclusive", reason: "too few", action: "Allow up to 7 launches", launchesNeeded: 7 }),
      "too few",
      [],
    ],
  ])("%s", (_name, one, reason, notes) => {
    const [row] = findingRows(arms([one]));
    expect(row).toMatchObject({ reason, notes });
  });

  test("what the verdict says in full is not repeated beside the figures", () => {
    const slow = finding("total", { outcome: "fail", value: 9, reason: "9 is beyond < 4" });
    const [told, untold] = [arms([slow], "1 fails: total, 9 is beyond < 4"), arms([slow], "1 fails")].map(findingRows);
    expect(told?.[0]?.reason).toBe("");
    expect(untold?.[0]?.reason).toBe("9 is beyond < 4");
  });

  test("without figures it is repeated, so that no failing row is bare", () => {
    const bare = finding("parts", { outcome: "fail", reason: "1 of 4 failed" });
    expect(findingRows(arms([bare], "parts, 1 of 4 failed"))[0]?.reason).toBe("1 of 4 failed");
  });

  test("too little coverage names the files to begin with", () => {
    const file = (path: string, linesCovered: number) => ({ path, linesCovered, linesTotal: 10 });
    const coverage: CoverageReport = {
      stage: "unit",
      format: "lcov",
      of: [],
      linesCovered: 24,
      linesTotal: 50,
      files: [file("a.js", 1), file("b.js", 5), file("c.js", 9), file("d.js", 9), file("e.js", 10)],
      fileCount: 5,
    };
    const one = finding("unit/coverage", { outcome: "fail", unit: "%", value: 48, reason: "48 %" });
    const rows = findingRows(report("NO-GO", "", [one], [evidence({ coverage: [coverage] })]));
    expect(rows[0]?.notes).toEqual(["least covered: a.js 10 %, b.js 50 %, c.js 90 %"]);
  });
});

test("a stage's reason is said where the table does not say it", () => {
  const failed = stage("unit", "failed", { reason: "exit 3", strays: 1 });
  const told = arms([finding("unit", { kind: "stage", outcome: "fail", reason: "exit 3" })]);
  expect(stageNote(failed, arms([]))).toBe("exit 3; 1 process left running, ended");
  expect(stageNote(failed, told)).toBe("1 process left running, ended");
  expect(stageNote(stage("unit"), arms([]))).toBe("");
});

test("a gap that a finding tells with its arm is not told again", () => {
  const problem = { kind: "invalid", reason: "bench.json is empty" } as const;
  const gaps = [{ stage: "bench", subject: "total", arm: "candidate", problem }] as const;
  const of = (reason: string) => untoldGaps(report("NO-GO", "", [finding("g", { reason })], [evidence({ gaps })]));
  expect(of("bench.json is empty in the candidate arm")).toEqual([]);
  expect(of("bench.json is empty")).toEqual([]);
  expect(of("something else")).toHaveLength(1);
});
