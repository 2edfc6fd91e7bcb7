import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { ArmsPlan } from "../../src/domain/config.ts";
import { planMatrix } from "../../src/stages/plan-matrix.ts";
import { stageFixture } from "./stage-fixture.ts";

const both: ArmsPlan = {
  kind: "both",
  minLaunches: 5,
  maxLaunches: 24,
  warmUps: 1,
  timeLimitMs: null,
  errorRate: 0.01,
  inProcess: false,
};

const none: ReadonlyMap<string, number> = new Map();

describe("planMatrix", () => {
  test("keeps stages that need each other in one job, the needed one first", () => {
    const matrix = planMatrix(
      [stageFixture("bench", { needs: ["build"] }), stageFixture("build"), stageFixture("lint"), stageFixture("docs")],
      2,
      none,
    );
    expect(matrix.include).toEqual([
      { shard: "1/2", stages: "build bench" },
      { shard: "2/2", stages: "lint docs" },
    ]);
  });

  test("gives a measuring stage a job of its own where there are jobs enough", () => {
    const matrix = planMatrix([stageFixture("a"), stageFixture("b"), stageFixture("bench", { arms: both })], 2, none);
    expect(matrix.include.map((job) => job.stages)).toEqual(["bench", "a b"]);
  });

  test("never makes more jobs than there are groups of stages", () => {
    expect(planMatrix([stageFixture("a")], 16, none).include).toEqual([{ shard: "1/1", stages: "a" }]);
  });

  test("balances by what stages are known to take", () => {
    const stages = ["a", "b", "c", "d", "e"].map((name) => stageFixture(name));
    const known = new Map([
      ["a", 60_000],
      ["b", 50_000],
      ["c", 40_000],
      ["d", 30_000],
      ["e", 20_000],
    ]);
    expect(planMatrix(stages, 2, known).include.map((job) => job.stages)).toEqual(["a d e", "b c"]);
  });

  test("guesses a stage that is not known from those that are, by launches", () => {
    const stages = [stageFixture("slow"), stageFixture("quick"), stageFixture("new", { arms: both })];
    const known = new Map([
      ["slow", 90_000],
      ["quick", 3000],
    ]);
    // 48 launches of which each takes as long as the slower of the two that are known: far more than both together.
    expect(planMatrix(stages, 2, known).include.map((job) => job.stages)).toEqual(["new", "slow quick"]);
  });

  test("stages that take no time at all leave no job empty", () => {
    const stages = ["a", "b", "c"].map((name) => stageFixture(name));
    const known = new Map(stages.map(({ name }) => [name, 0]));
    expect(planMatrix(stages, 3, known).include.map((job) => job.stages)).toEqual(["a", "b", "c"]);
  });

  test("any graph: every stage is in exactly one job, and so are its needs", () => {
    const graphs = fc
      .array(fc.array(fc.nat(9), { maxLength: 2 }), { minLength: 1, maxLength: 10 })
      .map((nodes) =>
        nodes.map((needs, at) =>
          stageFixture(`s${at}`, { needs: [...new Set(needs.filter((need) => need < at))].map((need) => `s${need}`) }),
        ),
      );
    fc.assert(
      fc.property(
        graphs,
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.nat(50), { maxLength: 8 }),
        (stages, jobs, known) => {
          const { include } = planMatrix(stages, jobs, new Map(known.map((ms, at) => [`s${at}`, ms])));
          const names = include.flatMap((job) => job.stages.split(" "));
          expect([...names].sort()).toEqual(stages.map((stage) => stage.name).sort());
          expect(include.length).toBeLessThanOrEqual(jobs);
          expect(include.every((job) => job.stages !== "")).toBe(true);
          for (const stage of stages) {
            const own = include.find((job) => job.stages.split(" ").includes(stage.name))?.stages.split(" ") ?? [];
            for (const need of stage.needs) {
              expect(own.indexOf(need)).toBeGreaterThanOrEqual(0);
              expect(own.indexOf(need)).toBeLessThan(own.indexOf(stage.name));
            }
          }
        },
      ),
    );
  });
});
