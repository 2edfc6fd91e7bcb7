import { describe, expect, test } from "@jest/globals";
import type { Config } from "../../src/domain/config.ts";
import type { Checklist, Evidence, StageRecord, TestReport } from "../../src/domain/evidence.ts";
import type { Finding } from "../../src/domain/finding.ts";
import type { PolicyRecord } from "../../src/domain/policy.ts";
import type { TickItem, Ticks } from "../../src/domain/sign-off.ts";
import { applyWaivers } from "../../src/judge/apply-waivers.ts";
import { checkEvidenceSet } from "../../src/judge/check-evidence-set.ts";
import { judgeChecklist } from "../../src/judge/judge-checklist.ts";
import { judgeFlag } from "../../src/judge/judge-flag.ts";
import { judgeGap, judgeWholeness } from "../../src/judge/judge-gaps.ts";
import { judgeOwed } from "../../src/judge/judge-owed.ts";
import { judgePeople } from "../../src/judge/judge-people.ts";
import { judgePolicy } from "../../src/judge/judge-policy.ts";
import { judgeRequirements } from "../../src/judge/judge-requirements.ts";
import { judgeStage } from "../../src/judge/judge-stage.ts";
import { judgeTests } from "../../src/judge/judge-tests.ts";
import { bothArms, config, criterion, measurement, record, evidence as sample, stage, tests } from "./samples.ts";

/** What people are told of the evidence itself, and of all that is not measured: whole findings, word for word. */

const nothing = { limit: "", unit: "", footnotes: [], places: [] };
const action = "Mend it yourself";

describe("evidence that does not belong together", () => {
  const broken = (subject: string, outcome: "missing" | "invalid", reason: string, remedy: string): Finding => ({
    subject,
    kind: "evidence",
    outcome,
    severity: "critical",
    reason,
    action: remedy,
    ...nothing,
  });
  const of = (more: Partial<Evidence> = {}, ...stages: string[]): Evidence =>
    sample({
      rollout: "shop",
      configDigest: "d",
      origin: { repository: "octo-org/shop", commit: "a".repeat(40), ref: null, dirty: null },
      stages: stages.map((name) => record(name)),
      ...more,
    });
  const shard = (index: number, total: number, given: readonly string[], ran = given) =>
    of({ shard: { index, total, stages: given } }, ...ran);
  const check = (parts: readonly Evidence[], terms = {}) =>
    checkEvidenceSet(config({ rollout: "shop" }), { digests: ["d"], commit: null, repository: null, ...terms }, parts);

  test.each<[string, readonly Evidence[], object, readonly Finding[]]>([
    ["nothing wrong", [of({}, "a"), of({}, "b")], { commit: "a".repeat(40), repository: "Octo-Org/SHOP" }, []],
    [
      "another rollout",
      [of({ rollout: "x" }), of({ rollout: "y" }), of({ rollout: "x" })],
      {},
      [
        broken(
          "evidence of another rollout",
          "invalid",
          "There is evidence of the rollout x, y, but the config is about shop.",
          "Name only this rollout's evidence files.",
        ),
      ],
    ],
    [
      "another config",
      [of({ configDigest: "e" })],
      {},
      [
        broken(
          "evidence under another config",
          "invalid",
          "1 evidence file of 1 was taken under another config than the one that judges.",
          "Collect again with the config as it is now.",
        ),
      ],
    ],
    [
      "other configs",
      [of({ configDigest: "e" }), of(), of({ configDigest: "f" })],
      {},
      [
        broken(
          "evidence under another config",
          "invalid",
          "2 evidence files of 3 were taken under another config than the one that judges.",
          "Collect again with the config as it is now.",
        ),
      ],
    ],
    [
      "several commits",
      [of(), of({ origin: { repository: null, commit: "b".repeat(40), ref: null, dirty: null } })],
      {},
      [
        broken(
          "evidence of several commits",
          "invalid",
          "The evidence is of different commits: aaaaaaaaaaaa, bbbbbbbbbbbb.",
          "Collect all parts of the same commit.",
        ),
      ],
    ],
    [
      "another commit",
      [of()],
      { commit: "c".repeat(40) },
      [
        broken(
          "evidence of another commit",
          "invalid",
          "1 evidence file of 1 is of aaaaaaaaaaaa, and the commit that is judged is cccccccccccc.",
          "Collect the evidence at the commit that is judged.",
        ),
      ],
    ],
    [
      "no commit",
      [
        of({ origin: { repository: null, commit: null, ref: null, dirty: null } }),
        of({ origin: { repository: null, commit: null, ref: null, dirty: null } }),
      ],
      { commit: "c".repeat(40) },
      [
        broken(
          "evidence of another commit",
          "invalid",
          "2 evidence files of 2 are of no commit, and the commit that is judged is cccccccccccc.",
          "Collect the evidence at the commit that is judged.",
        ),
      ],
    ],
    [
      "another repository",
      [of()],
      { repository: "octo-org/fork" },
      [
        broken(
          "evidence of another repository",
          "invalid",
          "1 evidence file of 1 is of octo-org/shop, and this run belongs to octo-org/fork.",
          "Name only evidence that this repository's runs collected.",
        ),
      ],
    ],
    [
      "no repository",
      [
        of({ origin: { repository: null, commit: null, ref: null, dirty: null } }),
        of({ origin: { repository: "r".repeat(120), commit: null, ref: null, dirty: null } }),
        of({ origin: { repository: "y", commit: null, ref: null, dirty: null } }),
        of({ origin: { repository: "z", commit: null, ref: null, dirty: null } }),
      ],
      { repository: "octo-org/fork" },
      [
        broken(
          "evidence of another repository",
          "invalid",
          `4 evidence files of 4 are of no repository, ${"r".repeat(100)}, y, and this run belongs to octo-org/fork.`,
          "Name only evidence that this repository's runs collected.",
        ),
      ],
    ],
    [
      "parts of two plans",
      [shard(1, 2, ["a"]), shard(2, 3, ["b"])],
      {},
      [
        broken(
          "evidence parts",
          "invalid",
          "The evidence files disagree on how many parts there are: 2, 3.",
          "Collect all parts with one plan.",
        ),
      ],
    ],
    [
      "parts of many plans",
      Array.from({ length: 12 }, (_, at) => shard(1, at + 1, [])),
      {},
      [
        broken(
          "evidence parts",
          "invalid",
          "The evidence files disagree on how many parts there are: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10.",
          "Collect all parts with one plan.",
        ),
      ],
    ],
    [
      "a whole run beside a part",
      [shard(1, 1, ["a"]), of({}, "b")],
      {},
      [
        broken(
          "evidence of a whole run",
          "invalid",
          "1 of the evidence files is a part of a matrix, and 1 is of a job that ran everything.",
          "Name the evidence of one run only.",
        ),
      ],
    ],
    [
      "whole runs beside parts",
      [shard(1, 2, ["a"]), shard(2, 2, ["b"]), of({}, "c"), of({}, "d")],
      {},
      [
        broken(
          "evidence of a whole run",
          "invalid",
          "2 of the evidence files are parts of a matrix, and 2 are of a job that ran everything.",
          "Name the evidence of one run only.",
        ),
      ],
    ],
    [
      "a part that cannot be",
      [shard(1, 1, ["a"]), shard(0, 1, ["b"])],
      {},
      [
        broken(
          "evidence part that cannot be",
          "invalid",
          "There is evidence that calls itself part 0 of 1, which cannot be.",
          "Give collect its place in the matrix as plan prints it.",
        ),
      ],
    ],
    [
      "a part beyond the last",
      [shard(1, 1, ["a"]), shard(2, 1, ["b"])],
      {},
      [
        broken(
          "evidence part that cannot be",
          "invalid",
          "There is evidence that calls itself part 2 of 1, which cannot be.",
          "Give collect its place in the matrix as plan prints it.",
        ),
      ],
    ],
    [
      "more parts than can be",
      [shard(1, 10_000, ["a"])],
      {},
      [
        broken(
          "evidence part that cannot be",
          "invalid",
          "There is evidence that calls itself part 1 of 10000, which cannot be.",
          "Give collect its place in the matrix as plan prints it.",
        ),
      ],
    ],
    [
      "as many parts as can be",
      [shard(1, 9999, ["a"])],
      {},
      [
        broken(
          "evidence parts",
          "missing",
          "9998 of 9999 parts of the evidence are not there, the first of them part 2.",
          "Look at the job that should have collected it, and run it again.",
        ),
      ],
    ],
    [
      "a part that is not there",
      [shard(1, 2, ["a"])],
      {},
      [
        broken(
          "evidence part 2/2",
          "missing",
          "Part 2 of 2 of the evidence is not there.",
          "Look at the job that should have collected it, and run it again.",
        ),
      ],
    ],
    [
      "a part more than once",
      [shard(1, 1, ["a"]), shard(1, 1, ["b"]), shard(1, 1, ["c"])],
      {},
      [
        broken(
          "evidence part 1/1",
          "invalid",
          "Part 1 of 1 of the evidence is there more than once.",
          "Keep the one of the latest run.",
        ),
      ],
    ],
    [
      "a part with less than it was given",
      [shard(1, 1, ["a", "b"], ["a"])],
      {},
      [
        broken(
          "stages of evidence part 1/1",
          "invalid",
          "Part 1 of 1 of the evidence says nothing of b, which it was given.",
          "Collect it again with the stages that plan gave it.",
        ),
      ],
    ],
    [
      "a part with more",
      [shard(1, 1, [], ["1", "2", "3", "4", "5", "6", "7"])],
      {},
      [
        broken(
          "stages of evidence part 1/1",
          "invalid",
          "Part 1 of 1 of the evidence speaks of 1, 2, 3, 4, 5 and 2 more, which it was not given.",
          "Collect it again with the stages that plan gave it.",
        ),
      ],
    ],
    [
      "a part with others",
      [shard(1, 1, ["a"], ["b"])],
      {},
      [
        broken(
          "stages of evidence part 1/1",
          "invalid",
          "Part 1 of 1 of the evidence says nothing of a, which it was given, and speaks of b, which it was not given.",
          "Collect it again with the stages that plan gave it.",
        ),
      ],
    ],
    [
      "a stage twice",
      [of({}, "a"), of({}, "a"), of({}, "a", "b")],
      {},
      [
        broken(
          "evidence of stage a",
          "invalid",
          "Stage a is in more than one evidence file.",
          "Let one job run each stage.",
        ),
      ],
    ],
    [
      "results of a stage that was not run",
      [of({ measurements: [measurement([]), measurement([])] }, "a")],
      {},
      [
        broken(
          "results of stage bench",
          "invalid",
          "An evidence file holds results of stage bench and does not say that it ran it.",
          "Collect the evidence again; nothing but collect should write it.",
        ),
      ],
    ],
  ])("%s", (_name, parts, terms, findings) => {
    expect(check(parts, terms)).toEqual(findings);
  });

  test("ten missing parts are told each, eleven together; of stray results twenty are told", () => {
    expect(check([shard(1, 11, ["a"])])).toHaveLength(10);
    expect(check([shard(1, 12, ["a"])])).toHaveLength(1);
    const strays = Array.from({ length: 25 }, (_, at) => measurement([], { stage: `s${at}` }));
    expect(check([of({ measurements: strays })])).toHaveLength(20);
  });

  test.each<[string, Partial<Evidence>]>([
    ["tests", { tests: [tests("x")] }],
    [
      "coverage",
      { coverage: [{ stage: "x", format: "c", of: [], linesCovered: 1, linesTotal: 1, files: [], fileCount: 1 }] },
    ],
    ["checklists", { checklists: [{ stage: "x", items: [] }] }],
  ])("%s of a stage that was not run", (_name, more) => {
    expect(check([of(more, "a")]).map(({ subject }) => subject)).toEqual(["results of stage x"]);
    expect(check([of(more, "x")])).toEqual([]);
  });

  test("there is none, or it was cut short", () => {
    const whole = { kind: "evidence", outcome: "missing", severity: "critical", ...nothing };
    expect(judgeWholeness([])).toEqual([
      {
        ...whole,
        subject: "evidence",
        reason: "there is no evidence",
        action: "Run collect, and hand its files to conclude",
      },
    ]);
    expect(judgeWholeness([of(), of({ cancelled: true })])).toEqual([
      {
        ...whole,
        subject: "evidence cancelled",
        reason: "the run was stopped before all stages had run",
        action: "Run it again",
      },
    ]);
    expect(judgeWholeness([of()])).toEqual([]);
  });

  test.each<[object, string, "critical" | "info", Partial<Finding>]>([
    [
      { kind: "missing", reason: "It is not there." },
      "x",
      "critical",
      { reason: "It is not there", action: "Look at what the stage wrote", places: [] },
    ],
    [
      { kind: "invalid", reason: "1.5 is no.", remedy: action, file: "f" },
      "x",
      "critical",
      { reason: "1.5 is no", action, places: [{ file: "f", message: "1.5 is no." }] },
    ],
    [
      { kind: "invalid", reason: "no", file: "f", line: 3 },
      "fact x",
      "info",
      { reason: "no", places: [{ file: "f", message: "no", line: 3 }] },
    ],
  ])("a gap: %j", (problem, subject, severity, more) => {
    const gap = { stage: "s", subject, problem } as never;
    expect(judgeGap("s x", gap, "critical")).toEqual({
      subject: "s x",
      kind: "evidence",
      outcome: Reflect.get(problem, "kind"),
      severity,
      action: "Look at what the stage wrote",
      ...nothing,
      ...more,
    });
  });
});

describe("a checklist", () => {
  const parts = stage("parts", {
    checklist: { file: "p.json", expected: ["a", "b"], othersPass: false },
    severity: "warning",
  });
  const items = (...some: readonly (string | readonly [string, string, string?])[]): Checklist => ({
    stage: "parts",
    items: some.map((one) => {
      const [name, status, message] = typeof one === "string" ? [one, "passed"] : one;
      return { name, status, ...(message === undefined ? {} : { message }) } as never;
    }),
  });
  const all = (count: number | null, text: string, more = {}) => criterion({ kind: "all", count, text }, more);
  const judge = (checklist: Checklist | null, own = all(2, "all of 2"), of = parts) =>
    judgeChecklist("parts", of, own, checklist, null);

  test.each<[string, Checklist | null, Finding["outcome"], string, string]>([
    ["whole", items("a", "b"), "pass", "all 2 passed", ""],
    ["not there", null, "missing", "stage parts left no checklist", "Check that the stage writes the file it names"],
    ["empty", items(), "invalid", "the checklist is empty", "Check that the stage wrote its items"],
    [
      "with a failed item",
      items("a", ["b", "failed"]),
      "fail",
      "1 of 2 failed: b",
      "Mend the items named, or correct the expected ones",
    ],
    [
      "with a reason",
      items("a", ["b", "failed", "m".repeat(130)]),
      "fail",
      `1 of 2 failed: b (${"m".repeat(120)})`,
      "Mend the items named, or correct the expected ones",
    ],
    [
      "with an empty reason",
      items("a", ["b", "failed", ""]),
      "fail",
      "1 of 2 failed: b",
      "Mend the items named, or correct the expected ones",
    ],
    [
      "with one missing",
      items("a"),
      "fail",
      "missing: b; 1 items, expected 2",
      "Mend the items named, or correct the expected ones",
    ],
    [
      "with one more",
      items("a", "b", "c"),
      "fail",
      "not expected: c; 3 items, expected 2",
      "Mend the items named, or correct the expected ones",
    ],
    [
      "with one twice",
      items("a", "b", "b", "b"),
      "fail",
      "listed more than once: b; 4 items, expected 2",
      "Mend the items named, or correct the expected ones",
    ],
    [
      "with one left out",
      items("a", ["b", "skipped"]),
      "missing",
      "no result for b",
      "Run the items that were left out",
    ],
    [
      "with one not known",
      items(["a", "unknown", "why"], "b"),
      "missing",
      "no result for a (why)",
      "Run the items that were left out",
    ],
  ])("%s", (_name, checklist, outcome, reason, remedy) => {
    const base = {
      subject: "parts",
      kind: "criterion",
      outcome,
      severity: "critical",
      reason,
      unit: "",
      footnotes: [],
      places: [],
    };
    expect(judge(checklist)).toEqual({ ...base, limit: "all of 2", action: remedy });
  });

  test("nine names are told as eight and one more", () => {
    const names = [..."123456789"];
    const open = items(...names.map((name) => [name, "failed"] as const));
    const free = stage("parts", { checklist: { file: "p", expected: null, othersPass: false } });
    expect(judge(open, all(null, "all"), free).reason).toBe("9 of 9 failed: 1, 2, 3, 4, 5, 6, 7, 8 and 1 more");
    expect(
      judge(items(...names.slice(0, 8).map((name) => [name, "failed"] as const)), all(null, "all"), free).reason,
    ).toBe("8 of 8 failed: 1, 2, 3, 4, 5, 6, 7, 8");
  });

  test("without a criterion it is the stage's, with one its action is what to do", () => {
    expect(judgeChecklist("x", parts, null, items("a"), null)).toMatchObject({
      severity: "warning",
      limit: "all",
      outcome: "fail",
      reason: "missing: b",
    });
    expect(judge(items("a"), all(null, "all", { action }))).toMatchObject({ action });
    expect(judge(items("a", "b"), all(null, "all", { action }))).toMatchObject({ outcome: "pass", action: "" });
  });

  test("that could not be read says why", () => {
    const problem = { kind: "invalid", reason: "no JSON" } as const;
    expect(judgeChecklist("x", parts, null, null, problem)).toMatchObject({
      outcome: "invalid",
      reason: "no JSON",
      action: "Check that the stage writes the file it names",
    });
    expect(judgeChecklist("x", parts, null, null, { ...problem, remedy: action })).toMatchObject({ action });
  });
});

describe("people", () => {
  const item = (id: string, more: Partial<TickItem> = {}): TickItem => ({
    id,
    kind: "item",
    group: "chat",
    text: id,
    required: false,
    ...more,
  });
  const signOff = item("lead", { kind: "sign-off", group: "lead", required: true });
  const ticks = (more: Partial<Ticks> = {}) =>
    ({ ok: true, value: { standing: [], refused: [], place: null, ...more } }) as const;
  const tick = (id: string, by = "ann", at = "2026-01-02T03:04:05Z") => ({ id, by, at });
  const manual = { kind: "manual", unit: "", footnotes: [], places: [] };

  test.each<[string, readonly TickItem[], Parameters<typeof judgePeople>[1], Partial<Finding>]>([
    [
      "all ticked",
      [item("a"), item("b")],
      ticks({ standing: [tick("a", "bob", "2026-01-03T00:00:00Z"), tick("b"), tick("z", "eve")] }),
      {
        subject: "by hand: chat",
        outcome: "pass",
        severity: "warning",
        reason: "all 2 ticked by bob, ann, the last on 2026-01-03",
        limit: "all of 2",
        action: "",
      },
    ],
    [
      "all ticked by one",
      [item("a", { required: true }), item("b")],
      ticks({ standing: [tick("a"), tick("b")] }),
      { outcome: "pass", severity: "critical", reason: "all 2 ticked by ann, the last on 2026-01-02" },
    ],
    [
      "signed off",
      [signOff],
      ticks({ standing: [tick("lead")] }),
      {
        subject: "sign-off lead",
        outcome: "pass",
        severity: "critical",
        reason: "signed off by ann on 2026-01-02",
        limit: "signed off",
        action: "",
      },
    ],
    [
      "not signed off",
      [signOff],
      ticks({ place: "#7" }),
      { outcome: "fail", severity: "critical", reason: "not signed off", action: "Let lead sign off in #7" },
    ],
    [
      "not signed off by who may",
      [signOff],
      ticks({
        refused: [
          { id: "lead", by: null, reason: "who is it" },
          { id: "lead", by: "x", reason: "may not" },
          { id: "lead", by: "y", reason: "may not" },
          { id: "z", by: "x", reason: "other" },
        ],
      }),
      { reason: "not signed off; ticked, but not counted: who is it; may not", action: "Let lead sign off" },
    ],
    [
      "one open",
      [item("a"), item("b")],
      ticks({ standing: [tick("a")], place: "#7" }),
      {
        outcome: "fail",
        severity: "warning",
        reason: "1 of 2 ticked, open: b",
        action: "Try what is open by hand, and tick it in #7",
      },
    ],
    [
      "a required one open",
      [item("a", { required: true }), item("b")],
      ticks({ standing: [tick("b")] }),
      {
        outcome: "fail",
        severity: "critical",
        reason: "1 of 2 ticked, open: a",
        action: "Try what is open by hand, and tick it",
      },
    ],
    ["six open", [..."abcdef"].map((id) => item(id)), ticks(), { reason: "0 of 6 ticked, open: a, b, c, d, e, f" }],
    [
      "seven open",
      [..."abcdefg"].map((id) => item(id)),
      ticks({ refused: [{ id: "a", by: "x", reason: "may not" }] }),
      { reason: "0 of 7 ticked, open: a, b, c, d, e, f and 1 more; ticked, but not counted: may not" },
    ],
    [
      "not read",
      [item("a")],
      { ok: false, problem: { kind: "invalid", reason: "no answer" } },
      {
        outcome: "inconclusive",
        severity: "warning",
        reason: "what people ticked could not be read: no answer",
        action: "Run it again when GitHub answers",
      },
    ],
    [
      "not read, with a remedy",
      [signOff],
      { ok: false, problem: { kind: "invalid", reason: "no answer", remedy: action } },
      { outcome: "inconclusive", severity: "critical", action },
    ],
  ])("%s", (_name, items, read, wanted) => {
    const [finding, ...more] = judgePeople(items, read);
    expect(more).toEqual([]);
    expect(finding).toEqual({ ...manual, ...finding, ...wanted });
    expect(Object.keys(finding ?? {}).sort()).toEqual([
      "action",
      "footnotes",
      "kind",
      "limit",
      "outcome",
      "places",
      "reason",
      "severity",
      "subject",
      "unit",
    ]);
  });

  test("a role and a group of one name are two", () => {
    expect(
      judgePeople([item("a", { group: "lead" }), signOff, item("b", { group: "lead" })], ticks()).map(
        ({ subject }) => subject,
      ),
    ).toEqual(["by hand: lead", "sign-off lead"]);
  });
});

describe("the flag", () => {
  const reading = (arm: "baseline" | "candidate", value: "on" | "off" | "unknown", said: string = value) => ({
    arm,
    value,
    said,
    way: "env F",
  });
  const flag = { read: { kind: "script", script: "x", shell: null }, readTimeoutMs: 1, set: [] } as const;
  const two = config({ flag, stages: [bothArms("bench")] });
  const one = (arm: "baseline" | "candidate") =>
    config({ flag, stages: [stage("s", { arms: { kind: "one", arm } as never })] });
  const off = reading("baseline", "off");
  const on = reading("candidate", "on");

  test.each<[string, Config, Parameters<typeof judgeFlag>[1], Partial<Finding>]>([
    [
      "obeys",
      two,
      [off, on],
      {
        outcome: "pass",
        reason: "off in the baseline arm, on in the candidate arm",
        action: "",
        footnotes: ["baseline: off, by env F", "candidate: on, by env F"],
      },
    ],
    [
      "obeys where it is used",
      one("candidate"),
      [on, on],
      { outcome: "pass", reason: "on in the candidate arm", footnotes: ["candidate: on, by env F"] },
    ],
    [
      "has no effect",
      two,
      [reading("baseline", "on"), on],
      {
        outcome: "fail",
        reason: "the flag has no effect: it reads on in both arms, so both ran the same program",
        action: "Check the flag's name and how it is set; nothing that compares the arms means anything",
      },
    ],
    [
      "is off in both",
      two,
      [off, reading("candidate", "off")],
      { outcome: "fail", reason: "the flag has no effect: it reads off in both arms, so both ran the same program" },
    ],
    [
      "is read in one arm alone",
      two,
      [off],
      {
        outcome: "invalid",
        reason:
          "the flag could not be read in the candidate arm: it was not read there, so it is not known that it has an effect",
        action: "Make `flag.read` print on or off",
      },
    ],
    [
      "says something else",
      two,
      [off, reading("candidate", "unknown", "y".repeat(130))],
      {
        outcome: "invalid",
        reason: `the flag could not be read in the candidate arm: it said "${"y".repeat(120)}", so it is not known that it has an effect`,
      },
    ],
    [
      "does not agree with itself",
      two,
      [off, reading("baseline", "on"), on],
      {
        outcome: "invalid",
        reason:
          "the flag could not be read in the baseline arm: its readings there do not agree, so it is not known that it has an effect",
      },
    ],
    [
      "is the wrong way round",
      two,
      [reading("baseline", "on"), reading("candidate", "off")],
      {
        outcome: "fail",
        reason: "the flag reads on in the baseline arm and the flag reads off in the candidate arm",
        action: "Check which value means on; `flag.set` may have them the wrong way round",
      },
    ],
    [
      "is wrong in the one arm",
      one("baseline"),
      [reading("baseline", "on")],
      { outcome: "fail", reason: "the flag reads on in the baseline arm" },
    ],
    [
      "is read by nobody",
      config({ flag: { ...flag, read: null }, stages: [bothArms("bench")] }),
      [],
      {
        outcome: "missing",
        reason: "nothing reads the flag back, so it is not known that it has an effect",
        action: "Add `flag.read` to the config",
      },
    ],
    [
      "was not read",
      two,
      [],
      {
        outcome: "missing",
        reason: "the flag was not read back in any arm",
        action: "Check that its `read` command runs in the stage's place",
      },
    ],
  ])("%s", (_name, of, readings, wanted) => {
    const finding = judgeFlag(of, readings);
    expect(finding).toEqual({
      subject: "flag",
      kind: "flag",
      severity: "critical",
      limit: "",
      unit: "",
      places: [],
      footnotes: finding?.footnotes,
      action: finding?.action,
      ...wanted,
    });
  });

  test("is nobody's business where no stage depends on it", () => {
    expect(judgeFlag(config({ flag, stages: [stage("s")] }), [off, on])).toBeNull();
    expect(judgeFlag(config({ flag: null, stages: [bothArms("bench")] }), [])).toBeNull();
    const inProcess = bothArms("bench", { arms: { ...bothArms("x").arms, inProcess: true } as never });
    expect(judgeFlag(config({ flag, stages: [inProcess] }), [off, on])).toBeNull();
    // A reading without a flag in the judging config is judged all the same.
    expect(judgeFlag(config({ flag: null, stages: [bothArms("bench")] }), [off, on])).toMatchObject({
      outcome: "pass",
    });
  });

  test("an arm that was read counts although no stage runs in it", () => {
    expect(judgeFlag(one("candidate"), [off, on])).toMatchObject({
      reason: "off in the baseline arm, on in the candidate arm",
    });
    expect(judgeFlag(one("candidate"), [reading("baseline", "on"), on])).toMatchObject({ outcome: "fail" });
  });
});

describe("requirements", () => {
  const of = config({
    packages: [{ manager: "pip", name: "p", range: ">=2", severity: "warning" }],
    disk: [{ path: "/d", freeBytes: 1, severity: "info" }],
  });
  const met = (name: string, more = {}) => ({ name, wanted: ">=2", found: "2.1", met: true, ...more }) as never;
  const finding = (name: string, more: Partial<Finding>): Finding => ({
    subject: `requirement ${name}`,
    kind: "requirement",
    outcome: "pass",
    severity: "warning",
    reason: "",
    action: "",
    ...nothing,
    ...more,
  });
  const disk = finding("disk /d", {
    severity: "info",
    outcome: "missing",
    reason: "the evidence says nothing of it",
    action: "Collect the evidence again",
  });

  test.each<[string, object, Partial<Finding>]>([
    ["met", {}, { reason: "found 2.1" }],
    ["met somehow", { found: null }, { reason: "found it" }],
    [
      "not known",
      { met: null },
      { outcome: "invalid", reason: "it could not be told whether it is there", action: "Make pip p available" },
    ],
    [
      "not known, and why",
      { met: null, problem: { kind: "missing", reason: "no pip", remedy: action } },
      { outcome: "missing", reason: "no pip", action },
    ],
    [
      "not there",
      { met: false, found: null },
      { outcome: "fail", reason: "it is not there", action: "Provide pip p >=2" },
    ],
    [
      "not there, and what to do",
      { met: false, found: null, problem: { kind: "missing", reason: "x", remedy: action } },
      { outcome: "fail", reason: "it is not there", action },
    ],
    [
      "too old",
      { met: false, found: "1.0" },
      { outcome: "fail", reason: "found 1.0, wanted >=2", action: "Provide pip p >=2" },
    ],
    [
      "too old, and what to do",
      { met: false, found: "1.0", problem: { kind: "invalid", reason: "x", remedy: action } },
      { outcome: "fail", reason: "found 1.0, wanted >=2", action },
    ],
  ])("%s", (_name, more, wanted) => {
    expect(judgeRequirements(of, [met("pip p", more)])).toEqual([finding("pip p", { limit: ">=2", ...wanted }), disk]);
  });

  test("one that the config does not know is critical", () => {
    expect(judgeRequirements(config(), [met("program x")])).toEqual([
      finding("program x", { severity: "critical", limit: ">=2", reason: "found 2.1" }),
    ]);
  });
});

describe("a stage", () => {
  const own = stage("unit", { severity: "warning" });
  const base = { subject: "unit", kind: "stage", severity: "warning", ...nothing };
  const exit = (code: number | null, signal: string | null = null) =>
    ({
      arm: "candidate",
      index: 0,
      warmUp: false,
      exit: { code, signal },
      startedAt: "",
      durationMs: 1,
      peakRssBytes: null,
    }) as never;

  test.each<[string, StageRecord | null, readonly TestReport[], object]>([
    ["passed", record("unit"), [], { outcome: "pass", reason: "passed in 1 s", action: "" }],
    [
      "failed",
      record("unit", { status: "failed", reason: "exit 2" }),
      [],
      { outcome: "fail", reason: "exit 2", action: "Look at the stage's last lines" },
    ],
    [
      "timed out",
      record("unit", { status: "timed-out", reason: "" }),
      [],
      { outcome: "fail", reason: "the stage timed out", action: "Find out what hangs, or give the stage more time" },
    ],
    [
      "cancelled",
      record("unit", { status: "cancelled", reason: "" }),
      [],
      { outcome: "missing", reason: "the stage cancelled", action: "Run it again" },
    ],
    [
      "skipped",
      record("unit", { status: "skipped", reason: "needs a" }),
      [],
      { outcome: "missing", reason: "needs a", action: "Mend what it needs first" },
    ],
    [
      "broken",
      record("unit", { status: "broken", reason: "no program" }),
      [],
      { outcome: "invalid", reason: "no program", action: "Mend the stage's command or its place to run" },
    ],
    [
      "not there",
      null,
      [],
      {
        outcome: "missing",
        reason: "no evidence speaks of stage unit",
        action: "Run the stage, or find its evidence file",
      },
    ],
    [
      "with strays",
      record("unit", { strays: 2 }),
      [],
      {
        outcome: "pass",
        reason: "passed in 1 s",
        action: "",
        footnotes: ["2 processes were left running and were ended"],
      },
    ],
    [
      "explained by its tests",
      record("unit", { status: "failed", launches: [exit(1), exit(0)] }),
      [tests("unit", { failed: 1 })],
      {
        outcome: "pass",
        reason: "its exit code says no more than that tests failed, which is told of the tests",
        action: "",
      },
    ],
    [
      "explained by cargo's code",
      record("unit", { status: "failed", launches: [exit(101)] }),
      [tests("unit", { errors: 1 })],
      {
        outcome: "pass",
        reason: "its exit code says no more than that tests failed, which is told of the tests",
        action: "",
      },
    ],
    [
      "explained by their number",
      record("unit", { status: "failed", launches: [exit(5)] }),
      [tests("unit", { failed: 3 }), tests("unit", { errors: 2 })],
      {
        outcome: "pass",
        reason: "its exit code says no more than that tests failed, which is told of the tests",
        action: "",
      },
    ],
    [
      "with another code",
      record("unit", { status: "failed", launches: [exit(1), exit(4)] }),
      [tests("unit", { failed: 5 })],
      { outcome: "fail" },
    ],
    [
      "killed",
      record("unit", { status: "failed", launches: [exit(null, "SIGKILL")] }),
      [tests("unit", { failed: 5 })],
      { outcome: "fail" },
    ],
    [
      "with an accepted code alone",
      record("unit", { status: "failed", launches: [exit(0)] }),
      [tests("unit", { failed: 5 })],
      { outcome: "fail" },
    ],
    [
      "without failing tests",
      record("unit", { status: "failed", launches: [exit(1)] }),
      [tests("unit")],
      { outcome: "fail" },
    ],
    [
      "timed out with failing tests",
      record("unit", { status: "timed-out", launches: [exit(1)] }),
      [tests("unit", { failed: 5 })],
      { outcome: "fail" },
    ],
  ])("%s", (_name, of, reports, wanted) => {
    const finding = judgeStage(own, of, reports, false);
    expect(finding).toEqual({ ...base, reason: finding.reason, action: finding.action, ...wanted });
  });

  test("whose tests a criterion judges says so", () => {
    const failed = record("unit", { status: "failed", launches: [exit(1)] });
    expect(judgeStage(own, failed, [tests("unit", { failed: 1 })], true).reason).toBe(
      "its exit code says no more than that tests failed, which a criterion judges",
    );
  });
});

describe("tests", () => {
  const one = (name: string, more: object = {}) => ({ name, suite: "", status: "failed", ...more }) as never;
  const judge = (more: Partial<TestReport>) =>
    judgeTests("unit tests", stage("unit", { severity: "info" }), tests("unit", more));
  const base = { subject: "unit tests", kind: "tests", severity: "info", ...nothing };

  test.each<[string, Partial<TestReport>, object]>([
    ["all passed", {}, { outcome: "pass", reason: "10 tests passed", action: "" }],
    ["one passed", { total: 1, passed: 1 }, { outcome: "pass", reason: "1 test passed", action: "" }],
    [
      "some skipped",
      { skipped: 2, flaky: 1 },
      {
        outcome: "pass",
        reason: "8 tests passed",
        action: "",
        footnotes: ["2 skipped", "1 passed only when tried again"],
      },
    ],
    [
      "none",
      { total: 0 },
      { outcome: "invalid", reason: "no test was found", action: "Check the paths and the selection of the tests" },
    ],
    [
      "all skipped",
      { total: 2, skipped: 2 },
      {
        outcome: "invalid",
        reason: "all 2 tests were skipped",
        action: "Run the tests, or drop the stage",
        footnotes: ["2 skipped"],
      },
    ],
    [
      "one failed",
      { total: 1, failed: 1 },
      { outcome: "fail", reason: "1 of 1 test failed", action: "Mend the failing tests" },
    ],
    [
      "failed and in error",
      { failed: 1, errors: 2, cases: [one("ok", { status: "passed" }), one("b", { suite: "s", status: "error" })] },
      { outcome: "fail", reason: "3 of 10 tests failed, first s › b" },
    ],
    [
      "with places",
      {
        failed: 3,
        cases: [
          one("a", { file: "f", line: 2, message: "m" }),
          one("b", { file: "g", message: "" }),
          one("c", { suite: "s", file: "h" }),
          one("d"),
        ],
      },
      {
        outcome: "fail",
        reason: "3 of 10 tests failed, first a",
        places: [
          { file: "f", message: "m", line: 2 },
          { file: "g", message: "b failed" },
          { file: "h", message: "s › c failed" },
        ],
      },
    ],
  ])("%s", (_name, more, wanted) => {
    const finding = judge(more);
    expect(finding).toEqual({ ...base, action: finding.action, ...wanted });
  });

  test("fifty places are told", () => {
    const cases = Array.from({ length: 60 }, (_, at) => one(`t${at}`, { file: `f${at}` }));
    expect(judge({ failed: 60, cases }).places).toHaveLength(50);
  });
});

describe("what evidence of another config may lack", () => {
  const owed = (more: object, of: Partial<Evidence>, packages: Config["packages"] = []) =>
    judgeOwed(config({ stages: [stage("unit", { severity: "warning", ...more })], packages }), [
      sample({ stages: [record("unit")], ...of }),
    ]);
  const finding = (subject: string, outcome: "missing" | "invalid", reason: string): Finding => ({
    subject,
    kind: "evidence",
    outcome,
    severity: "warning",
    reason,
    action: "Collect the evidence under the config that judges it",
    ...nothing,
  });
  const covered = (paths: readonly string[]) => [
    { stage: "unit", format: "c", of: paths, linesCovered: 1, linesTotal: 1, files: [], fileCount: 1 },
  ];
  const launch = (code: number | null) =>
    ({
      arm: "candidate",
      index: 0,
      warmUp: false,
      exit: { code, signal: null },
      startedAt: "",
      durationMs: 1,
      peakRssBytes: null,
    }) as never;

  test.each<[string, object, Partial<Evidence>, readonly Finding[]]>([
    ["nothing", {}, {}, []],
    [
      "tests",
      { tests: ["t.xml"] },
      {},
      [finding("unit tests", "missing", "the config asks for test results of stage unit, and the evidence has none")],
    ],
    ["tests that are there", { tests: ["t.xml"] }, { tests: [tests("unit")] }, []],
    [
      "tests of another stage",
      { tests: ["t.xml"] },
      { tests: [tests("other")] },
      [finding("unit tests", "missing", "the config asks for test results of stage unit, and the evidence has none")],
    ],
    [
      "tests that are told as a gap",
      { tests: ["t.xml"] },
      { gaps: [{ stage: "unit", subject: "tests", problem: { kind: "missing", reason: "x" } }] },
      [],
    ],
    [
      "a gap of another thing",
      { tests: ["t.xml"] },
      {
        gaps: [
          { stage: "unit", subject: "coverage", problem: { kind: "missing", reason: "x" } },
          { stage: "other", subject: "tests", problem: { kind: "missing", reason: "x" } },
        ],
      },
      [finding("unit tests", "missing", "the config asks for test results of stage unit, and the evidence has none")],
    ],
    [
      "coverage of other paths",
      { coverage: { file: "c", of: ["a", "b"] } },
      { coverage: covered(["a"]) },
      [finding("unit coverage", "invalid", "coverage was taken of other paths than the config asks for (a, b)")],
    ],
    [
      "coverage of everything",
      { coverage: { file: "c", of: [] } },
      { coverage: covered(["a"]) },
      [finding("unit coverage", "invalid", "coverage was taken of other paths than the config asks for (everything)")],
    ],
    ["coverage of the same paths", { coverage: { file: "c", of: ["a", "b"] } }, { coverage: covered(["a", "b"]) }, []],
    ["coverage nobody asks for", {}, { coverage: covered(["a"]) }, []],
    [
      "an exit code",
      {},
      { stages: [record("unit", { launches: [launch(0), launch(null), launch(7)] })] },
      [
        finding(
          "unit exit",
          "invalid",
          "the evidence says that the stage passed with exit 7, which the config does not accept",
        ),
      ],
    ],
    [
      "an exit code that is accepted",
      { expect: { exit: [0, 7], output: [], never: [] } },
      { stages: [record("unit", { launches: [launch(7)] })] },
      [],
    ],
    [
      "an exit code of a stage that failed",
      {},
      { stages: [record("unit", { status: "failed", launches: [launch(7)] })] },
      [],
    ],
    [
      "tests of a stage that failed",
      { tests: ["t.xml"] },
      { stages: [record("unit", { status: "failed" })] },
      [finding("unit tests", "missing", "the config asks for test results of stage unit, and the evidence has none")],
    ],
    [
      "tests of a stage that was skipped",
      { tests: ["t.xml"] },
      { stages: [record("unit", { status: "skipped" })] },
      [],
    ],
    ["tests of a stage that did not run", { tests: ["t.xml"] }, { stages: [] }, []],
  ])("%s", (_name, more, of, findings) => {
    expect(owed(more, of)).toEqual(findings);
  });

  test("a package held against another range", () => {
    const packages = [{ manager: "pip", name: "p", range: ">=2", severity: "warning" }] as const;
    const told = (name: string, wanted: string) =>
      owed({}, { requirements: [{ name, wanted, found: "1", met: true }] }, packages);
    expect(told("pip p", ">=1")).toEqual([
      finding("requirement pip p range", "invalid", "pip p was held against another range than the config's >=2"),
    ]);
    expect(told("pip p", ">=2")).toEqual([]);
    expect(told("pip q", ">=1")).toEqual([]);
  });
});

describe("the policy", () => {
  const of = (more: Partial<PolicyRecord>): PolicyRecord =>
    ({ source: "base", commit: "a".repeat(40), file: "gate.yml", changes: [], ...more }) as never;
  const change = (effect: string) => ({ key: "k", before: null, after: null, effect }) as never;
  const finding = { subject: "policy", kind: "policy", outcome: "warn", severity: "warning", ...nothing };
  const brings = "the change brings another policy than the base commit aaaaaaaaaaaa, by which it is judged";
  const review = "Review what becomes of the policy: it is listed under Policy";

  test.each<[string, PolicyRecord, readonly object[]]>([
    ["unchanged", of({}), []],
    [
      "the change's own",
      of({ source: "own" }),
      [
        {
          ...finding,
          reason:
            "the base commit aaaaaaaaaaaa has no gate.yml, so the change is judged by the config that it brings itself",
          action: "Review the config: nobody has agreed to it yet",
        },
      ],
    ],
    [
      "another",
      of({ changes: [change("changes")] }),
      [{ ...finding, reason: `${brings}: 1 difference`, action: review }],
    ],
    [
      "asking for less",
      of({ changes: [change("loosens"), change("tightens"), change("changes")] }),
      [{ ...finding, reason: `${brings}, and asks for less in 1 of 3 differences`, action: review }],
    ],
    [
      "asking for more",
      of({ changes: [change("tightens"), change("tightens")] }),
      [{ ...finding, outcome: "pass", severity: "info", reason: `${brings}: 2 differences`, action: "" }],
    ],
    [
      "asking for more and for others",
      of({ changes: [change("tightens"), change("changes")] }),
      [{ ...finding, reason: `${brings}: 2 differences`, action: review }],
    ],
  ])("%s", (_name, policy, findings) => expect(judgePolicy(policy)).toEqual(findings));
});

describe("waivers", () => {
  const waiver = { metric: "m", owner: "ann", reason: "known", until: "2026-03-01" };
  const failed = {
    subject: "m",
    kind: "criterion",
    outcome: "fail",
    severity: "critical",
    reason: "r",
    action: "a",
    ...nothing,
  } as const;
  const apply = (finding: Finding, now: string | null, until = waiver.until) =>
    applyWaivers([{ ...waiver, until }], [{ finding, names: ["x", "m"] }], now === null ? null : new Date(now));
  const told = (why: string) => [
    {
      subject: "waiver m",
      kind: "waiver",
      outcome: "warn",
      severity: "info",
      reason: `the waiver of ann lets nothing through, and ${why}`,
      action: "Remove it from the config",
      ...nothing,
    },
  ];
  const waived = { owner: "ann", reason: "known", until: "2026-03-01" };

  test.each<[string, Finding["outcome"], string | null, object]>([
    ["applies", "fail", "2026-02-01T00:00:00Z", { waived }],
    ["applies to a warning", "warn", "2026-02-01T00:00:00Z", { waived }],
    ["applies to what is open", "inconclusive", "2026-02-01T00:00:00Z", { waived }],
    ["applies to the end of its last day", "fail", "2026-03-01T23:59:59.999Z", { waived }],
    [
      "has expired",
      "fail",
      "2026-03-02T00:00:00Z",
      { footnotes: ["the waiver of ann does not apply: it expired after 2026-03-01"] },
    ],
    ["begins ninety days ahead", "fail", "2025-12-01T00:00:00Z", { waived }],
    [
      "is too far ahead",
      "fail",
      "2025-11-30T23:59:59Z",
      { footnotes: ["the waiver of ann does not apply: 2026-03-01 is more than 90 days ahead"] },
    ],
    [
      "has no day to be held against",
      "fail",
      null,
      { footnotes: ["the waiver of ann does not apply: it is not known what day it is"] },
    ],
    [
      "is not for what is missing",
      "missing",
      "2026-02-01T00:00:00Z",
      { footnotes: ["the waiver of ann does not apply: what is missing cannot be waived"] },
    ],
    [
      "is not for what is invalid",
      "invalid",
      "2026-02-01T00:00:00Z",
      { footnotes: ["the waiver of ann does not apply: what is invalid cannot be waived"] },
    ],
  ])("%s", (_name, outcome, now, more) => {
    expect(apply({ ...failed, outcome }, now)).toEqual({ findings: [{ ...failed, outcome, ...more }], told: [] });
  });

  test("footnotes that are there stay", () => {
    expect(apply({ ...failed, footnotes: ["old"] }, null).findings[0]?.footnotes).toHaveLength(2);
    expect(
      apply({ ...failed, outcome: "missing", footnotes: ["old"] }, "2026-02-01T00:00:00Z").findings[0]?.footnotes,
    ).toHaveLength(2);
  });

  test("one that lets nothing through is told", () => {
    const passed = { ...failed, outcome: "pass" } as const;
    expect(apply(passed, "2026-02-01T00:00:00Z")).toEqual({
      findings: [passed],
      told: told("would apply until 2026-03-01"),
    });
    expect(apply(passed, "2026-04-01T00:00:00Z").told).toEqual(told("it expired after 2026-03-01"));
    expect(applyWaivers([waiver], [{ finding: failed, names: ["x"] }], null)).toEqual({
      findings: [failed],
      told: told("it is not known what day it is"),
    });
    expect(apply(failed, "2026-02-01T00:00:00Z", "never").findings[0]?.footnotes).toEqual([
      "the waiver of ann does not apply: it expired after never",
    ]);
  });
});
