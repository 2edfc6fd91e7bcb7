import type { Finding } from "../domain/finding.ts";
import { formatTogether } from "../units/format-together.ts";
import { formatChange, formatNumber } from "../units/format-value.ts";
import { limitPositions } from "./limit-position.ts";

/** The numbers of one finding as people read them; empty where there is none. */
export interface FindingFigures {
  readonly baseline: string;
  /** The candidate's centre, or the one value that was held against an absolute limit. */
  readonly candidate: string;
  readonly change: string;
  /** `[+14.1, +22.0 %]`, or that it could not be bounded. */
  readonly interval: string;
}

/** Baseline and candidate in one unit with comparable digits, the change with its interval. */
export function findingFigures(
  finding: Pick<Finding, "baseline" | "candidate" | "value" | "change" | "unit" | "limit">,
): FindingFigures {
  const { baseline, candidate, change, unit } = finding;
  const right = candidate?.centre ?? finding.value;
  const values = [baseline?.centre, right].filter((value) => value !== undefined);
  // A value just beside its limit keeps the digits that tell the two apart: 84.96 % is not shown as 85 %.
  const beside = limitPositions(finding.limit, Number.NaN, "difference").filter((at) => closeTo(at, right));
  const formatted = formatTogether([...values, ...beside], unit);
  return {
    baseline: baseline === undefined ? "" : (formatted[0] ?? ""),
    candidate: right === undefined ? "" : (formatted[values.length - 1] ?? ""),
    change: change === undefined ? "" : formatChange(change.estimate, change.scale, unit),
    interval: change === undefined ? "" : formatInterval(change.lower, change.upper, change.scale, unit),
  };
}

/** `99 % interval` where all intervals have the same confidence, else `Interval`. */
export function intervalHead(findings: readonly Pick<Finding, "change">[]): string {
  const levels = new Set(
    findings.flatMap((finding) => (finding.change === undefined ? [] : [finding.change.confidence])),
  );
  const [level] = levels;
  return levels.size === 1 && level !== undefined ? `${formatNumber(level * 100)} % interval` : "Interval";
}

function closeTo(limit: number, value: number | undefined): boolean {
  return value !== undefined && Math.abs(value - limit) <= 0.05 * Math.abs(limit);
}

function formatInterval(lower: number, upper: number, scale: "ratio" | "difference", unit: string): string {
  if (lower === Number.NEGATIVE_INFINITY && upper === Number.POSITIVE_INFINITY) return "unbounded";
  if (Number.isNaN(lower) || Number.isNaN(upper)) return "unknown";
  if (scale === "ratio")
    return `${signed(oneDecimal(lower * 100), lower)} … ${signed(oneDecimal(upper * 100), upper)} %`;
  const [low = "", high = ""] = formatTogether([lower, upper], unit);
  const [number = "", name] = low.split(" ");
  const first = name !== undefined && high.endsWith(` ${name}`) ? number : low;
  return `${signed(first, lower)} … ${signed(high, upper)}`;
}

function oneDecimal(value: number): string {
  if (!Number.isFinite(value) || Math.abs(value) >= 1000) return formatNumber(value);
  return (Math.abs(value) < 0.05 ? 0 : value).toFixed(1).replace("-", "−");
}

function signed(text: string, value: number): string {
  return value > 0 && !/^0(?:\.0+)?$/.test(text) ? `+${text}` : text;
}
