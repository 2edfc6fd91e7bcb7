import type { Limit } from "../domain/criterion.ts";
import { quantityOf } from "../units/quantity-of.ts";
import type { TextProblem } from "./parsed.ts";
import { quoteText } from "./quote-text.ts";

type Side = "below" | "above" | "equal" | "unequal";

const kindWords: Readonly<Record<Limit["kind"], string>> = {
  absolute: "an absolute value",
  relative: "a change against the baseline",
  difference: "a difference from the baseline",
  "within-relative": "a share of the baseline",
  "within-difference": "a margin around the baseline",
  all: "a checklist",
};

/**
 * Whether `warn` makes sense beside `pass`: same kind, same quantity, and looser.
 *
 * @returns null when it does
 */
export function checkLevels(pass: Limit, warn: Limit): TextProblem | null {
  if (pass.kind === "all" || warn.kind === "all") {
    return { message: '"all" has no second level: an item passes or it does not', hint: 'remove "warn"' };
  }
  if (pass.kind !== warn.kind) {
    const message = `"pass" is ${kindWords[pass.kind]} and "warn" is ${kindWords[warn.kind]}: they must be of one kind`;
    return { message, hint: kindHint(pass, warn) };
  }
  if ("unit" in pass && "unit" in warn && quantityOf(pass.unit) !== quantityOf(warn.unit)) {
    return {
      message: `"pass" is a ${quantityOf(pass.unit)} and "warn" is a ${quantityOf(warn.unit)}: they must be of one kind`,
    };
  }
  const stricter = { message: `"warn" is stricter than "pass" (${quoteText(pass.text)})`, hint: "swap the two" };
  const same = { message: '"warn" says the same as "pass"', hint: 'remove "warn"' };
  if ("margin" in pass && "margin" in warn) {
    return warn.margin < pass.margin ? stricter : warn.margin === pass.margin ? same : null;
  }
  if (!("comparator" in pass && "comparator" in warn)) return null;
  return compareSides(pass.comparator, boundOf(pass), warn.comparator, boundOf(warn), stricter, same);
}

function compareSides(
  passComparator: string,
  pass: number,
  warnComparator: string,
  warn: number,
  stricter: TextProblem,
  same: TextProblem,
): TextProblem | null {
  const passSide = sideOf(passComparator);
  const warnSide = sideOf(warnComparator);
  if (passSide === "unequal" || warnSide === "unequal")
    return { message: '"!=" has no second level', hint: 'remove "warn"' };
  if (passSide === "equal") {
    if (warnSide === "equal")
      return { message: '"warn" must let more through than "pass", and "==" lets one value through' };
    return holds(pass, warnComparator, warn) ? null : stricter;
  }
  if (warnSide === "equal") return stricter;
  if (passSide !== warnSide) {
    return {
      message: `"pass" wants it ${passSide} a value and "warn" wants it ${warnSide} one`,
      hint: "use the same comparison in both",
    };
  }
  const gain = passSide === "below" ? warn - pass : pass - warn;
  if (gain !== 0) return gain > 0 ? null : stricter;
  if (passComparator === warnComparator) return same;
  return passComparator.length === 1 ? null : stricter;
}

function sideOf(comparator: string): Side {
  if (comparator === "==") return "equal";
  if (comparator === "!=") return "unequal";
  return comparator.startsWith("<") ? "below" : "above";
}

function holds(value: number, comparator: string, limit: number): boolean {
  if (comparator === "<") return value < limit;
  if (comparator === "<=") return value <= limit;
  return comparator === ">" ? value > limit : value >= limit;
}

function boundOf(limit: Limit): number {
  if (limit.kind === "relative") return limit.change;
  return "value" in limit ? limit.value : 0;
}

function kindHint(pass: Limit, warn: Limit): string {
  if (pass.kind === "absolute" || warn.kind === "absolute") {
    return "a sign before the number compares with the baseline: give both one, or neither";
  }
  return "write both in the same form";
}
