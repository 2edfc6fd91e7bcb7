import type { Stage } from "../../src/domain/config.ts";

/** A stage that runs `true`, with what a test says put in. */
export function stageFixture(name: string, changes: Partial<Stage> = {}): Stage {
  return {
    name,
    needs: [],
    run: { kind: "script", script: "true", shell: null },
    directory: null,
    env: {},
    validation: null,
    input: null,
    timeoutMs: 60_000,
    alone: false,
    arms: { kind: "as-is" },
    severity: "critical",
    expect: { exit: [0], output: [], never: [] },
    tests: [],
    coverage: null,
    checklist: null,
    vulnerabilities: null,
    benchmarks: [],
    expectBenchmarks: null,
    measure: [],
    effect: null,
    requires: [],
    ...changes,
  };
}
