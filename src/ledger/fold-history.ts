import type { CanonicalUnit } from "../domain/arm.ts";
import type { History, HistoryLine, HistoryPoint, HistorySwitch } from "../domain/history.ts";
import type { BaselineMeasurement, LedgerEvent } from "../domain/ledger.ts";

/** More points than this do not fit into a small chart, and more lines are not read. */
const mostPoints = 60;
const mostLines = 40;

/** What the ledger knows of a rollout over time: metrics with two points or more, the newest of each, and when the flag was switched. */
export function foldHistory(events: readonly LedgerEvent[]): History {
  const lines = new Map<string, { line: Omit<HistoryLine, "points">; points: HistoryPoint[] }>();
  const add = (subject: string, unit: CanonicalUnit, from: HistoryLine["from"], at: string, value: number): void => {
    if (!Number.isFinite(value) || !Number.isFinite(Date.parse(at))) return;
    const key = JSON.stringify([from, subject, unit]);
    const known = lines.get(key) ?? { line: { subject, unit, from }, points: [] };
    known.points.push({ at, value });
    lines.set(key, known);
  };
  for (const event of events) {
    if (event.kind === "baseline-recorded") {
      for (const measurement of event.measurements)
        add(measurement.metric, measurement.unit, "gate", event.at, middleOf(measurement));
    }
    if (event.kind === "window-measured") {
      for (const { subject, unit, value } of event.points) add(subject, unit, "production", event.to, value);
    }
  }
  return {
    lines: [...lines.values()]
      .filter(({ points }) => points.length >= 2)
      .slice(0, mostLines)
      .map(({ line, points }) => ({ ...line, points: inOrder(points).slice(-mostPoints) })),
    switches: inOrder(events.flatMap(switchOf)),
  };
}

/** The median over launches of each launch's median; NaN without launches. */
function middleOf({ launches }: BaselineMeasurement): number {
  const medians = launches.map(({ median }) => median).sort((one, other) => one - other);
  const low = medians[Math.floor((medians.length - 1) / 2)] ?? Number.NaN;
  const high = medians[Math.ceil((medians.length - 1) / 2)] ?? Number.NaN;
  return (low + high) / 2;
}

function switchOf(event: LedgerEvent): readonly HistorySwitch[] {
  switch (event.kind) {
    case "flag-enabled":
      return [{ at: event.at, flag: "on" }];
    case "flag-turned-back":
      return event.flag === "off" ? [{ at: event.at, flag: "off" }] : [];
    case "rolled-back":
      return event.flag === "off" ? [{ at: event.at, flag: "off" }] : [];
    default:
      return [];
  }
}

function inOrder<Timed extends { readonly at: string }>(timed: readonly Timed[]): readonly Timed[] {
  return [...timed].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}
