import type { Comparator, Criterion, Limit } from "../domain/criterion.ts";
import { formatChange, formatValue } from "../units/format-value.ts";

/**
 * What a criterion means, for `explain`: one sentence a line, the first for `pass`.
 */
export function describeCriterion(criterion: Criterion): string {
  const { pass, warn, severity, floor, floorUnit, direction, action } = criterion;
  const lines = [`Passes when ${describeLimit(pass)}.`];
  const cost = severityWords[severity];
  if (warn === null) lines.push(`Otherwise it fails: ${cost}.`);
  else
    lines.push(`A warning, GO WITH CONDITIONS at best, when ${describeLimit(warn)}.`, `Otherwise it fails: ${cost}.`);
  if (isCompared(pass)) lines.push("When the measurements cannot tell, it is inconclusive, which is never a pass.");
  if (floor > 0) lines.push(`Differences below ${formatValue(floor, floorUnit)} are ignored.`);
  if (direction !== null) lines.push(direction === "lower-is-better" ? "Lower is better." : "Higher is better.");
  if (action !== "") lines.push(`When it is not met: ${action}`);
  return lines.join("\n");
}

const severityWords = {
  critical: "critical, NO-GO",
  warning: "a warning, GO WITH CONDITIONS",
  info: "told only, the verdict stays as it is",
} as const;

/** What a limit means, as the end of a sentence that begins with "when". */
export function describeLimit(limit: Limit): string {
  switch (limit.kind) {
    case "absolute":
      return `the value is ${comparatorWords[limit.comparator]} ${formatValue(limit.value, limit.unit)}`;
    case "relative":
      return comparedWords(
        limit.comparator,
        limit.change,
        formatChange(Math.abs(limit.change), "ratio", "").replace("+", ""),
      );
    case "difference":
      return comparedWords(limit.comparator, limit.value, formatValue(Math.abs(limit.value), limit.unit));
    case "within-relative":
      return withinWords(formatChange(limit.margin, "ratio", "").replace("+", ""));
    case "within-difference":
      return withinWords(formatValue(limit.margin, limit.unit));
    case "all":
      return limit.count === null
        ? "every item of the checklist has passed, and there is at least one"
        : `every item of the checklist has passed, and there are exactly ${limit.count}`;
  }
}

const comparatorWords: Readonly<Record<Comparator, string>> = {
  "<": "less than",
  "<=": "at most",
  ">": "more than",
  ">=": "at least",
  "==": "exactly",
  "!=": "anything but",
};

function comparedWords(comparator: "<" | "<=" | ">" | ">=", change: number, size: string): string {
  const end = comparator.startsWith("<") ? "upper" : "lower";
  // Above -5 % is less than 5 % below.
  const words = comparatorWords[change < 0 ? opposite[comparator] : comparator];
  const place = change < 0 ? `${size} below the baseline` : change > 0 ? `${size} above the baseline` : "the baseline";
  return `the candidate is shown to be ${words} ${place}, by the ${end} end of an interval`;
}

const opposite = { "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

function withinWords(size: string): string {
  return `the candidate is shown to differ from the baseline by less than ${size} either way, by both ends of an interval`;
}

function isCompared(limit: Limit): boolean {
  return limit.kind !== "absolute" && limit.kind !== "all";
}
