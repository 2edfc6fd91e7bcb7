import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Finding } from "../../src/domain/finding.ts";
import { costOf, explainFinding } from "../../src/report/explain-finding.ts";
import { expectGolden } from "./expect-golden.ts";

const plain = { columns: 90, colour: false, unicode: true };
const finding = (more: Partial<Finding> = {}): Finding => ({
  subject: "total",
  kind: "criterion",
  outcome: "pass",
  severity: "critical",
  reason: "meets it",
  limit: "< +10 %",
  action: "",
  unit: "ns",
  footnotes: [],
  places: [],
  ...more,
});
const arm = (name: "baseline" | "candidate", perLaunch: readonly number[]) => ({
  arm: name,
  launches: perLaunch.length,
  samples: perLaunch.length * 10,
  centre: perLaunch[0] ?? Number.NaN,
  perLaunch,
});
const ratio = (lower: number, upper: number) =>
  ({ scale: "ratio", estimate: (lower + upper) / 2, lower, upper, confidence: 0.99 }) as const;
const difference = (lower: number, upper: number) => ({ ...ratio(lower, upper), scale: "difference" }) as const;

describe("the rule, with the numbers put in", () => {
  test.each<[string, Partial<Finding>, string]>([
    [
      "a pass",
      { limit: "< +10 %", change: ratio(0.01, 0.05) },
      "the whole interval lies below +10 %, and its upper end, +5 %, does.",
    ],
    [
      "a fail",
      { outcome: "fail", limit: "< +10 %", change: ratio(0.1, 0.2) },
      "no part of the interval lies below +10 %: even its lower end, +10 %, does not.",
    ],
    ["neither", { outcome: "inconclusive", limit: "< +10 %", change: ratio(0.05, 0.2) }, "+10 % lies inside."],
    ["at the limit, allowed", { limit: "<= +10 %", change: ratio(0, 0.1) }, "and its upper end, +10 %, does."],
    [
      "a floor for what is better when higher",
      { limit: "> -5 %", change: ratio(-0.01, 0.2) },
      "lies above −5 %, and its lower end, −1 %, does.",
    ],
    [
      "below that floor",
      { outcome: "fail", limit: "> -5 %", change: ratio(-0.2, -0.1) },
      "lies above −5 %: even its upper end, −10 %, does not.",
    ],
    [
      "a difference",
      { limit: "< +100 MB", unit: "B", change: difference(1e6, 5e6) },
      "lies below +100 MB, and its upper end, +5 MB, does.",
    ],
    ["within", { limit: "within 5 %", change: ratio(-0.01, 0.02) }, "lies between −5 % and +5 %, and it does."],
    [
      "not within",
      { outcome: "fail", limit: "within 2 ms", change: difference(3e6, 4e6) },
      "lies between −2 ms and +2 ms, and none does.",
    ],
    ["partly within", { outcome: "inconclusive", limit: "within 5 %", change: ratio(0.01, 0.2) }, "a part of it does."],
    [
      "a second level",
      { outcome: "warn", limit: "< +10 %", change: ratio(0.12, 0.15) },
      "is shown to meet the second, so it is a warning.",
    ],
    [
      "something else that decided",
      { outcome: "inconclusive", limit: "< +10 %", change: ratio(0.01, 0.05) },
      "By the interval alone it would be pass; what decided is told below.",
    ],
  ])("%s", (_name, more, words) => {
    const text = explainFinding(finding(more), [], { ...plain, columns: 200 });
    expect(text.replace(/\s+/g, " ")).toContain(words);
  });

  test("what was no comparison has no such rule", () => {
    expect(explainFinding(finding({ limit: "== 0", value: 0 }), [], plain)).not.toContain("interval");
  });
});

test.each<[Partial<Finding>, string]>([
  [{ outcome: "pass" }, "Nothing."],
  [{ outcome: "fail", severity: "info" }, "Nothing: it is told only."],
  [{ outcome: "fail" }, "NO-GO, whatever else is known."],
  [{ outcome: "missing", severity: "warning" }, "INCONCLUSIVE, unless something else makes it NO-GO."],
  [{ outcome: "invalid" }, "INCONCLUSIVE, unless something else makes it NO-GO."],
  [{ outcome: "inconclusive" }, "INCONCLUSIVE, unless something else makes it NO-GO."],
  [{ outcome: "inconclusive", severity: "warning" }, "GO WITH CONDITIONS at best."],
  [{ outcome: "warn" }, "GO WITH CONDITIONS at best."],
  [{ outcome: "fail", severity: "warning" }, "GO WITH CONDITIONS at best."],
  [
    { outcome: "fail", waived: { owner: "@team", reason: "known", until: "2026-03-31" } },
    "GO WITH CONDITIONS at best: @team answers for it until 2026-03-31 (known).",
  ],
])("what a finding costs: %j", (more, cost) => {
  expect(costOf(finding(more))).toBe(cost);
});

test("a whole one", () => {
  const text = explainFinding(
    finding({
      outcome: "fail",
      baseline: arm("baseline", [1e6, 1.1e6, 0.9e6, 1.05e6, 1e6]),
      candidate: arm("candidate", [1.5e6, 1.6e6, 1.4e6, 1.55e6, 1.5e6]),
      change: ratio(0.4, 0.6),
      footnotes: ["one value a launch"],
      places: [{ file: "src/a.py", line: 3, message: "slow" }],
      action: "Profile it",
      reason: "+50 % (+40 % … +60 %): beyond < +10 %, after 5 launches a side",
    }),
    ["Passes when it is fast."],
    plain,
  );
  expectGolden("explain-finding.txt", text);
});

test("whatever a finding holds, what is printed is safe and fits", () => {
  const text = fc.string({ unit: "binary", maxLength: 300 });
  fc.assert(
    fc.property(
      fc.record({
        subject: text,
        reason: text,
        limit: text,
        action: text,
        footnotes: fc.array(text, { maxLength: 3 }),
      }),
      fc.array(fc.double(), { maxLength: 8 }),
      fc.double(),
      fc.double(),
      (more, values, lower, upper) => {
        const printed = explainFinding(
          finding({
            ...more,
            baseline: arm("baseline", values),
            candidate: arm("candidate", values),
            change: ratio(lower, upper),
          }),
          [],
          { columns: 60, colour: false, unicode: true },
        );
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
        expect(printed).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      },
    ),
  );
});
