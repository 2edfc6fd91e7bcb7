import { describe, expect, test } from "@jest/globals";
import type { Evidence } from "../../src/domain/evidence.ts";
import type { LedgerStore } from "../../src/domain/ledger.ts";
import type { Report } from "../../src/domain/report.ts";
import { noContext, type RunContext } from "../../src/domain/run-context.ts";
import { unusableLedger } from "../../src/ledger/unusable-ledger.ts";
import type { ModePorts } from "../../src/modes/mode-ports.ts";
import { plan } from "../../src/modes/plan.ts";
import { record } from "../../src/modes/record.ts";
import { withLedger } from "../../src/modes/with-ledger.ts";
import { memoryPorts } from "../collect/memory-ports.ts";
import { config, evidence, launches, measurement, stage, record as stageRecord } from "../judge/samples.ts";
import { memoryLedger } from "../ledger/memory-ledger.ts";
import { gateEvent } from "../ledger/sample-events.ts";

const commit = "a".repeat(40);
const origin = { repository: "octo-org/shop", commit, ref: "refs/heads/main", dirty: false };
const run = {
  repository: "octo-org/shop",
  runId: "42",
  attempt: 1,
  url: "https://github.com/octo-org/shop/actions/runs/42",
};
const ownRun: RunContext = { ...noContext, event: "push", run, commit, ref: "refs/heads/main", ownDefaultBranch: true };
const measured = evidence({
  rollout: "shop",
  origin,
  stages: [
    stageRecord("unit", { durationMs: 1234.4 }),
    stageRecord("hung", { status: "timed-out", durationMs: 9000 }),
    stageRecord("never", { status: "skipped", durationMs: 0 }),
  ],
  measurements: [measurement(launches([1, 2], [3, 4]))],
});

function finding(outcome: "pass" | "fail"): Report["findings"][number] {
  return {
    subject: `tests ${outcome}`,
    kind: "tests",
    outcome,
    severity: "critical",
    reason: "r",
    limit: "",
    action: "",
    unit: "",
    footnotes: [],
    places: [],
  };
}

function report(more: Partial<Report> = {}): Report {
  return {
    schema: "rollout-gate/report/1",
    rollout: "shop",
    verdict: { decision: "GO", because: "All is well.", conditions: [], met: 1, judged: 1, risk: "low" },
    findings: [finding("pass")],
    evidence: [measured],
    concludedAt: "2026-01-05T09:00:00.000Z",
    tool: "rollout-gate test",
    ...more,
  };
}

function world(context: RunContext, ledger: LedgerStore | null) {
  const { ports, told } = memoryPorts(() => ({}));
  const modes: ModePorts = {
    ...ports,
    context,
    policy: null,
    people: null,
    lookAhead: null,
    ledger,
    openLedger: async () => null,
    publisher: { publish: async () => [] },
    redact: (text) => text,
    tool: "rollout-gate test",
  };
  return { ports: modes, told };
}

const baseline = { runs: 10, maxAgeMs: 1e9, since: null, anchor: null };
const options = { configDigest: "d", plan: null, baseline };

async function recorded(made: Report, context: RunContext = ownRun) {
  const { store } = memoryLedger();
  const { ports, told } = world(context, store);
  await record(made, options, ports);
  const read = await store.read("shop");
  if (!read.ok) throw new Error(read.problem.reason);
  return { events: read.value, told };
}

describe("record", () => {
  test("the default branch's own run records its verdict and what it measured", async () => {
    const { events, told } = await recorded(report());
    expect(told).toEqual([]);
    expect(events).toMatchObject([
      {
        kind: "gate-concluded",
        rollout: "shop",
        commit,
        run,
        at: "2026-01-05T09:00:00.000Z",
        configDigest: "d",
        decision: "GO",
        because: "All is well.",
        stageDurationsMs: { unit: 1234, hung: 9000 },
        findings: [],
      },
      { kind: "baseline-recorded", commit, configDigest: "d", machine: measured.machine },
    ]);
    const [, baseline] = events;
    const digests = baseline?.kind === "baseline-recorded" ? baseline.measurements : [];
    expect(digests.find(({ metric }) => metric === "latency")?.launches.map(({ median }) => median)).toEqual([3, 4]);
  });

  test("a NO-GO is recorded with what did not pass, and is no baseline", async () => {
    const findings = [finding("pass"), finding("fail")];
    const { events } = await recorded(report({ findings, verdict: { ...report().verdict, decision: "NO-GO" } }));
    expect(events).toMatchObject([
      { kind: "gate-concluded", findings: [{ subject: "tests fail", outcome: "fail", severity: "critical" }] },
    ]);
  });

  test.each<[string, RunContext]>([
    ["a pull request", { ...ownRun, event: "pull_request", ownDefaultBranch: false }],
    ["a fork's pull request", { ...ownRun, event: "workflow_run", ownDefaultBranch: false }],
    ["another branch", { ...ownRun, ref: "refs/heads/x", ownDefaultBranch: false }],
    ["a run of which it cannot be told", { ...noContext, event: "push" }],
  ])("%s records nothing", async (_name, context) => {
    expect((await recorded(report(), context)).events).toEqual([]);
  });

  test("in a terminal, who names a ledger owns it", async () => {
    expect((await recorded(report(), noContext)).events).toMatchObject([
      { kind: "gate-concluded", run: null, commit },
      { kind: "baseline-recorded" },
    ]);
  });

  test.each<[string, Evidence["origin"], number, string | null]>([
    ["what a job's own steps built does not make it another commit", { ...origin, dirty: true }, 2, commit],
    ["a commit that is not known is none", { ...origin, commit: null }, 2, null],
  ])("%s", async (_name, changed, count, expected) => {
    const { events } = await recorded(report({ evidence: [{ ...measured, origin: changed }] }));
    expect(events.map((event) => event.commit)).toEqual(Array.from({ length: count }, () => expected));
  });

  test("in a terminal, changes that were never committed are no commit and no baseline, and that is told", async () => {
    const changed = { ...measured, origin: { ...origin, dirty: true } };
    const { events, told } = await recorded(report({ evidence: [changed] }), noContext);
    expect(events.map(({ kind, commit: about }) => [kind, about])).toEqual([["gate-concluded", null]]);
    expect(told).toEqual([expect.stringMatching(/^warning The verdict is recorded as one about no commit/)]);
  });

  test("evidence of another commit than the run's is not recorded, and that is told", async () => {
    const other = { ...measured, origin: { ...origin, commit: "b".repeat(40) } };
    const { events, told } = await recorded(report({ evidence: [other] }));
    expect(events).toEqual([]);
    expect(told).toEqual([expect.stringMatching(/^warning Nothing was recorded .* another commit/)]);
  });

  test("parts of several machines are a baseline each", async () => {
    const part = (cpuModel: string, stageName: string) => ({
      ...measured,
      machine: { ...measured.machine, cpuModel },
      stages: [],
      measurements: [measurement(launches([1], [2]), { stage: stageName })],
    });
    const { events } = await recorded(report({ evidence: [part("X", "a"), part("Y", "b"), part("X", "c")] }));
    const kinds = events.flatMap((event) => (event.kind === "baseline-recorded" ? [event] : []));
    expect(kinds.map(({ machine, measurements }) => [machine.cpuModel, measurements.map((one) => one.stage)])).toEqual([
      ["X", ["a", "c"]],
      ["Y", ["b"]],
    ]);
  });

  test("what is too large for an event is left out and told; the verdict is recorded", async () => {
    const many = Array.from({ length: 1200 }, (_, at) =>
      measurement(launches([], [1, 2, 3, 4, 5, 6]), { metric: `metric number ${at}` }),
    );
    const { events, told } = await recorded(report({ evidence: [{ ...measured, measurements: many }] }));
    expect(events.map(({ kind }) => kind)).toEqual(["gate-concluded"]);
    expect(told).toEqual([expect.stringMatching(/too large .* no baseline was recorded/)]);
  });

  test("known secrets are taken out of what evidence says", async () => {
    const { store, contents } = memoryLedger();
    const { ports } = world(ownRun, store);
    const secret = "hunter2-hunter2";
    const told = report({
      verdict: { ...report().verdict, because: `It printed ${secret}.` },
      findings: [finding("pass"), { ...finding("fail"), severity: "info", subject: secret }],
      evidence: [{ ...measured, measurements: [measurement(launches([], [1, 2]), { metric: `m ${secret}` })] }],
    });
    await record(told, options, { ...ports, redact: (text) => text.replaceAll(secret, "***") });
    const written = [...contents.values()].join("");
    expect(written).toContain("***");
    expect(written).not.toContain(secret);
  });

  test("a ledger that cannot be written is one warning, with what to do", async () => {
    const problem = {
      kind: "invalid",
      reason: "The token may not write.",
      remedy: "Give it `contents: write`.",
    } as const;
    const { ports, told } = world(ownRun, unusableLedger("branch rollout-gate", problem));
    await record(report(), options, ports);
    expect(told).toEqual([
      "warning The verdict was not recorded in the branch rollout-gate. The token may not write. Give it `contents: write`.",
    ]);
  });
});

describe("plan", () => {
  const stages = ["a", "b", "c"].map((name) => stage(name));
  const shop = config({ rollout: "shop", stages });

  test("balances the jobs by what the ledger knows", async () => {
    const { store } = memoryLedger();
    await store.append("shop", [gateEvent("g1", { stageDurationsMs: { a: 100, b: 4000, c: 90 } })]);
    const { ports } = world(noContext, store);
    const matrix = await plan(shop, [], 2, ports);
    expect(matrix.include.map((job) => job.stages)).toEqual(["b", "a c"]);
  });

  test("a ledger that cannot be read is a warning, and the plan stands", async () => {
    const { ports, told } = world(noContext, unusableLedger("x", { kind: "invalid", reason: "It is broken." }));
    const matrix = await plan(shop, ["a"], 2, ports);
    expect(matrix.include).toEqual([{ shard: "1/1", stages: "a" }]);
    expect(told).toEqual([expect.stringMatching(/^warning The plan does not know .* It is broken\./)]);
  });
});

describe("withLedger", () => {
  const ledgerPlan = { place: { kind: "branch", branch: "x" }, keepMs: 1, baselines: 1 } as const;

  test("opens the config's ledger, unless one was named for the run", async () => {
    const [named, opened] = [memoryLedger().store, memoryLedger().store];
    const { ports } = world(noContext, null);
    const able = { ...ports, openLedger: async () => opened };
    expect((await withLedger(able, ledgerPlan)).ledger).toBe(opened);
    expect((await withLedger({ ...able, ledger: named }, ledgerPlan)).ledger).toBe(named);
    expect((await withLedger(able, null)).ledger).toBeNull();
  });
});
