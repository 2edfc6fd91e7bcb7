import type { Finding } from "../../domain/finding.ts";
import type { PageChart, PageMark } from "../../domain/page.ts";
import { displayUnit } from "../../units/format-together.ts";
import { formatNumber } from "../../units/format-value.ts";
import { limitPositions } from "../limit-position.ts";

/** A chart is for findings of which several launches or recorded runs can be drawn; null for all others. */
export function pageChart(finding: Finding, name: string): PageChart | null {
  const arms = [finding.baseline, finding.candidate].flatMap((arm) => (arm === undefined ? [] : [arm]));
  const values = arms.flatMap((arm) => arm.perLaunch).filter(Number.isFinite);
  if (values.length < 2) return null;
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const { name: unit, size } = displayUnit(largest, finding.unit);
  const baseline = finding.baseline?.centre ?? Number.NaN;
  const scale = finding.change?.scale ?? "ratio";
  const limits = limitPositions(finding.limit, baseline, scale).map((at): PageMark => {
    return { at: at / size, text: finding.limit };
  });
  return {
    label: `${name}: ${dots(finding)}`,
    unit,
    size,
    arms: arms.map((arm) => ({
      arm: arm.arm,
      each: arm.arm === "baseline" && finding.recorded !== undefined ? "run" : "launch",
      centre: arm.centre / size,
      values: arm.perLaunch.filter(Number.isFinite).map((value) => value / size),
    })),
    limits,
    change: changeOf(finding, baseline, size, unit),
  };
}

/** What the dots of its chart stand for. */
function dots({ recorded }: Finding): string {
  return recorded === undefined
    ? "one dot for each launch"
    : "one dot for each recorded run in the baseline, and for each launch in the candidate";
}

function changeOf(finding: Finding, baseline: number, size: number, unit: string): PageChart["change"] {
  const { change } = finding;
  if (change === undefined || !Number.isFinite(change.estimate)) return null;
  const isRatio = change.scale === "ratio";
  const shown = (value: number): number => (isRatio ? value * 100 : value / size);
  const bounded = (value: number): number | null => (Number.isFinite(value) ? shown(value) : null);
  const limits = limitPositions(finding.limit, baseline, change.scale).map((at): PageMark => {
    return { at: isRatio ? (at / baseline - 1) * 100 : (at - baseline) / size, text: finding.limit };
  });
  return {
    unit: isRatio ? "%" : unit,
    estimate: shown(change.estimate),
    lower: bounded(change.lower),
    upper: bounded(change.upper),
    limits: limits.filter(({ at }) => Number.isFinite(at)),
    confidence: `${formatNumber(change.confidence * 100)} %`,
  };
}
