import { describe, expect, test } from "@jest/globals";
import { parseLimit } from "../../../src/config/parse-limit.ts";
import type { Criterion } from "../../../src/domain/criterion.ts";
import type { MetricRecord, RecordBlock } from "../../../src/domain/metric-record.ts";
import { judgeRecord, type RecordClaim } from "../../../src/judge/records/judge-record.ts";
import { seededRandom } from "../../../src/stats/seeded-random.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const start = Date.UTC(2026, 10, 22);
const day = 24 * hourMs;

function limit(text: string) {
  const parsed = parseLimit(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.value;
}

function criterion(pass: string, more: Partial<Criterion> = {}): Criterion {
  const rest = { severity: "critical", action: "", floor: 0, floorUnit: "", direction: null } as const;
  return { metric: "m", pass: limit(pass), warn: null, ...rest, ...more };
}

function record(blocks: readonly RecordBlock[], more: Partial<MetricRecord> = {}): MetricRecord {
  const base = { metric: "m", source: "s", group: null, kind: "values", statistic: "mean", unit: "ns" } as const;
  const time = { fromMs: start, toMs: start + day, blockMs: 15 * minuteMs };
  return { ...base, ...time, blocks, relativeError: 0, notes: [], ...more };
}

/** A day of latencies, 20 every quarter of an hour; each stretch has a level of its own. */
function latencies(factor: number, seed: number, perBlock = 20, from = start, count = 96): MetricRecord {
  const random = seededRandom(seed);
  const blocks = Array.from({ length: count }, (_, index): RecordBlock => {
    const level = 1 + 0.1 * (random() - 0.5);
    const values = Array.from({ length: perBlock }, () => factor * level * (10e6 + 5e6 * random())).sort(
      (a, b) => a - b,
    );
    return { startMs: from + index * 15 * minuteMs, count: perBlock, sum: values.reduce((a, b) => a + b, 0), values };
  });
  return record(blocks, { fromMs: from, toMs: from + count * 15 * minuteMs });
}

/** A day of events every quarter of an hour, of which some failed. */
function share(perBlock: number, failures: (block: number) => number): MetricRecord {
  const blocks = Array.from({ length: 96 }, (_, index) => ({
    startMs: start + index * 15 * minuteMs,
    count: perBlock,
    sum: failures(index),
  }));
  return record(blocks, { kind: "share", unit: "%" });
}

function counts(events: readonly number[], more: Partial<MetricRecord> = {}): MetricRecord {
  const blocks = events.flatMap((count, index) =>
    count === 0 ? [] : [{ startMs: start + index * hourMs, count, sum: 0 }],
  );
  return record(blocks, { kind: "count", unit: "", blockMs: hourMs, ...more });
}

function judge(
  pass: string | Criterion,
  candidate: MetricRecord,
  baseline: MetricRecord | null = null,
  more: Partial<RecordClaim> = {},
) {
  return judgeRecord({
    subject: "m",
    criterion: typeof pass === "string" ? criterion(pass) : pass,
    candidate: { ok: true, record: candidate },
    baseline,
    asked: { fromMs: candidate.fromMs, toMs: candidate.toMs },
    level: 0.005,
    ...more,
  });
}

describe("values against the record from before", () => {
  const before = latencies(1, 1);
  test.each<[string, string, MetricRecord, string]>([
    ["the same", "< +10 %", latencies(1, 2), "pass"],
    ["20 % slower", "< +10 %", latencies(1.2, 2), "fail"],
    ["exactly at the limit", "< +10 %", latencies(1.1, 2), "inconclusive"],
    ["the same, as equivalence", "within 5 %", latencies(1, 2), "pass"],
    ["a difference", "< +5 ms", latencies(1, 2), "pass"],
    ["a difference that is too large", "< +1 ms", latencies(1.3, 2), "fail"],
    ["an absolute limit", "< 15 ms", latencies(1, 2), "pass"],
    ["an absolute limit that is missed", "< 10 ms", latencies(1, 2), "fail"],
    ["a p95", "< +10 %", { ...latencies(1.3, 2), statistic: "p95" }, "fail"],
  ])("%s", (_name, pass, candidate, outcome) => {
    const finding = judge(pass, candidate, before);
    expect({ outcome: finding.outcome, reason: finding.reason }).toMatchObject({ outcome });
    expect(finding.reason).not.toBe("");
  });

  test("two levels: beyond the first and within the second", () => {
    const levels = criterion("< +10 %", { warn: limit("< +50 %") });
    expect(judge(levels, latencies(1.2, 2), before).outcome).toBe("warn");
    expect(judge(levels, latencies(1.8, 2), before).outcome).toBe("fail");
  });

  test("a floor makes small differences pass, whatever their ratio", () => {
    expect(judge(criterion("< +1 %", { floor: 5e6, floorUnit: "ns" }), latencies(1.05, 2), before).outcome).toBe(
      "pass",
    );
  });

  test("the same evidence gives the same finding, with the seed in it", () => {
    const finding = judge("< +10 %", latencies(1, 2), before);
    expect(judge("< +10 %", latencies(1, 2), before)).toEqual(finding);
    expect(finding.footnotes.join()).toMatch(/seed \d+/);
  });

  test("a rollout that makes it faster passes a limit that would let it be slower", () => {
    expect(judge("< +10 %", latencies(0.5, 2), before).outcome).toBe("pass");
  });
});

describe("both sides of a limit", () => {
  const before = latencies(1, 1);
  test.each<[string, string, MetricRecord, string]>([
    ["only the lower side is shown", "within 5 %", latencies(1.05, 2), "inconclusive"],
    ["only the upper side is shown", "within 5 %", latencies(0.95, 2), "inconclusive"],
    ["beyond the upper side", "within 5 %", latencies(1.3, 2), "fail"],
    ["beyond the lower side", "within 5 %", latencies(0.7, 2), "fail"],
  ])("%s", (_name, pass, candidate, outcome) => {
    expect(judge(pass, candidate, before).outcome).toBe(outcome);
  });
});

describe("a limit on the good side lets no regression pass", () => {
  test.each<[string, MetricRecord, MetricRecord]>([
    ["a share", share(100, () => 20), share(100, () => 2)],
    ["a count", counts(Array.from({ length: 24 }, () => 50)), counts(Array.from({ length: 24 }, () => 10))],
  ])("%s is better when lower, unless somebody says otherwise", (_name, candidate, baseline) => {
    expect(judge("> -10 %", candidate, baseline).outcome).toBe("fail");
    const higher = criterion("> -10 %", { direction: "higher-is-better" });
    expect(judge(higher, candidate, baseline).outcome).toBe("pass");
  });

  test("of values of an unknown kind nobody knows which side is good", () => {
    const score = (record: MetricRecord): MetricRecord => ({ ...record, unit: "points" });
    expect(judge("> -10 %", score(latencies(1.5, 2)), score(latencies(1, 1))).outcome).toBe("pass");
  });
});

describe("too little says so, and never passes", () => {
  const before = latencies(1, 1);
  test.each<[string, () => ReturnType<typeof judge>, string, RegExp]>([
    ["no record from before", () => judge("< +10 %", latencies(1, 2)), "missing", /no record from before/],
    [
      "an absolute limit needs no record from before, but events",
      () => judge("< 15 ms", latencies(1, 2, 20, start, 4)),
      "inconclusive",
      /4 stretches/,
    ],
    [
      "an hour of traffic",
      () => judge("< +10 %", latencies(1, 2, 20, start, 4), before),
      "inconclusive",
      /4 stretches .*about 160 events are needed/,
    ],
    [
      "too few events for a p99",
      () => judge("< +10 %", { ...latencies(1, 2, 1), statistic: "p99" }, before),
      "inconclusive",
      /too few for a p99; about 1000/,
    ],
    [
      "near the limit",
      () => judge("< +10 %", latencies(1.1, 2), before),
      "inconclusive",
      /events would probably decide|too near the limit/,
    ],
    ["no event at all", () => judge("< +10 %", record([]), before), "inconclusive", /no event/],
    [
      "another unit",
      () => judge("< +10 %", { ...latencies(1, 2), unit: "B" }, before),
      "inconclusive",
      /another kind or unit/,
    ],
    [
      "other hours",
      () => judge("< +10 %", latencies(1, 2, 20, start, 32), latencies(1, 1, 20, start + 12 * hourMs, 32)),
      "inconclusive",
      /other hours of the day.*00:00/,
    ],
  ])("%s", (_name, run, outcome, words) => {
    const finding = run();
    expect({ outcome: finding.outcome, reason: finding.reason }).toEqual({
      outcome,
      reason: expect.stringMatching(words),
    });
  });

  test("a problem stays a problem", () => {
    const problem = { kind: "missing", reason: "the log is empty", remedy: "Look." } as const;
    expect(judge("== 0", record([]), null, { candidate: { ok: false, problem } })).toMatchObject({
      outcome: "missing",
      reason: "the log is empty",
    });
  });

  test("a source that ends early does not pass for the whole window; a fail stands", () => {
    const asked = { fromMs: start, toMs: start + 3 * day };
    expect(judge("< +10 %", latencies(1, 2), before, { asked })).toMatchObject({
      outcome: "inconclusive",
      reason: expect.stringContaining("33 %"),
    });
    expect(judge("< +10 %", latencies(1.3, 2), before, { asked }).outcome).toBe("fail");
  });
});

test("hours of the day are held against the same hours", () => {
  // Nights are twice as slow. The candidate ran in the night for the most part, the record from before by day.
  const slow = (hour: number) => (hour < 8 ? 2 : 1);
  const shaped = (perHour: (hour: number) => number, seed: number): MetricRecord => {
    const random = seededRandom(seed);
    const blocks = Array.from({ length: 96 }, (_, index): RecordBlock => {
      const hour = Math.floor(index / 4);
      const values = Array.from({ length: perHour(hour) }, () => slow(hour) * (10e6 + 1e6 * random())).sort(
        (a, b) => a - b,
      );
      return {
        startMs: start + index * 15 * minuteMs,
        count: values.length,
        sum: values.reduce((a, b) => a + b, 0),
        values,
      };
    });
    return record(blocks);
  };
  const candidate = shaped((hour) => (hour < 8 ? 20 : 4), 1);
  const before = shaped((hour) => (hour < 8 ? 4 : 20), 2);
  const finding = judge("< +40 %", candidate, before);
  expect(finding.change?.estimate).toBeCloseTo(0, 1);
  expect(finding.outcome).not.toBe("fail");
});

describe("shares", () => {
  test.each<[string, string, MetricRecord, MetricRecord | null, string]>([
    ["far below the limit", "< 1 %", share(200, (block) => (block % 20 === 0 ? 1 : 0)), null, "pass"],
    ["far above", "< 1 %", share(200, () => 6), null, "fail"],
    ["no failure among few is not below 1 %", "< 1 %", share(2, () => 0), null, "inconclusive"],
    ["none at all, asked for none", "== 0 %", share(2, () => 0), null, "pass"],
    ["one, asked for none", "== 0 %", share(20, (block) => (block === 7 ? 1 : 0)), null, "fail"],
    ["no more than before", "< +1 %", share(200, () => 2), share(200, () => 2), "inconclusive"],
    ["five times as many", "< +100 %", share(200, () => 10), share(200, () => 2), "fail"],
  ])("%s", (_name, pass, candidate, baseline, outcome) => {
    const finding = judge(pass, candidate, baseline);
    expect({ outcome: finding.outcome, reason: finding.reason }).toMatchObject({ outcome });
  });

  test("failures in one burst say less than as many spread out", () => {
    const spread = judge(
      "< 1 %",
      share(200, (block) => (block % 2 === 0 ? 3 : 2)),
      null,
    );
    const burst = judge(
      "< 1 %",
      share(200, (block) => (block === 3 ? 200 : block === 4 ? 40 : 0)),
      null,
    );
    expect(spread.outcome).toBe("fail");
    expect(burst.outcome).toBe("inconclusive");
    expect(burst.footnotes.join()).toMatch(/bursts/);
  });
});

describe("counts", () => {
  const quiet = counts(Array.from({ length: 24 }, (_, hour) => hour % 2));
  test.each<[string, string, MetricRecord, MetricRecord | null, string]>([
    ["none", "== 0", counts([]), null, "pass"],
    ["one", "== 0", counts([1]), null, "fail"],
    ["the most in a stretch", "< 10", counts([1], { per: { stretchMs: 300_000, most: 12 } }), null, "fail"],
    ["many more than before", "< +50 %", counts(Array(24).fill(6)), quiet, "fail"],
    ["about as many, too few to tell", "< +50 %", quiet, quiet, "inconclusive"],
    ["fewer by far", "<= +0 %", counts(Array(24).fill(1)), counts(Array(24).fill(20)), "pass"],
    ["some where there were none", "< +10 %", counts(Array(24).fill(9)), counts([]), "fail"],
    ["none where there were none", "< +10 %", counts([]), counts([]), "inconclusive"],
  ])("%s", (_name, pass, candidate, baseline, outcome) => {
    const finding = judge(pass, candidate, baseline);
    expect({ outcome: finding.outcome, reason: finding.reason }).toMatchObject({ outcome });
  });
});

describe("figures", () => {
  const figure = (value: number, lower = value, upper = value) =>
    record([], { kind: "figure", unit: "B", figure: { value, lower, upper } });
  test.each<[string, string, MetricRecord, MetricRecord | null, string]>([
    ["below", "< 500 MB", figure(4e8), null, "pass"],
    ["at least this, and who knows", "< 500 MB", figure(4e8, 4e8, Number.POSITIVE_INFINITY), null, "inconclusive"],
    ["100 MB more", "< +100 MB", figure(5e8), figure(3e8), "fail"],
    ["a little more", "< +100 MB", figure(3.5e8), figure(3e8), "pass"],
  ])("%s", (_name, pass, candidate, baseline, outcome) => {
    expect(judge(pass, candidate, baseline).outcome).toBe(outcome);
  });
});

test("an unchanged rollout is seldom failed, and a rule that is kept holds in repetition", () => {
  const outcomes = Array.from(
    { length: 40 },
    (_, seed) => judge("< +3 %", latencies(1, 100 + seed), latencies(1, 900 + seed)).outcome,
  );
  expect(outcomes.filter((outcome) => outcome === "fail")).toEqual([]);
  expect(outcomes.filter((outcome) => outcome === "pass").length).toBeGreaterThan(20);
});
