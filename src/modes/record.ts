import { ledgerDefaults } from "../config/build-ledger.ts";
import type { BaselinePolicy, LedgerPlan } from "../domain/config.ts";
import type { Evidence, StageRecord } from "../domain/evidence.ts";
import type { LedgerEvent, Retention } from "../domain/ledger.ts";
import type { Report } from "../domain/report.ts";
import type { RunContext } from "../domain/run-context.ts";
import { digestMeasurements } from "../judge/digest-measurements.ts";
import { mayBeBaseline } from "../judge/may-be-baseline.ts";
import { maxEventBytes } from "../ledger/read-lines.ts";
import { stampEvent } from "../ledger/stamp-event.ts";
import type { ModePorts } from "./mode-ports.ts";

export interface RecordOptions {
  readonly configDigest: string;
  /** Null where a ledger was named for this run alone. */
  readonly plan: LedgerPlan | null;
  /** Which runs later ones are held against, so that they are still there by then. */
  readonly baseline: BaselinePolicy;
}

/**
 * Records a verdict, and what a run measured that may stand as a baseline. Only the default branch's own runs do, and terminals,
 * where who names a ledger owns it. Whatever goes wrong is a warning: the verdict stands without it.
 */
export async function record(report: Report, options: RecordOptions, ports: ModePorts): Promise<void> {
  const { ledger, context, progress } = ports;
  if (ledger === null || !mayRecord(context)) return;
  const about = commitOf(report.evidence, context);
  if (about.kind === "another") {
    progress.warning(`Nothing was recorded in the ${ledger.place}: the evidence is of another commit than this run.`);
    return;
  }
  if (about.kind === "changed") {
    progress.warning(
      "The verdict is recorded as one about no commit, and not as a baseline: there are changes that were never committed.",
    );
  }
  const safe = withoutSecrets(report, ports.redact);
  const events: LedgerEvent[] = [gateConcluded(safe, about.commit, options.configDigest, context)];
  if (about.kind === "clean" && mayBeBaseline(report.findings)) {
    for (const baseline of baselines(safe, about.commit, options.configDigest, context)) {
      if (Buffer.byteLength(JSON.stringify(baseline)) <= maxEventBytes) events.push(baseline);
      else progress.warning(`What was measured is too large for the ${ledger.place}, and no baseline was recorded.`);
    }
  }
  const added = await ledger.append(report.rollout, events);
  if (!added.ok) {
    progress.warning(
      `The verdict was not recorded in the ${ledger.place}. ${added.problem.reason} ${added.problem.remedy ?? ""}`.trim(),
    );
    return;
  }
  const { keepMs, baselines: count } = options.plan ?? ledgerDefaults;
  const retention: Retention = {
    now: new Date(report.concludedAt),
    keepMs,
    baselines: Math.max(count, options.baseline.runs),
    anchors: options.baseline.anchor === null ? [] : [options.baseline.anchor],
  };
  const compacted = await ledger.compact(report.rollout, retention);
  if (!compacted.ok) progress.warning(`The ${ledger.place} could not be compacted. ${compacted.problem.reason}`);
}

/** Outside of a workflow there is no branch whose word would count for others. */
function mayRecord(context: RunContext): boolean {
  return context.ownDefaultBranch || context.event === null;
}

/** Evidence may come from a job that knew no secrets to take out. */
function withoutSecrets(report: Report, redact: ModePorts["redact"]): Report {
  return {
    ...report,
    verdict: { ...report.verdict, because: redact(report.verdict.because) },
    findings: report.findings.map((finding) => ({ ...finding, subject: redact(finding.subject) })),
    evidence: report.evidence.map((one) => ({
      ...one,
      measurements: one.measurements.map((measurement) => ({ ...measurement, metric: redact(measurement.metric) })),
    })),
  };
}

type About =
  | { readonly kind: "clean"; readonly commit: string | null }
  /** Changes that were never committed ran: the verdict is about no commit, and no baseline. */
  | { readonly kind: "changed"; readonly commit: null }
  | { readonly kind: "another" };

function commitOf(evidence: readonly Evidence[], context: RunContext): About {
  const commits = new Set(evidence.map(({ origin }) => origin.commit));
  const [commit = null] = commits;
  if (context.commit !== null && [...commits].some((one) => one !== null && one !== context.commit)) {
    return { kind: "another" };
  }
  // In a job, what differs from the commit was made by the merged workflow's own steps: a build's files, an installed package.
  const isJob = context.event !== null;
  if (!isJob && evidence.some(({ origin }) => origin.dirty === true)) return { kind: "changed", commit: null };
  return { kind: "clean", commit: commits.size === 1 ? commit : null };
}

function stampOf(report: Report, commit: string | null, { run }: RunContext) {
  return { rollout: report.rollout, at: report.concludedAt, tool: report.tool, run, commit };
}

function gateConcluded(report: Report, commit: string | null, configDigest: string, context: RunContext): LedgerEvent {
  const { decision, because } = report.verdict;
  return stampEvent({
    ...stampOf(report, commit, context),
    kind: "gate-concluded",
    configDigest,
    decision,
    because: because.slice(0, 1000),
    stageDurationsMs: Object.fromEntries(
      report.evidence
        .flatMap(({ stages }) => stages)
        .filter(hasRun)
        .map(({ stage, durationMs }) => [stage, Math.round(durationMs)]),
    ),
    findings: report.findings
      .filter(({ outcome }) => outcome !== "pass")
      .slice(0, 200)
      .map(({ subject, outcome, severity }) => ({ subject: subject.slice(0, 200), outcome, severity })),
  });
}

/** To its end, or to its time limit: then that is how long it takes. */
function hasRun({ status }: StageRecord): boolean {
  return status === "passed" || status === "failed" || status === "timed-out";
}

/** One for each kind of machine: parts of a matrix may have run on several. */
function baselines(
  report: Report,
  commit: string | null,
  configDigest: string,
  context: RunContext,
): readonly LedgerEvent[] {
  const byMachine = new Map<string, Evidence[]>();
  for (const one of report.evidence) {
    const machine = JSON.stringify(one.machine);
    byMachine.set(machine, [...(byMachine.get(machine) ?? []), one]);
  }
  return [...byMachine.values()].flatMap((evidence) => {
    const measurements = digestMeasurements(evidence);
    const [first] = evidence;
    if (first === undefined || measurements.length === 0) return [];
    const { machine } = first;
    return [
      stampEvent({
        ...stampOf(report, commit, context),
        kind: "baseline-recorded",
        configDigest,
        machine,
        measurements,
      }),
    ];
  });
}
