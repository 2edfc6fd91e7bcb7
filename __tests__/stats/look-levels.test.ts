import { describe, expect, test } from "@jest/globals";
import { computedLevels, type LookPlan, lookLevels } from "../../src/stats/look-levels.ts";
import { rankSumCritical, rankSumTail } from "../../src/stats/rank-sum-tail.ts";
import { signedRankCritical } from "../../src/stats/signed-rank-tail.ts";
import { usualLevels } from "../../src/stats/usual-levels.ts";

/** A stream of numbers in 0 … 1 that a seed fixes (mulberry32). */
function randomStream(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** How often some look of a plan decides when nothing differs: counted on made-up launches. */
function spentBySimulation(plan: LookPlan, error: number, runs: number): number {
  const levels = lookLevels(plan, error);
  const random = randomStream(20240611);
  const paired = plan.design === "paired";
  const critical = levels.map((level, index) => {
    const n = plan.minLaunches + index;
    if (level === 0) return Number.POSITIVE_INFINITY;
    return paired ? signedRankCritical(level * (1 + 1e-9), n) : rankSumCritical(level * (1 + 1e-9), n, n);
  });
  let crossed = 0;
  for (let run = 0; run < runs; run++) {
    const baseline: number[] = [];
    const candidate: number[] = [];
    let count = 0;
    for (let n = 1; n <= plan.maxLaunches; n++) {
      candidate.push(paired ? random() - 0.5 : random());
      baseline.push(random());
      const newest = candidate[n - 1] ?? 0;
      const against = baseline[n - 1] ?? 0;
      for (let k = 0; k < n; k++) {
        const earlier = candidate[k] ?? 0;
        if (paired) count += earlier + newest > 0 ? 1 : 0;
        else count += (newest > (baseline[k] ?? 0) ? 1 : 0) + (k < n - 1 && earlier > against ? 1 : 0);
      }
      if (n >= plan.minLaunches && count >= (critical[n - plan.minLaunches] ?? 0)) {
        crossed++;
        break;
      }
    }
  }
  return crossed / runs;
}

describe("lookLevels", () => {
  const plan: LookPlan = { minLaunches: 5, maxLaunches: 24, design: "independent" };

  test.each([
    [plan, 0.002],
    [{ ...plan, maxLaunches: 12 }, 0.01],
    [{ minLaunches: 5, maxLaunches: 20, design: "paired" }, 0.01],
  ] as const)("%j spends %d at the most, and most of it", (some, error) => {
    const runs = 20_000;
    const spent = spentBySimulation(some, error, runs);
    const noise = 3 * Math.sqrt(error / runs);
    expect(spent).toBeLessThan(error + noise);
    expect(spent).toBeGreaterThan(error * 0.6 - noise);
  });

  test("can decide nothing before the launches can show it", () => {
    const levels = lookLevels(plan, 0.002);
    expect(levels).toHaveLength(20);
    // 1 / choose(12, 6) = 0.00108 is more than the third of the error that is free by then; 1 / choose(14, 7) is not.
    expect(levels.slice(0, 2)).toEqual([0, 0]);
    expect(levels[2]).toBeGreaterThan(0);
  });

  test("one look has the whole error", () => {
    const levels = lookLevels({ minLaunches: 9, maxLaunches: 9, design: "independent" }, 0.005);
    expect(levels).toEqual([rankSumTail(rankSumCritical(0.005, 9, 9), 9, 9)]);
  });

  test.each(["independent", "crossover", "paired"] as const)("%s: no level above the error", (design) => {
    for (const error of [0, 1e-6, 0.001, 0.05]) {
      for (const level of lookLevels({ minLaunches: 1, maxLaunches: 30, design }, error)) {
        expect(level).toBeGreaterThanOrEqual(0);
        expect(level).toBeLessThanOrEqual(error);
      }
    }
  });

  test.each(["independent", "crossover", "paired"] as const)("%s: a look's level needs no later look", (design) => {
    // An error that no other test asks for: the levels come in the order asked for here.
    const all = lookLevels({ minLaunches: 5, maxLaunches: 24, design }, 0.0031);
    const some = { minLaunches: 5, maxLaunches: 24, design } as const;
    for (const launches of [24, 9, 5, 17])
      expect(lookLevels(some, 0.0031, launches)).toEqual(all.slice(0, launches - 4));
    const first = lookLevels(some, 0.0032, 8);
    expect(first).toHaveLength(4);
    expect(lookLevels(some, 0.0032).slice(0, 4)).toEqual(first);
    expect(lookLevels(some, 0.0032, 3)).toHaveLength(1);
    expect(lookLevels(some, 0.0032, 99)).toHaveLength(20);
  });

  test("nonsense plans still have a look", () => {
    expect(lookLevels({ minLaunches: 0, maxLaunches: -3, design: "independent" }, 0.01)).toHaveLength(1);
  });
});

describe("the levels of the usual plan", () => {
  test.each(["independent", "crossover", "paired"] as const)("%s: written down as they are computed", (design) => {
    const plan = { minLaunches: 5, maxLaunches: 24, design };
    expect(usualLevels.has(`${design} 5 24 0.002`)).toBe(true);
    const computed = computedLevels(plan, 0.002);
    expect(computed).toHaveLength(20);
    expect(lookLevels(plan, 0.002)).toEqual(computed.map((level) => expect.closeTo(level, 12)));
    expect(lookLevels(plan, 0.002, 9)).toEqual(lookLevels(plan, 0.002).slice(0, 5));
  });
});
