import { describe, expect, test } from "@jest/globals";
import { levelsAt, planOf } from "../../src/judge/launch-plan.ts";
import { bothArms, plan, stage } from "./samples.ts";

describe("the levels of a plan", () => {
  const six = { minLaunches: 6, maxLaunches: 6, errorRate: 0.05 };
  const eight = { minLaunches: 8, maxLaunches: 8, errorRate: 0.05 };

  // Each decision may spend a fifth of 0.05. Of the 924 ways to sort six and six launches, 1, 2, 4, 7 and 12 are the clearest; of the
  // 256 ways to sign eight pairs, 1, 2 and 3. The level is the largest such chance that is not above its share.
  test.each<[string, ReturnType<typeof levelsAt>, number, number, number]>([
    ["one comparison", levelsAt(6, six, "independent"), 1, 7 / 924, 7 / 924],
    ["less than one counts as one", levelsAt(6, six, "independent"), 0, 7 / 924, 7 / 924],
    ["one of two", levelsAt(6, six, "independent"), 2, 7 / 924, 4 / 924],
    ["one of four", levelsAt(6, six, "independent"), 4, 7 / 924, 2 / 924],
    ["beyond the last look, its level", levelsAt(7, six, "independent"), 2, 7 / 924, 4 / 924],
    ["before the first look, none", levelsAt(5, six, "independent"), 1, 0, 0],
    ["one pair of arms", levelsAt(8, eight, "paired"), 1, 2 / 256, 2 / 256],
    ["one pair of arms of two", levelsAt(8, eight, "paired"), 2, 2 / 256, 1 / 256],
    ["one pair of arms of four, which cannot fail", levelsAt(8, eight, "paired"), 4, 2 / 256, 0],
  ])("%s", (_name, levels, share, pass, fail) => {
    expect(levels.pass).toBeCloseTo(pass, 12);
    expect(levels.fail(share)).toBeCloseTo(fail, 12);
  });

  test("are those of the stage's own plan, and of a single look where it has none", () => {
    expect(planOf(bothArms("bench"))).toMatchObject(plan);
    const single = { minLaunches: 1, maxLaunches: 1, errorRate: 0.01 };
    expect([planOf(null), planOf(stage("unit"))]).toEqual([single, single]);
  });
});
