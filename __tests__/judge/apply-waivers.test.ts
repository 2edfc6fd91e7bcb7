import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Waiver } from "../../src/domain/config.ts";
import type { Finding, Outcome } from "../../src/domain/finding.ts";
import { applyWaivers } from "../../src/judge/apply-waivers.ts";
import { decideVerdict } from "../../src/judge/decide-verdict.ts";
import { judgeEvidence } from "../../src/judge/judge-evidence.ts";
import { absolute, config, criterion, evidence, launches, measurement, record, stage } from "./samples.ts";

const now = new Date("2026-01-15T12:00:00Z");
const waiver = (more: Partial<Waiver> = {}): Waiver => ({
  metric: "latency",
  reason: "the cache is cold until Monday.",
  owner: "@octocat",
  until: "2026-01-31",
  ...more,
});
const finding = (outcome: Outcome, more: Partial<Finding> = {}): Finding => ({
  subject: "latency",
  kind: "criterion",
  outcome,
  severity: "critical",
  reason: "latency is 9 ms, above 5 ms",
  limit: "< 5 ms",
  action: "Mend it",
  unit: "ns",
  footnotes: [],
  places: [],
  ...more,
});
const apply = (outcome: Outcome, one: Waiver, at: Date | null = now) =>
  applyWaivers([one], [{ finding: finding(outcome), names: ["latency", "bench/latency"] }], at);

describe("what can be waived", () => {
  test.each<[Outcome, string]>([
    ["warn", "GO WITH CONDITIONS"],
    ["fail", "GO WITH CONDITIONS"],
    ["inconclusive", "GO WITH CONDITIONS"],
    ["missing", "INCONCLUSIVE"],
    ["invalid", "INCONCLUSIVE"],
    ["pass", "GO"],
  ])("%s under a waiver is %s", (outcome, decision) => {
    const { findings } = apply(outcome, waiver());
    expect(findings[0]?.outcome).toBe(outcome);
    expect(findings[0]?.waived !== undefined).toBe(decision === "GO WITH CONDITIONS");
    expect(decideVerdict(findings).decision).toBe(decision);
  });

  test("what is missing says that its waiver does not apply", () => {
    expect(apply("missing", waiver()).findings[0]?.footnotes).toEqual([
      "the waiver of @octocat does not apply: what is missing cannot be waived",
    ]);
  });

  test("the condition names who, until when and why; the check is not met and the risk stays", () => {
    const verdict = decideVerdict(apply("fail", waiver()).findings);
    expect(verdict).toMatchObject({
      decision: "GO WITH CONDITIONS",
      met: 0,
      judged: 1,
      risk: "high",
      conditions: [
        "Waived by @octocat until 2026-01-31, because the cache is cold until Monday (latency: latency is 9 ms, above 5 ms).",
      ],
    });
  });
});

describe("until when", () => {
  test.each<[string, string, string | null]>([
    ["the last day counts to its end", "2026-01-15", null],
    ["the day after, it has expired", "2026-01-14", "it expired after 2026-01-14"],
    ["ninety days ahead", "2026-04-15", null],
    ["further ahead", "2026-04-16", "2026-04-16 is more than 90 days ahead"],
    ["no day at all", "soon", "it expired after soon"],
  ])("%s", (_name, until, why) => {
    const [found] = apply("fail", waiver({ until })).findings;
    expect(found?.waived === undefined).toBe(why !== null);
    expect(found?.footnotes).toEqual(why === null ? [] : [`the waiver of @octocat does not apply: ${why}`]);
    if (found !== undefined && why !== null) expect(decideVerdict([found]).decision).toBe("NO-GO");
  });

  test("none applies when the day is not known", () => {
    expect(apply("fail", waiver(), null).findings[0]?.waived).toBeUndefined();
    expect(apply("fail", waiver(), new Date(Number.NaN)).findings[0]?.waived).toBeUndefined();
  });
});

describe("a waiver that lets nothing through is told, and costs nothing", () => {
  test.each([
    ["its criterion passed", "pass" as const, waiver(), "and would apply until 2026-01-31"],
    ["no criterion is met by its name", "fail" as const, waiver({ metric: "other" }), "and would apply until"],
    ["it expired and its criterion passed", "pass" as const, waiver({ until: "2026-01-01" }), "and it expired after"],
  ])("%s", (_name, outcome, one, words) => {
    const { told } = apply(outcome, one);
    expect(told).toMatchObject([{ subject: `waiver ${one.metric}`, kind: "waiver", severity: "info" }]);
    expect(told[0]?.reason).toContain(words);
    expect(decideVerdict([finding("pass"), ...told]).decision).toBe("GO");
  });
});

test("no waiver ever makes a verdict GO that was not, nor touches what is not its own", () => {
  const outcome = fc.constantFrom<Outcome>("pass", "warn", "fail", "inconclusive", "missing", "invalid");
  const one = fc.record({
    outcome,
    severity: fc.constantFrom("critical" as const, "warning" as const, "info" as const),
    name: fc.constantFrom<string>("a", "b", "c"),
  });
  const until = fc.constantFrom("2026-01-01", "2026-01-20", "2027-01-01");
  const waivers = fc.uniqueArray(fc.record({ metric: fc.constantFrom<string>("a", "b", "x"), until }), {
    selector: ({ metric }) => metric,
  });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 6 }), waivers, (list, given) => {
      const before = list.map(({ name, ...more }) => ({ finding: finding(more.outcome, more), names: [name] }));
      const result = applyWaivers(given.map(waiver), before, now);
      const [was, is] = [decideVerdict(before.map((each) => each.finding)), decideVerdict(result.findings)];
      if (is.decision === "GO") expect(was.decision).toBe("GO");
      if (is.decision === "GO WITH CONDITIONS" && was.decision !== is.decision)
        expect(is.conditions.join()).toContain("Waived by");
      result.findings.forEach((after, index) => {
        const { waived, footnotes, ...rest } = after;
        expect(before[index]?.finding).toMatchObject(rest);
        expect(footnotes.length).toBeLessThanOrEqual(1);
        if (waived !== undefined) {
          const own = given.find(({ metric }) => before[index]?.names.includes(metric));
          expect(own?.until).toBe(waived.until);
        }
      });
    }),
  );
});

describe("in a gate", () => {
  const slow = measurement(launches([], [9, 9, 9, 9, 9]), { unit: "ns" });
  const judged = (metric: string, at: Date | null) =>
    judgeEvidence(
      config({ stages: [stage("bench")], criteria: [criterion(absolute("<", 5))], waivers: [waiver({ metric })] }),
      [evidence({ stages: [record("bench")], measurements: [slow] })],
      at,
    );

  test.each(["latency", "bench/latency"])("%s waives the criterion", (metric) => {
    expect(judged(metric, null).verdict.decision).toBe("NO-GO");
    expect(judged(metric, now).verdict.decision).toBe("GO WITH CONDITIONS");
  });

  test.each(["other/latency", "*", "late*"])("%s does not", (metric) => {
    const { verdict, findings } = judged(metric, now);
    expect(verdict.decision).toBe("NO-GO");
    expect(findings.map(({ subject }) => subject)).toContain(`waiver ${metric}`);
  });
});
