import type { CanonicalUnit } from "../domain/arm.ts";
import type { Criterion, Limit } from "../domain/criterion.ts";
import type { Finding, Outcome } from "../domain/finding.ts";
import type { Measurement } from "../domain/measurement.ts";
import type { Problem } from "../domain/problem.ts";
import { formatValue } from "../units/format-value.ts";
import { quantityOf } from "../units/quantity-of.ts";
import type { ComparingLimit } from "./bound.ts";
import { type Comparison, weighComparison } from "./comparison.ts";
import { decideComparisons } from "./decide-comparisons.ts";
import { judgeAbsolute } from "./judge-absolute.ts";
import { describeComparison } from "./judge-comparison.ts";
import type { LaunchPlan } from "./launch-plan.ts";
import { summariseLaunch } from "./launch-summary.ts";

/** One criterion and one metric that it is about. */
export interface Claim {
  /** What the finding will be about; unique in a report. */
  readonly subject: string;
  readonly criterion: Criterion;
  /** Null when there is none; `problem` then says why, where it is known. */
  readonly measurement: Measurement | null;
  readonly problem: Problem | null;
}

/**
 * Judges claims that belong to one stage, and so share its launches and its error rate.
 *
 * @returns one finding for each claim, in the same order
 */
export function judgeClaims(claims: readonly Claim[], plan: LaunchPlan): readonly Finding[] {
  const prepared = claims.map((claim) => prepare(claim));
  const decided = decideComparisons(comparisonsOf(prepared), plan);
  let next = 0;
  return prepared.map((entry) => {
    if (entry.kind === "finding") return entry.finding;
    const decision = decided[next++];
    if (decision === undefined) throw new RangeError("every comparison has a decision");
    return describeComparison(entry.subject, entry.comparison, decision, plan);
  });
}

/**
 * How many of the claims {@link judgeClaims} would leave inconclusive, without telling them as findings. A claim whose measurement
 * is missing or broken is not among them: further launches of the same command will not mend it.
 */
export function countOpenClaims(claims: readonly Claim[], plan: LaunchPlan): number {
  const comparisons = comparisonsOf(claims.map((claim) => prepare(claim)));
  return decideComparisons(comparisons, plan).filter(({ outcome }) => outcome === "inconclusive").length;
}

function comparisonsOf(prepared: readonly Prepared[]): readonly Comparison[] {
  return prepared.flatMap((entry) => (entry.kind === "comparison" ? [entry.comparison] : []));
}

/** {@link judgeClaims} for a single criterion whose error rate it shares with nobody. */
export function judgeCriterion(
  criterion: Criterion,
  measurement: Measurement | null | undefined,
  plan: LaunchPlan,
): Finding {
  const claim = { subject: criterion.metric, criterion, measurement: measurement ?? null, problem: null };
  const [finding] = judgeClaims([claim], plan);
  if (finding === undefined) throw new RangeError("a claim has a finding");
  return finding;
}

type Prepared =
  | { readonly kind: "finding"; readonly finding: Finding }
  | { readonly kind: "comparison"; readonly subject: string; readonly comparison: Comparison };

/** A claim that cannot be judged, as a finding. */
export function refuseClaim(
  { criterion, measurement, subject }: Claim,
  outcome: Outcome,
  reason: string,
  remedy: string,
): Finding {
  return {
    subject,
    kind: "criterion",
    outcome,
    severity: criterion.severity,
    reason,
    limit: criterion.pass.text,
    action: remedy,
    unit: measurement?.unit ?? "",
    footnotes: [],
    places: [],
  };
}

/** The finding for a claim whose measurement is missing or stands for nothing; null when it can be judged. */
export function refusalOf(claim: Claim): Finding | null {
  const { criterion, measurement, subject, problem } = claim;
  if (measurement !== null) {
    const broken = brokenWhy(measurement, criterion);
    if (broken !== null) return refuseClaim(claim, "invalid", broken, "Look at what the stage wrote");
    return isMixed(criterion) ? refuseClaim(claim, "invalid", mixedLevels(criterion), mixedRemedy) : null;
  }
  if (problem !== null) return refuseClaim(claim, problem.kind, problem.reason, problem.remedy ?? criterion.action);
  const remedy = "Check that its stage ran and that the name is right";
  return refuseClaim(claim, "missing", `nothing was measured for ${subject}`, remedy);
}

function prepare(claim: Claim): Prepared {
  const { criterion, measurement, subject } = claim;
  const refuse = (outcome: Outcome, reason: string, remedy: string): Prepared => ({
    kind: "finding",
    finding: refuseClaim(claim, outcome, reason, remedy),
  });
  const refusal = refusalOf(claim);
  if (refusal !== null || measurement === null) {
    return refusal === null
      ? refuse("missing", `nothing was measured for ${subject}`, "")
      : { kind: "finding", finding: refusal };
  }
  const { pass, warn } = criterion;
  if (pass.kind === "all") {
    return refuse("invalid", `"${pass.text}" is for a checklist, and ${subject} is a measurement`, "Give it a limit");
  }
  if (pass.kind === "absolute") {
    const level = warn?.kind === "absolute" ? warn : null;
    return { kind: "finding", finding: judgeAbsolute(subject, criterion, measurement, pass, level) };
  }
  const comparison = weighComparison(criterion, measurement, pass, comparing(warn));
  const empty = (["baseline", "candidate"] as const).filter((arm) => comparison.values[arm].length === 0);
  if (empty.length > 0) {
    const arms = empty.map((arm) => `the ${arm} arm`).join(" and ");
    return refuse(
      "missing",
      `${subject} has no launch of ${arms}, so nothing can be compared`,
      "Give its stage `arms:`",
    );
  }
  const ratio = impossibleRatio(comparison, pass);
  if (ratio !== null) return refuse("invalid", ratio, "Set a `floor:`, or limit the difference instead of the ratio");
  return { kind: "comparison", subject, comparison };
}

/** A limit that compares the arms, or null. */
export function comparing(limit: Limit | null): ComparingLimit | null {
  return limit === null || limit.kind === "absolute" || limit.kind === "all" ? null : limit;
}

function isMixed({ pass, warn }: Criterion): boolean {
  if (warn === null || pass.kind === "all") return false;
  return warn.kind === "all" || (pass.kind === "absolute") !== (warn.kind === "absolute");
}

const mixedRemedy = "Write both levels the same way";

function mixedLevels(criterion: Criterion): string {
  return `"${criterion.pass.text}" and "${criterion.warn?.text ?? ""}" are not the same kind of limit`;
}

/** Why a measurement can stand for nothing, or null. */
function brokenWhy(measurement: Measurement, criterion: Criterion): string | null {
  const { unit, launches } = measurement;
  const quantity = quantityOf(unit);
  const unsigned = quantity === "duration" || quantity === "size" || quantity === "rate" || quantity === "throughput";
  for (const launch of launches) {
    const summary = summariseLaunch(launch);
    if (summary === null) {
      const what = launch.samples.length === 0 ? "has no samples" : "holds a value that is no number";
      return `launch ${launch.index} of the ${launch.arm} arm ${what}`;
    }
    const least = summary.sorted[0] ?? 0;
    if (unsigned && least < 0)
      return `launch ${launch.index} of the ${launch.arm} arm holds ${formatValue(least, unit)}, and no ${quantity} is below zero`;
  }
  for (const [wanted, name] of unitsWanted(criterion)) {
    if (wanted !== unit && !(wanted === "" && quantity === "count"))
      return `the ${name} is in ${unitWords(wanted)}, and the measurement is in ${unitWords(unit)}`;
  }
  return null;
}

function unitsWanted(criterion: Criterion): readonly (readonly [CanonicalUnit, string])[] {
  const wanted: (readonly [CanonicalUnit, string])[] = [];
  const add = (limit: Limit | null): void => {
    if (limit !== null && "unit" in limit) wanted.push([limit.unit, `limit "${limit.text}"`]);
  };
  add(criterion.pass);
  add(criterion.warn);
  if (criterion.floor > 0) wanted.push([criterion.floorUnit, "floor"]);
  return wanted;
}

function unitWords(unit: CanonicalUnit): string {
  return unit === "" ? "a bare count" : `${unit === "ns" ? "time" : unit === "B" ? "bytes" : unit}`;
}

/** A ratio of nothing says nothing. A floor makes the bound a difference near zero, so with one it can be judged. */
function impossibleRatio(comparison: Comparison, pass: ComparingLimit): string | null {
  if (pass.kind !== "relative" && pass.kind !== "within-relative") return null;
  const { baseline, candidate } = comparison.values;
  if (baseline.some((value) => value < 0) || candidate.some((value) => value < 0))
    return `a value is below zero, so "${pass.text}" of the baseline means nothing`;
  if (comparison.criterion.floor > 0) return null;
  const zeros = baseline.filter((value) => value === 0).length;
  if (zeros * 2 < baseline.length) return null;
  return `the baseline is zero in ${zeros} of ${baseline.length} launches, so no ratio can be formed for "${pass.text}"`;
}
