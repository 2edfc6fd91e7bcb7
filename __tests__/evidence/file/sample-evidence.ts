import type { Evidence } from "../../../src/domain/evidence.ts";

/** Evidence with something in every list and every optional field. */
export const sampleEvidence: Evidence = {
  schema: "rollout-gate/evidence/1",
  rollout: "demo",
  tool: "rollout-gate 0.1.0",
  configDigest: "0".repeat(64),
  startedAt: "2026-01-02T03:04:05.678Z",
  finishedAt: "2026-01-02T03:05:05Z",
  origin: { repository: "octo/demo", commit: "c".repeat(40), ref: null, dirty: false },
  machine: { os: "linux", architecture: "x64", cpuModel: "", cores: 2, memoryBytes: 8e9, runtime: "node v24.0.0" },
  shard: { index: 0, total: 2, stages: ["unit"] },
  cancelled: false,
  stages: [
    {
      stage: "unit",
      status: "passed",
      reason: "passed in 3.1 s",
      startedAt: null,
      durationMs: 3100.5,
      launches: [
        {
          arm: "candidate",
          index: 0,
          warmUp: false,
          exit: { code: 0, signal: null },
          startedAt: "2026-01-02T03:04:06Z",
          durationMs: 3100,
          peakRssBytes: null,
        },
      ],
      tail: ["2 passed"],
      outputBytes: 9,
      strays: 0,
    },
  ],
  measurements: [
    {
      metric: "latency",
      stage: "unit",
      unit: "ns",
      direction: "lower-is-better",
      source: "pytest-benchmark bench.json",
      launches: [
        { arm: "baseline", index: 0, samples: [1, 2.5], pair: 0 },
        { arm: "candidate", index: 1, samples: [-0.5] },
      ],
      summarised: false,
    },
  ],
  tests: [
    {
      stage: "unit",
      arm: "candidate",
      format: "JUnit XML",
      total: 3,
      passed: 2,
      failed: 1,
      errors: 0,
      skipped: 0,
      flaky: 0,
      durationMs: 5,
      cases: [
        { name: "a", suite: "s", status: "failed", durationMs: 2, file: "a.py", line: 9, message: "no", detail: "…" },
        { name: "b", suite: "s", status: "passed", durationMs: 2 },
      ],
      omitted: 1,
    },
  ],
  coverage: [
    {
      stage: "unit",
      format: "lcov",
      of: ["pkg"],
      linesCovered: 6,
      linesTotal: 10,
      files: [{ path: "pkg/a.py", linesCovered: 6, linesTotal: 10 }],
      fileCount: 1,
    },
  ],
  checklists: [
    {
      stage: "parts",
      items: [
        { name: "a", status: "passed", category: "init", critical: true, durationMs: 1, message: "fine" },
        { name: "b", status: "unknown" },
      ],
    },
  ],
  facts: [{ name: "version", value: "1.2.3", source: "demo --version" }],
  requirements: [
    { name: "pip pydantic", wanted: ">=2.0", found: "2.11", met: true },
    { name: "npm x", wanted: "^1", found: null, met: null, problem: { kind: "missing", reason: "npm is not here." } },
  ],
  flag: [{ arm: "baseline", value: "off", said: "False", way: "env FLAG" }],
  gaps: [
    {
      stage: "bench",
      subject: "benchmarks",
      arm: "baseline",
      problem: { kind: "invalid", reason: "It is empty.", remedy: "Look.", file: "b.json", line: 1, column: 2 },
    },
  ],
};
