import type { CanonicalUnit } from "../domain/arm.ts";
import type { Change, Finding } from "../domain/finding.ts";
import { formatChange } from "../units/format-value.ts";
import { quantityOf } from "../units/quantity-of.ts";
import { summariseArm } from "./arms.ts";
import { changeInterval, type EndLevels, scaleOf } from "./change-interval.ts";
import type { Comparison } from "./comparison.ts";
import type { Decided } from "./decide-comparisons.ts";
import { isImplausible } from "./implausible.ts";
import type { LaunchPlan } from "./launch-plan.ts";
import { launchesNeeded } from "./launches-needed.ts";
import { hasSamples } from "./tail-guard.ts";

/** Tells a decided comparison as a finding, with both arms, the change and its interval. */
export function describeComparison(
  subject: string,
  comparison: Comparison,
  decided: Decided,
  plan: LaunchPlan,
): Finding {
  const { criterion, measurement, statistic } = comparison;
  const baseline = summariseArm("baseline", comparison.arms.baseline, statistic);
  const candidate = summariseArm("candidate", comparison.arms.candidate, statistic);
  const change = changeOf(comparison, decided, plan);
  const implausible = isImplausible(comparison);
  const base = {
    subject,
    kind: "criterion" as const,
    severity: criterion.severity,
    limit: criterion.pass.text,
    unit: measurement.unit,
    places: [],
    footnotes: footnotesOf(comparison),
    ...(baseline === undefined ? {} : { baseline }),
    ...(candidate === undefined ? {} : { candidate, value: candidate.centre }),
    ...(change === null ? {} : { change }),
  };
  if (implausible !== null && decided.outcome !== "fail") {
    return {
      ...base,
      outcome: "invalid",
      reason: implausible,
      action: "Check that the candidate did the same work, then say so with a limit of its own",
    };
  }
  const action = criterion.action || "Find the cause, or keep the flag off";
  const said = change === null ? "the arms cannot be compared" : changeInWords(change, measurement.unit);
  if (decided.outcome !== "inconclusive") {
    const reason = `${said}: ${verdictWords(decided.outcome, comparison)}, after ${launchWords(comparison)}`;
    return { ...base, outcome: decided.outcome, reason, action: decided.outcome === "pass" ? "" : action };
  }
  const needed = launchesNeeded(comparison, decided);
  const far =
    needed !== null
      ? `about ${needed} launches a side would probably decide it`
      : decided.guardShare !== null
        ? "compare the slowest calls of both arms"
        : "more launches would probably not help, the change is too near the limit for this noise";
  const doubt = decided.doubt === "" ? "the interval holds the limit" : decided.doubt;
  return {
    ...base,
    outcome: "inconclusive",
    reason: `${said}: ${doubt}, after ${launchWords(comparison)}; ${far}`,
    action: actionFor(needed, plan, decided, criterion.action),
    ...(needed === null ? {} : { launchesNeeded: needed }),
  };
}

/**
 * The change with the interval that belongs to the decision's levels, as a ratio or as a difference like the limit. Null when a ratio
 * was asked for and a value is zero or below.
 */
function changeOf(comparison: Comparison, decided: Decided, plan: LaunchPlan): Change | null {
  const { values } = comparison;
  if (values.baseline.length === 0 || values.candidate.length === 0) return null;
  const { scale } = comparison.pass.bounds;
  if (scale === "ratio" && scaleOf(values) !== "ratio") return null;
  return {
    ...changeInterval(values, scale, levelsOfEnds(comparison, decided)),
    confidence: 1 - plan.errorRate,
  };
}

/** The end that a pass needs has the pass level, the end that a fail needs has the fail level. */
function levelsOfEnds(comparison: Comparison, decided: Decided): EndLevels {
  const bounds = comparison.pass.bounds.bounds;
  if (bounds.length > 1) {
    const level = decided.outcome === "fail" ? decided.failLevel / 2 : decided.passLevel;
    return { lower: level, upper: level };
  }
  const { passLevel, failLevel } = decided;
  return bounds[0]?.side === "above" ? { lower: passLevel, upper: failLevel } : { lower: failLevel, upper: passLevel };
}

function changeInWords(change: Change, unit: CanonicalUnit): string {
  const { estimate, lower, upper, scale } = change;
  const unbounded = !Number.isFinite(lower) && !Number.isFinite(upper);
  const estimated = formatChange(estimate, scale, unit);
  if (unbounded || (scale === "ratio" && lower <= -1 && !Number.isFinite(upper)))
    return `${estimated}, too few launches for an interval`;
  return `${estimated} (${formatChange(lower, scale, unit)} … ${formatChange(upper, scale, unit)})`;
}

function verdictWords(outcome: Decided["outcome"], comparison: Comparison): string {
  const { pass, warn } = comparison.criterion;
  if (outcome === "pass") return `meets ${pass.text}`;
  if (outcome === "warn") return `beyond ${pass.text}, within ${warn?.text ?? pass.text}`;
  return `beyond ${(warn ?? pass).text}`;
}

function launchWords(comparison: Comparison): string {
  const { baseline, candidate, design } = comparison.values;
  if (design !== "independent")
    return `${candidate.length} ${candidate.length === 1 ? "pair" : "pairs"} in one process`;
  if (baseline.length === candidate.length)
    return `${candidate.length} ${candidate.length === 1 ? "launch" : "launches"} a side`;
  return `${baseline.length} launches of the baseline and ${candidate.length} of the candidate`;
}

function footnotesOf(comparison: Comparison): readonly string[] {
  const notes = [...comparison.pass.bounds.footnotes];
  const timed = quantityOf(comparison.measurement.unit) === "duration";
  if (timed && (!hasSamples(comparison.arms.baseline) || !hasSamples(comparison.arms.candidate)))
    notes.push("one value a launch: slow calls cannot be told from slow launches");
  if (comparison.arms.design === "paired")
    notes.push(
      "the order of the arms in their process is not known or was never swapped, so an effect of order counts as a change",
    );
  if (comparison.arms.leftOut > 0)
    notes.push(`${comparison.arms.leftOut} launches could not be used and were left out`);
  const { baseline, candidate } = comparison.values;
  if (comparison.arms.design === "independent" && Math.abs(baseline.length - candidate.length) > 1)
    notes.push("the arms have different numbers of launches");
  return notes;
}

function actionFor(needed: number | null, plan: LaunchPlan, decided: Decided, action: string): string {
  if (needed !== null && needed > plan.maxLaunches)
    return `Allow up to ${needed} launches a side, or run on a quieter machine`;
  if (needed !== null) return "Launch again: it stopped before the planned number of launches";
  if (decided.guardShare !== null) return action === "" ? "Compare the slowest calls of both arms" : action;
  return action === "" ? "Run on a quieter machine, or choose a limit further from the change" : action;
}
