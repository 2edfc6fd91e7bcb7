import { describe, expect, test } from "@jest/globals";
import { type ArmSwitch, noSwitch } from "../../src/collect/arm-switch.ts";
import type { Look } from "../../src/collect/look.ts";
import { runStage } from "../../src/collect/run-stage.ts";
import type { Arm } from "../../src/domain/arm.ts";
import type { ArmsPlan, Stage } from "../../src/domain/config.ts";
import { config as configSample } from "../judge/samples.ts";
import { stageFixture } from "../stages/stage-fixture.ts";
import { type Actor, memoryPorts } from "./memory-ports.ts";

const config = configSample({ rollout: "shop" });
const bothArms = (changes: Partial<Extract<ArmsPlan, { kind: "both" }>> = {}): ArmsPlan => ({
  kind: "both",
  minLaunches: 2,
  maxLaunches: 4,
  warmUps: 1,
  timeLimitMs: null,
  errorRate: 0.01,
  inProcess: false,
  ...changes,
});
const byVariable: ArmSwitch = {
  ...noSwitch,
  way: "env FLAG",
  to: async (arm: Arm) => ({ ok: true, value: { FLAG: arm === "candidate" ? "on" : "off" } }),
};
const never: Look = () => ({ decided: false, detail: "" });

async function run(stage: Stage, actor: Actor, options: { look?: Look; arms?: ArmSwitch; signal?: AbortSignal } = {}) {
  const memory = memoryPorts(actor);
  const result = await runStage(stage, {
    config,
    ports: memory.ports,
    arms: options.arms ?? byVariable,
    look: options.look ?? never,
    folder: "/repo/.rollout-gate/evidence/stages",
    signal: options.signal ?? new AbortController().signal,
  });
  return { ...result, ...memory };
}

const junit = (failed: boolean) =>
  `<testsuite name="s" tests="1" failures="${failed ? 1 : 0}"><testcase name="a" classname="c" time="0.1">${failed ? '<failure message="no"/>' : ""}</testcase></testsuite>`;

describe("runStage", () => {
  test("runs once in the candidate arm and reads what the command wrote", async () => {
    const stage = stageFixture("unit", {
      arms: { kind: "one", arm: "candidate" },
      tests: ["unit.xml"],
      measure: [
        {
          name: "init",
          kind: "output",
          pattern: "took ([0-9.]+)ms",
          stream: "stdout",
          unit: "ns",
          scale: 1e6,
          direction: null,
        },
        { name: "memory", kind: "peak-rss", direction: null },
      ],
    });
    const { record, results, requests } = await run(stage, () => ({
      stdout: "took 12.5ms\n",
      writes: { "unit.xml": junit(false) },
    }));
    expect(record).toMatchObject({ status: "passed", launches: [{ arm: "candidate", index: 0, warmUp: false }] });
    expect(requests[0]?.env).toMatchObject({
      FLAG: "on",
      EVIDENCE: "/repo/.rollout-gate/evidence/stages/unit/00-candidate",
      ROLLOUT_GATE_ARM: "candidate",
    });
    expect(results.tests).toMatchObject([{ stage: "unit", arm: "candidate", total: 1, passed: 1 }]);
    expect(results.measurements).toMatchObject([
      {
        metric: "init",
        unit: "ns",
        direction: "lower-is-better",
        launches: [{ arm: "candidate", samples: [12_500_000] }],
      },
      { metric: "memory", unit: "B", launches: [{ samples: [50_000_000] }] },
    ]);
    expect(results.gaps).toEqual([]);
  });

  test("never reads what an earlier run left behind", async () => {
    const memory = memoryPorts(() => ({}), {
      files: { "/repo/.rollout-gate/evidence/stages/unit/00-candidate/unit.xml": junit(false) },
    });
    const { results } = await runStage(stageFixture("unit", { tests: ["unit.xml"] }), {
      config,
      ports: memory.ports,
      arms: noSwitch,
      look: never,
      folder: "/repo/.rollout-gate/evidence/stages",
      signal: new AbortController().signal,
    });
    expect(results.tests).toEqual([]);
    expect(results.gaps).toMatchObject([
      { stage: "unit", subject: "tests", problem: { kind: "missing", file: "unit.xml" } },
    ]);
  });

  test("keeps the tests of a run that failed, and none of its samples", async () => {
    const stage = stageFixture("unit", {
      tests: ["unit.xml"],
      measure: [{ name: "time", kind: "duration", direction: null }],
    });
    const { record, results } = await run(stage, () => ({ exit: 1, writes: { "unit.xml": junit(true) } }));
    expect(record).toMatchObject({ status: "failed", reason: "exit 1" });
    expect(results.tests).toMatchObject([{ failed: 1 }]);
    expect(results.measurements).toEqual([]);
  });

  test("launches the arms in turn, A B B A, after a warm-up that is thrown away", async () => {
    const seen: string[] = [];
    const stage = stageFixture("bench", {
      arms: bothArms(),
      measure: [
        { name: "n", kind: "output", pattern: "n=(\\d+)", stream: "stdout", unit: "", scale: 1, direction: null },
      ],
    });
    const { record, results } = await run(stage, (request) => {
      seen.push(request.env.FLAG ?? "");
      return { stdout: `n=${seen.length}\n` };
    });
    expect(seen.join(" ")).toBe("off on on off off on on off off on");
    expect(record.launches.filter((launch) => launch.warmUp)).toHaveLength(2);
    const [measurement] = results.measurements;
    expect(measurement?.launches.map((launch) => launch.samples[0])).toEqual([3, 4, 5, 6, 7, 8, 9, 10]);
    expect(measurement?.launches.map((launch) => launch.arm[0]).join("")).toBe("cbbccbbc");
  });

  test("asks from the least number of launches on, and stops when all is decided", async () => {
    const asked: number[] = [];
    const look: Look = (_stage, results) => {
      const launches = results.measurements[0]?.launches.length ?? 0;
      asked.push(launches);
      return { decided: launches >= 6, detail: "half decided" };
    };
    const stage = stageFixture("bench", {
      arms: bothArms(),
      measure: [{ name: "time", kind: "duration", direction: null }],
    });
    const { told, record } = await run(stage, () => ({}), { look });
    expect(asked).toEqual([4, 6]);
    expect(record.launches).toHaveLength(8);
    expect(told).toContain("launched bench 2/4 half decided");
  });

  test("begins no round after its time is up", async () => {
    const stage = stageFixture("bench", {
      arms: bothArms({ timeLimitMs: 1 }),
      measure: [{ name: "time", kind: "duration", direction: null }],
    });
    const { record } = await run(stage, () => ({}));
    expect(record.status).toBe("passed");
    expect(record.launches).toHaveLength(4);
  });

  test("a launch that fails in one arm ends the stage and is named", async () => {
    const stage = stageFixture("bench", {
      arms: bothArms(),
      measure: [{ name: "time", kind: "duration", direction: null }],
    });
    const { record, passed } = await run(stage, (request) => ({
      exit: request.env.FLAG === "on" ? 3 : 0,
      stderr: "ModuleNotFoundError: No module named 'extra'\n",
    }));
    expect(passed).toBe(false);
    expect(record.reason).toBe("candidate launch 2: exit 3: the Python module extra is not installed");
    expect(record.launches).toHaveLength(2);
  });

  test("a launch that leaves nothing to compare ends the stage: more of them would only cost time", async () => {
    const stage = stageFixture("bench", {
      arms: bothArms(),
      measure: [{ name: "speed", kind: "benchmark", benchmark: "test_x", file: null, direction: null }],
    });
    const { record, results } = await run(stage, () => ({ writes: { "bench.json": "" } }));
    expect(record.status).toBe("broken");
    expect(record.reason).toContain("empty");
    expect(results.gaps).toMatchObject([{ subject: "speed", problem: { kind: "invalid", file: "bench.json" } }]);
    expect(record.launches).toHaveLength(1);
  });

  test("an arm that cannot be set runs nothing", async () => {
    const arms: ArmSwitch = {
      ...byVariable,
      to: async () => ({ ok: false, problem: { kind: "invalid", reason: "the settings file is locked" } }),
    };
    const { record, requests } = await run(stageFixture("bench", { arms: bothArms() }), () => ({}), { arms });
    expect(record).toMatchObject({
      status: "broken",
      reason: "the baseline arm could not be set: the settings file is locked",
    });
    expect(requests).toEqual([]);
  });

  test("one process that measures both arms is told the order, and its launches are pairs", async () => {
    const orders: string[] = [];
    const stage = stageFixture("bench", {
      arms: bothArms({ inProcess: true, warmUps: 0, maxLaunches: 2 }),
      measure: [{ name: "speed", kind: "benchmark", benchmark: "find", file: null, direction: null }],
    });
    const { results } = await run(stage, (request) => {
      orders.push(request.env.ARM_ORDER ?? "");
      const launches = [
        { arm: "baseline", samples: [10, 11] },
        { arm: "candidate", samples: [12, 13] },
      ];
      const benchmarks = [{ name: "find", unit: "ms", launches }];
      return { writes: { "b.json": JSON.stringify({ schema: "rollout-gate/benchmark/1", benchmarks }) } };
    });
    expect(orders).toEqual(["baseline,candidate", "candidate,baseline"]);
    expect(results.gaps).toEqual([]);
    expect(results.measurements[0]?.launches.map(({ arm, pair }) => [arm, pair])).toEqual([
      ["baseline", 0],
      ["candidate", 0],
      // The order in which the second process ran them.
      ["candidate", 1],
      ["baseline", 1],
    ]);
  });

  test.each<[string, Partial<Awaited<ReturnType<Actor>>>, Partial<Stage>, string, RegExp]>([
    ["a time limit", { outcome: { timedOut: true } }, { timeoutMs: 90_000 }, "timed-out", /time limit of 1 min 30 s/],
    ["a cancelled run", { outcome: { cancelled: true } }, {}, "cancelled", /cancelled after/],
    [
      "a program that is not there",
      { outcome: { startError: { code: "ENOENT", message: "The program x is not in PATH." } } },
      {},
      "broken",
      /not in PATH/,
    ],
    [
      "pytest without tests",
      { exit: 5 },
      { run: { kind: "script", script: "python -m pytest -q", shell: null } },
      "broken",
      /pytest found no test \(exit 5\)/,
    ],
    [
      "a text that was expected",
      { stdout: "Status: ERROR\n" },
      { expect: { exit: [0], output: [{ kind: "text", text: "Status: ON" }], never: [] } },
      "failed",
      /did not print "Status: ON"/,
    ],
    [
      "a text that was forbidden",
      { stderr: "Traceback (most recent call last):\n" },
      { expect: { exit: [0], output: [], never: [{ kind: "pattern", pattern: "^Traceback" }] } },
      "failed",
      /printed \/\^Traceback\/, which it must not/,
    ],
  ])("%s has a status and words of its own", async (_name, act, changes, status, reason) => {
    const { record } = await run(stageFixture("s", changes), () => act);
    expect(record.status).toBe(status);
    expect(record.reason).toMatch(reason);
  });

  test("nothing is started once the run is cancelled", async () => {
    const { record, requests } = await run(stageFixture("s"), () => ({}), { signal: AbortSignal.abort() });
    expect(record.status).toBe("cancelled");
    expect(requests).toEqual([]);
  });
});
