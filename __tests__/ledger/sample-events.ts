import type { BaselineRecorded, GateConcluded, LedgerEvent, LedgerStamp } from "../../src/domain/ledger.ts";

export const commitOf = (number: number) => number.toString(16).padStart(40, "0");

const stamp: Omit<LedgerStamp, "id"> = {
  schema: "rollout-gate/event/1",
  rollout: "shop",
  at: "2026-01-05T09:00:00.000Z",
  tool: "rollout-gate 0.0.0",
  run: {
    repository: "octo-org/shop",
    runId: "42",
    attempt: 1,
    url: "https://github.com/octo-org/shop/actions/runs/42",
  },
  commit: commitOf(1),
};

export function gateEvent(id: string, more: Partial<LedgerStamp & GateConcluded> = {}): LedgerEvent {
  return {
    ...stamp,
    id,
    kind: "gate-concluded",
    configDigest: "d1",
    decision: "GO",
    because: "All 3 criteria are met.",
    stageDurationsMs: { unit: 1000 },
    findings: [],
    ...more,
  };
}

export function baselineEvent(id: string, more: Partial<LedgerStamp & BaselineRecorded> = {}): LedgerEvent {
  return {
    ...stamp,
    id,
    kind: "baseline-recorded",
    configDigest: "d1",
    machine: {
      os: "linux 6.1",
      architecture: "x64",
      cpuModel: "Test CPU",
      cores: 2,
      memoryBytes: 8e9,
      runtime: "node v24.0.0",
    },
    measurements: [
      {
        stage: "bench",
        metric: "total",
        unit: "ns",
        direction: "lower-is-better",
        launches: [{ samples: 10, calmLow: 1, calmHigh: 2, median: 1.5, mean: 1.6 }],
      },
    ],
    ...more,
  };
}
