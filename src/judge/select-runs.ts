import type { BaselinePolicy } from "../domain/config.ts";
import type { Machine } from "../domain/evidence.ts";
import type { BaselineRun } from "./ledger-record.ts";
import { machineKind } from "./machine-kind.ts";

/** Which recorded runs of a stage count, and what became of the others. */
export interface RunSelection {
  /** The latest, oldest first: at most as many as the policy says. */
  readonly runs: readonly BaselineRun[];
  /** Runs of the pinned commit on the same kind of machine, whatever their age. */
  readonly anchor: readonly BaselineRun[];
  /** How many runs of the pinned commit there are on machines of another kind. */
  readonly anchorElsewhere: number;
  /** Kinds of machine that are there and do not count, with their runs; most runs first. */
  readonly otherKinds: readonly { readonly kind: string; readonly runs: number }[];
  /** Of the same kind, and too old. */
  readonly stale: readonly BaselineRun[];
  /** Of the same kind, and from before the day that the policy begins with. */
  readonly before: number;
}

/**
 * Chooses the recorded runs that a run of a stage may be held against. A run counts once, however often it was recorded; one whose
 * date cannot be read is stale.
 *
 * @param stage only runs that measured something in it are looked at
 * @param machine that today's run was measured on
 */
export function selectRuns(
  recorded: readonly BaselineRun[],
  stage: string,
  machine: Machine,
  policy: BaselinePolicy,
  now: Date,
): RunSelection {
  const kind = machineKind(machine);
  const measured = latestOfEach(recorded.filter((run) => run.measurements.some((one) => one.stage === stage)));
  const same = measured.filter((run) => machineKind(run.machine) === kind);
  const isBefore = (run: BaselineRun): boolean =>
    policy.since !== null && !(Date.parse(run.at) >= Date.parse(policy.since));
  const isFresh = (run: BaselineRun): boolean => now.getTime() - Date.parse(run.at) <= policy.maxAgeMs;
  const after = same.filter((run) => !isBefore(run));
  const ofAnchor = measured.filter((run) => policy.anchor !== null && run.commit === policy.anchor);
  return {
    runs: after.filter(isFresh).slice(-policy.runs),
    anchor: ofAnchor.filter((run) => same.includes(run)),
    anchorElsewhere: ofAnchor.filter((run) => !same.includes(run)).length,
    otherKinds: countKinds(measured.filter((run) => !same.includes(run))),
    stale: after.filter((run) => !isFresh(run)),
    before: same.length - after.length,
  };
}

function latestOfEach(runs: readonly BaselineRun[]): readonly BaselineRun[] {
  const latest = new Map<string, BaselineRun>();
  for (const run of runs) {
    const key = run.run === null ? run.id : JSON.stringify([run.run.repository, run.run.runId, run.run.attempt]);
    latest.delete(key);
    latest.set(key, run);
  }
  return [...latest.values()];
}

function countKinds(runs: readonly BaselineRun[]): RunSelection["otherKinds"] {
  const counts = new Map<string, number>();
  for (const run of runs) counts.set(machineKind(run.machine), (counts.get(machineKind(run.machine)) ?? 0) + 1);
  return [...counts].map(([kind, count]) => ({ kind, runs: count })).sort((one, other) => other.runs - one.runs);
}
