import type { Config, Stage } from "../../src/domain/config.ts";
import type { Machine } from "../../src/domain/evidence.ts";
import type { Finding } from "../../src/domain/finding.ts";
import type { BaselineMeasurement, LaunchDigest } from "../../src/domain/ledger.ts";
import type { Launch, Measurement } from "../../src/domain/measurement.ts";
import { judgeEvidence } from "../../src/judge/judge-evidence.ts";
import type { BaselineRun, LedgerRecord } from "../../src/judge/ledger-record.ts";
import { config, criterion, evidence, measurement, record, relative, stage } from "./samples.ts";

/** Runs in a ledger, for tests: each has what most tests need, and takes what one test is about. */

export const machine: Machine = {
  os: "linux 6.8",
  architecture: "x64",
  cpuModel: "Make A",
  cores: 4,
  memoryBytes: 1,
  runtime: "node v24.9.0",
};
export const now = new Date("2026-06-01T12:00:00Z");
const dayMs = 86_400_000;

export function daysAgo(days: number): string {
  return new Date(now.getTime() - days * dayMs).toISOString();
}

export function digest(value: number, more: Partial<LaunchDigest> = {}): LaunchDigest {
  return { samples: 10, calmLow: value, calmHigh: value, median: value, mean: value, ...more };
}

export function recordedMetric(
  launches: readonly (number | LaunchDigest)[],
  more: Partial<BaselineMeasurement> = {},
): BaselineMeasurement {
  const digests = launches.map((launch) => (typeof launch === "number" ? digest(launch) : launch));
  return { stage: "bench", metric: "latency", unit: "ns", launches: digests, ...more };
}

let ids = 0;

export function run(measurements: readonly BaselineMeasurement[], more: Partial<BaselineRun> = {}): BaselineRun {
  ids += 1;
  return {
    schema: "rollout-gate/event/1",
    id: `run-${ids}`,
    rollout: "r",
    at: daysAgo(1),
    tool: "test",
    run: null,
    commit: null,
    kind: "baseline-recorded",
    configDigest: "0",
    machine,
    measurements,
    ...more,
  };
}

/** One run for each value, the last of them yesterday's; five launches a run that differ by half a percent. */
export function runsOf(values: readonly number[], more: Partial<BaselineRun> = {}): readonly BaselineRun[] {
  return values.map((value, index) =>
    run([recordedMetric(fiveLaunches(value))], { at: daysAgo(values.length - index), ...more }),
  );
}

export function fiveLaunches(value: number): readonly number[] {
  return [0.995, 1, 1.0025, 0.9975, 1.005].map((factor) => value * factor);
}

export function ledger(runs: readonly BaselineRun[]): LedgerRecord {
  return { kind: "read", place: "memory", runs };
}

/** What today's run measured: one sample a launch. */
export function today(values: readonly (number | readonly number[])[], more: Partial<Measurement> = {}): Measurement {
  const launches = values.map((value, index): Launch => {
    return { arm: "candidate", index, samples: typeof value === "number" ? [value] : value };
  });
  return measurement(launches, more);
}

export const recordedStage = (more: Partial<Stage> = {}): Stage =>
  stage("bench", {
    arms: { kind: "recorded", arm: null, launches: 5, warmUps: 0, timeLimitMs: null, errorRate: 0.01 },
    ...more,
  });

interface World {
  readonly record: LedgerRecord;
  readonly measurements?: readonly Measurement[];
  readonly config?: Partial<Config>;
  readonly machine?: Machine;
}

export function judgeToday({ record: earlier, measurements, config: more, machine: own = machine }: World) {
  const { findings, verdict } = judgeEvidence(
    config({ stages: [recordedStage()], criteria: [criterion(relative("<", 0.1))], ...more }),
    [
      evidence({
        stages: [record("bench")],
        measurements: measurements ?? [today(fiveLaunches(100))],
        machine: own,
      }),
    ],
    now,
    earlier,
  );
  const find = (subject: string): Finding => {
    const found = findings.find((finding) => finding.subject === subject);
    if (found === undefined) throw new Error(`${subject} is not among ${findings.map((f) => f.subject).join(", ")}`);
    return found;
  };
  return { findings, verdict, find, latency: find("latency") };
}

/** Ten runs that differ by about 1 %. */
export const tenValues = [99.1, 100.4, 101.2, 98.8, 100, 99.6, 100.9, 101.5, 99.3, 100.2];
