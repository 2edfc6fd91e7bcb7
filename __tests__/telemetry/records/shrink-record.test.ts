import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { MetricRecord, Statistic } from "../../../src/domain/metric-record.ts";
import { continueRecord } from "../../../src/telemetry/records/continue-record.ts";
import { eventsOf } from "../../../src/telemetry/records/merge-records.ts";
import { createRecordBuilder } from "../../../src/telemetry/records/record-builder.ts";
import { shrinkRecord } from "../../../src/telemetry/records/shrink-record.ts";

const start = Date.UTC(2026, 0, 8);
const minuteMs = 60_000;

type Event = readonly [minute: number, value: number];

function recordOf(events: readonly Event[], statistic: Statistic, fromMinute: number, toMinute: number): MetricRecord {
  const spec = { metric: "m", source: "s", kind: "values", unit: "ns", direction: null, perMs: null } as const;
  const builder = createRecordBuilder({ ...spec, statistic });
  for (const [minute, value] of events) builder.add(start + minute * minuteMs, value);
  return builder.build(null, start + fromMinute * minuteMs, start + toMinute * minuteMs, []);
}

const event = fc.tuple(fc.nat(9_999), fc.integer({ min: 1, max: 1e9 }));
const sumOf = (record: MetricRecord) => record.blocks.reduce((sum, block) => sum + block.sum, 0);
const sizeOf = (record: MetricRecord) => Buffer.byteLength(JSON.stringify(record));
const counted = (record: MetricRecord) =>
  record.blocks.flatMap(({ bins = [] }) => bins).reduce((sum, [, count]) => sum + count, 0);

describe("a record that has to be small", () => {
  test("fits, with as many events and the same sum; null where nothing fits", () => {
    const statistics = fc.constantFrom<Statistic>("mean", "median", "p99");
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 900 }),
        statistics,
        fc.integer({ min: 100, max: 40_000 }),
        (events, statistic, room) => {
          const record = recordOf(events, statistic, 0, 10_000);
          const small = shrinkRecord(record, room);
          if (small === null) return;
          expect(sizeOf(small)).toBeLessThanOrEqual(room);
          expect(eventsOf(small)).toBe(events.length);
          expect(sumOf(small)).toBeCloseTo(sumOf(record), 3);
          for (const block of small.blocks) expect(block.startMs % small.blockMs).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("a mean needs no distribution, a quantile keeps its own", () => {
    const events = Array.from({ length: 1900 }, (_, index): Event => [index, 1e6 + index]);
    const mean = shrinkRecord(recordOf(events, "mean", 0, 2000), 64 * 1024);
    expect(mean?.blocks.every(({ values, bins }) => values === undefined && bins === undefined)).toBe(true);
    const median = shrinkRecord(recordOf(events, "median", 0, 2000), 8 * 1024);
    expect(median?.relativeError).toBe(0.01);
    expect(median === null ? 0 : counted(median)).toBe(1900);
  });

  test("a record that cannot be small is not kept", () => {
    expect(shrinkRecord(recordOf([[1, 1]], "mean", 0, 10), 20)).toBeNull();
  });
});

describe("going on from a record", () => {
  test("cut anywhere, it is as if it had been read at once", () => {
    fc.assert(
      fc.property(
        fc.array(event, { minLength: 1, maxLength: 300 }),
        fc.integer({ min: 1, max: 9_998 }),
        (events, cut) => {
          const early = recordOf(
            events.filter(([minute]) => minute < cut),
            "median",
            0,
            cut,
          );
          const late = recordOf(
            events.filter(([minute]) => minute >= cut),
            "median",
            cut,
            10_000,
          );
          const whole = continueRecord(early, late);
          expect(eventsOf(whole)).toBe(events.length);
          expect([whole.fromMs, whole.toMs]).toEqual([start, start + 10_000 * minuteMs]);
          expect(sumOf(whole)).toBeCloseTo(
            events.reduce((sum, [, value]) => sum + value, 0),
            3,
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  test("time that nobody recorded in between is not covered", () => {
    const whole = continueRecord(recordOf([[1, 5]], "mean", 0, 100), recordOf([[401, 5]], "mean", 400, 500));
    expect(whole.toMs - whole.fromMs).toBe(200 * minuteMs);
  });
});
