import { describe, expect, test } from "@jest/globals";
import { parseLimit } from "../../../src/config/parse-limit.ts";
import type { Criterion } from "../../../src/domain/criterion.ts";
import type { MetricRecord } from "../../../src/domain/metric-record.ts";
import {
  groupsOf,
  judgeWindow,
  type ReadMetric,
  type RecordsReading,
} from "../../../src/judge/records/judge-window.ts";

const hourMs = 3_600_000;
const start = Date.UTC(2026, 0, 8);
const asked = { fromMs: start, toMs: start + 24 * hourMs };

function criterion(pass: string, more: Partial<Criterion> = {}): Criterion {
  const limit = parseLimit(pass);
  if (!limit.ok) throw new Error(limit.problem.message);
  const rest = { severity: "warning", action: "", floor: 0, floorUnit: "", direction: null } as const;
  return { metric: "errors", pass: limit.value, warn: null, ...rest, ...more };
}

/** Of 100 events an hour, so many failed. */
function share(failed: number, group: string | null = null): MetricRecord {
  return {
    metric: "errors",
    source: "events",
    group,
    kind: "share",
    statistic: "mean",
    unit: "%",
    ...asked,
    blockMs: hourMs,
    blocks: Array.from({ length: 24 }, (_, hour) => ({ startMs: start + hour * hourMs, count: 100, sum: failed })),
    relativeError: 0,
    notes: [],
  };
}

function count(events: number, group: string | null): MetricRecord {
  const blocks = events === 0 ? [] : [{ startMs: start, count: events, sum: 0 }];
  return { ...share(0, group), kind: "count", unit: "", blocks };
}

const records = (...all: readonly MetricRecord[]): RecordsReading => ({ ok: true, records: all });
const never: RecordsReading = {
  ok: false,
  problem: { kind: "missing", reason: "nobody recorded it.", remedy: "Record it." },
};

function judge(pass: Criterion, metric: Partial<ReadMetric>, more = {}) {
  const read: ReadMetric = {
    subject: "errors",
    names: ["errors", "events/errors"],
    since: never,
    before: never,
    ...metric,
  };
  return judgeWindow({
    criteria: [{ criterion: pass, metric: read }],
    asked,
    level: 0.01,
    waivers: [],
    now: new Date(asked.toMs),
    points: new Map(),
    ...more,
  });
}

const outcomes = ({ findings }: ReturnType<typeof judgeWindow>) =>
  findings.map(({ subject, outcome }) => `${subject}: ${outcome}`);

describe("a metric of a window", () => {
  test("without groups has one finding, one point and its trend", () => {
    const judged = judge(criterion("< 5 %"), { since: records(share(1)) });
    expect(outcomes(judged)).toEqual(["errors: pass"]);
    expect(judged.points).toEqual([
      { subject: "errors", unit: "%", value: 1, lower: expect.any(Number), upper: expect.any(Number), events: 2400 },
    ]);
    expect(judged.trends).toEqual({ errors: "flat" });
  });

  test("with groups has one for each, the worst first", () => {
    const judged = judge(criterion("< 5 %"), { since: records(share(1, "a"), share(20, "b")) });
    expect(outcomes(judged)).toEqual(["errors of b: fail", "errors of a: pass"]);
    expect(judged.points.map(({ subject }) => subject)).toEqual(["errors of a", "errors of b"]);
  });

  test("a group is compared with its own record from before, and one that is gone is missing", () => {
    const judged = judge(criterion("< +50 %"), {
      since: records(share(20, "a")),
      before: records(share(20, "a"), share(1, "b")),
    });
    expect(outcomes(judged)).toEqual(["errors of b: missing", "errors of a: pass"]);
    expect(judged.findings[0]?.reason).toContain("there is no event of errors of b any more");
  });

  test("a group of what is only counted does not occur any more: none", () => {
    const judged = judge(criterion("== 0"), {
      since: records(count(0, null)),
      before: records(count(5, "timeout")),
    });
    expect(outcomes(judged)).toEqual(["errors: pass", "errors of timeout: pass"]);
  });

  test("a group that nobody saw before has nothing to be compared with", () => {
    const judged = judge(criterion("< +50 %"), { since: records(share(1, "new")), before: records(share(1, "old")) });
    expect(outcomes(judged)).toEqual(["errors of new: missing", "errors of old: missing"]);
  });

  test("that could not be read says why, and that there is nothing to compare with says what to do", () => {
    expect(judge(criterion("< 5 %"), {}).findings).toMatchObject([
      { outcome: "missing", reason: "nobody recorded it." },
    ]);
    const compared = judge(criterion("< +50 %"), { since: records(share(1)) });
    expect(compared.findings).toMatchObject([
      {
        outcome: "missing",
        reason: "there is no record from before the rollout: nobody recorded it",
        action: "Record it.",
      },
    ]);
  });

  test.each(["errors", "events/errors"])("a waiver of %s lets it through until its day", (metric) => {
    const waivers = [{ metric, reason: "known", owner: "@octocat", until: "2026-01-31" }];
    const judged = judge(criterion("< 5 %"), { since: records(share(20)) }, { waivers });
    expect(judged.findings).toMatchObject([{ outcome: "fail", waived: { until: "2026-01-31" } }]);
    const later = { waivers, now: new Date("2026-02-01T00:00:00.000Z") };
    expect(judge(criterion("< 5 %"), { since: records(share(20)) }, later).findings[0]?.waived).toBeUndefined();
  });

  test("without any record at all has a finding", () => {
    const judged = judge(criterion("< 5 %"), { since: records() });
    expect(outcomes(judged)).toEqual(["errors: missing"]);
    expect(judged.findings[0]?.reason).toBe(
      "there is no event of errors any more, and there were some before the rollout",
    );
    expect(judged.points).toEqual([]);
  });

  test("that gives no estimate has a finding and no point", () => {
    const judged = judge(criterion("< 5 %"), { since: records({ ...share(1), blocks: [] }) });
    expect(outcomes(judged)).toEqual(["errors: inconclusive"]);
    expect(judged.points).toEqual([]);
  });

  test("that could not be read says why only once, comparison or not", () => {
    expect(judge(criterion("< +50 %"), {}).findings).toMatchObject([
      { outcome: "missing", reason: "nobody recorded it." },
    ]);
  });

  test("only the full stop at the end of a reason goes", () => {
    const before: RecordsReading = { ok: false, problem: { kind: "missing", reason: "v1.2 kept nothing." } };
    expect(judge(criterion("< +50 %"), { since: records(share(1)), before }).findings[0]?.reason).toBe(
      "there is no record from before the rollout: v1.2 kept nothing",
    );
  });

  test("a point has the unit of its record, and a share is in percent", () => {
    const unitOf = (record: MetricRecord) =>
      judge(criterion("< 5 %"), { since: records(record) }).points.map(({ unit }) => unit);
    expect(unitOf({ ...share(1), unit: "" })).toEqual(["%"]);
    expect(unitOf(count(5, null))).toEqual([""]);
  });

  test.each<[string, Partial<MetricRecord>, object]>([
    ["no rate", {}, {}],
    ["a rate of none", { per: { stretchMs: hourMs, most: 7 } }, { per: { stretchMs: hourMs, most: 0 } }],
  ])("a count that does not occur any more has %s", (_name, more, expected) => {
    const groups = groupsOf({
      subject: "errors",
      names: [],
      since: records({ ...count(3, "a"), ...more }),
      before: records({ ...count(5, "b"), ...more }),
    });
    expect(groups.map(({ since }) => (since.ok ? since.record : null))).toEqual([
      { ...count(3, "a"), ...more },
      { ...count(0, "b"), ...expected },
    ]);
  });

  test("worst first: what is waived after what is not, then by severity, then by outcome; what passes comes last", () => {
    const metric = (subject: string, failed: number | null): ReadMetric => ({
      subject,
      names: [subject],
      since: failed === null ? never : records(share(failed)),
      before: never,
    });
    const of = (severity: Criterion["severity"], subject: string, failed: number | null, pass = "< 5 %") => ({
      criterion: criterion(pass, { severity, metric: subject }),
      metric: metric(subject, failed),
    });
    const waivers = [{ metric: "waived", reason: "known", owner: "@octocat", until: "2026-01-31" }];
    const judged = judge(
      criterion("< 5 %"),
      {},
      {
        waivers,
        criteria: [
          of("critical", "fine", 1),
          of("info", "told", 20),
          of("critical", "waived", 20),
          of("warning", "slow", 20),
          of("critical", "lost", null),
          of("critical", "broken", 20),
        ],
      },
    );
    expect(judged.findings.map(({ subject }) => subject)).toEqual(["broken", "lost", "slow", "told", "waived", "fine"]);
  });

  test("names that data give are cut where the ledger has no room for more", () => {
    const judged = judge(criterion("< 5 %"), { since: records(share(1, "x".repeat(1000))) });
    expect(judged.findings[0]?.subject).toHaveLength(200);
  });
});
