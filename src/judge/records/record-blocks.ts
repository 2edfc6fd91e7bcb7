import type { RecordBlock, Statistic } from "../../domain/metric-record.ts";
import type { Blocks, Figure } from "../../stats/block-bootstrap.ts";
import { valueOfBin } from "../../stats/log-histogram.ts";

/** The statistic as a figure of blocks; `max` is the quantile at 1. */
export function figureOfStatistic(statistic: Statistic): Figure {
  return { mean: "mean" as const, median: 0.5, p90: 0.9, p95: 0.95, p99: 0.99, max: 1 }[statistic];
}

/** A record's blocks as numbers for resampling a figure. `weights`: how much each block's events weigh, 1 where it is not said. */
export function toBlocks(blocks: readonly RecordBlock[], weights: readonly number[], figure: Figure): Blocks {
  const sums = {
    weights: blocks.map((block, index) => block.count * (weights[index] ?? 1)),
    sums: blocks.map((block, index) => block.sum * (weights[index] ?? 1)),
  };
  // A mean needs no distribution.
  if (figure === "mean") return { ...sums, support: [], places: [] };
  const values = new Set<number>();
  for (const block of blocks) for (const [value] of entriesOf(block)) values.add(value);
  const support = [...values].sort((one, other) => one - other);
  const placeOf = new Map(support.map((value, place) => [value, place]));
  return {
    ...sums,
    support,
    places: blocks.map((block, index) =>
      entriesOf(block).map(([value, count]) => [placeOf.get(value) ?? 0, count * (weights[index] ?? 1)] as const),
    ),
  };
}

function entriesOf(block: RecordBlock): readonly (readonly [value: number, count: number])[] {
  if (block.bins !== undefined) return block.bins.map(([bin, count]) => [valueOfBin(bin), count]);
  return (block.values ?? []).map((value) => [value, 1]);
}
