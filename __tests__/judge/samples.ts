import type { Config, Stage } from "../../src/domain/config.ts";
import type { Criterion, Limit } from "../../src/domain/criterion.ts";
import type { Evidence, StageRecord, TestReport } from "../../src/domain/evidence.ts";
import type { Launch, Measurement } from "../../src/domain/measurement.ts";
import { stageFixture } from "../stages/stage-fixture.ts";

/** Values for tests: each has what most tests need, and takes what one test is about. */

export const plan = { minLaunches: 5, maxLaunches: 24, errorRate: 0.01 };

export function relative(comparator: "<" | "<=" | ">" | ">=", change: number): Limit {
  return { kind: "relative", comparator, change, text: `${comparator} ${change * 100} %` };
}

export function absolute(comparator: "<" | "<=" | ">" | ">=" | "==" | "!=", value: number, unit = "ns"): Limit {
  return { kind: "absolute", comparator, value, unit, text: `${comparator} ${value} ${unit}`.trim() };
}

export function criterion(pass: Limit, more: Partial<Criterion> = {}): Criterion {
  return {
    metric: "latency",
    pass,
    warn: null,
    severity: "critical",
    action: "",
    floor: 0,
    floorUnit: "",
    direction: null,
    ...more,
  };
}

export function measurement(launches: readonly Launch[], more: Partial<Measurement> = {}): Measurement {
  return { metric: "latency", stage: "bench", unit: "ns", source: "test", launches, ...more };
}

/** Launches in turn, one value each or a list of samples each. */
export function launches(
  baseline: readonly (number | readonly number[])[],
  candidate: readonly (number | readonly number[])[],
): readonly Launch[] {
  const list = (value: number | readonly number[]): readonly number[] => (typeof value === "number" ? [value] : value);
  const found: Launch[] = [];
  for (let index = 0; index < Math.max(baseline.length, candidate.length); index++) {
    const [b, c] = [baseline[index], candidate[index]];
    if (b !== undefined) found.push({ arm: "baseline", index: 2 * index, samples: list(b) });
    if (c !== undefined) found.push({ arm: "candidate", index: 2 * index + 1, samples: list(c) });
  }
  return found;
}

/** `count` values around 1 000 000 that differ a little, times `factor`. */
export function calm(count: number, factor = 1): readonly number[] {
  return Array.from({ length: count }, (_, index) => factor * (1_000_000 + ((index * 7919) % 1000)));
}

/** The same with ten samples a launch. */
export function calmLaunches(count: number, factor = 1): readonly (readonly number[])[] {
  return Array.from({ length: count }, (_, launch) =>
    Array.from({ length: 10 }, (_, sample) => factor * (1_000_000 + ((launch * 7919 + sample * 104_729) % 2000))),
  );
}

export const stage = stageFixture;

export function bothArms(name: string, more: Partial<Stage> = {}): Stage {
  return stage(name, {
    arms: { kind: "both", ...plan, warmUps: 0, timeLimitMs: null, inProcess: false },
    ...more,
  });
}

export function config(more: Partial<Config> = {}): Config {
  return {
    rollout: "r",
    flag: null,
    backup: [],
    state: { folder: null, keep: 10, forMs: null },
    python: "python3",
    packages: [],
    disk: [],
    facts: [],
    stages: [],
    criteria: [],
    baseline: { runs: 10, maxAgeMs: 90 * 86_400_000, since: null, anchor: null },
    waivers: [],
    manual: [],
    verify: null,
    signOffs: [],
    contacts: [],
    escalation: [],
    channels: [],
    rollbackWorkflow: null,
    ledger: null,
    enable: { window: null, validate: [], smoke: [], canary: null, deadlineMs: 86_400_000, knownIssues: [] },
    rollback: {
      to: null,
      ways: ["flag", "backup"],
      install: null,
      running: null,
      restart: null,
      verify: [],
      log: null,
      withinMs: 300_000,
    },
    ...more,
  };
}

export function record(name: string, more: Partial<StageRecord> = {}): StageRecord {
  return {
    stage: name,
    status: "passed",
    reason: "passed in 1 s",
    startedAt: "2024-01-01T00:00:00Z",
    durationMs: 1000,
    launches: [],
    tail: [],
    outputBytes: 0,
    strays: 0,
    ...more,
  };
}

export function tests(name: string, more: Partial<TestReport> = {}): TestReport {
  return {
    stage: name,
    arm: "candidate",
    format: "JUnit XML",
    total: 10,
    passed: 10,
    failed: 0,
    errors: 0,
    skipped: 0,
    flaky: 0,
    durationMs: 5,
    cases: [],
    omitted: 0,
    ...more,
  };
}

export function evidence(more: Partial<Evidence> = {}): Evidence {
  return {
    schema: "rollout-gate/evidence/1",
    rollout: "r",
    tool: "test",
    configDigest: "0",
    startedAt: "2024-01-01T00:00:00Z",
    finishedAt: "2024-01-01T00:01:00Z",
    origin: { repository: null, commit: null, ref: null, dirty: null },
    machine: { os: "linux", architecture: "x64", cpuModel: "", cores: 2, memoryBytes: 1, runtime: "" },
    cancelled: false,
    stages: [],
    measurements: [],
    tests: [],
    coverage: [],
    checklists: [],
    facts: [],
    requirements: [],
    flag: [],
    gaps: [],
    ...more,
  };
}
