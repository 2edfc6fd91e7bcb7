import { describe, expect, test } from "@jest/globals";
import { parseLimit } from "../../../src/config/parse-limit.ts";
import type { MetricRecord, RecordBlock } from "../../../src/domain/metric-record.ts";
import { recordTrend } from "../../../src/judge/records/record-trend.ts";
import { seededRandom } from "../../../src/stats/seeded-random.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const start = Date.UTC(2026, 0, 8);

function record(blocks: readonly RecordBlock[], more: Partial<MetricRecord> = {}): MetricRecord {
  const what = { metric: "m", source: "s", group: null, kind: "values", statistic: "mean", unit: "ns" } as const;
  const when = { fromMs: start, toMs: start + 7 * dayMs, blockMs: hourMs };
  return { ...what, ...when, blocks, relativeError: 0, notes: [], ...more };
}

/** A week by the hour; the mean of each is what `level` makes of the share of the week that is over, with some noise. */
function week(level: (share: number) => number, more: Partial<MetricRecord> = {}): MetricRecord {
  const random = seededRandom(3);
  return record(
    Array.from({ length: 168 }, (_, hour) => {
      const mean = level(hour / 168) * (1 + 0.02 * (random() - 0.5));
      return { startMs: start + hour * hourMs, count: 100, sum: mean * 100 };
    }),
    more,
  );
}

const limit = (text: string) => {
  const parsed = parseLimit(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.value;
};

const figures = (values: readonly number[]) =>
  values.map((value, index) => ({ timeMs: start + index * hourMs, value }));

describe("which way a metric goes", () => {
  test.each<[string, MetricRecord, string]>([
    ["level", week(() => 100), "flat"],
    ["20 % up over the week", week((share) => 100 * (1 + 0.2 * share)), "worsening"],
    ["20 % down over the week", week((share) => 100 * (1 - 0.2 * share)), "improving"],
    [
      "up, where more is better",
      week((share) => 100 * (1 + 0.2 * share), { direction: "higher-is-better" }),
      "improving",
    ],
    ["up, where nobody said which way is better", week((share) => 100 * (1 + 0.2 * share), { unit: "" }), "unclear"],
    ["a share that rises", week((share) => 1 + 3 * share, { kind: "share", unit: "%" }), "worsening"],
    ["too short to tell", week(() => 100, { toMs: start + hourMs, blocks: [] }), "unclear"],
  ])("%s", (_name, one, expected) => {
    expect(recordTrend(one, [], null)).toBe(expected);
  });

  test("what a criterion allows is what does not matter", () => {
    const rising = week((share) => 100 * (1 + 0.08 * share));
    expect(recordTrend(rising, [], limit("< +5 %"))).toBe("worsening");
    expect(recordTrend(rising, [], limit("< +20 %"))).toBe("flat");
    expect(recordTrend(rising, [], limit("within 20 ns"))).toBe("flat");
  });

  test.each([
    ["< +5 %", "worsening"],
    ["< +20 %", "flat"],
    ["within 5 %", "worsening"],
    ["within 20 %", "flat"],
    ["< +5 ns", "worsening"],
    ["< +20 ns", "flat"],
    ["within 5 ns", "worsening"],
    ["within 20 ns", "flat"],
  ])("8 % more where the limit is %s: %s", (text, expected) => {
    expect(
      recordTrend(
        week((share) => 100 * (1 + 0.08 * share)),
        [],
        limit(text),
      ),
    ).toBe(expected);
  });

  test("level is level, also where nobody said which way is better", () => {
    expect(
      recordTrend(
        week(() => 100, { unit: "" }),
        [],
        null,
      ),
    ).toBe("flat");
  });

  test("a share is of all its events, however many an hour has", () => {
    const uneven = (failedOf: (hour: number) => number) =>
      record(
        Array.from({ length: 168 }, (_, hour) => {
          const count = 100 * (1 + hour);
          return { startMs: start + hour * hourMs, count, sum: count * failedOf(hour) };
        }),
        { kind: "share", unit: "%" },
      );
    expect(
      recordTrend(
        uneven(() => 0.25),
        [],
        null,
      ),
    ).toBe("flat");
    expect(
      recordTrend(
        uneven((hour) => 0.25 - hour / 1000),
        [],
        null,
      ),
    ).toBe("improving");
  });

  test("more of something is a trend over days, and within a day only its hours", () => {
    const counts = (days: number) =>
      record(
        Array.from({ length: days * 24 }, (_, hour) => ({
          startMs: start + hour * hourMs,
          count: Math.round(100 * (1 + hour / (days * 24))),
          sum: 0,
        })),
        { kind: "count", unit: "", toMs: start + days * dayMs },
      );
    expect(recordTrend(counts(7), [], null)).toBe("worsening");
    expect(recordTrend(counts(1), [], null)).toBe("unclear");
  });

  test("hours in which nothing happened count", () => {
    // Fewer and fewer, and none in the last third: without those hours it would only look level.
    const fading = Array.from({ length: 112 }, (_, hour) => ({
      startMs: start + hour * hourMs,
      count: 113 - hour,
      sum: 0,
    }));
    expect(recordTrend(record(fading, { kind: "count", unit: "" }), [], null)).toBe("improving");
    expect(recordTrend(record([], { kind: "count", unit: "" }), [], null)).toBe("flat");
  });

  test("of a figure, earlier looks tell", () => {
    const at = start + 100 * hourMs;
    const now = record([], {
      kind: "figure",
      unit: "B",
      fromMs: at,
      toMs: at,
      figure: { value: 500, lower: 500, upper: 500 },
    });
    const grows = figures(Array.from({ length: 20 }, (_, index) => 100 + 20 * index));
    expect(recordTrend(now, grows, null)).toBe("worsening");
    expect(recordTrend(now, grows.slice(0, 3), null)).toBe("unclear");
    expect(recordTrend(now, figures(Array(20).fill(500)), null)).toBe("flat");
    // This look is the eighth point, without which there are too few.
    expect(recordTrend(now, grows.slice(0, 7), null)).toBe("worsening");
    expect(recordTrend(now, grows.slice(0, 6), null)).toBe("unclear");
    // In whatever order the ledger has them, and whatever is no number among them.
    expect(recordTrend(now, [...grows].reverse(), null)).toBe("worsening");
    const broken = { timeMs: start + hourMs / 2, value: Number.NaN };
    expect(recordTrend(now, [broken, ...grows], null)).toBe("worsening");
    expect(recordTrend(now, [broken, broken, ...grows.slice(0, 6)], null)).toBe("unclear");
    // One look that saw far too much does not make the others small.
    expect(recordTrend(now, [...grows, { timeMs: start + 30 * hourMs, value: 1e6 }], null)).toBe("worsening");
  });
});
