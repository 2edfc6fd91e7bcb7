import type { Evidence } from "../domain/evidence.ts";
import type { BaselineMeasurement, LaunchDigest } from "../domain/ledger.ts";
import type { Launch, Measurement } from "../domain/measurement.ts";
import { derivedMeasurements } from "./derived-metrics.ts";
import { summariseLaunch } from "./launch-summary.ts";

/** What is known of the launches themselves, and may be compared as any metric. */
const ofLaunches = ["duration", "peak-rss"];

/**
 * What a run measured, in the few figures that judging a later run needs: one digest for each launch of the candidate arm, which is
 * also the arm of stages that leave the flag as it is. Duration and memory of the launches are digested too.
 *
 * @param evidence one file, or one for each part of a matrix
 * @returns a measurement that occurs twice, or has no launch that can be used, is left out: nobody knows which to believe
 */
export function digestMeasurements(evidence: readonly Evidence[]): readonly BaselineMeasurement[] {
  const measured = evidence.flatMap((part) => part.measurements);
  const names = new Set(measured.map(nameOf));
  const derived = derivedMeasurements(evidence).filter(
    (one) => ofLaunches.includes(one.metric) && !names.has(nameOf(one)),
  );
  const all = [...measured, ...derived];
  const counts = new Map<string, number>();
  for (const one of all) counts.set(nameOf(one), (counts.get(nameOf(one)) ?? 0) + 1);
  return all.filter((one) => counts.get(nameOf(one)) === 1).flatMap(digestOne);
}

function digestOne({ stage, metric, unit, direction, launches }: Measurement): readonly BaselineMeasurement[] {
  const digests = launches
    .filter((launch) => launch.arm === "candidate")
    .flatMap((launch) => digestLaunch(launch) ?? []);
  if (digests.length === 0) return [];
  return [{ stage, metric, unit, ...(direction === undefined ? {} : { direction }), launches: digests }];
}

/** One launch in short; null when it has no samples or one that is not finite. */
export function digestLaunch(launch: Launch): LaunchDigest | null {
  const summary = summariseLaunch(launch);
  if (summary === null) return null;
  const { calmLow, calmHigh, median, mean, sorted } = summary;
  return { samples: sorted.length, calmLow, calmHigh, median, mean };
}

/** JSON, so that no two pairs of names make one text. */
function nameOf({ stage, metric }: Measurement): string {
  return JSON.stringify([stage, metric]);
}
