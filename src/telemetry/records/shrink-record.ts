import type { MetricRecord, RecordBlock } from "../../domain/metric-record.ts";
import { binOf, histogramError } from "../../stats/log-histogram.ts";
import { blockLengthsMs } from "./record-builder.ts";

/**
 * A record that takes no more room than is given, for the ledger: what its statistic does not need is left out, then values become a
 * histogram, then stretches of time are put together.
 *
 * @param maxBytes of its JSON
 * @returns null where even the smallest form is larger
 */
export function shrinkRecord(record: MetricRecord, maxBytes: number): MetricRecord | null {
  let smaller = withoutSpare(record);
  if (sizeOf(smaller) <= maxBytes) return smaller;
  smaller = toHistogram(smaller);
  for (const lengthMs of blockLengthsMs) {
    if (sizeOf(smaller) <= maxBytes) return smaller;
    if (lengthMs > smaller.blockMs) smaller = coarsen(smaller, lengthMs);
  }
  return sizeOf(smaller) <= maxBytes ? smaller : null;
}

function sizeOf(record: MetricRecord): number {
  return Buffer.byteLength(JSON.stringify(record));
}

/** A mean is told from sums: its distribution is never asked for. */
function withoutSpare(record: MetricRecord): MetricRecord {
  const notes = record.notes.slice(0, 10).map((note) => note.slice(0, 300));
  if (record.statistic !== "mean") return { ...record, notes };
  return { ...record, notes, blocks: record.blocks.map(({ startMs, count, sum }) => ({ startMs, count, sum })) };
}

function toHistogram(record: MetricRecord): MetricRecord {
  if (!record.blocks.some(({ values }) => values !== undefined)) return record;
  const blocks = record.blocks.map(({ startMs, count, sum, values = [] }): RecordBlock => {
    const bins = new Map<number, number>();
    for (const value of values) bins.set(binOf(value), (bins.get(binOf(value)) ?? 0) + 1);
    return { startMs, count, sum, bins: [...bins].sort((one, other) => one[0] - other[0]) };
  });
  return { ...record, blocks, relativeError: histogramError };
}

function coarsen(record: MetricRecord, blockMs: number): MetricRecord {
  const blocks = new Map<number, RecordBlock>();
  for (const block of record.blocks) {
    const startMs = Math.floor(block.startMs / blockMs) * blockMs;
    const there = blocks.get(startMs);
    blocks.set(startMs, there === undefined ? { ...block, startMs } : together(there, block));
  }
  return { ...record, blockMs, blocks: [...blocks.values()].sort((one, other) => one.startMs - other.startMs) };
}

function together(there: RecordBlock, block: RecordBlock): RecordBlock {
  const base = { startMs: there.startMs, count: there.count + block.count, sum: there.sum + block.sum };
  if (there.bins === undefined || block.bins === undefined) return base;
  const bins = new Map(there.bins);
  for (const [bin, count] of block.bins) bins.set(bin, (bins.get(bin) ?? 0) + count);
  return { ...base, bins: [...bins].sort((one, other) => one[0] - other[0]) };
}
