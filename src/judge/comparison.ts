import type { Direction } from "../domain/arm.ts";
import type { Criterion } from "../domain/criterion.ts";
import type { Measurement } from "../domain/measurement.ts";
import { directionOf } from "../units/quantity-of.ts";
import { type Arms, armsOf } from "./arms.ts";
import { type Bounds, boundsOf, type ComparingLimit } from "./bound.ts";
import type { LaunchStatistic, LaunchSummary } from "./launch-summary.ts";
import { guardTail, type TailGuard } from "./tail-guard.ts";
import { type ArmValues, type Weight, weighBound } from "./weigh-bound.ts";

/** A comparing criterion with the launches it is about, weighed but not yet decided. */
export interface Comparison {
  readonly criterion: Criterion;
  readonly measurement: Measurement;
  readonly arms: Arms;
  readonly values: ArmValues;
  readonly statistic: LaunchStatistic;
  readonly direction: Direction | null;
  readonly pass: WeighedLimit;
  /** Null where the criterion has no second level. */
  readonly warn: WeighedLimit | null;
  /** Launches a side: of the arm that has fewer. */
  readonly launches: number;
}

/** A limit's bounds and what the launches say about each. */
export interface WeighedLimit {
  readonly bounds: Bounds;
  readonly weights: readonly Weight[];
}

/** Prepares a comparing criterion: one statistic per launch, each bound weighed. Decides nothing. */
export function weighComparison(
  criterion: Criterion,
  measurement: Measurement,
  pass: ComparingLimit,
  warn: ComparingLimit | null,
): Comparison {
  const arms = armsOf(measurement);
  const direction = criterion.direction ?? measurement.direction ?? directionOf(measurement.unit) ?? null;
  const statistic = statisticOf(direction);
  const pick = (launch: LaunchSummary): number => launch[statistic];
  const values = {
    design: arms.design,
    baseline: arms.baseline.map(pick),
    candidate: arms.candidate.map(pick),
    candidateFirst: arms.candidateFirst,
  };
  const weigh = (limit: ComparingLimit): WeighedLimit => {
    const bounds = boundsOf(limit, criterion.floor, direction);
    return { bounds, weights: bounds.bounds.map((bound) => weighBound(bound, values)) };
  };
  return {
    criterion,
    measurement,
    arms,
    values,
    statistic,
    direction,
    pass: weigh(pass),
    warn: warn === null ? null : weigh(warn),
    launches: Math.min(values.baseline.length, values.candidate.length),
  };
}

/** The chance that belongs to "within": both sides of an equivalence must hold, so the weaker one speaks. */
export function chanceWithin(limit: WeighedLimit): number {
  return Math.max(...limit.weights.map((weight) => weight.within));
}

/** The chance that belongs to "beyond": either side may be exceeded, so the stronger one speaks, at the price of two looks. */
export function chanceBeyond(limit: WeighedLimit): number {
  return Math.min(1, Math.min(...limit.weights.map((weight) => weight.beyond)) * limit.weights.length);
}

/** {@link guardTail} for one level of a comparison. */
export function guardComparison(comparison: Comparison, limit: WeighedLimit): TailGuard {
  const first = limit.bounds.bounds[0];
  const worse = comparison.direction ?? (first?.side === "above" ? "higher-is-better" : "lower-is-better");
  return guardTail(comparison.arms, limit.bounds, worse === "lower-is-better" ? "higher" : "lower");
}

/** Which figure of a launch stands for it: the calm end, or the middle where nobody says which end that is. */
export function statisticOf(direction: Direction | null): LaunchStatistic {
  if (direction === null) return "median";
  return direction === "lower-is-better" ? "calmLow" : "calmHigh";
}
