import { describe, expect, test } from "@jest/globals";
import type { LaunchDigest } from "../../src/domain/ledger.ts";
import { boundsOf } from "../../src/judge/bound.ts";
import { decideRecorded } from "../../src/judge/decide-recorded.ts";

const bounds = boundsOf({ kind: "relative", comparator: "<", change: 0.1, text: "< +10 %" }, 0, "lower-is-better");
const launches = 5;
const draws = 500;

/** A stream of numbers in 0 … 1 that the seed fixes (mulberry32), and normal ones of it. */
function randomStream(seed: number) {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return { next, normal };
}

type Random = ReturnType<typeof randomStream>;
/** What a day does to all launches of its run, on logarithms. */
type Effect = (random: Random, run: number) => number;

/** Shares of wrong decisions: fails where the change is `change`, passes where it is. */
function rates(effect: Effect, runs: number, change: number): { readonly fail: number; readonly pass: number } {
  const random = randomStream(7 + runs);
  const take = (run: number, factor: number): readonly LaunchDigest[] => {
    const level = factor * Math.exp(effect(random, run));
    return Array.from({ length: launches }, () => {
      const value = 1e6 * level * Math.exp(0.01 * random.normal());
      return { samples: 10, calmLow: value, calmHigh: value, median: value, mean: value };
    });
  };
  let fail = 0;
  let pass = 0;
  for (let draw = 0; draw < draws; draw++) {
    const past = Array.from({ length: runs }, (_, run) => take(run, 1));
    const today = take(runs, 1 + change);
    const arms = { statistic: "calmLow", today, past, anchor: null } as const;
    const [decision] = decideRecorded([{ arms, pass: bounds, warn: null }], 0.01);
    if (decision?.outcome === "fail") fail++;
    if (decision?.outcome === "pass") pass++;
  }
  return { fail: fail / draws, pass: pass / draws };
}

const lognormal: Effect = (random) => 0.02 * random.normal();
const heavy: Effect = (random) =>
  (0.02 * random.normal()) / Math.sqrt((random.normal() ** 2 + random.normal() ** 2 + random.normal() ** 2) / 3);
const cauchy: Effect = (random) => 0.01 * Math.tan(Math.PI * (random.next() - 0.5));
const oddRun: Effect = (random) => (random.next() < 0.1 ? Math.log(1.3) : 0) + 0.01 * random.normal();
const drift: Effect = (random, run) => 0.003 * run + 0.01 * random.normal();

/** 0.2 % is spent on each side; of 500 draws that is one, and more than 5 of them come once in a thousand. */
const spent = 5 / draws;

describe("how often a run is judged wrongly, at a limit of +10 %", () => {
  test.each([
    ["lognormal", lognormal],
    ["drift", drift],
  ])("%s spread between runs keeps what is spent", (_, effect) => {
    for (const change of [0, 0.05, 0.1]) expect(rates(effect, 10, change).fail).toBeLessThanOrEqual(spent);
    for (const change of [0.1, 0.15, 0.2]) expect(rates(effect, 10, change).pass).toBeLessThanOrEqual(spent);
  });

  // What no rule can do better with ten runs: any of eleven that are alike may be the odd one.
  test.each([
    ["heavy tails", heavy],
    ["Cauchy tails", cauchy],
    ["one odd run in ten", oddRun],
  ])("%s keep the bound that holds for any noise", (_, effect) => {
    for (const change of [0, 0.1]) expect(rates(effect, 10, change).fail).toBeLessThanOrEqual(1 / 11);
    for (const change of [0.1, 0.2]) expect(rates(effect, 10, change).pass).toBeLessThanOrEqual(1 / 11);
  });

  test("a change that is large beside the spread is found", () => {
    expect(rates(lognormal, 10, 0.3).fail).toBeGreaterThan(0.95);
    expect(rates(lognormal, 10, 0).pass).toBeGreaterThan(0.6);
  });
});
