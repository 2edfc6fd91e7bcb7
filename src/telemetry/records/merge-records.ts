import type { MetricRecord, RecordBlock } from "../../domain/metric-record.ts";
import { binOf, histogramError } from "../../stats/log-histogram.ts";
import { blockLengthsMs, mostExactValues } from "./record-builder.ts";

/**
 * Two records of the same metric as one: the blocks of the finer are put together until they are as long as those of the other. Time that
 * both have looked at counts twice, so parts of a stream that do not overlap are what this is for.
 */
export function mergeRecords(one: MetricRecord, other: MetricRecord): MetricRecord {
  const events = eventsOf(one) + eventsOf(other);
  const exact = one.relativeError === 0 && other.relativeError === 0 && events <= mostExactValues;
  const blockMs = Math.max(one.blockMs, other.blockMs);
  const longer = blockLengthsMs.find((length) => length >= blockMs && startsOf(one, other, length) <= 256);
  const width = longer ?? blockMs;
  const blocks = new Map<number, RecordBlock>();
  for (const block of [...one.blocks, ...other.blocks]) {
    const startMs = Math.floor(block.startMs / width) * width;
    blocks.set(startMs, together(startMs, blocks.get(startMs), block, exact));
  }
  const per =
    one.per === undefined || other.per === undefined
      ? {}
      : { per: { stretchMs: one.per.stretchMs, most: Math.max(one.per.most, other.per.most) } };
  return {
    ...one,
    fromMs: Math.min(one.fromMs, other.fromMs),
    toMs: Math.max(one.toMs, other.toMs),
    blockMs: width,
    blocks: [...blocks.values()].sort((a, b) => a.startMs - b.startMs),
    relativeError: one.kind !== "values" || exact ? 0 : histogramError,
    ...per,
    notes: [...new Set([...one.notes, ...other.notes])],
  };
}

export function eventsOf(record: MetricRecord): number {
  return record.blocks.reduce((total, block) => total + block.count, 0);
}

function startsOf(one: MetricRecord, other: MetricRecord, length: number): number {
  return new Set([...one.blocks, ...other.blocks].map((block) => Math.floor(block.startMs / length))).size;
}

function together(startMs: number, there: RecordBlock | undefined, block: RecordBlock, exact: boolean): RecordBlock {
  const base = { startMs, count: (there?.count ?? 0) + block.count, sum: (there?.sum ?? 0) + block.sum };
  const values = [...(there?.values ?? []), ...(block.values ?? [])];
  if (exact) {
    const isValues = block.values !== undefined || there?.values !== undefined;
    return isValues ? { ...base, values: values.sort((a, b) => a - b) } : base;
  }
  const bins = new Map(there?.bins ?? []);
  for (const [bin, count] of block.bins ?? []) bins.set(bin, (bins.get(bin) ?? 0) + count);
  for (const value of values) bins.set(binOf(value), (bins.get(binOf(value)) ?? 0) + 1);
  return bins.size === 0 ? base : { ...base, bins: [...bins].sort((a, b) => a[0] - b[0]) };
}
