import type { MetricRecord } from "../../domain/metric-record.ts";
import { figureOfBlocks } from "../../stats/block-bootstrap.ts";
import { overdispersion } from "../../stats/overdispersion.ts";
import { rateRatioInterval } from "../../stats/poisson.ts";
import { cautiousInterval, newcombeInterval } from "../../stats/proportion.ts";
import { type Estimate, fewestRuns, resampledInterval, type Scale } from "./figure-interval.ts";
import { matchHours } from "./matched-hours.ts";
import { figureOfStatistic, toBlocks } from "./record-blocks.ts";

/** What records say, in the record's unit (a share in %), or why they do not say it. */
export type Estimated =
  | { readonly ok: true; readonly value: Estimate; readonly notes: readonly string[] }
  | { readonly ok: false; readonly why: string; readonly eventsNeeded: number | null };

/** At least so many events lie beyond a quantile, or it is the say of a few. */
const fewestBeyond = 10;
/** A comparison that leaves out more of the candidate's events than this is not one of like with like. */
const leastOverlap = 0.5;

/** The figure of one record, with an interval: of the events' values, or the share that failed. Counts are what they are. */
export function estimateAlone(record: MetricRecord, level: number): Estimated {
  if (record.figure !== undefined) return found({ estimate: record.figure.value, ...record.figure });
  const { events, sum } = totalsOf(record);
  if (record.kind === "count") {
    const value = record.per?.most ?? events;
    return found({ estimate: value, lower: value, upper: value });
  }
  if (events === 0) return { ok: false, why: "there is no event", eventsNeeded: null };
  if (record.kind === "share") {
    const factor = clusteringOf(record);
    const interval = cautiousInterval(sum / factor, events / factor, level);
    return found(inPercent({ estimate: sum / events, ...interval }), clusteringNotes(factor));
  }
  return estimateValues(record, null, "alone", level);
}

/** The change from the record before the rollout. `ratio`: fractions; `difference`: in the record's unit, a share in points of %. */
export function estimateChange(
  candidate: MetricRecord,
  baseline: MetricRecord,
  scale: "ratio" | "difference",
  level: number,
): Estimated {
  if (candidate.kind !== baseline.kind || candidate.unit !== baseline.unit) {
    return { ok: false, why: "the record from before is of another kind or unit", eventsNeeded: null };
  }
  if (candidate.figure !== undefined && baseline.figure !== undefined) {
    return changeOfFigures(candidate.figure, baseline.figure, scale);
  }
  if (candidate.kind === "count") return changeOfCounts(candidate, baseline, scale, level);
  if (totalsOf(candidate).events === 0) return { ok: false, why: "there is no event", eventsNeeded: null };
  if (totalsOf(baseline).events === 0) {
    return { ok: false, why: "the record from before holds no event", eventsNeeded: null };
  }
  if (candidate.kind === "share") return changeOfShares(candidate, baseline, scale, level);
  return estimateValues(candidate, baseline, scale, level);
}

function estimateValues(
  candidate: MetricRecord,
  baseline: MetricRecord | null,
  scale: Scale,
  level: number,
): Estimated {
  const figure = figureOfStatistic(candidate.statistic);
  const matched = baseline === null ? null : matchHours(candidate, baseline);
  if (matched !== null && matched.overlap < leastOverlap) return unlikeHours(matched.alone);
  const blocks = toBlocks(matched?.candidate ?? candidate.blocks, [], figure);
  const before = matched === null ? null : toBlocks(matched.baseline, matched.weights, figure);
  if (figure === 1) {
    const value = figureOfBlocks(blocks, 1);
    return scale === "alone"
      ? found({ estimate: value, lower: value, upper: value })
      : { ok: false, why: "the largest value of two records is chance; compare p99", eventsNeeded: null };
  }
  if (figure !== "mean") {
    const needed = Math.ceil(fewestBeyond / (1 - figure));
    const fewest = Math.min(
      totalsOf(candidate).events,
      baseline === null ? Number.POSITIVE_INFINITY : totalsOf(baseline).events,
    );
    if (fewest < needed) {
      return { ok: false, why: `${fewest} events are too few for a ${candidate.statistic}`, eventsNeeded: needed };
    }
  }
  const interval = resampledInterval(blocks, before, figure, scale, level);
  if (interval === null) {
    const blockCount = Math.min(blocks.weights.length, before?.weights.length ?? Number.POSITIVE_INFINITY);
    const isFew = blockCount < fewestRuns;
    const why = isFew
      ? `events in ${blockCount} stretches of ${minutes(candidate.blockMs)} are too few to tell how they vary`
      : "a value is 0 or below, so there is no ratio";
    const events = totalsOf(candidate).events;
    return { ok: false, why, eventsNeeded: isFew ? Math.ceil((events * fewestRuns) / Math.max(1, blockCount)) : null };
  }
  const notes = [`resampled by stretches of ${minutes(candidate.blockMs)}, seed ${interval.seed}`];
  if (matched !== null && matched.overlap < 1) {
    notes.push(
      `${percent(1 - matched.overlap)} of the events lie in hours of which there is no record from before, and were left out`,
    );
  }
  // What the histogram rounds is not in the resampling.
  const error = figure === "mean" ? 0 : candidate.relativeError + (baseline?.relativeError ?? 0);
  return found(widened(interval, scale, error), notes);
}

function widened(interval: Estimate, scale: Scale, error: number): Estimate {
  if (error === 0) return interval;
  const slack = scale === "ratio" ? error * (1 + interval.estimate) : error * Math.abs(interval.estimate);
  return { ...interval, lower: interval.lower - slack, upper: interval.upper + slack };
}

function changeOfShares(
  candidate: MetricRecord,
  baseline: MetricRecord,
  scale: "ratio" | "difference",
  level: number,
): Estimated {
  const matched = matchHours(candidate, baseline);
  if (matched.overlap < leastOverlap) return unlikeHours(matched.alone);
  const [here, there] = [candidate, baseline].map((record) => {
    const factor = clusteringOf(record);
    const { events, sum } = totalsOf(record);
    return { failed: sum / factor, total: events / factor, factor };
  });
  if (here === undefined || there === undefined) return { ok: false, why: "there is no event", eventsNeeded: null };
  const notes = clusteringNotes(Math.max(here.factor, there.factor));
  if (scale === "difference") {
    const estimate = here.failed / here.total - there.failed / there.total;
    return found(inPercent({ estimate, ...newcombeInterval(here, there, level, cautiousInterval) }), notes);
  }
  const ratio = rateRatioInterval(
    { events: here.failed, exposure: here.total },
    { events: there.failed, exposure: there.total },
    level,
  );
  return ratioFound(here.failed / here.total / (there.failed / there.total), ratio, notes);
}

function changeOfCounts(
  candidate: MetricRecord,
  baseline: MetricRecord,
  scale: "ratio" | "difference",
  level: number,
): Estimated {
  const [here, there] = [candidate, baseline].map((record) => {
    const factor = clusteringOf(record);
    return { events: totalsOf(record).events / factor, exposure: record.toMs - record.fromMs, factor };
  });
  if (here === undefined || there === undefined || !(here.exposure > 0) || !(there.exposure > 0)) {
    return { ok: false, why: "a record covers no time", eventsNeeded: null };
  }
  const notes = clusteringNotes(Math.max(here.factor, there.factor));
  const ratio = rateRatioInterval(here, there, level);
  const rate = here.events / here.exposure / (there.events / there.exposure);
  if (scale === "ratio") return ratioFound(rate, ratio, notes);
  // In events of a stretch, or of the time that the candidate covers, against what the baseline would have had in it.
  const length = candidate.per?.stretchMs ?? here.exposure;
  const before = (there.events * there.factor * length) / there.exposure;
  const now = (here.events * here.factor * length) / here.exposure;
  if (there.events === 0) {
    return {
      ok: false,
      why: "the record from before holds none, so a difference cannot be bounded: use an absolute limit",
      eventsNeeded: null,
    };
  }
  return found({ estimate: now - before, lower: before * (ratio.lower - 1), upper: before * (ratio.upper - 1) }, notes);
}

function ratioFound(
  rate: number,
  ratio: { readonly lower: number; readonly upper: number },
  notes: readonly string[],
): Estimated {
  if (!Number.isFinite(rate)) {
    return Number.isNaN(rate)
      ? { ok: false, why: "neither record holds one, so there is no ratio", eventsNeeded: null }
      : {
          ok: true,
          value: { estimate: Number.POSITIVE_INFINITY, lower: ratio.lower - 1, upper: Number.POSITIVE_INFINITY },
          notes,
        };
  }
  return found({ estimate: rate - 1, lower: ratio.lower - 1, upper: ratio.upper - 1 }, notes);
}

type Figured = NonNullable<MetricRecord["figure"]>;

/** Corners of the two intervals: wider than needed, and right whatever the figures are. */
function changeOfFigures(to: Figured, from: Figured, scale: "ratio" | "difference"): Estimated {
  if (scale === "difference") {
    return found({ estimate: to.value - from.value, lower: to.lower - from.upper, upper: to.upper - from.lower });
  }
  if (!(from.lower > 0 && to.lower >= 0))
    return { ok: false, why: "a value is 0 or below, so there is no ratio", eventsNeeded: null };
  return found({
    estimate: to.value / from.value - 1,
    lower: to.lower / from.upper - 1,
    upper: to.upper / from.lower - 1,
  });
}

/** How many events count as one, since they come in bursts. */
function clusteringOf(record: MetricRecord): number {
  const isShare = record.kind === "share";
  if (isShare)
    return overdispersion(
      record.blocks.map(({ sum }) => sum),
      record.blocks.map(({ count }) => count),
      true,
    );
  const first = Math.floor(record.fromMs / record.blockMs);
  const last = Math.max(first, Math.ceil(record.toMs / record.blockMs) - 1);
  const size = Math.min(100_000, last - first + 1);
  const counts = Array.from({ length: size }, () => 0);
  for (const { startMs, count } of record.blocks) {
    const place = Math.round(startMs / record.blockMs) - first;
    if (place >= 0 && place < size) counts[place] = (counts[place] ?? 0) + count;
  }
  return overdispersion(
    counts,
    counts.map(() => 1),
    false,
  );
}

export function totalsOf(record: MetricRecord): { readonly events: number; readonly sum: number } {
  let events = 0;
  let sum = 0;
  for (const block of record.blocks) {
    events += block.count;
    sum += block.sum;
  }
  return { events, sum };
}

function found(value: Estimate & { readonly value?: number }, notes: readonly string[] = []): Estimated {
  const { estimate, lower, upper, seed } = value;
  return { ok: true, value: { estimate, lower, upper, ...(seed === undefined ? {} : { seed }) }, notes };
}

function inPercent({ estimate, lower, upper }: Estimate): Estimate {
  return { estimate: 100 * estimate, lower: 100 * lower, upper: 100 * upper };
}

function clusteringNotes(factor: number): readonly string[] {
  return factor > 1.5 ? [`events come in bursts: ${factor.toPrecision(2)} of them count as one`] : [];
}

function unlikeHours(alone: readonly number[]): Estimated {
  const hours = alone.slice(0, 6).map((hour) => `${String(hour).padStart(2, "0")}:00`);
  const why = `the record from before holds other hours of the day: it has nothing from ${hours.join(", ")} UTC on`;
  return { ok: false, why, eventsNeeded: null };
}

function minutes(durationMs: number): string {
  const count = durationMs / 60_000;
  return count < 60 ? `${count} min` : count < 1440 ? `${count / 60} h` : `${count / 1440} d`;
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}
