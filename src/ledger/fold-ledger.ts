import type { BaselineRecorded, GateConcluded, LedgerEvent, LedgerStamp } from "../domain/ledger.ts";

export type ConcludedGate = LedgerStamp & GateConcluded;
export type RecordedBaseline = LedgerStamp & BaselineRecorded;

/** What the events of one rollout say together. */
export interface LedgerState {
  /** The latest verdict about a commit under a config; null when there is none. A commit may be judged again. */
  latestVerdict(commit: string, configDigest: string): ConcludedGate | null;
  /** How long a stage is expected to take, in milliseconds; stages that never ran are absent. */
  readonly stageDurationsMs: ReadonlyMap<string, number>;
  /** Oldest first. */
  readonly baselines: readonly RecordedBaseline[];
}

/** How many of the latest verdicts say how long a stage takes: enough to be calm, few enough to follow a change. */
export const durationRuns = 15;

/**
 * Folds events to what they mean together. Order is that of the ledger, not of clocks: of two verdicts about one commit the one
 * that was added later counts.
 */
export function foldLedger(events: readonly LedgerEvent[]): LedgerState {
  const verdicts = new Map<string, ConcludedGate>();
  const baselines: RecordedBaseline[] = [];
  const gates: ConcludedGate[] = [];
  for (const event of events) {
    if (event.kind === "baseline-recorded") baselines.push(event);
    if (event.kind !== "gate-concluded") continue;
    gates.push(event);
    if (event.commit !== null) verdicts.set(verdictKey(event.commit, event.configDigest), event);
  }
  return {
    latestVerdict: (commit, configDigest) => verdicts.get(verdictKey(commit, configDigest)) ?? null,
    stageDurationsMs: expectedDurations(gates.slice(-durationRuns)),
    baselines,
  };
}

export function verdictKey(commit: string, configDigest: string): string {
  return JSON.stringify([commit, configDigest]);
}

/** The median of what was seen: one run that hung does not move it. */
function expectedDurations(gates: readonly ConcludedGate[]): ReadonlyMap<string, number> {
  const seen = new Map<string, number[]>();
  for (const { stageDurationsMs } of gates) {
    for (const [stage, durationMs] of Object.entries(stageDurationsMs)) {
      const durations = seen.get(stage);
      if (durations === undefined) seen.set(stage, [durationMs]);
      else durations.push(durationMs);
    }
  }
  return new Map([...seen].map(([stage, durations]) => [stage, median(durations)]));
}

/** @param values at least one */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return ((low ?? 0) + (high ?? 0)) / 2;
}
