import type { MetricRecord, RecordBlock } from "../../domain/metric-record.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Two records whose blocks are held against each other hour by hour of the day. */
export interface Matched {
  readonly candidate: readonly RecordBlock[];
  readonly baseline: readonly RecordBlock[];
  /** By block of the baseline: how much its events weigh, so that both records hold the same hours in the same shares. */
  readonly weights: readonly number[];
  /** The share of the candidate's events in hours of which the baseline has some too. */
  readonly overlap: number;
  /** Hours of the day (UTC) in which only the candidate has events; empty when hours make no difference. */
  readonly alone: readonly number[];
}

/**
 * Traffic is not the same at noon and at night, and neither are its figures. So the baseline's events are weighed by the hour of the day,
 * as often as the candidate has events then; what the candidate has in hours that the baseline has nothing of is left out of the comparison.
 * Records whose blocks are a day or longer hold all hours.
 */
export function matchHours(candidate: MetricRecord, baseline: MetricRecord): Matched {
  const slotMs = Math.max(hourMs, candidate.blockMs, baseline.blockMs);
  if (slotMs >= dayMs) {
    return {
      candidate: candidate.blocks,
      baseline: baseline.blocks,
      weights: baseline.blocks.map(() => 1),
      overlap: 1,
      alone: [],
    };
  }
  const slotOf = (block: RecordBlock): number => Math.floor((((block.startMs % dayMs) + dayMs) % dayMs) / slotMs);
  const there = countsBySlot(baseline.blocks, slotOf);
  const here = countsBySlot(candidate.blocks, slotOf);
  const all = [...here.values()].reduce((sum, count) => sum + count, 0);
  const matched = candidate.blocks.filter((block) => there.has(slotOf(block)));
  const shared = matched.reduce((sum, block) => sum + block.count, 0);
  const used = baseline.blocks.filter((block) => here.has(slotOf(block)));
  const usedCount = used.reduce((sum, block) => sum + block.count, 0);
  const weights = used.map((block) => {
    const slot = slotOf(block);
    return ((here.get(slot) ?? 0) / shared) * (usedCount / (there.get(slot) ?? 1));
  });
  return {
    candidate: matched,
    baseline: used,
    weights,
    overlap: all === 0 ? 0 : shared / all,
    alone: [...here.keys()].filter((slot) => !there.has(slot)).map((slot) => (slot * slotMs) / hourMs),
  };
}

function countsBySlot(
  blocks: readonly RecordBlock[],
  slotOf: (block: RecordBlock) => number,
): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const block of blocks) counts.set(slotOf(block), (counts.get(slotOf(block)) ?? 0) + block.count);
  return counts;
}
