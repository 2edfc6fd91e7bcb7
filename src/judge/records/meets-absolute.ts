import type { Limit } from "../../domain/criterion.ts";
import type { Estimate } from "./figure-interval.ts";

type AbsoluteLimit = Extract<Limit, { kind: "absolute" }>;

/**
 * Holds a whole interval against an absolute limit. Equality is asked of the figure itself, since no interval of more than one point can be
 * equal to anything; with a floor, the figure may be off by that.
 */
export function meetsAbsolute(value: Estimate, limit: AbsoluteLimit, floor: number): "within" | "beyond" | "open" {
  const { estimate, lower, upper } = value;
  if (Number.isNaN(estimate) || Number.isNaN(lower) || Number.isNaN(upper)) return "open";
  switch (limit.comparator) {
    case "==":
      return Math.abs(estimate - limit.value) <= slack(limit.value, floor) ? "within" : "beyond";
    case "!=":
      return Math.abs(estimate - limit.value) > slack(limit.value, floor) ? "within" : "beyond";
    case "<":
      return upper < limit.value ? "within" : lower >= limit.value ? "beyond" : "open";
    case "<=":
      return upper <= limit.value ? "within" : lower > limit.value ? "beyond" : "open";
    case ">":
      return lower > limit.value ? "within" : upper <= limit.value ? "beyond" : "open";
    case ">=":
      return lower >= limit.value ? "within" : upper < limit.value ? "beyond" : "open";
  }
}

function slack(value: number, floor: number): number {
  return Math.max(Math.abs(value) * 1e-12, floor);
}
