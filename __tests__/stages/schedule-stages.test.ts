import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { orderStages } from "../../src/stages/order-stages.ts";
import { scheduleStages } from "../../src/stages/schedule-stages.ts";
import { selectStages } from "../../src/stages/select-stages.ts";
import { stageFixture } from "./stage-fixture.ts";

interface Outcome {
  readonly name: string;
  readonly passed: boolean;
  readonly unmet: readonly string[];
}

/** Runs a schedule whose stages last a few turns of the event loop, and notes who ran beside whom. */
async function observe(stages: ReturnType<typeof stageFixture>[], slots: number, failing: readonly string[] = []) {
  const running = new Set<string>();
  const started: string[] = [];
  let most = 0;
  const companyOfAlone: string[] = [];
  const results = await scheduleStages<Outcome>({
    stages,
    slots,
    run: async (stage) => {
      started.push(stage.name);
      running.add(stage.name);
      most = Math.max(most, running.size);
      for (let turn = 0; turn < 3; turn++) {
        await Promise.resolve();
        if (stage.alone && running.size > 1) companyOfAlone.push(...running);
      }
      running.delete(stage.name);
      return { name: stage.name, passed: !failing.includes(stage.name), unmet: [] };
    },
    skip: (stage, unmet) => ({ name: stage.name, passed: false, unmet }),
  });
  return { results, started, most, companyOfAlone };
}

describe("scheduleStages", () => {
  test("a stage waits for what it needs", async () => {
    const { started } = await observe(
      [stageFixture("c", { needs: ["b"] }), stageFixture("b", { needs: ["a"] }), stageFixture("a")],
      4,
    );
    expect(started).toEqual(["a", "b", "c"]);
  });

  test("a failed need skips everything behind it and nothing else", async () => {
    const { results, started } = await observe(
      [
        stageFixture("a"),
        stageFixture("b", { needs: ["a"] }),
        stageFixture("c", { needs: ["b"] }),
        stageFixture("other"),
      ],
      2,
      ["a"],
    );
    expect(started.sort()).toEqual(["a", "other"]);
    expect(results.map((result) => [result.name, result.unmet])).toEqual([
      ["a", []],
      ["b", ["a"]],
      ["c", ["b"]],
      ["other", []],
    ]);
  });

  test("a need that is no stage of the schedule is told, not lost", async () => {
    const { results } = await observe([stageFixture("a", { needs: ["gone"] })], 1);
    expect(results).toEqual([{ name: "a", passed: false, unmet: ["gone"] }]);
  });

  test("what a stage throws comes out, after the others have ended", async () => {
    let ended = false;
    const schedule = scheduleStages<Outcome>({
      stages: [stageFixture("bad"), stageFixture("slow"), stageFixture("never", { needs: ["slow"] })],
      slots: 2,
      run: async (stage) => {
        if (stage.name === "bad") throw new Error("port broke");
        await new Promise((resolve) => setTimeout(resolve, 20));
        ended = stage.name === "slow";
        return { name: stage.name, passed: true, unmet: [] };
      },
      skip: (stage, unmet) => ({ name: stage.name, passed: false, unmet }),
    });
    await expect(schedule).rejects.toThrow("port broke");
    expect(ended).toBe(true);
  });

  test("any graph: needs come first, slots are kept, alone is alone, every stage is told of once", async () => {
    const graphs = fc
      .array(fc.record({ needs: fc.array(fc.nat(20)), alone: fc.boolean(), fails: fc.boolean() }), { maxLength: 12 })
      .map((nodes) =>
        nodes.map((node, at) => ({
          stage: stageFixture(`s${at}`, {
            alone: node.alone,
            needs: [...new Set(node.needs.filter((need) => need < at).map((need) => `s${need}`))],
          }),
          fails: node.fails,
        })),
      );
    await fc.assert(
      fc.asyncProperty(graphs, fc.integer({ min: 1, max: 4 }), async (nodes, slots) => {
        const stages = nodes.map((node) => node.stage);
        const failing = nodes.filter((node) => node.fails).map((node) => node.stage.name);
        const seen = await observe(stages, slots, failing);
        expect(seen.most).toBeLessThanOrEqual(slots);
        expect(seen.companyOfAlone).toEqual([]);
        expect(seen.results.map((result) => result.name)).toEqual(stages.map((stage) => stage.name));
        const passed = new Set(seen.results.filter((result) => result.passed).map((result) => result.name));
        for (const stage of stages) {
          expect(seen.started.includes(stage.name)).toBe(stage.needs.every((need) => passed.has(need)));
          for (const need of stage.needs) {
            if (seen.started.includes(stage.name)) {
              expect(seen.started.indexOf(need)).toBeLessThan(seen.started.indexOf(stage.name));
            }
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("orderStages", () => {
  test("keeps the order of the config where needs leave a choice", () => {
    const names = orderStages([
      stageFixture("b", { needs: ["a"] }),
      stageFixture("x"),
      stageFixture("a"),
      stageFixture("y"),
    ]).map((stage) => stage.name);
    expect(names).toEqual(["x", "a", "b", "y"]);
  });
});

describe("selectStages", () => {
  test("drops needs that were not asked for, and names what is no stage", () => {
    const chosen = selectStages(
      [stageFixture("a"), stageFixture("b", { needs: ["a"] }), stageFixture("c", { needs: ["a", "b"] })],
      ["b", "c", "nonsense"],
    );
    expect(chosen.stages.map((stage) => [stage.name, stage.needs])).toEqual([
      ["b", []],
      ["c", ["b"]],
    ]);
    expect(chosen.unknown).toEqual(["nonsense"]);
  });
});
