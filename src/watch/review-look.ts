import type { Limit } from "../domain/criterion.ts";
import type { Change, Finding } from "../domain/finding.ts";
import type { MetricRecord } from "../domain/metric-record.ts";
import type { WatchVerdict } from "../domain/verdict.ts";
import type { WatchedFigure, WatchReview } from "../domain/watch-report.ts";
import { estimateAlone, estimateChange } from "../judge/records/estimate-record.ts";
import { groupsOf, type ReadMetric } from "../judge/records/judge-window.ts";
import { recommend } from "../judge/records/recommend.ts";
import { recordTrend } from "../judge/records/record-trend.ts";
import { formatValue } from "../units/format-value.ts";
import { directionOf } from "../units/quantity-of.ts";
import type { PlannedLook } from "./look-at-window.ts";
import type { Watching } from "./watching.ts";

/** Figures of a report are told, not judged: this is what their intervals miss at each end. */
const level = 0.025;
const mostGaps = 100;

/** What a report tells beyond findings: all that is watched against the time before, what is not as before, what to do with the flag. */
export function reviewLook(
  of: {
    readonly planned: PlannedLook;
    readonly verdict: WatchVerdict;
    readonly findings: readonly Finding[];
    readonly metrics: readonly ReadMetric[];
  },
  watching: Watching,
): WatchReview {
  const { planned, verdict, findings, metrics } = of;
  const { verify, state } = watching;
  const limits = new Map(planned.window.criteria.map(({ metric, pass }) => [metric, pass]));
  const figures = metrics.flatMap((metric) => {
    const limit = metric.names.map((name) => limits.get(name)).find((one) => one !== undefined) ?? null;
    return groupsOf(metric).map((group) => figureOf(group, limit, state.points));
  });
  const latest = new Map(state.concluded.map(({ window, decision }) => [window, decision]));
  const doubtful = [...latest].filter(([window, decision]) => window !== planned.window.name && decision !== "KEEP");
  const toCome = verify.windows.filter(({ afterMs }) => afterMs > planned.window.afterMs).map(({ name }) => name);
  const { recommendation, evidence } = recommend({
    verdict,
    findings,
    figures,
    doubtful: doubtful.map(([window]) => window),
    toCome,
    rollbacks: state.rollbacks,
    onFor: formatValue((planned.to.getTime() - state.onMs) * 1e6, "ns"),
  });
  return {
    figures,
    rollbacks: state.rollbacks,
    gaps: gapsOf(findings, watching).slice(0, mostGaps),
    recommendation,
    evidence,
  };
}

function figureOf(
  { subject, since, before }: ReturnType<typeof groupsOf>[number],
  limit: Limit | null,
  points: Watching["state"]["points"],
): WatchedFigure {
  const now = since.ok ? estimateAlone(since.record, level) : null;
  const then = before.ok ? estimateAlone(before.record, level) : null;
  const record = since.ok ? since.record : before.ok ? before.record : null;
  const value = (estimated: typeof now) =>
    estimated?.ok === true && Number.isFinite(estimated.value.estimate) ? estimated.value.estimate : null;
  const why = [
    since.ok ? (now?.ok === false ? now.why : "") : since.problem.reason,
    before.ok ? (then?.ok === false ? `before: ${then.why}` : "") : since.ok ? `before: ${before.problem.reason}` : "",
  ].filter((text) => text !== "");
  return {
    subject,
    unit: record?.unit ?? "",
    direction: record === null ? null : (record.direction ?? directionOf(record.unit) ?? null),
    before: value(then),
    since: value(now),
    change: since.ok && before.ok ? changeOf(since.record, before.record) : null,
    trend: since.ok ? recordTrend(since.record, points.get(subject) ?? [], limit) : "unclear",
    reason: why.join("; "),
  };
}

/** As a ratio, or where there is none as a difference. */
function changeOf(since: MetricRecord, before: MetricRecord): Change | null {
  for (const scale of ["ratio", "difference"] as const) {
    const estimated = estimateChange(since, before, scale, level);
    if (!estimated.ok || !Number.isFinite(estimated.value.estimate)) continue;
    const { estimate, lower, upper } = estimated.value;
    return { scale, estimate, lower, upper, confidence: 1 - 2 * level };
  }
  return null;
}

/** What is known not to be as before: from when the flag went on, from the gate's last verdict, by waiver, and from this look. */
function gapsOf(findings: readonly Finding[], { state, gate, config, now }: Watching): readonly string[] {
  const today = now.toISOString().slice(0, 10);
  const unmet = findings.filter(({ outcome, waived }) => outcome !== "pass" && waived === undefined);
  return [
    ...state.enabled.knownIssues.map((issue) => `Known when it was turned on: ${issue}`),
    ...(gate?.findings ?? []).map(({ subject, outcome }) => `The gate's last verdict: ${subject}, ${outcome}.`),
    ...config.waivers
      .filter(({ until }) => until >= today)
      .map(({ metric, owner, until, reason }) => `Let through until ${until} by ${owner}: ${metric}, ${reason}`),
    ...unmet.map(({ subject, reason }) => `${subject}: ${reason}.`),
  ];
}
