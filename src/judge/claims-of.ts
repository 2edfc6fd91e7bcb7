import type { Config, Stage } from "../domain/config.ts";
import type { Criterion } from "../domain/criterion.ts";
import type { Checklist, Evidence, EvidenceGap, StageRecord } from "../domain/evidence.ts";
import type { Measurement } from "../domain/measurement.ts";
import type { Problem } from "../domain/problem.ts";
import { derivedMeasurements } from "./derived-metrics.ts";
import type { Claim } from "./judge-criterion.ts";
import { matchesDerived, matchesMetric, resolveMetrics } from "./resolve-metrics.ts";

/** A criterion, or what every gate owes, with the evidence it is about and the stage whose launches it shares. */
export type StageClaim = MetricClaim | ChecklistClaim;

interface MetricClaim extends Claim {
  readonly kind: "metric";
  /** Null when no stage of the config is known to measure it. */
  readonly stage: Stage | null;
}

interface ChecklistClaim {
  readonly kind: "checklist";
  readonly subject: string;
  readonly stage: Stage;
  /** Null: the config has no criterion for it. */
  readonly criterion: Criterion | null;
  readonly checklist: Checklist | null;
  readonly problem: Problem | null;
}

/** Brings criteria and evidence together, in the order of the config; then the checklists that no criterion names. */
export function claimsOf(config: Config, evidence: readonly Evidence[]): readonly StageClaim[] {
  const measured = evidence.flatMap((part) => part.measurements);
  const derived = derivedMeasurements(evidence);
  const gaps = evidence.flatMap((part) => part.gaps);
  const records = evidence.flatMap((part) => part.stages);
  const claims = config.criteria.flatMap((criterion) =>
    criterion.pass.kind === "all"
      ? checklistClaims(criterion, config, evidence, gaps)
      : metricClaims(criterion, config, resolveMetrics(criterion, measured, derived), gaps, records),
  );
  const named = new Set(claims.flatMap((claim) => (claim.kind === "checklist" ? [claim.stage.name] : [])));
  const implicit = config.stages
    .filter((stage) => stage.checklist !== null && !named.has(stage.name) && evidence.length > 0)
    .map((stage) => checklistClaim(`${stage.name} checklist`, null, stage, evidence, gaps));
  return [...claims, ...implicit];
}

function checklistClaims(
  criterion: Criterion,
  config: Config,
  evidence: readonly Evidence[],
  gaps: readonly EvidenceGap[],
): readonly StageClaim[] {
  const stages = config.stages.filter(
    (stage) => criterion.metric === stage.name || matchesMetric(criterion.metric, stage.name, "checklist"),
  );
  if (stages.length === 0) {
    const reason = `no stage is called ${criterion.metric}, so there is no checklist for it`;
    const problem = { kind: "missing", reason, remedy: "Name the stage that writes the checklist" } as const;
    return [{ kind: "metric", subject: criterion.metric, criterion, measurement: null, problem, stage: null }];
  }
  return stages.map((stage) =>
    checklistClaim(stages.length === 1 ? criterion.metric : stage.name, criterion, stage, evidence, gaps),
  );
}

function checklistClaim(
  subject: string,
  criterion: Criterion | null,
  stage: Stage,
  evidence: readonly Evidence[],
  gaps: readonly EvidenceGap[],
): ChecklistClaim {
  const all = evidence.flatMap((part) => part.checklists).filter((checklist) => checklist.stage === stage.name);
  const [first] = all;
  const gap = gaps.find((candidate) => candidate.stage === stage.name && candidate.subject === "checklist");
  // A stage launched in both arms leaves a checklist for each launch; an item must be good in all of them.
  const checklist =
    first === undefined || all.length === 1 ? (first ?? null) : { stage: stage.name, items: worstItems(all) };
  const problem = gap?.problem ?? null;
  return { kind: "checklist", subject, stage, criterion, checklist: problem === null ? checklist : null, problem };
}

function worstItems(checklists: readonly Checklist[]): Checklist["items"] {
  const rank = { failed: 0, unknown: 1, skipped: 2, passed: 3 } as const;
  const worst = new Map<string, Checklist["items"][number]>();
  for (const item of checklists.flatMap((checklist) => checklist.items)) {
    const known = worst.get(item.name);
    if (known === undefined || rank[item.status] < rank[known.status]) worst.set(item.name, item);
  }
  return [...worst.values()];
}

function metricClaims(
  criterion: Criterion,
  config: Config,
  found: readonly Measurement[],
  gaps: readonly EvidenceGap[],
  records: readonly StageRecord[],
): readonly MetricClaim[] {
  const stageOf = (name: string): Stage | null => config.stages.find((stage) => stage.name === name) ?? null;
  const lost = gaps.filter(
    (gap) =>
      (matchesMetric(criterion.metric, gap.stage, gap.subject) ||
        matchesDerived(criterion.metric, gap.stage, gap.subject)) &&
      !found.some((measurement) => measurement.stage === gap.stage && measurement.metric === gap.subject),
  );
  const single = found.length + lost.length === 1;
  const name = (stage: string, metric: string): string => (single ? criterion.metric : `${stage}/${metric}`);
  const counts = new Map<string, number>();
  for (const { stage, metric } of found) counts.set(`${stage}/${metric}`, (counts.get(`${stage}/${metric}`) ?? 0) + 1);
  const claims: MetricClaim[] = [
    ...found.map((measurement): MetricClaim => {
      const { stage, metric } = measurement;
      const twice = (counts.get(`${stage}/${metric}`) ?? 0) > 1;
      const problem: Problem = {
        kind: "invalid",
        reason: `${stage}/${metric} is in the evidence more than once, and it is not known which to believe`,
        remedy: "Measure it in one place, or give the measurements names of their own",
      };
      return {
        kind: "metric",
        subject: name(stage, metric),
        criterion,
        measurement: twice ? null : measurement,
        problem: twice ? problem : null,
        stage: stageOf(stage),
      };
    }),
    ...lost.map(
      (gap): MetricClaim => ({
        kind: "metric",
        subject: name(gap.stage, gap.subject),
        criterion,
        measurement: null,
        problem: gap.problem,
        stage: stageOf(gap.stage),
      }),
    ),
  ];
  if (claims.length > 0) return claims;
  const problem = notMeasured(criterion, config, records);
  return [{ kind: "metric", subject: criterion.metric, criterion, measurement: null, problem, stage: null }];
}

/** Why a metric is not there, when the stage that should measure it did not get to its end; null when that is not it. */
function notMeasured(criterion: Criterion, config: Config, records: readonly StageRecord[]): Problem | null {
  const owner = config.stages.find(
    (stage) =>
      criterion.metric.startsWith(`${stage.name}/`) ||
      stage.measure.some((measure) => matchesMetric(criterion.metric, stage.name, measure.name)),
  );
  const record = records.find((candidate) => candidate.stage === owner?.name);
  if (owner === undefined || record === undefined || record.status === "passed") return null;
  const reason = `stage ${owner.name} did not measure it: ${record.reason}`;
  return { kind: "missing", reason, remedy: `Look at stage ${owner.name} first` };
}
