import type { Waiver } from "../../domain/config.ts";
import type { Criterion } from "../../domain/criterion.ts";
import type { Finding } from "../../domain/finding.ts";
import type { MeasuredPoint } from "../../domain/ledger.ts";
import type { MetricRecord } from "../../domain/metric-record.ts";
import type { Problem } from "../../domain/problem.ts";
import type { TrendWord } from "../../domain/watch-report.ts";
import { applyWaivers, type WaivableFinding } from "../apply-waivers.ts";
import { estimateAlone, totalsOf } from "./estimate-record.ts";
import { judgeRecord } from "./judge-record.ts";
import { recordTrend, type TrendPoint } from "./record-trend.ts";

/** Records of one metric, one a group, or why there are none. */
export type RecordsReading =
  | { readonly ok: true; readonly records: readonly MetricRecord[] }
  | { readonly ok: false; readonly problem: Problem };

/** One metric of a source, with what is known of it. */
export interface ReadMetric {
  /** What findings about it are called, without its group. */
  readonly subject: string;
  /** All names by which the config may mean it. */
  readonly names: readonly string[];
  /** The time that is looked at. */
  readonly since: RecordsReading;
  /** Before the rollout. */
  readonly before: RecordsReading;
}

/** Everything that one look is judged from. */
export interface WindowClaim {
  readonly criteria: readonly { readonly criterion: Criterion; readonly metric: ReadMetric }[];
  readonly asked: { readonly fromMs: number; readonly toMs: number };
  /** What each end of an interval may miss. */
  readonly level: number;
  readonly waivers: readonly Waiver[];
  readonly now: Date;
  /** Points of earlier looks, by subject. */
  readonly points: ReadonlyMap<string, readonly TrendPoint[]>;
}

export interface JudgedWindow {
  /** Worst first, then in the order of the criteria. */
  readonly findings: readonly Finding[];
  /** Of each metric that could be read, once. */
  readonly points: readonly MeasuredPoint[];
  readonly trends: Readonly<Record<string, TrendWord>>;
}

/** Subjects are kept in the ledger, so none is longer. */
const longestSubject = 200;

/** Holds all criteria of a window against the records of its metrics. Pure. */
export function judgeWindow(claim: WindowClaim): JudgedWindow {
  const judged: WaivableFinding[] = [];
  const points = new Map<string, MeasuredPoint>();
  const trends = new Map<string, TrendWord>();
  for (const { criterion, metric } of claim.criteria) {
    for (const { subject, since, before } of groupsOf(metric)) {
      const told = judgeRecord({
        subject,
        criterion,
        candidate: since,
        baseline: before.ok ? before.record : null,
        asked: claim.asked,
        level: claim.level,
      });
      const finding = before.ok ? told : withBeforeProblem(told, before.problem, criterion);
      judged.push({ finding, names: [criterion.metric, ...metric.names] });
      if (!since.ok) continue;
      const point = pointOf(subject, since.record, claim.level);
      if (point !== null) points.set(subject, point);
      trends.set(subject, recordTrend(since.record, claim.points.get(subject) ?? [], criterion.pass));
    }
  }
  const { findings } = applyWaivers(claim.waivers, judged, claim.now);
  return { findings: worstFirst(findings), points: [...points.values()], trends: Object.fromEntries(trends) };
}

type OneRecord =
  | { readonly ok: true; readonly record: MetricRecord }
  | { readonly ok: false; readonly problem: Problem };

/** One a group; a group that was there before and is not any more is one too. */
export function groupsOf(metric: ReadMetric): readonly {
  readonly subject: string;
  readonly since: OneRecord;
  readonly before: OneRecord;
}[] {
  const { since, before } = metric;
  if (!since.ok) return [{ subject: metric.subject, since, before: { ok: false, problem: since.problem } }];
  const earlier = before.ok ? before.records : [];
  const groups = new Set([...since.records, ...earlier].map(({ group }) => group));
  if (groups.size === 0) {
    return [{ subject: metric.subject, since: gone(metric.subject), before: { ok: false, problem: goneProblem } }];
  }
  return [...groups].map((group) => {
    const record = since.records.find((one) => one.group === group);
    const then = earlier.find((one) => one.group === group);
    const subject = subjectOf(metric.subject, group);
    return {
      subject,
      since: record === undefined ? goneGroup(subject, group, since.records, then) : { ok: true, record },
      before:
        then === undefined
          ? { ok: false, problem: before.ok ? goneProblem : before.problem }
          : { ok: true, record: then },
    };
  });
}

/** Groups are named by data, so what they are called is cut. */
function subjectOf(subject: string, group: string | null): string {
  return group === null ? subject : `${subject} of ${group}`.slice(0, longestSubject);
}

const goneProblem: Problem = { kind: "missing", reason: "the record from before has no events of it" };

function gone(subject: string): OneRecord {
  const reason = `there is no event of ${subject} any more, and there were some before the rollout`;
  return {
    ok: false,
    problem: { kind: "missing", reason, remedy: "See whether it is not called any more, or fails earlier." },
  };
}

/** Of what is only counted, a group that does not occur is there no times. */
function goneGroup(
  subject: string,
  group: string | null,
  others: readonly MetricRecord[],
  then: MetricRecord | undefined,
): OneRecord {
  const [other] = others;
  if (then?.kind !== "count" || other === undefined) return gone(subject);
  const per = other.per === undefined ? {} : { per: { ...other.per, most: 0 } };
  return { ok: true, record: { ...other, group, blocks: [], ...per } };
}

/** A comparison without anything to compare with says what to do about that. */
function withBeforeProblem(finding: Finding, problem: Problem, { pass }: Criterion): Finding {
  if (pass.kind === "absolute" || finding.outcome !== "missing" || !finding.reason.startsWith("there is no record")) {
    return finding;
  }
  const { reason, remedy } = problem;
  return {
    ...finding,
    reason: `${finding.reason}: ${reason.replace(/\.$/, "")}`,
    action: remedy ?? finding.action,
  };
}

function pointOf(subject: string, record: MetricRecord, level: number): MeasuredPoint | null {
  const estimated = estimateAlone(record, level);
  if (!estimated.ok || !Number.isFinite(estimated.value.estimate)) return null;
  const { estimate, lower, upper } = estimated.value;
  const end = (value: number) => (Number.isFinite(value) ? value : null);
  const { unit } = record;
  return {
    subject,
    unit: record.kind === "share" ? "%" : unit,
    value: estimate,
    lower: end(lower),
    upper: end(upper),
    events: totalsOf(record).events,
  };
}

const outcomeRank = ["fail", "invalid", "missing", "inconclusive", "warn", "pass"] as const;
const severityRank = ["critical", "warning", "info"] as const;

function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  const rank = ({ outcome, severity, waived }: Finding): number =>
    outcome === "pass"
      ? 100
      : severityRank.indexOf(severity) * 10 + outcomeRank.indexOf(outcome) + (waived === undefined ? 0 : 50);
  return [...findings].sort((one, other) => rank(one) - rank(other));
}
