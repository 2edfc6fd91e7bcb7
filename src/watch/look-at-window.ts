import type { Criterion } from "../domain/criterion.ts";
import type { Finding } from "../domain/finding.ts";
import type { MeasuredPoint } from "../domain/ledger.ts";
import type { MetricRecord } from "../domain/metric-record.ts";
import type { VerifyWindow } from "../domain/verify.ts";
import type { WindowLook } from "../domain/watch-report.ts";
import { decideWatch } from "../judge/decide-watch.ts";
import { judgeWindow, type ReadMetric, type RecordsReading } from "../judge/records/judge-window.ts";
import { lookLevel } from "../judge/records/look-level.ts";
import { canContinue } from "../telemetry/records/continue-record.ts";
import { formatValue } from "../units/format-value.ts";
import { type BeforeRecords, beforeRecords } from "./before-records.ts";
import { comparedMetrics } from "./compared-metrics.ts";
import { type GatheredRecords, gatherRecords, mayGoOn } from "./gather-records.ts";
import { tellsThePast } from "./read-source.ts";
import { reviewLook } from "./review-look.ts";
import { runWindowCommand } from "./run-window-command.ts";
import { criteriaOf, isAbout, type WatchedMetric } from "./watched-metrics.ts";
import type { Watching } from "./watching.ts";

/** A look that is to be made. */
export interface PlannedLook {
  readonly kind: WindowLook["kind"];
  readonly window: VerifyWindow;
  readonly due: Date;
  readonly from: Date;
  readonly to: Date;
  readonly missed: number;
}

/** A look that was made, and what the ledger should keep of it. */
export interface MadeLook {
  readonly planned: PlannedLook;
  readonly look: WindowLook;
  readonly points: readonly MeasuredPoint[];
  /** Records to keep: those from before that are not kept yet, and those since the flag went on. */
  readonly before: BeforeRecords["fresh"];
  readonly since: BeforeRecords["fresh"];
}

/** Makes one look at production: reads what its criteria need, judges it, and draws the verdict. */
export async function lookAtWindow(planned: PlannedLook, watching: Watching): Promise<MadeLook> {
  const { config, verify, state, ports, signal } = watching;
  const { window } = planned;
  const command = await runWindowCommand(window, ports, signal);
  const asked = { fromMs: planned.from.getTime(), toMs: planned.to.getTime() };
  const criteria = criteriaOf(window, watching.metrics);
  // A report tells of everything that is watched, whatever the window asks of it.
  const isReview = window.report && planned.kind !== "again";
  const needed = isReview ? watching.metrics : [...new Set(criteria.flatMap(({ metrics }) => metrics))];
  const compared = isReview ? needed : comparedMetrics([window], watching.metrics);
  const before = await beforeRecords(ports, compared, state, verify.beforeMs);
  const since = await gatherRecords(ports, needed, asked, asked.fromMs === state.onMs ? state.kept : []);
  const lateMs = watching.now.getTime() - asked.toMs;
  const read = (metric: WatchedMetric) => readMetric(metric, withLateness(since, metric, lateMs), before.bySubject);
  const judged = judgeWindow({
    criteria: criteria.flatMap(({ criterion, metrics }) =>
      metrics.map((metric) => ({ criterion, metric: read(metric) })),
    ),
    asked,
    level: lookLevel(verify.windows, planned.due.getTime() - state.onMs),
    waivers: config.waivers,
    now: watching.now,
    points: state.points,
  });
  const findings = [
    ...(command === null ? [] : [command]),
    ...criteria.filter(({ metrics }) => metrics.length === 0).map(({ criterion }) => aboutNothing(criterion)),
    ...judged.findings,
  ];
  const verdict = decideWatch(findings, timesOf(watching, findings, criteria));
  const look: WindowLook = {
    window: window.name,
    kind: planned.kind,
    due: planned.due.toISOString(),
    from: planned.from.toISOString(),
    to: planned.to.toISOString(),
    missed: planned.missed,
    verdict: { ...verdict, by: verdict.by?.toISOString() ?? null },
    findings,
    trends: judged.trends,
    review: isReview ? reviewLook({ planned, verdict, findings, metrics: needed.map(read) }, watching) : null,
  };
  return { planned, look, points: judged.points, before: before.fresh, since: keptSince(planned, needed, since) };
}

/** A look that comes late sees of what tells only how things stand something else than a punctual one would have seen. */
const mostLatenessMs = 3_600_000;

function withLateness(since: GatheredRecords, { source, subject }: WatchedMetric, lateMs: number): GatheredRecords {
  const reading = since.get(subject);
  if (tellsThePast(source) || lateMs <= mostLatenessMs || reading === undefined || !reading.ok) return since;
  const note = `as it stands now, ${formatValue(lateMs * 1e6, "ns")} after the window's end`;
  const records = reading.records.map((record) => ({ ...record, notes: [...record.notes, note] }));
  return new Map([...since, [subject, { ok: true, records }]]);
}

const unread: RecordsReading = { ok: false, problem: { kind: "missing", reason: "it was not read" } };

function readMetric(metric: WatchedMetric, since: GatheredRecords, before: GatheredRecords): ReadMetric {
  const { source, metric: name, subject } = metric;
  return {
    subject,
    names: [name, `${source.name}/${name}`],
    since: since.get(subject) ?? unread,
    before: before.get(subject) ?? unread,
  };
}

function aboutNothing({ metric, severity, pass }: Criterion): Finding {
  return {
    subject: metric,
    kind: "criterion",
    outcome: "missing",
    severity,
    reason: "no source has a metric of this name",
    limit: pass.text,
    action: "Compare the names under `criteria:` and `metrics:`",
    unit: "",
    footnotes: [],
    places: [],
  };
}

function timesOf(
  { now, since, verify }: Watching,
  findings: readonly Finding[],
  criteria: ReturnType<typeof criteriaOf>,
) {
  const isBeyond = ({ outcome, subject, limit }: Finding): boolean =>
    outcome === "fail" &&
    criteria.some(
      ({ criterion: { warn, pass }, metrics }) =>
        warn !== null && pass.text === limit && metrics.some((metric) => isAbout(subject, metric)),
    );
  const beyond = new Set(findings.filter(isBeyond).map(({ subject }) => subject));
  return {
    now,
    since,
    investigateMs: verify.investigateMs,
    rollBackMs: verify.rollBackMs,
    hasSecondLevel: (subject: string) => beyond.has(subject),
  };
}

/** Only of single looks at all of the time since the flag went on: those are what a later one goes on from. */
function keptSince(
  { kind, window }: PlannedLook,
  metrics: readonly WatchedMetric[],
  since: GatheredRecords,
): BeforeRecords["fresh"] {
  if (kind !== "due" || window.overMs !== null || window.everyMs !== null) return [];
  return metrics.filter(mayGoOn).flatMap((metric) => {
    const reading = since.get(metric.subject);
    if (reading === undefined || !reading.ok) return [];
    return reading.records.filter((record: MetricRecord) => canContinue(record)).map((record) => ({ metric, record }));
  });
}
