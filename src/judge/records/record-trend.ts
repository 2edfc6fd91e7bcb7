import type { Direction } from "../../domain/arm.ts";
import type { Limit } from "../../domain/criterion.ts";
import type { MetricRecord, RecordBlock } from "../../domain/metric-record.ts";
import { figureOfBlocks } from "../../stats/block-bootstrap.ts";
import { median } from "../../stats/quantile.ts";
import { type Trend, trendOf } from "../../stats/trend.ts";
import { directionOf } from "../../units/quantity-of.ts";
import { figureOfStatistic, toBlocks } from "./record-blocks.ts";

/** A figure at a moment, in milliseconds since 1970. */
export interface TrendPoint {
  readonly timeMs: number;
  readonly value: number;
}

/** Fewer points than this say nothing of a trend; more than this tell hours apart and not days. */
const points = { fewest: 8, most: 48 };
/** Without a limit that says what matters, a change of this share does not. */
const usualMargin = 0.05;
/** Traffic has its hours: only over so long does more of it mean a trend. */
const shortestForCountsMs = 3 * 24 * 3_600_000;
const level = 0.025;

/**
 * Which way a metric has gone over the time of its record: from the figures of stretches of it, each as long as the others. A record without
 * stretches (a figure of how things stood) has no trend of its own; then the points of earlier looks tell.
 *
 * @param earlier points that the ledger has of the same metric; for figures alone
 * @param limit what is asked of the metric, which says what change matters; null where nothing is
 */
export function recordTrend(record: MetricRecord, earlier: readonly TrendPoint[], limit: Limit | null): Trend {
  const own = record.figure === undefined ? stretchPoints(record) : [];
  const now: readonly TrendPoint[] =
    record.figure === undefined ? own : [...earlier, { timeMs: record.toMs, value: record.figure.value }];
  const ordered = now.filter(({ value }) => Number.isFinite(value)).sort((one, other) => one.timeMs - other.timeMs);
  if (ordered.length < points.fewest) return "unclear";
  const values = ordered.map(({ value }) => value);
  if (values.every((value) => value === values[0])) return "flat";
  const margin = marginOf(limit, values);
  const direction = record.direction ?? usualDirection(record);
  const trend = trendOf(
    ordered.map(({ timeMs }) => timeMs),
    values,
    margin,
    direction !== "higher-is-better",
    level,
  );
  // Where nobody said which way is better, a metric that moves neither improves nor worsens.
  return direction === null && trend !== "flat" ? "unclear" : trend;
}

function usualDirection(record: MetricRecord): Direction | null {
  if (record.kind === "share" || record.kind === "count") return "lower-is-better";
  return directionOf(record.unit) ?? null;
}

function marginOf(limit: Limit | null, values: readonly number[]): number {
  const middle = median(values.map(Math.abs));
  const size = middle > 0 ? middle : Math.max(...values.map(Math.abs));
  switch (limit?.kind) {
    case "relative":
      return Math.abs(limit.change) * size || usualMargin * size;
    case "within-relative":
      return limit.margin * size;
    case "difference":
      return Math.abs(limit.value) || usualMargin * size;
    case "within-difference":
      return limit.margin;
    default:
      return usualMargin * size;
  }
}

function stretchPoints(record: MetricRecord): readonly TrendPoint[] {
  const { fromMs, toMs, blockMs } = record;
  const lengthMs = toMs - fromMs;
  if (record.kind === "count" && lengthMs < shortestForCountsMs) return [];
  const stretchMs = stretchOf(lengthMs, blockMs);
  const stretches = new Map<number, RecordBlock[]>();
  for (const block of record.blocks) {
    const startMs = Math.floor(block.startMs / stretchMs) * stretchMs;
    stretches.set(startMs, [...(stretches.get(startMs) ?? []), block]);
  }
  if (record.kind !== "count") {
    return [...stretches].map(([startMs, blocks]) => ({ timeMs: startMs, value: figureOf(record, blocks) }));
  }
  // Stretches in which nothing happened count; the two at the ends may be parts of stretches, and do not.
  const counted: TrendPoint[] = [];
  for (let startMs = Math.ceil(fromMs / stretchMs) * stretchMs; startMs + stretchMs <= toMs; startMs += stretchMs) {
    counted.push({ timeMs: startMs, value: (stretches.get(startMs) ?? []).reduce((sum, { count }) => sum + count, 0) });
  }
  return counted;
}

/** The shortest whole number of blocks, as divides days well, that cuts the time into no more stretches than are wanted. */
function stretchOf(lengthMs: number, blockMs: number): number {
  const minutes = [1, 5, 15, 30, 60, 120, 240, 360, 720, 1440, 2880, 7 * 1440, 28 * 1440];
  const wanted = minutes
    .map((count) => count * 60_000)
    .find((stretchMs) => stretchMs >= blockMs && stretchMs % blockMs === 0 && lengthMs / stretchMs <= points.most);
  return wanted ?? Math.ceil(lengthMs / points.most / blockMs) * blockMs;
}

function figureOf(record: MetricRecord, blocks: readonly RecordBlock[]): number {
  if (record.kind === "share") {
    const events = blocks.reduce((sum, { count }) => sum + count, 0);
    return (100 * blocks.reduce((sum, block) => sum + block.sum, 0)) / events;
  }
  const figure = figureOfStatistic(record.statistic);
  return figureOfBlocks(toBlocks(blocks, [], figure), figure);
}
