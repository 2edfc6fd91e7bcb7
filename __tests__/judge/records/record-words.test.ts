import { describe, expect, test } from "@jest/globals";
import { parseLimit } from "../../../src/config/parse-limit.ts";
import type { Criterion } from "../../../src/domain/criterion.ts";
import type { MetricRecord, RecordBlock } from "../../../src/domain/metric-record.ts";
import { estimateAlone, estimateChange } from "../../../src/judge/records/estimate-record.ts";
import { judgeRecord } from "../../../src/judge/records/judge-record.ts";
import { matchHours } from "../../../src/judge/records/matched-hours.ts";

/** What is told of one record of production, word for word: of figures and counts, whose intervals need no drawing. */

const hourMs = 3_600_000;
const start = Date.UTC(2026, 10, 22);
const day = 24 * hourMs;

function limit(text: string): Criterion["pass"] {
  const parsed = parseLimit(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.value;
}
const criterion = (pass: string, more: Partial<Criterion> = {}): Criterion => ({
  metric: "m",
  pass: limit(pass),
  warn: null,
  severity: "critical",
  action: "",
  floor: 0,
  floorUnit: "",
  direction: null,
  ...more,
});
const record = (more: Partial<MetricRecord> = {}): MetricRecord => ({
  metric: "m",
  source: "s",
  group: null,
  kind: "values",
  statistic: "mean",
  unit: "ns",
  fromMs: start,
  toMs: start + day,
  blockMs: hourMs,
  blocks: [],
  relativeError: 0,
  notes: [],
  ...more,
});
const figure = (value: number, lower = value, upper = value, more: Partial<MetricRecord> = {}) =>
  record({ kind: "figure", unit: "B", figure: { value, lower, upper }, ...more });
const block = (hour: number, count: number, sum = 0, more: Partial<RecordBlock> = {}): RecordBlock => ({
  startMs: start + hour * hourMs,
  count,
  sum,
  ...more,
});
const counts = (perHour: readonly number[], more: Partial<MetricRecord> = {}) =>
  record({
    kind: "count",
    unit: "",
    blocks: perHour.flatMap((count, hour) => (count > 0 ? [block(hour, count)] : [])),
    ...more,
  });
const judge = (
  own: Criterion,
  candidate: MetricRecord,
  baseline: MetricRecord | null = null,
  asked = { fromMs: start, toMs: start + day },
) =>
  judgeRecord({
    subject: "m",
    criterion: own,
    candidate: { ok: true, record: candidate },
    baseline,
    asked,
    level: 0.005,
  });
const told = (...call: Parameters<typeof judge>) => {
  const { outcome, reason, action } = judge(...call);
  return [outcome, reason, action];
};

describe("one figure", () => {
  const cause = "Find the cause, or turn the flag off";
  const below = criterion("< 500 MB");

  test.each<[string, Parameters<typeof judge>, readonly string[]]>([
    ["meets a limit", [below, figure(4e8)], ["pass", "400 MB meets < 500 MB", ""]],
    ["does not", [below, figure(6e8)], ["fail", "600 MB does not meet < 500 MB", cause]],
    [
      "does not, and there is something to do",
      [criterion("< 500 MB", { action: "Act" }), figure(6e8)],
      ["fail", "600 MB does not meet < 500 MB", "Act"],
    ],
    ["with an interval", [below, figure(4e8, 3e8, 4.5e8)], ["pass", "400 MB (300 MB to 450 MB) meets < 500 MB", ""]],
    [
      "within the second level",
      [criterion("< 500 MB", { warn: limit("< 700 MB") }), figure(6e8)],
      ["warn", "600 MB does not meet < 500 MB", cause],
    ],
    [
      "beyond the second level",
      [criterion("< 500 MB", { warn: limit("< 700 MB") }), figure(8e8)],
      ["fail", "800 MB does not meet < 700 MB", cause],
    ],
    [
      "perhaps beyond the second level",
      [criterion("< 500 MB", { warn: limit("< 700 MB") }), figure(6e8, 5.5e8, 8e8)],
      ["warn", "600 MB (550 MB to 800 MB) does not meet < 500 MB", cause],
    ],
    [
      "holds the limit",
      [below, figure(4.9e8, 4.5e8, 5.5e8)],
      [
        "inconclusive",
        "490 MB (450 MB to 550 MB): the interval holds < 500 MB; more traffic would probably not help, it is too near the limit",
        "Look at it again in the next window",
      ],
    ],
    [
      "holds the limit, and there is something to do",
      [criterion("< 500 MB", { action: "Act" }), figure(4.9e8, 4.5e8, 5.5e8)],
      [
        "inconclusive",
        "490 MB (450 MB to 550 MB): the interval holds < 500 MB; more traffic would probably not help, it is too near the limit",
        "Act",
      ],
    ],
    [
      "against one from before",
      [criterion("< +100 MB"), figure(3.5e8), figure(3e8)],
      ["pass", "+50 MB (+50 MB to +50 MB) against the record from before meets < +100 MB", ""],
    ],
    [
      "as a ratio",
      [criterion("< +10 %"), figure(4e8), figure(3e8)],
      ["fail", "+33.3 % (+33.3 % to +33.3 %) against the record from before does not meet < +10 %", cause],
    ],
    [
      "without one from before",
      [criterion("< +10 %"), figure(4e8)],
      [
        "missing",
        "there is no record from before the rollout",
        "Record the metric before the rollout, or write an absolute limit",
      ],
    ],
    [
      "of another unit before",
      [criterion("< +10 %"), figure(4e8), figure(3e8, 3e8, 3e8, { unit: "ns" })],
      [
        "inconclusive",
        "the record from before is of another kind or unit",
        "Wait for more traffic, or look at a longer time",
      ],
    ],
    [
      "as a ratio of nothing",
      [criterion("< +10 %"), figure(4e8), figure(0)],
      [
        "inconclusive",
        "a value is 0 or below, so there is no ratio",
        "Wait for more traffic, or look at a longer time",
      ],
    ],
    [
      "covers too little",
      [below, figure(4e8), null, { fromMs: start, toMs: start + 2 * day }],
      [
        "inconclusive",
        "400 MB meets < 500 MB, but the source covers only 50 % of the window",
        "See why the source begins late, ends early, or is not written any more",
      ],
    ],
    [
      "covers too little and fails all the same",
      [below, figure(6e8), null, { fromMs: start, toMs: start + 2 * day }],
      ["fail", "600 MB does not meet < 500 MB", cause],
    ],
    [
      "covers just enough",
      [below, figure(4e8), null, { fromMs: start, toMs: start + 1.25 * day }],
      ["pass", "400 MB meets < 500 MB", ""],
    ],
    [
      "lies outside of the window",
      [below, figure(4e8), null, { fromMs: start + 2 * day, toMs: start + 3 * day }],
      [
        "inconclusive",
        "400 MB meets < 500 MB, but the source covers only 0 % of the window",
        "See why the source begins late, ends early, or is not written any more",
      ],
    ],
    [
      "of a moment covers what it is asked",
      [below, figure(4e8, 4e8, 4e8, { toMs: start })],
      ["pass", "400 MB meets < 500 MB", ""],
    ],
    [
      "asked about a moment",
      [below, figure(4e8), null, { fromMs: start, toMs: start }],
      ["pass", "400 MB meets < 500 MB", ""],
    ],
  ])("%s", (_name, call, wanted) => expect(told(...call)).toEqual(wanted));

  test("that could not be read keeps its problem", () => {
    const claim = { subject: "m", criterion: below, baseline: null, asked: { fromMs: 0, toMs: 1 }, level: 0.005 };
    const problem = { kind: "invalid", reason: "no JSON" } as const;
    expect(judgeRecord({ ...claim, candidate: { ok: false, problem } })).toEqual({
      subject: "m",
      kind: "criterion",
      severity: "critical",
      limit: "< 500 MB",
      places: [],
      unit: "",
      outcome: "invalid",
      reason: "no JSON",
      action: "See why it could not be read",
      footnotes: [],
    });
    expect(judgeRecord({ ...claim, candidate: { ok: false, problem: { ...problem, remedy: "Look." } } }).action).toBe(
      "Look.",
    );
  });

  test("is shown with its value or its change, and the record's notes", () => {
    expect(judge(below, figure(4e8, 4e8, 4e8, { notes: ["n"] }))).toMatchObject({
      value: 4e8,
      unit: "B",
      footnotes: ["n"],
      limit: "< 500 MB",
    });
    const change = judge(criterion("< +100 MB"), figure(3.5e8), figure(3e8));
    expect(change.change).toEqual({ scale: "difference", estimate: 5e7, lower: 5e7, upper: 5e7, confidence: 0.99 });
    expect(change).not.toHaveProperty("value");
  });

  test.each<[string, string, number, number, number, Partial<Criterion>]>([
    ["pass", "> -10 %", 3e8, 3e8, 0, { direction: "higher-is-better" }],
    ["fail", "> -10 %", 2e8, 3e8, 0, { direction: "higher-is-better" }],
    ["pass", "within 5 %", 3e8, 3e8, 0, {}],
    ["fail", "within 5 %", 3.3e8, 3e8, 0, {}],
    ["fail", "within 5 %", 2.7e8, 3e8, 0, {}],
    ["pass", "< +1 %", 3.1e8, 3e8, 0, { floor: 2e7, floorUnit: "B" }],
    ["fail", "< +1 %", 3.3e8, 3e8, 0, { floor: 2e7, floorUnit: "B" }],
    ["fail", "< +0 MB", 3e8, 3e8, 0, {}],
    ["pass", "<= +0 MB", 3e8, 3e8, 0, {}],
    ["inconclusive", "< +10 %", 3e8, 3e8, 1e8, {}],
    ["inconclusive", "within 5 %", 3e8, 3e8, 1e8, {}],
  ])("%s: %s of %p from %p, give or take %p", (outcome, pass, to, from, slack, more) => {
    expect(judge(criterion(pass, more), figure(to, to - slack, to + slack), figure(from)).outcome).toBe(outcome);
  });
});

describe("counts and shares", () => {
  test("too few events say how many would do", () => {
    const share = record({ kind: "share", unit: "%", blocks: [block(0, 1000, 5)] });
    const finding = judge(criterion("< 1 %"), share);
    expect(finding.outcome).toBe("inconclusive");
    expect(finding.reason).toMatch(
      /^0\.5 % \([\d.]+ % to [\d.]+ %\): the interval holds < 1 %; about \d+ events would probably decide it, and there were 1000$/,
    );
    expect(finding.action).toBe("Wait for more traffic");
    const many = judge(criterion("< 1 %"), record({ kind: "share", unit: "%", blocks: [block(0, 20_000, 190)] }));
    expect(many.reason).toMatch(/events would probably decide it, and there were 20000$/);
  });

  test.each<[string, ReturnType<typeof estimateAlone>, object]>([
    [
      "the figure",
      estimateAlone(figure(3, 1, 5), 0.005),
      { ok: true, value: { estimate: 3, lower: 1, upper: 5 }, notes: [] },
    ],
    [
      "the count",
      estimateAlone(counts([1, 2]), 0.005),
      { ok: true, value: { estimate: 3, lower: 3, upper: 3 }, notes: [] },
    ],
    [
      "the most of a stretch",
      estimateAlone(counts([1, 2], { per: { stretchMs: 1, most: 9 } }), 0.005),
      { ok: true, value: { estimate: 9, lower: 9, upper: 9 }, notes: [] },
    ],
    ["no event", estimateAlone(record(), 0.005), { ok: false, why: "there is no event", eventsNeeded: null }],
    [
      "too few for a p95",
      estimateAlone(record({ statistic: "p95", blocks: [block(0, 2, 3, { values: [1, 2] })] }), 0.005),
      { ok: false, why: "2 events are too few for a p95", eventsNeeded: 200 },
    ],
    [
      "too few stretches",
      estimateAlone(record({ blocks: [block(0, 2, 3), block(1, 2, 3)] }), 0.005),
      { ok: false, why: "events in 2 stretches of 1 h are too few to tell how they vary", eventsNeeded: 16 },
    ],
    [
      "too few short stretches",
      estimateAlone(record({ blockMs: 60_000, blocks: [block(0, 4, 3)] }), 0.005),
      { ok: false, why: "events in 1 stretches of 1 min are too few to tell how they vary", eventsNeeded: 32 },
    ],
    [
      "too few long stretches",
      estimateAlone(record({ blockMs: day, blocks: [block(0, 4, 3)] }), 0.005),
      { ok: false, why: "events in 1 stretches of 1 d are too few to tell how they vary", eventsNeeded: 32 },
    ],
    [
      "the largest",
      estimateAlone(record({ statistic: "max", blocks: [block(0, 2, 3, { values: [1, 2] })] }), 0.005),
      { ok: true, value: { estimate: 2, lower: 2, upper: 2 }, notes: [] },
    ],
  ])("alone: %s", (_name, found, wanted) => expect(found).toEqual(wanted));

  const change = (to: MetricRecord, from: MetricRecord, scale: "ratio" | "difference" = "ratio") =>
    estimateChange(to, from, scale, 0.005);
  test.each<[string, ReturnType<typeof estimateChange>, object]>([
    [
      "another kind",
      change(counts([1]), record()),
      { ok: false, why: "the record from before is of another kind or unit", eventsNeeded: null },
    ],
    [
      "no event now",
      change(record(), record({ blocks: [block(0, 1, 1)] })),
      { ok: false, why: "there is no event", eventsNeeded: null },
    ],
    [
      "no event before",
      change(record({ blocks: [block(0, 1, 1)] }), record()),
      { ok: false, why: "the record from before holds no event", eventsNeeded: null },
    ],
    [
      "other hours",
      change(record({ blocks: [block(0, 1, 1), block(9, 1, 1)] }), record({ blocks: [block(5, 1, 1)] })),
      {
        ok: false,
        why: "the record from before holds other hours of the day: it has nothing from 00:00, 09:00 UTC on",
        eventsNeeded: null,
      },
    ],
    [
      "other hours of a share",
      change(record({ kind: "share", blocks: [block(0, 1, 1)] }), record({ kind: "share", blocks: [block(5, 1, 1)] })),
      {
        ok: false,
        why: "the record from before holds other hours of the day: it has nothing from 00:00 UTC on",
        eventsNeeded: null,
      },
    ],
    [
      "the largest",
      change(
        record({ statistic: "max", blocks: [block(0, 1, 1, { values: [1] })] }),
        record({ statistic: "max", blocks: [block(0, 1, 1, { values: [1] })] }),
      ),
      { ok: false, why: "the largest value of two records is chance; compare p99", eventsNeeded: null },
    ],
    [
      "no time",
      change(counts([1], { toMs: start }), counts([1])),
      { ok: false, why: "a record covers no time", eventsNeeded: null },
    ],
    [
      "no time before",
      change(counts([1]), counts([1], { toMs: start })),
      { ok: false, why: "a record covers no time", eventsNeeded: null },
    ],
    [
      "none in either",
      change(counts([]), counts([])),
      { ok: false, why: "neither record holds one, so there is no ratio", eventsNeeded: null },
    ],
    [
      "a difference from none",
      change(counts([1]), counts([]), "difference"),
      {
        ok: false,
        why: "the record from before holds none, so a difference cannot be bounded: use an absolute limit",
        eventsNeeded: null,
      },
    ],
    [
      "a ratio of figures",
      change(figure(6, 4, 8), figure(2, 1, 4)),
      { ok: true, value: { estimate: 2, lower: 0, upper: 7 }, notes: [] },
    ],
    [
      "a difference of figures",
      change(figure(6, 4, 8), figure(2, 1, 4), "difference"),
      { ok: true, value: { estimate: 4, lower: 0, upper: 7 }, notes: [] },
    ],
    [
      "a ratio from what may be nothing",
      change(figure(6), figure(2, 0, 4)),
      { ok: false, why: "a value is 0 or below, so there is no ratio", eventsNeeded: null },
    ],
    [
      "a ratio to what may be below nothing",
      change(figure(6, -1, 7), figure(2)),
      { ok: false, why: "a value is 0 or below, so there is no ratio", eventsNeeded: null },
    ],
  ])("change: %s", (_name, found, wanted) => expect(found).toEqual(wanted));

  test("a rate that doubled, over the time that each record covers", () => {
    const even = (each: number, hours: number) =>
      counts(
        Array.from({ length: hours }, () => each),
        { toMs: start + hours * hourMs },
      );
    const found = change(even(20, 12), even(10, 24));
    if (!found.ok) throw new Error(found.why);
    expect(found.value.estimate).toBeCloseTo(1, 12);
    expect(found.value.lower).toBeGreaterThan(0.5);
    expect(found.value.upper).toBeLessThan(1.7);
    const more = change(even(20, 12), even(10, 24), "difference");
    expect(more).toMatchObject({ ok: true, value: { estimate: 120 } });
    const perHour = change({ ...even(20, 12), per: { stretchMs: hourMs, most: 20 } }, even(10, 24), "difference");
    expect(perHour).toMatchObject({ ok: true, value: { estimate: 10 } });
    expect(change(even(5, 12), counts([]))).toMatchObject({
      ok: true,
      value: { estimate: Number.POSITIVE_INFINITY, upper: Number.POSITIVE_INFINITY },
    });
  });

  test("shares as points and as a ratio", () => {
    const share = (failed: number) =>
      record({ kind: "share", unit: "%", blocks: Array.from({ length: 24 }, (_, hour) => block(hour, 100, failed)) });
    const points = change(share(4), share(1), "difference");
    expect(points).toMatchObject({ ok: true, notes: [] });
    expect(points.ok && points.value.estimate).toBeCloseTo(3, 12);
    const ratio = change(share(4), share(1));
    expect(ratio.ok && ratio.value.estimate).toBeCloseTo(3, 12);
  });
});

describe("hours of the day", () => {
  const of = (...hours: readonly (readonly [hour: number, count: number])[]) =>
    record({ blocks: hours.map(([hour, count]) => block(hour, count)) });

  test("are weighed as the candidate has them", () => {
    const matched = matchHours(of([1, 30], [2, 10], [5, 60]), of([1, 10], [2, 40], [25, 10], [7, 99]));
    expect(matched.candidate.map(({ count }) => count)).toEqual([30, 10]);
    expect(matched.baseline.map(({ count }) => count)).toEqual([10, 40, 10]);
    // 60 events in all, of which hour 1 shall have 45 in 20 events, and hour 2 have 15 in 40.
    expect(matched.weights).toEqual([2.25, 0.375, 2.25]);
    expect(matched.overlap).toBe(0.4);
    expect(matched.alone).toEqual([5]);
  });

  test("make no difference to blocks of a day, and nothing is shared with nothing", () => {
    const days = { ...of([0, 3]), blockMs: day };
    expect(matchHours(days, of([5, 1]))).toEqual({
      candidate: days.blocks,
      baseline: of([5, 1]).blocks,
      weights: [1],
      overlap: 1,
      alone: [],
    });
    expect(matchHours(of(), of([5, 1]))).toEqual({ candidate: [], baseline: [], weights: [], overlap: 0, alone: [] });
    const sixHours = { ...of([1, 3], [7, 1]), blockMs: 6 * hourMs };
    expect(matchHours(sixHours, of([5, 1]))).toMatchObject({ overlap: 0.75, alone: [6] });
    const early = record({ blocks: [block(-1, 2)], fromMs: 0 });
    expect(matchHours({ ...early, blocks: [{ startMs: -hourMs, count: 2, sum: 0 }] }, of([23, 1]))).toMatchObject({
      overlap: 1,
    });
  });
});
