import type { Config, Stage, Waiver } from "../domain/config.ts";
import type { Criterion } from "../domain/criterion.ts";
import type { Evidence, EvidenceGap } from "../domain/evidence.ts";
import type { Finding } from "../domain/finding.ts";
import type { Verdict } from "../domain/verdict.ts";
import { applyWaivers, type WaivableFinding } from "./apply-waivers.ts";
import { claimsOf, type StageClaim } from "./claims-of.ts";
import { decideVerdict } from "./decide-verdict.ts";
import { judgeChecklist } from "./judge-checklist.ts";
import { comparing, judgeClaims } from "./judge-criterion.ts";
import { judgeEffects } from "./judge-effects.ts";
import { judgeFlag } from "./judge-flag.ts";
import { judgeGap, judgeWholeness } from "./judge-gaps.ts";
import { judgeNames } from "./judge-names.ts";
import { judgeOwed } from "./judge-owed.ts";
import { judgeRecorded } from "./judge-recorded.ts";
import { judgeRequirements } from "./judge-requirements.ts";
import { judgeStage } from "./judge-stage.ts";
import { judgeTests, testPlaces } from "./judge-tests.ts";
import { type LaunchPlan, planOf } from "./launch-plan.ts";
import { type LedgerRecord, noRecord } from "./ledger-record.ts";
import { matchesDerived, matchesMetric } from "./resolve-metrics.ts";

/** Everything that was found, and what follows from it. */
export interface Judgement {
  /** Worst first, then in the order of the config. */
  readonly findings: readonly Finding[];
  readonly verdict: Verdict;
}

/**
 * Judges evidence against a config: what the config asks for, and what every gate owes (stages ended well, tests passed,
 * checklists are whole, the flag has an effect, nothing that was owed is missing).
 *
 * @param evidence one file, or one for each part of a matrix; none at all is INCONCLUSIVE
 * @param now what waivers and recorded runs are held against; null or left out: no waiver applies, and no run is too old
 * @param record what the ledger has of earlier runs; left out: there is none to read
 */
export function judgeEvidence(
  config: Config,
  evidence: readonly Evidence[],
  now: Date | null = null,
  record: LedgerRecord = noRecord,
): Judgement {
  const criteria = applyWaivers(waiversOfGate(config), judgeCriteria(config, evidence, record, now), now);
  const findings = order(
    unique([
      ...judgeWholeness(evidence),
      ...flagFindings(config, evidence),
      ...judgeEffects(config, evidence),
      ...criteria.findings,
      ...config.stages.flatMap((stage) => judgeStageResults(config, stage, evidence)),
      ...(evidence.length === 0
        ? []
        : judgeRequirements(
            config,
            evidence.flatMap((part) => part.requirements),
          )),
      ...judgeNames(config, evidence, record),
      ...gapFindings(config, evidence),
      ...judgeOwed(config, evidence),
      ...criteria.told,
    ]),
  );
  return { findings, verdict: decideVerdict(findings) };
}

function flagFindings(config: Config, evidence: readonly Evidence[]): readonly Finding[] {
  if (evidence.length === 0) return [];
  const finding = judgeFlag(
    config,
    evidence.flatMap((part) => part.flag),
  );
  return finding === null ? [] : [finding];
}

/** Claims of one stage share its launches, so they are judged together. */
function judgeCriteria(
  config: Config,
  evidence: readonly Evidence[],
  record: LedgerRecord,
  now: Date | null,
): readonly WaivableFinding[] {
  const claims = claimsOf(config, evidence);
  const findings = new Map<StageClaim, readonly Finding[]>();
  const stages = new Set(claims.map((claim) => claim.stage?.name ?? ""));
  for (const name of stages) {
    const own = claims.filter((claim) => (claim.stage?.name ?? "") === name);
    const stage = own[0]?.stage ?? null;
    const plan: LaunchPlan = planOf(stage);
    const metrics = own.filter((claim) => claim.kind === "metric");
    const recorded =
      stage?.arms.kind === "recorded" ? metrics.filter(({ criterion }) => comparing(criterion.pass)) : [];
    if (stage?.arms.kind === "recorded") {
      const machine = evidence.find((part) => part.stages.some((one) => one.stage === name))?.machine ?? null;
      const { errorRate } = stage.arms;
      const context = { record, policy: config.baseline, machine, errorRate, now: now ?? new Date(0) };
      judgeRecorded(recorded, context).forEach((found, index) => {
        const claim = recorded[index];
        if (claim !== undefined) findings.set(claim, found);
      });
    }
    const measured = metrics.filter((claim) => !recorded.includes(claim));
    const judged = judgeClaims(measured, plan);
    measured.forEach((claim, index) => {
      const finding = judged[index];
      if (finding !== undefined) findings.set(claim, [withTestPlaces(finding, claim, evidence)]);
    });
    for (const claim of own) {
      if (claim.kind === "checklist")
        findings.set(claim, [
          judgeChecklist(claim.subject, claim.stage, claim.criterion, claim.checklist, claim.problem),
        ]);
    }
  }
  return claims.flatMap((claim) =>
    (findings.get(claim) ?? []).map((finding) => ({ finding, names: [...namesOf(claim), finding.subject] })),
  );
}

/** What a waiver may call it. A checklist that no criterion names has none: every gate owes it. */
function namesOf(claim: StageClaim): readonly string[] {
  if (claim.criterion === null) return [];
  const names = [claim.criterion.metric, claim.subject];
  if (claim.kind === "checklist") return [...names, claim.stage.name];
  const { measurement } = claim;
  return measurement === null ? names : [...names, measurement.metric, `${measurement.stage}/${measurement.metric}`];
}

/** A criterion on failing tests points at them, since no finding of their own does. */
function withTestPlaces(finding: Finding, claim: StageClaim, evidence: readonly Evidence[]): Finding {
  if (finding.outcome === "pass" || claim.kind !== "metric" || claim.measurement === null) return finding;
  const { stage, metric } = claim.measurement;
  if (metric !== "pass-rate" && metric !== "failures") return finding;
  const reports = evidence.flatMap((part) => part.tests).filter((report) => report.stage === stage);
  return { ...finding, places: reports.flatMap((report) => testPlaces(report)) };
}

function judgeStageResults(config: Config, stage: Stage, evidence: readonly Evidence[]): readonly Finding[] {
  if (evidence.length === 0) return [];
  const record = evidence.flatMap((part) => part.stages).find((candidate) => candidate.stage === stage.name) ?? null;
  const tests = evidence.flatMap((part) => part.tests).filter((report) => report.stage === stage.name);
  const governed = config.criteria.some((criterion) => governsTests(criterion, stage));
  const own = judgeStage(stage, record, tests, governed);
  if (governed) return [own];
  const both = new Set(tests.map((report) => report.arm)).size > 1;
  return [
    own,
    ...tests.map((report) => judgeTests(`${stage.name} tests${both ? ` (${report.arm})` : ""}`, stage, report)),
  ];
}

function governsTests(criterion: Criterion, stage: Stage): boolean {
  return ["pass-rate", "failures"].some((metric) => matchesDerived(criterion.metric, stage.name, metric));
}

/** Gaps that a criterion of the config already tells of are not told twice. */
function gapFindings(config: Config, evidence: readonly Evidence[]): readonly Finding[] {
  const gaps = evidence.flatMap((part) => part.gaps).filter((gap) => !isTold(gap, config));
  return gaps.map((gap) => {
    const stage = config.stages.find((candidate) => candidate.name === gap.stage);
    const arm = gap.arm !== undefined && stage?.arms.kind === "both" ? ` (${gap.arm})` : "";
    return judgeGap(`${gap.stage} ${gap.subject}${arm}`.trim(), gap, stage?.severity ?? "critical");
  });
}

function isTold(gap: EvidenceGap, config: Config): boolean {
  if (gap.subject === "checklist") return true;
  return config.criteria.some(
    ({ metric }) => matchesMetric(metric, gap.stage, gap.subject) || matchesDerived(metric, gap.stage, gap.subject),
  );
}

function unique(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const before = seen.get(finding.subject) ?? 0;
    seen.set(finding.subject, before + 1);
    const ofKind = `${finding.subject} (${finding.kind})`;
    if (before === 0) return finding;
    const again = seen.get(ofKind) ?? 0;
    seen.set(ofKind, again + 1);
    return { ...finding, subject: again === 0 ? ofKind : `${ofKind} ${again + 1}` };
  });
}

const severityRank = { critical: 0, warning: 1, info: 2 } as const;
const outcomeRank = { fail: 0, invalid: 1, missing: 2, inconclusive: 3, warn: 4, pass: 5 } as const;

function order(findings: readonly Finding[]): readonly Finding[] {
  const rank = (finding: Finding): number =>
    finding.outcome === "pass" ? 100 : severityRank[finding.severity] * 10 + outcomeRank[finding.outcome];
  return [...findings].sort((a, b) => rank(a) - rank(b));
}

/** Without those of a window's criteria alone, which let nothing through here and need not be told. */
function waiversOfGate({ waivers, criteria, verify }: Config): readonly Waiver[] {
  const own = new Set(criteria.map(({ metric }) => metric));
  const watched = new Set(verify?.windows.flatMap((window) => window.criteria.map(({ metric }) => metric)));
  return waivers.filter(({ metric }) => own.has(metric) || !watched.has(metric));
}
