import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readConfig } from "../../src/config/read-config.ts";
import type { Config } from "../../src/domain/config.ts";
import { comparePolicies } from "../../src/judge/compare-policies.ts";

const base = `rollout: shop
flag: { read: shop flag, set: [{ env: SHOP_NEW }] }
require: { pip: { pydantic: ">=2" }, disk: [{ path: /tmp, free: 1 GB }] }
stages:
  unit: { run: npm test, tests: unit.xml, expect: { output: [done], never: [Traceback] }, coverage: { file: c.json, of: [src] } }
  bench: { run: ./bench, needs: [unit], arms: { launches: 5..24 }, measure: { total: { stdout: '([0-9.]+) ms', unit: ms } } }
criteria:
  total: { pass: "< +10 %", warn: "< +15 %", severity: critical, floor: 1 ms }
  unit/coverage: { pass: ">= 85 %", severity: warning }
waivers:
  - { metric: total, reason: cold cache, owner: "@octocat", until: 2026-01-31 }
manual: { chat: [Basic request, Streaming] }
`;

function read(text: string): Config {
  const result = readConfig(text, "gate.yml");
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.config;
}

const from = (text: string, was: string | RegExp, is: string): string => {
  const changed = text.replace(was, is);
  if (changed === text) throw new Error(`nothing is changed by ${String(was)}`);
  return changed;
};

const told = (after: string, before = base) =>
  comparePolicies(read(before), read(after)).map(
    ({ key, before: was, after: is, effect }) => `${effect} ${key}: ${was ?? "–"} → ${is ?? "–"}`,
  );

describe("comparePolicies", () => {
  test.each<[string, string | RegExp, string, readonly string[]]>([
    ["a limit is raised", '"< +10 %"', '"< +12 %"', ["loosens criteria.total.pass: < +10 % → < +12 %"]],
    ["a limit is lowered", '"< +10 %"', '"< +5 %"', ["tightens criteria.total.pass: < +10 % → < +5 %"]],
    ["a floor is dropped", '">= 85 %"', '">= 60 %"', ["loosens criteria.unit/coverage.pass: >= 85 % → >= 60 %"]],
    ["another comparison", '"< +10 %"', '"<= +10 %"', ["changes criteria.total.pass: < +10 % → <= +10 %"]],
    ["a warning level raised", '"< +15 %"', '"< +99 %"', ["loosens criteria.total.warn: < +15 % → < +99 %"]],
    ["a warning level gone", ' warn: "< +15 %",', "", ["tightens criteria.total.warn: < +15 % → –"]],
    [
      "a severity lowered",
      "severity: critical",
      "severity: info",
      ["loosens criteria.total.severity: critical → info"],
    ],
    [
      "a severity raised",
      "severity: warning",
      "severity: critical",
      ["tightens criteria.unit/coverage.severity: warning → critical"],
    ],
    ["more is ignored", "floor: 1 ms", "floor: 5 ms", ["loosens criteria.total.floor: 1000000 ns → 5000000 ns"]],
    ["a criterion is dropped", /\n {2}unit\/coverage:.*/, "", ["loosens criteria.unit/coverage.pass: >= 85 % → –"]],
    ["another command", "run: npm test", 'run: "true"', ["changes stages.unit: npm test → true"]],
    ["tests dropped", " tests: unit.xml,", "", ["loosens stages.unit.tests.unit.xml: unit.xml → –"]],
    [
      "coverage of something else",
      "of: [src]",
      "of: [docs]",
      ["changes stages.unit.coverage: c.json of src → c.json of docs"],
    ],
    ["output no longer expected", "output: [done], ", "", ["loosens stages.unit.expect.output.done: done → –"]],
    [
      "output no longer forbidden",
      ", never: [Traceback]",
      "",
      ["loosens stages.unit.expect.never.Traceback: Traceback → –"],
    ],
    [
      "another exit accepted",
      "expect: {",
      "expect: { exit: [0, 1],",
      ["loosens stages.unit.expect.exit.1: – → exit 1"],
    ],
    ["a need dropped", "needs: [unit], ", "", ["loosens stages.bench.needs.unit: unit → –"]],
    [
      "another number measured",
      "([0-9.]+) ms",
      "x([0-9.]+) ms",
      [expect.stringMatching(/^changes stages\.bench\.measure\.total: output /) as unknown as string],
    ],
    [
      "more errors accepted",
      "launches: 5..24",
      "launches: 5..24, error: 5 %",
      ["loosens stages.bench.arms.error: 0.01 → 0.05"],
    ],
    [
      "fewer launches",
      "launches: 5..24",
      "launches: 1",
      [expect.stringMatching(/^changes stages\.bench\.arms: minLaunches 5, /) as unknown as string],
    ],
    ["a wider range", '">=2"', '">=1"', ["changes require.pip.pydantic: >=2 → >=1"]],
    ["less free disk", "1 GB", "1 MB", ["loosens require.disk./tmp: 1000000000 bytes free → 1000000 bytes free"]],
    ["a flag that is not read", "read: shop flag, ", "", ["loosens flag.read: shop flag → –"]],
    [
      "another way to set it",
      "env: SHOP_NEW",
      "env: NOTHING",
      ["changes flag.set[0]: env SHOP_NEW = true or false → env NOTHING = true or false"],
    ],
    ["a longer waiver", "2026-01-31", "2026-02-28", ["loosens waivers.total.until: 2026-01-31 → 2026-02-28"]],
    [
      "another owner",
      '"@octocat"',
      '"@monalisa"',
      ["changes waivers.total: @octocat: cold cache → @monalisa: cold cache"],
    ],
    ["a tick fewer", ", Streaming", "", ["loosens manual.chat.Streaming: Streaming → –"]],
    ["a stage more", "stages:\n", 'stages:\n  lint: { run: "eslint ." }\n', ["tightens stages.lint: – → eslint ."]],
    ["another name", "rollout: shop", "rollout: other", ["changes rollout: shop → other"]],
  ])("%s", (_name, was, is, expected) => {
    expect(told(from(base, was, is))).toEqual(expected);
  });

  test("a waiver more is a permission more", () => {
    const without = from(base, /waivers:\n.*\n/, "");
    expect(told(base, without)).toEqual(["loosens waivers.total: – → @octocat: cold cache"]);
    expect(told(without)[0]).toBe("tightens waivers.total: @octocat: cold cache → –");
  });

  test("a stage that goes is one change, and so is what asked for it", () => {
    const without = base
      .replace(/ {2}bench:.*\n/, "")
      .replace(/ {2}total:.*\n/, "")
      .replace(/waivers:\n.*\n/, "");
    expect(told(without).filter((line) => line.includes("stages."))).toEqual(["loosens stages.bench: ./bench → –"]);
  });

  test("what only informs is no change: order, comments, actions, facts, spelling", () => {
    expect(told(`# hello\n${base}facts: { shop: shop --version }\n`)).toEqual([]);
    expect(told(from(base, "severity: warning }", "severity: warning, action: Write tests }"))).toEqual([]);
    expect(told(from(base, "floor: 1 ms", "floor: 0.001 s"))).toEqual([]);
    expect(told(base)).toEqual([]);
  });

  test("names made of others' keys hide nothing", () => {
    const stages = (run: string) => `rollout: a
stages: { a: { run: x, dir: d }, a.dir: { run: ${run} }, a.severity: { run: z }, a.dir.severity: { run: ${run} } }\n`;
    expect(told(stages("new"), stages("old"))).toEqual([
      'changes stages."a.dir": old → new',
      'changes stages."a.dir.severity": old → new',
    ]);
    const gone = `rollout: a\nstages: { a.dir: { run: new } }\n`;
    expect(told(gone, stages("old"))).toContain('changes stages."a.dir": old → new');
  });

  test("whatever else a config, a stage or a criterion may hold, a change of it is seen", () => {
    const config = read(base);
    const [stage] = config.stages;
    const [criterion] = config.criteria;
    if (stage === undefined || criterion === undefined) throw new Error("there is a stage and a criterion");
    const differs = (after: Config) => comparePolicies(config, after).length > 0;
    expect(differs({ ...config, ...{ later: { limit: 5 } } })).toBe(true);
    const later = { ...stage, alone: !stage.alone, ...{ later: 5 } };
    expect(comparePolicies(config, { ...config, stages: [later, ...config.stages.slice(1)] })).toHaveLength(2);
    const criteria = [{ ...criterion, ...{ later: 5 } }, ...config.criteria.slice(1)];
    expect(differs({ ...config, criteria })).toBe(true);
  });

  test("a long text is cut, and any text is only text", () => {
    const long = from(base, "run: npm test", `run: ${"x".repeat(500)}`);
    expect(told(long)[0]?.length).toBeLessThan(260);
  });

  test("two configs differ or they do not, both ways round", () => {
    const edits: readonly (readonly [string, string])[] = [
      ['"< +10 %"', '"< +12 %"'],
      ["severity: warning", "severity: info"],
      ["run: npm test", "run: make"],
      [", Streaming", ""],
      ["2026-01-31", "2026-02-01"],
    ];
    fc.assert(
      fc.property(fc.subarray([...edits]), (some) => {
        const after = some.reduce((text, [was, is]) => from(text, was, is), base);
        expect(told(after)).toHaveLength(some.length);
        const back = comparePolicies(read(after), read(base));
        expect(back).toHaveLength(some.length);
        const there = comparePolicies(read(base), read(after));
        expect(there.filter(({ effect }) => effect === "loosens")).toHaveLength(
          back.filter(({ effect }) => effect === "tightens").length,
        );
      }),
    );
  });
});
