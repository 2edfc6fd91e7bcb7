import { describe, expect, test } from "@jest/globals";
import { type ArmSwitch, noSwitch } from "../../src/collect/arm-switch.ts";
import { runStage } from "../../src/collect/run-stage.ts";
import type { Arm } from "../../src/domain/arm.ts";
import type { ArmsPlan, Stage } from "../../src/domain/config.ts";
import { config } from "../judge/samples.ts";
import { stageFixture } from "../stages/stage-fixture.ts";
import { type Actor, memoryPorts } from "./memory-ports.ts";

const byVariable: ArmSwitch = {
  ...noSwitch,
  way: "env FLAG",
  to: async (arm: Arm) => ({ ok: true, value: { FLAG: arm === "candidate" ? "on" : "off" } }),
};
const bothArms: ArmsPlan = {
  kind: "both",
  minLaunches: 2,
  maxLaunches: 2,
  warmUps: 0,
  timeLimitMs: null,
  errorRate: 0.01,
  inProcess: false,
};
const recorded = (more: Partial<Extract<ArmsPlan, { kind: "recorded" }>> = {}): ArmsPlan => ({
  kind: "recorded",
  arm: "candidate",
  launches: 3,
  warmUps: 1,
  timeLimitMs: null,
  errorRate: 0.01,
  ...more,
});
const startedMs = Date.UTC(2026, 0, 5, 9);

async function run(stage: Stage, actor: Actor, arms: ArmSwitch = byVariable) {
  const memory = memoryPorts(actor);
  const result = await runStage(stage, {
    config: config(),
    ports: memory.ports,
    arms,
    look: () => ({ decided: false, detail: "" }),
    folder: "/repo/.rollout-gate/evidence/stages",
    signal: new AbortController().signal,
  });
  return { ...result, ...memory };
}

const metric = (name: string, value: number) => JSON.stringify([{ name, unit: "ns", value }]);

describe("a stage whose baseline is the ledger's", () => {
  test("is launched in one arm alone, so many times", async () => {
    const { record, requests, results } = await run(
      stageFixture("bench", { arms: recorded(), measure: [{ name: "took", kind: "duration", direction: null }] }),
      () => ({}),
    );
    expect(record.status).toBe("passed");
    expect(record.launches.map(({ arm, warmUp }) => [arm, warmUp])).toEqual([
      ["candidate", true],
      ["candidate", false],
      ["candidate", false],
      ["candidate", false],
    ]);
    expect(new Set(requests.map(({ env }) => env.FLAG))).toEqual(new Set(["on"]));
    expect(results.measurements[0]?.launches).toHaveLength(3);
  });

  test("leaves the flag as it is where it cannot be set", async () => {
    const { requests } = await run(stageFixture("bench", { arms: recorded({ arm: null }) }), () => ({}));
    expect(requests.map(({ env }) => env.FLAG)).toEqual([undefined, undefined, undefined, undefined]);
  });

  test("stops at the first launch that fails, and at its time limit", async () => {
    const failed = await run(stageFixture("bench", { arms: recorded() }), () => ({ exit: 3 }));
    expect(failed.record).toMatchObject({ status: "failed", launches: [{ warmUp: true }] });
    const late = await run(stageFixture("bench", { arms: recorded({ timeLimitMs: 1 }) }), () => ({}));
    expect(late.record.launches).toHaveLength(2);
  });
});

describe("result files that a launch did not write", () => {
  const stage = (more: Partial<Stage>) => stageFixture("bench", { arms: recorded({ warmUps: 0 }), ...more });

  test.each([
    ["benchmarks", { benchmarks: ["b.json"] }, "b.json", metric("a", 1)],
    ["tests", { tests: ["t.xml"] }, "t.xml", '<testsuite tests="1"><testcase name="a"/></testsuite>'],
    [
      "checklist",
      { checklist: { file: "c.json", expected: null, othersPass: false } },
      "c.json",
      '[{"name":"a","passed":true}]',
    ],
  ] as const)("%s older than the launch", async (subject, more, file, text) => {
    const aDayBefore = startedMs - 86_400_000;
    const { results, passed } = await run(stage(more), () => ({ writes: { [file]: text }, modifiedMs: aDayBefore }));
    expect(passed).toBe(false);
    expect(results.gaps[0]).toMatchObject({ subject, problem: { kind: "invalid" } });
    expect(results.gaps[0]?.problem.reason).toMatch(/is stale: it was written at 2026-01-04T09:00:00.000Z, before/);
  });

  test("a time that the file system rounded is no sign", async () => {
    const { results } = await run(stage({ benchmarks: ["b.json"] }), () => ({
      writes: { "b.json": metric("a", 1) },
      modifiedMs: startedMs - 1500,
    }));
    expect(results.gaps).toEqual([]);
  });

  test("times that are an earlier launch's to the byte", async () => {
    const { results, record } = await run(stage({ benchmarks: ["b.json"] }), () => ({
      writes: { "b.json": metric("a", 1_234_567.891) },
    }));
    expect(record.launches).toHaveLength(2);
    expect(results.gaps[0]?.problem.reason).toMatch(
      /^b\.json is stale: it is, to the byte, what launch 1 of the stage wrote/,
    );
  });

  test("figures of few digits repeat by chance", async () => {
    const { results } = await run(stage({ benchmarks: ["b.json"] }), () => ({
      writes: { "b.json": metric("a", 12e6) },
    }));
    expect(results.gaps).toEqual([]);
    expect(results.measurements[0]?.launches).toHaveLength(3);
  });

  test("counts repeat by nature", async () => {
    const { results } = await run(stage({ benchmarks: ["b.json"] }), () => ({
      writes: { "b.json": '[{"name":"instructions","unit":"instructions","value":123456789}]' },
    }));
    expect(results.gaps).toEqual([]);
  });

  test("a value in JSON is watched as benchmarks are", async () => {
    const measure = {
      name: "took",
      kind: "json",
      file: "r.json",
      path: "took",
      unit: "ns",
      scale: 1e6,
      direction: null,
    } as const;
    const { results } = await run(stage({ measure: [measure] }), () => ({
      writes: { "r.json": '{"took":12.3456789}' },
    }));
    expect(results.gaps[0]).toMatchObject({ subject: "took" });
    expect(results.gaps[0]?.problem.reason).toMatch(/^r\.json is stale/);
  });
});

describe("an effect command", () => {
  const effect = { kind: "output", run: { kind: "script", script: "effect", shell: null }, timeoutMs: 1000 } as const;
  const stage = stageFixture("bench", { arms: bothArms, effect });
  const printing =
    (print: (flag: string | undefined, call: number) => string, exit = 0): Actor =>
    (request, script) => {
      if (script !== "effect") return {};
      calls += 1;
      return { stdout: print(request.env.FLAG, calls), exit };
    };
  let calls = 0;

  test("is run twice in each arm before anything is launched", async () => {
    const { effects, record, requests } = await run(
      stage,
      printing((flag) => `cache ${flag}\n`),
    );
    expect(effects).toEqual([
      { stage: "bench", arm: "baseline", said: "cache off" },
      { stage: "bench", arm: "candidate", said: "cache on" },
      { stage: "bench", arm: "candidate", said: "cache on" },
      { stage: "bench", arm: "baseline", said: "cache off" },
    ]);
    expect(record).toMatchObject({ status: "passed" });
    expect(requests[0]?.env.ROLLOUT_GATE_ARM).toBeUndefined();
  });

  test("that prints the same in both arms spares the launches", async () => {
    const { record, effects } = await run(
      stage,
      printing(() => "cache\n"),
    );
    expect(effects).toHaveLength(4);
    expect(record).toMatchObject({
      status: "broken",
      launches: [],
      reason: expect.stringMatching(/prints the same in both arms/),
    });
  });

  test.each([
    ["prints nothing", printing(() => " \n"), /printed nothing/],
    ["fails", printing(() => "x", 2), /ended with exit 2/],
    ["prints too much", printing(() => "x".repeat(5000)), /printed more than 4096 characters/],
  ])("that %s is told as such", async (_, actor, words) => {
    const { effects } = await run(stage, actor);
    expect(effects).toEqual([{ stage: "bench", arm: "baseline", said: null, problem: expect.anything() }]);
    expect(effects[0]?.problem?.reason).toMatch(words);
  });

  test("whose arm cannot be set is told as such", async () => {
    const broken: ArmSwitch = {
      ...byVariable,
      to: async () => ({ ok: false, problem: { kind: "invalid", reason: "No." } }),
    };
    const { effects } = await run(
      stage,
      printing(() => "x"),
      broken,
    );
    expect(effects[0]).toMatchObject({ said: null, problem: { reason: "No." } });
  });
});
