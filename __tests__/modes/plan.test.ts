import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { ArmsPlan } from "../../src/domain/config.ts";
import { planMatrix } from "../../src/modes/plan.ts";
import { stageFixture } from "../stages/stage-fixture.ts";

const both: ArmsPlan = {
  kind: "both",
  minLaunches: 5,
  maxLaunches: 24,
  warmUps: 1,
  timeLimitMs: null,
  errorRate: 0.01,
  inProcess: false,
};

describe("planMatrix", () => {
  test("keeps stages that need each other in one job, the needed one first", () => {
    const matrix = planMatrix(
      [stageFixture("bench", { needs: ["build"] }), stageFixture("build"), stageFixture("lint"), stageFixture("docs")],
      2,
    );
    expect(matrix.include).toEqual([
      { shard: "1/2", stages: "build bench" },
      { shard: "2/2", stages: "lint docs" },
    ]);
  });

  test("gives a measuring stage a job of its own where there are jobs enough", () => {
    const matrix = planMatrix([stageFixture("a"), stageFixture("b"), stageFixture("bench", { arms: both })], 2);
    expect(matrix.include.map((job) => job.stages)).toEqual(["bench", "a b"]);
  });

  test("never makes more jobs than there are groups of stages", () => {
    expect(planMatrix([stageFixture("a")], 16).include).toEqual([{ shard: "1/1", stages: "a" }]);
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
      fc.property(graphs, fc.integer({ min: 1, max: 6 }), (stages, jobs) => {
        const { include } = planMatrix(stages, jobs);
        const names = include.flatMap((job) => job.stages.split(" "));
        expect([...names].sort()).toEqual(stages.map((stage) => stage.name).sort());
        expect(include.length).toBeLessThanOrEqual(jobs);
        for (const stage of stages) {
          const own = include.find((job) => job.stages.split(" ").includes(stage.name))?.stages.split(" ") ?? [];
          for (const need of stage.needs) {
            expect(own.indexOf(need)).toBeGreaterThanOrEqual(0);
            expect(own.indexOf(need)).toBeLessThan(own.indexOf(stage.name));
          }
        }
      }),
    );
  });
});
