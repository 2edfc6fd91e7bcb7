import type { CanonicalUnit, Direction } from "../../domain/arm.ts";
import type { MetricRecord, RecordBlock, RecordKind, Statistic } from "../../domain/metric-record.ts";
import { binOf, histogramError } from "../../stats/log-histogram.ts";

const minuteMs = 60_000;
/** Lengths of blocks: each divides the next, so that blocks of one length fall wholly into those of a longer one. */
export const blockLengthsMs = [1, 5, 15, 60, 240, 1440, 7 * 1440, 70 * 1440].map((minutes) => minutes * minuteMs);
/** More blocks than this become fewer and longer ones. */
const mostBlocks = 256;
/** Up to so many values are kept as they are; beyond, in a histogram. */
export const mostExactValues = 2000;
/** More stretches than this are not told apart. */
const mostStretches = 200_000;

interface Block {
  count: number;
  sum: number;
  /** Rounding that `sum` has lost so far (Kahan's compensation), so that a billion small values still add up. */
  lost: number;
  values: number[];
  bins: Map<number, number>;
}

export interface RecordSpec {
  readonly metric: string;
  readonly source: string;
  readonly kind: RecordKind;
  readonly statistic: Statistic;
  readonly unit: CanonicalUnit;
  readonly direction: Direction | null;
  /** `count`: the stretch of time in which events are counted; null for none. */
  readonly perMs: number | null;
}

/** Gathers one record, event by event, in memory that does not grow with their number. */
export interface RecordBuilder {
  readonly events: number;
  /** `value`: in the record's unit, finite. For a share 1 (failed) or 0. For a count 0. */
  add(timeMs: number, value: number): void;
  /** Turns an event that was added as one that went well into one that failed. */
  fail(timeMs: number): void;
  /** @param from, to the time that was looked at */
  build(group: string | null, fromMs: number, toMs: number, notes: readonly string[]): MetricRecord;
}

export function createRecordBuilder(spec: RecordSpec): RecordBuilder {
  let level = 0;
  let blockMs = blockLengthsMs[0] ?? minuteMs;
  let blocks = new Map<number, Block>();
  let exact = spec.kind === "values";
  let events = 0;
  let current: Block | null = null;
  let currentStart = Number.NaN;
  const stretches = spec.perMs === null ? null : new Map<number, number>();

  function blockAt(timeMs: number): Block {
    if (current !== null && timeMs >= currentStart && timeMs < currentStart + blockMs) return current;
    const start = Math.floor(timeMs / blockMs) * blockMs;
    let block = blocks.get(start);
    if (block === undefined) {
      if (blocks.size >= mostBlocks && level + 1 < blockLengthsMs.length) {
        coarsen();
        return blockAt(timeMs);
      }
      block = { count: 0, sum: 0, lost: 0, values: [], bins: new Map() };
      blocks.set(start, block);
    }
    current = block;
    currentStart = start;
    return block;
  }

  function coarsen(): void {
    level++;
    blockMs = blockLengthsMs[level] ?? blockMs;
    const longer = new Map<number, Block>();
    for (const [start, block] of blocks) {
      const into = Math.floor(start / blockMs) * blockMs;
      const there = longer.get(into);
      if (there === undefined) longer.set(into, block);
      else addBlock(there, block);
    }
    blocks = longer;
    current = null;
  }

  function toHistogram(): void {
    exact = false;
    for (const block of blocks.values()) {
      for (const value of block.values) addTo(block.bins, binOf(value), 1);
      block.values = [];
    }
  }

  return {
    get events() {
      return events;
    },
    add(timeMs, value) {
      const block = blockAt(timeMs);
      events++;
      block.count++;
      addSum(block, value);
      if (spec.kind === "values") {
        if (exact) {
          block.values.push(value);
          if (events > mostExactValues) toHistogram();
        } else addTo(block.bins, binOf(value), 1);
      }
      if (stretches !== null && spec.perMs !== null && stretches.size < mostStretches) {
        addTo(stretches, Math.floor(timeMs / spec.perMs), 1);
      }
    },
    fail(timeMs) {
      // The event may lie in the block before; a block never holds more failures than events.
      const here = blockAt(timeMs);
      const block = here.sum < here.count ? here : [...blocks.values()].findLast(({ sum, count }) => sum < count);
      if (block !== undefined) addSum(block, 1);
    },
    build: (group, fromMs, toMs, notes) => ({
      metric: spec.metric,
      source: spec.source,
      group,
      kind: spec.kind,
      statistic: spec.statistic,
      unit: spec.unit,
      ...(spec.direction === null ? {} : { direction: spec.direction }),
      fromMs,
      toMs,
      blockMs,
      blocks: [...blocks]
        .filter(([, { count }]) => count > 0)
        .sort((one, other) => one[0] - other[0])
        .map(([start, block]) => finish(start, block, exact)),
      relativeError: spec.kind !== "values" || exact ? 0 : histogramError,
      ...(stretches === null || spec.perMs === null
        ? {}
        : { per: { stretchMs: spec.perMs, most: [...stretches.values()].reduce((a, b) => Math.max(a, b), 0) } }),
      notes:
        stretches !== null && stretches.size >= mostStretches
          ? [...notes, `more than ${mostStretches} stretches of time were not told apart`]
          : notes,
    }),
  };
}

function finish(startMs: number, block: Block, exact: boolean): RecordBlock {
  const base = { startMs, count: block.count, sum: block.sum };
  if (block.bins.size > 0) return { ...base, bins: [...block.bins].sort((one, other) => one[0] - other[0]) };
  return exact ? { ...base, values: block.values.toSorted((one, other) => one - other) } : base;
}

function addSum(block: Block, value: number): void {
  const corrected = value - block.lost;
  const sum = block.sum + corrected;
  block.lost = sum - block.sum - corrected;
  block.sum = sum;
}

function addBlock(into: Block, block: Block): void {
  into.count += block.count;
  addSum(into, block.sum);
  for (const value of block.values) into.values.push(value);
  for (const [bin, count] of block.bins) addTo(into.bins, bin, count);
}

function addTo(counts: Map<number, number>, key: number, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}
