import type { Comparator, Criterion, Limit } from "../domain/criterion.ts";
import type { Finding } from "../domain/finding.ts";
import type { Measurement } from "../domain/measurement.ts";
import { median } from "../stats/quantile.ts";
import { formatValue } from "../units/format-value.ts";
import { armsOf, summariseArm } from "./arms.ts";

type AbsoluteLimit = Extract<Limit, { kind: "absolute" }>;

/**
 * Judges a limit on the candidate alone: the median over launches of each launch's median is compared as it stands. An absolute
 * limit says what users may meet, and what was measured is what they met; launches that disagree with the outcome are counted
 * in a footnote instead of turning it into a question.
 */
export function judgeAbsolute(
  subject: string,
  criterion: Criterion,
  measurement: Measurement,
  pass: AbsoluteLimit,
  warn: AbsoluteLimit | null,
): Finding {
  const arms = armsOf(measurement);
  const unit = measurement.unit;
  const candidate = summariseArm("candidate", arms.candidate, "median");
  const base = {
    subject,
    kind: "criterion" as const,
    severity: criterion.severity,
    limit: pass.text,
    unit,
    places: [],
    footnotes: [],
  };
  if (candidate === undefined) {
    const reason = `there is no launch of the candidate arm to hold against ${pass.text}`;
    return { ...base, outcome: "missing", reason, action: "Run its stage in the candidate arm" };
  }
  const value = median(candidate.perLaunch);
  const baseline = summariseArm("baseline", arms.baseline, "median");
  const meets = meetsLimit(value, pass, criterion.floor);
  const outcome = meets ? "pass" : warn !== null && meetsLimit(value, warn, criterion.floor) ? "warn" : "fail";
  const said = formatValue(value, unit);
  const reason =
    outcome === "pass"
      ? `${said} meets ${pass.text}`
      : outcome === "warn"
        ? `${said} does not meet ${pass.text}, but meets ${warn?.text ?? ""}`
        : `${said} does not meet ${(warn ?? pass).text}`;
  const against = candidate.perLaunch.filter((launch) => meetsLimit(launch, pass, criterion.floor) !== meets).length;
  return {
    ...base,
    outcome,
    reason,
    action: outcome === "pass" ? "" : criterion.action || "Find the cause, or keep the flag off",
    value,
    candidate,
    ...(baseline === undefined ? {} : { baseline }),
    footnotes: against > 0 ? [`${against} of ${candidate.launches} launches alone would say otherwise`] : [],
  };
}

function meetsLimit(value: number, limit: AbsoluteLimit, floor: number): boolean {
  // `== 0` with a floor: as good as 0. For the other comparators the limit itself is the tolerance.
  const near =
    Math.abs(value - limit.value) <= Math.max(Math.abs(limit.value) * 1e-12, isEquality(limit.comparator) ? floor : 0);
  switch (limit.comparator) {
    case "<":
      return value < limit.value && !near;
    case "<=":
      return value < limit.value || near;
    case ">":
      return value > limit.value && !near;
    case ">=":
      return value > limit.value || near;
    case "==":
      return near;
    case "!=":
      return !near && Number.isFinite(value);
  }
}

function isEquality(comparator: Comparator): boolean {
  return comparator === "==" || comparator === "!=";
}
