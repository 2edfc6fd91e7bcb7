import type { CanonicalUnit, Direction } from "./arm.ts";

/**
 * What a record's events are:
 * - `values`: each has a number (a latency); readings of a gauge (memory every minute) are values too;
 * - `share`: each went well or failed, and what is judged is the share that failed;
 * - `count`: each only happened, and what is judged is how many did;
 * - `figure`: there are none, the whole time has one figure (uptime, a slope).
 */
export type RecordKind = "values" | "share" | "count" | "figure";

/** Which figure of many values a criterion is held against. */
export type Statistic = "mean" | "median" | "p90" | "p95" | "p99" | "max";

/** The events of one stretch of time. Stretches of all records with the same length begin at the same moments. */
export interface RecordBlock {
  /** Milliseconds since 1970, a multiple of the record's `blockMs`. */
  readonly startMs: number;
  /** Events in it; at least 1. */
  readonly count: number;
  /** `values`: their sum. `share`: how many failed. `count`: 0. */
  readonly sum: number;
  /** `values`, while the record is exact: the values in ascending order. */
  readonly values?: readonly number[];
  /** `values`, when there were too many to keep: pairs of a bin of the logarithmic histogram and its count, by bin. */
  readonly bins?: readonly (readonly [bin: number, count: number])[];
}

/**
 * What is kept of one metric of a stream of any length: sums, and the distribution, by stretches of time. Small, and two
 * records of the same metric merge. Times without events have no block; that is told from times that nobody recorded by
 * `fromMs` and `toMs`.
 */
export interface MetricRecord {
  /** The name in the config. */
  readonly metric: string;
  readonly source: string;
  /** The value of the field under `by:`; null when no groups were asked for. Untrusted. */
  readonly group: string | null;
  readonly kind: RecordKind;
  readonly statistic: Statistic;
  readonly unit: CanonicalUnit;
  readonly direction?: Direction;
  /** The time that was looked at and in which the source is known to have written, in milliseconds since 1970. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly blockMs: number;
  /** In order of time. */
  readonly blocks: readonly RecordBlock[];
  /** Of quantiles: 0 while all values are kept, else that of the histogram. */
  readonly relativeError: number;
  /** `count`, where a stretch is asked for: its length, and the most events that one such stretch held. */
  readonly per?: { readonly stretchMs: number; readonly most: number };
  /** `figure`: it, and the interval that its source's own uncertainty gives it; both ends are the value where there is none. */
  readonly figure?: { readonly value: number; readonly lower: number; readonly upper: number };
  /** Doubts for people: bad lines that were tolerated, a clock that went back. Hold no more data than a short quotation. */
  readonly notes: readonly string[];
}
