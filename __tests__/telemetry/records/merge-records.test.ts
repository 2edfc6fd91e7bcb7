import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { MetricRecord } from "../../../src/domain/metric-record.ts";
import { eventsOf, mergeRecords } from "../../../src/telemetry/records/merge-records.ts";
import { createRecordBuilder } from "../../../src/telemetry/records/record-builder.ts";

const start = Date.UTC(2026, 10, 22);

function recordOf(events: readonly (readonly [minute: number, value: number])[]): MetricRecord {
  const spec = { metric: "m", source: "s", kind: "values", statistic: "mean", unit: "ns", direction: null } as const;
  const builder = createRecordBuilder({ ...spec, perMs: 3_600_000 });
  for (const [minute, value] of events) builder.add(start + minute * 60_000, value);
  return builder.build(null, start, start + 1, []);
}

const sumOf = (record: MetricRecord): number => record.blocks.reduce((total, block) => total + block.sum, 0);

describe("two parts of a stream are one", () => {
  const event = fc.tuple(fc.nat(40_000), fc.integer({ min: -50, max: 5000 }));
  test("as if it had been read at once: events, sums, distribution", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 400 }), fc.array(event, { maxLength: 400 }), (one, other) => {
        const merged = mergeRecords(recordOf(one), recordOf(other));
        expect(eventsOf(merged)).toBe(one.length + other.length);
        expect(sumOf(merged)).toBeCloseTo(
          [...one, ...other].reduce((total, [, value]) => total + value, 0),
          6,
        );
        expect(merged.blocks.length).toBeLessThanOrEqual(256);
        const values = merged.blocks.flatMap((block) => block.values ?? []).sort((a, b) => a - b);
        expect(values).toEqual([...one, ...other].map(([, value]) => value).sort((a, b) => a - b));
        for (const block of merged.blocks) expect(block.startMs % merged.blockMs).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  test("beyond what is kept exactly, as histograms", () => {
    const many = Array.from({ length: 1500 }, (_, index) => [index, index + 1] as const);
    const merged = mergeRecords(recordOf(many), recordOf(many));
    expect(merged.relativeError).toBe(0.01);
    const counted = merged.blocks.flatMap((block) => block.bins ?? []).reduce((total, [, count]) => total + count, 0);
    expect(counted).toBe(3000);
    expect(sumOf(merged)).toBe(1500 * 1501);
  });
});
