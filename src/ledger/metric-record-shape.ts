import type { MetricRecord } from "../domain/metric-record.ts";
import { list, openMap } from "../shape/compound-shapes.ts";
import { finiteNumber, oneOf, text, wholeNumber } from "../shape/scalar-shapes.ts";
import type { Shape } from "../shape/shape.ts";
import { name } from "./event-stamp.ts";

const moment = finiteNumber();
const count = wholeNumber().min(0);

const pair: Shape<readonly [number, number]> = list(finiteNumber(), { min: 2, max: 2 }).transform(
  ([bin = 0, events = 0]) => [bin, events] as const,
);

/** Null stands for an end that the data do not bound: JSON has no infinity. */
function end(unbounded: number): Shape<number> {
  return finiteNumber()
    .nullable()
    .transform((value) => value ?? unbounded);
}

/** A record as the ledger holds it. */
export const metricRecord: Shape<MetricRecord> = openMap({
  metric: name,
  source: name,
  group: text().max(500).nullable(),
  kind: oneOf(["values", "share", "count", "figure"]),
  statistic: oneOf(["mean", "median", "p90", "p95", "p99", "max"]),
  unit: text().max(100),
  direction: oneOf(["lower-is-better", "higher-is-better"]).optional(),
  fromMs: moment,
  toMs: moment,
  blockMs: finiteNumber().above(0),
  blocks: list(
    openMap({
      startMs: moment,
      count: wholeNumber().min(1),
      sum: finiteNumber(),
      values: list(finiteNumber(), { max: 10_000 }).optional(),
      bins: list(pair, { max: 10_000 }).optional(),
    }),
    { max: 1000 },
  ),
  relativeError: finiteNumber().min(0),
  per: openMap({ stretchMs: finiteNumber().above(0), most: count }).optional(),
  figure: openMap({
    value: finiteNumber(),
    lower: end(Number.NEGATIVE_INFINITY),
    upper: end(Number.POSITIVE_INFINITY),
  }).optional(),
  notes: list(text().max(1000), { max: 100 }),
});
