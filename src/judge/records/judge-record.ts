import type { Direction } from "../../domain/arm.ts";
import type { Criterion, Limit } from "../../domain/criterion.ts";
import type { Change, Finding, Outcome } from "../../domain/finding.ts";
import type { MetricRecord } from "../../domain/metric-record.ts";
import type { Problem } from "../../domain/problem.ts";
import { formatChange, formatValue } from "../../units/format-value.ts";
import { directionOf } from "../../units/quantity-of.ts";
import { type Bound, boundsOf } from "../bound.ts";
import { type Estimated, estimateAlone, estimateChange, totalsOf } from "./estimate-record.ts";
import type { Estimate } from "./figure-interval.ts";
import { meetsAbsolute } from "./meets-absolute.ts";

/** One criterion of a window, and what production has written about its metric. */
export interface RecordClaim {
  /** What the finding will be about; unique in a report. */
  readonly subject: string;
  readonly criterion: Criterion;
  /** The time after the flag went on; a problem where it could not be read. */
  readonly candidate:
    | { readonly ok: true; readonly record: MetricRecord }
    | { readonly ok: false; readonly problem: Problem };
  /** The same metric before the rollout; null where nothing was recorded. */
  readonly baseline: MetricRecord | null;
  /** The time that the window looks at. */
  readonly asked: { readonly fromMs: number; readonly toMs: number };
  /** What each end of an interval may miss at this look; see `windowLevels`. */
  readonly level: number;
}

/** A source that covers less of the window than this says too little for a pass. */
const leastCoverage = 0.8;
/** More traffic than so many times what there was is not worth waiting for. */
const mostPatience = 100;

type Held = "within" | "beyond" | "open";

/** Holds a criterion against a record of production. Pure: the same records, the same finding. */
export function judgeRecord(claim: RecordClaim): Finding {
  const { subject, criterion, candidate } = claim;
  const base = {
    subject,
    kind: "criterion" as const,
    severity: criterion.severity,
    limit: criterion.pass.text,
    places: [],
  };
  if (!candidate.ok) {
    const { kind, reason, remedy } = candidate.problem;
    return {
      ...base,
      unit: "",
      outcome: kind,
      reason,
      action: remedy ?? "See why it could not be read",
      footnotes: [],
    };
  }
  const { record } = candidate;
  const estimated = estimate(record, claim.baseline, criterion.pass, claim.level);
  const shown = { ...base, unit: record.unit, footnotes: [...record.notes, ...(estimated.ok ? estimated.notes : [])] };
  if (!estimated.ok) return withoutEstimate(shown, estimated, claim);
  const { value } = estimated;
  const pass = hold(criterion.pass, value, claim, record);
  const warn = criterion.warn === null ? null : holdWarn(criterion.warn, claim, record);
  const outcome = outcomeOf(pass, warn);
  const change = changeOf(criterion.pass, value, claim.level);
  const said =
    change === null ? sayFigure(value, record) : `${sayChange(change, record)} against the record from before`;
  const words = { ...shown, ...(change === null ? { value: value.estimate } : { change }) };
  const covered = coverageOf(record, claim.asked);
  if (outcome === "pass" && covered < leastCoverage) {
    const reason = `${said} meets ${criterion.pass.text}, but the source covers only ${Math.round(100 * covered)} % of the window`;
    return {
      ...words,
      outcome: "inconclusive",
      reason,
      action: "See why the source begins late, ends early, or is not written any more",
    };
  }
  if (outcome === "inconclusive") {
    const needed = trafficNeeded(criterion.pass, value, claim, record);
    const far =
      needed === null
        ? "more traffic would probably not help, it is too near the limit"
        : `about ${formatCount(needed)} events would probably decide it, and there were ${formatCount(totalsOf(record).events)}`;
    const action =
      needed === null ? criterion.action || "Look at it again in the next window" : "Wait for more traffic";
    return { ...words, outcome, reason: `${said}: the interval holds ${criterion.pass.text}; ${far}`, action };
  }
  const verdict = {
    pass: `meets ${criterion.pass.text}`,
    warn: `does not meet ${criterion.pass.text}`,
    fail: `does not meet ${(criterion.warn ?? criterion.pass).text}`,
  }[outcome];
  return {
    ...words,
    outcome,
    reason: `${said} ${verdict}`,
    action: outcome === "pass" ? "" : criterion.action || "Find the cause, or turn the flag off",
  };
}

function estimate(record: MetricRecord, baseline: MetricRecord | null, limit: Limit, level: number): Estimated {
  if (limit.kind === "absolute" || limit.kind === "all") return estimateAlone(record, level);
  if (baseline === null) return { ok: false, why: "there is no record from before the rollout", eventsNeeded: null };
  return estimateChange(record, baseline, scaleOf(limit), level);
}

function scaleOf(limit: Limit): "ratio" | "difference" {
  return limit.kind === "relative" || limit.kind === "within-relative" ? "ratio" : "difference";
}

function withoutEstimate(
  base: Omit<Finding, "outcome" | "reason" | "action">,
  { why, eventsNeeded }: Extract<Estimated, { ok: false }>,
  claim: RecordClaim,
): Finding {
  const isMissing = claim.baseline === null && claim.criterion.pass.kind !== "absolute";
  const more = eventsNeeded === null ? "" : `; about ${formatCount(eventsNeeded)} events are needed`;
  return {
    ...base,
    outcome: isMissing ? "missing" : "inconclusive",
    reason: `${why}${more}`,
    action: isMissing
      ? "Record the metric before the rollout, or write an absolute limit"
      : "Wait for more traffic, or look at a longer time",
  };
}

function holdWarn(limit: Limit, claim: RecordClaim, record: MetricRecord): Held {
  const estimated = estimate(record, claim.baseline, limit, claim.level);
  return estimated.ok ? hold(limit, estimated.value, claim, record) : "open";
}

function hold(limit: Limit, value: Estimate, claim: RecordClaim, record: MetricRecord): Held {
  // The config refuses "all" in a window; whatever reaches this place with it is not passed.
  if (limit.kind === "all") return "open";
  if (limit.kind === "absolute") return meetsAbsolute(value, limit, claim.criterion.floor);
  const isRatio = scaleOf(limit) === "ratio";
  const { floor } = claim.criterion;
  const size = isRatio && floor > 0 && claim.baseline !== null ? figureBefore(claim.baseline, claim.level) : 1;
  const reference = isRatio ? size : 0;
  const place = (change: number): number => (isRatio ? reference * (1 + change) : change);
  const held = boundsOf(limit, floor, directionFor(claim.criterion, record)).bounds.map((bound) =>
    holdBound(bound, bound.at(reference), place(value.lower), place(value.upper)),
  );
  if (held.includes("beyond")) return "beyond";
  return held.every((one) => one === "within") ? "within" : "open";
}

function holdBound(bound: Bound, at: number, lower: number, upper: number): Held {
  const [near, far] = bound.side === "below" ? [lower, upper] : [-upper, -lower];
  const limit = bound.side === "below" ? at : -at;
  if (bound.inclusive ? far <= limit : far < limit) return "within";
  return (bound.inclusive ? near > limit : near >= limit) ? "beyond" : "open";
}

/** The figure before the rollout, which a floor is held against; 1 where there is none. */
function figureBefore(baseline: MetricRecord, level: number): number {
  const before = estimateAlone(baseline, level);
  return before.ok && before.value.estimate > 0 ? before.value.estimate : 1;
}

function directionFor(criterion: Criterion, record: MetricRecord): Direction | null {
  const usual = record.kind === "share" || record.kind === "count" ? "lower-is-better" : directionOf(record.unit);
  return criterion.direction ?? record.direction ?? usual ?? null;
}

function outcomeOf(pass: Held, warn: Held | null): Extract<Outcome, "pass" | "warn" | "fail" | "inconclusive"> {
  if (pass === "within") return "pass";
  if (pass === "open") return "inconclusive";
  // Beyond the first level for certain; that it is beyond the second is not.
  return warn === null || warn === "beyond" ? "fail" : "warn";
}

function changeOf(limit: Limit, value: Estimate, level: number): Change | null {
  if (limit.kind === "absolute" || limit.kind === "all") return null;
  const { estimate: point, lower, upper } = value;
  return { scale: scaleOf(limit), estimate: point, lower, upper, confidence: 1 - 2 * level };
}

function sayFigure(value: Estimate, record: MetricRecord): string {
  const figure = formatValue(value.estimate, record.unit);
  if (value.lower === value.upper) return figure;
  return `${figure} (${formatValue(value.lower, record.unit)} to ${formatValue(value.upper, record.unit)})`;
}

function sayChange(change: Change, record: MetricRecord): string {
  const show = (value: number): string => formatChange(value, change.scale, record.unit);
  return `${show(change.estimate)} (${show(change.lower)} to ${show(change.upper)})`;
}

function coverageOf(record: MetricRecord, asked: RecordClaim["asked"]): number {
  const length = asked.toMs - asked.fromMs;
  // A look at how things stand has no length, and covers what it is asked about.
  if (!(length > 0) || record.fromMs === record.toMs) return 1;
  return Math.max(0, Math.min(asked.toMs, record.toMs) - Math.max(asked.fromMs, record.fromMs)) / length;
}

/** How many events would make the interval narrow enough, if all else stays; null when the estimate is on the limit, or far more are needed. */
function trafficNeeded(limit: Limit, value: Estimate, claim: RecordClaim, record: MetricRecord): number | null {
  if (limit.kind === "all") return null;
  const at =
    limit.kind === "absolute"
      ? [limit.value]
      : boundsOf(limit, 0, directionFor(claim.criterion, record)).bounds.map((bound) =>
          scaleOf(limit) === "ratio" ? bound.at(1) - 1 : bound.at(0),
        );
  const distance = Math.min(...at.map((bound) => Math.abs(bound - value.estimate)));
  const reach = Math.max(value.upper - value.estimate, value.estimate - value.lower);
  const times = (reach / distance) ** 2;
  const { events } = totalsOf(record);
  return Number.isFinite(times) && times <= mostPatience && events > 0 ? Math.ceil(events * times) : null;
}

function formatCount(count: number): string {
  return count < 10_000 ? String(count) : String(Number(count.toPrecision(2)));
}
