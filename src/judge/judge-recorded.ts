import type { Change, Finding } from "../domain/finding.ts";
import type { LaunchDigest } from "../domain/ledger.ts";
import { median } from "../stats/quantile.ts";
import { formatChange } from "../units/format-value.ts";
import { directionOf } from "../units/quantity-of.ts";
import { boundsOf } from "./bound.ts";
import { statisticOf } from "./comparison.ts";
import { decideRecorded, type RecordedComparison, type RecordedDecision } from "./decide-recorded.ts";
import { isImplausible } from "./implausible.ts";
import { type Claim, comparing, refusalOf } from "./judge-criterion.ts";
import type { LaunchStatistic } from "./launch-summary.ts";
import type { RecordedContext } from "./ledger-record.ts";
import { type RecordedRuns, recordedRuns } from "./recorded-runs.ts";
import { recordedChange } from "./weigh-recorded.ts";

/** The findings of one claim: against the latest runs, and against the anchor where there is one. */
interface Prepared {
  readonly claim: Claim;
  readonly findings: readonly Finding[];
  readonly open: readonly Open[];
}

interface Open {
  readonly subject: string;
  readonly runs: RecordedRuns;
  readonly comparison: RecordedComparison;
  readonly values: { readonly baseline: readonly number[]; readonly candidate: readonly number[] };
}

/**
 * Judges the comparing criteria of a stage whose baseline is the ledger's: one run, today's, against the latest runs of the default branch,
 * and against the runs of a pinned commit. The unit is a run, so the spread between runs decides, not the spread between launches.
 *
 * @param claims of criteria that compare
 * @returns the findings of each claim, in the order of the claims; at least one each
 */
export function judgeRecorded(claims: readonly Claim[], context: RecordedContext): readonly (readonly Finding[])[] {
  const prepared = claims.map((claim) => prepare(claim, context));
  const decisions = decideRecorded(
    prepared.flatMap(({ open }) => open.map(({ comparison }) => comparison)),
    context.errorRate,
  );
  let next = 0;
  return prepared.map(({ claim, findings, open }) => [
    ...open.map((one) => {
      const decision = decisions[next++];
      if (decision === undefined) throw new RangeError("every comparison has a decision");
      return describe(claim, one, decision, context);
    }),
    ...findings,
  ]);
}

function prepare(claim: Claim, context: RecordedContext): Prepared {
  const refusal = refusalOf(claim);
  const { criterion, measurement } = claim;
  const pass = comparing(criterion.pass);
  if (refusal !== null || measurement === null || pass === null) {
    if (refusal === null) throw new RangeError("only criteria that compare are held against the ledger");
    return { claim, findings: [refusal], open: [] };
  }
  const direction = criterion.direction ?? measurement.direction ?? directionOf(measurement.unit) ?? null;
  const statistic = statisticOf(direction);
  const found = recordedRuns(claim, measurement, statistic, context);
  const warn = comparing(criterion.warn);
  const bounds = boundsOf(pass, criterion.floor, direction);
  const comparison = (runs: RecordedRuns): RecordedComparison => ({
    arms: runs.arms,
    pass: bounds,
    warn: warn === null ? null : boundsOf(warn, criterion.floor, direction),
  });
  const findings: Finding[] = [...found.findings];
  const open = found.runs.flatMap((runs): readonly Open[] => {
    const values = {
      baseline: figures(runs.arms.anchor ?? runs.arms.past, statistic),
      candidate: [runs.arms.today].flatMap((run) => figures([run], statistic)),
    };
    const doubt = isImplausible({ direction, criterion, measurement, values, pass: { bounds } });
    const zeros =
      criterion.floor === 0 &&
      bounds.scale === "ratio" &&
      ![...values.baseline, ...values.candidate].every((value) => value > 0);
    const subject = runs.of === "anchor" ? `${claim.subject} since the anchor` : claim.subject;
    if (doubt === null && !zeros) return [{ subject, runs, comparison: comparison(runs), values }];
    const reason = doubt ?? `a value is zero or below, so "${pass.text}" of the recorded runs means nothing`;
    const action =
      doubt === null
        ? "Set a `floor:`, or limit the difference instead of the ratio"
        : "Check that the candidate did the same work, then say so with a limit of its own";
    findings.push({ ...told(claim, subject, runs), outcome: "invalid", reason, action });
    return [];
  });
  return { claim, findings, open };
}

function describe(claim: Claim, open: Open, decision: RecordedDecision, context: RecordedContext): Finding {
  const { criterion, measurement } = claim;
  const { runs, comparison, subject } = open;
  const levels = { pass: decision.passLevel, fail: decision.failLevel };
  const found = recordedChange(comparison.arms, comparison.pass, levels, decision.outcome === "fail");
  const unit = measurement?.unit ?? "";
  const change: Change | null =
    found === null ? null : { scale: comparison.pass.scale, ...found, confidence: 1 - context.errorRate };
  const said =
    change === null
      ? "the runs cannot be compared"
      : `${formatChange(change.estimate, change.scale, unit)} (${formatChange(change.lower, change.scale, unit)} … ${formatChange(change.upper, change.scale, unit)})`;
  const base = {
    ...told(claim, subject, runs),
    ...(change === null ? {} : { change }),
    outcome: decision.outcome,
  };
  const { pass, warn } = criterion;
  const words = {
    pass: `meets ${pass.text}`,
    warn: `beyond ${pass.text}, within ${warn?.text ?? pass.text}`,
    fail: `beyond ${(warn ?? pass).text}`,
    inconclusive: decision.doubt === "" ? "runs differ too much among themselves to tell" : decision.doubt,
  };
  const against = runs.of === "anchor" ? `since the anchor ${runs.name}` : `against ${runs.name}`;
  return {
    ...base,
    reason: `${said} ${against}: ${words[decision.outcome]}, by one run of ${launchWords(comparison.arms.today.length)}`,
    action: decision.outcome === "pass" ? "" : actionFor(decision.outcome, runs, criterion.action),
  };
}

function actionFor(outcome: RecordedDecision["outcome"], runs: RecordedRuns, action: string): string {
  if (outcome === "inconclusive") {
    if (action !== "") return action;
    return "Measure both arms side by side, which machines and days cannot disturb, or use machines of a steadier kind";
  }
  if (action !== "") return action;
  return runs.of === "anchor"
    ? "Find which changes since the anchor cost it, or move the anchor if that is meant"
    : "Run it again, since one machine can have a bad day; then find the cause, or move `baseline.since` if it is meant";
}

function told(claim: Claim, subject: string, runs: RecordedRuns) {
  const { criterion, measurement } = claim;
  const { statistic, today, past, anchor } = runs.arms;
  const candidate = today.map((launch) => launch[statistic]);
  const baseline = figures(anchor ?? past, statistic);
  const centre = median(candidate);
  return {
    subject,
    kind: "criterion" as const,
    severity: criterion.severity,
    limit: criterion.pass.text,
    unit: measurement?.unit ?? "",
    places: [],
    footnotes: runs.footnotes,
    recorded: { of: runs.of, runs: baseline.length },
    value: centre,
    baseline: {
      arm: "baseline" as const,
      launches: (anchor ?? past).reduce((sum, run) => sum + run.length, 0),
      samples: samplesOf(anchor ?? past),
      centre: median(baseline),
      perLaunch: baseline,
    },
    candidate: {
      arm: "candidate" as const,
      launches: today.length,
      samples: samplesOf([today]),
      centre,
      perLaunch: candidate,
    },
  };
}

/** One figure for each run. */
function figures(runs: readonly (readonly LaunchDigest[])[], statistic: LaunchStatistic): readonly number[] {
  return runs.map((run) => median(run.map((launch) => launch[statistic])));
}

function samplesOf(runs: readonly (readonly LaunchDigest[])[]): number {
  return runs.reduce((sum, run) => sum + run.reduce((own, launch) => own + launch.samples, 0), 0);
}

function launchWords(launches: number): string {
  return launches === 1 ? "1 launch" : `${launches} launches`;
}
