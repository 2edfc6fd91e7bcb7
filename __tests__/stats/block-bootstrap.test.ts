import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { aroundCourse, figureOfBlocks, resampleFigures, runLengthOf } from "../../src/stats/block-bootstrap.ts";
import { binOf, histogramError, valueOfBin, weightedQuantile } from "../../src/stats/log-histogram.ts";
import { mean } from "../../src/stats/quantile.ts";
import { seededRandom, seedOf } from "../../src/stats/seeded-random.ts";
import { windowLevels } from "../../src/stats/window-levels.ts";

test("every value is within 1 % of its bin's, and bins keep the order", () => {
  const value = fc
    .double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 })
    .filter((x) => x === 0 || Math.abs(x) > 1e-12);
  fc.assert(
    fc.property(value, value, (one, other) => {
      expect(Math.abs(valueOfBin(binOf(one)) - one)).toBeLessThanOrEqual(Math.abs(one) * histogramError * 1.000001);
      if (one < other) expect(binOf(one)).toBeLessThanOrEqual(binOf(other));
    }),
  );
});

test("a weighted quantile is the one of the values written out", () => {
  const item = fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 4 }));
  fc.assert(
    fc.property(fc.array(item, { minLength: 1 }), fc.constantFrom(0.5, 0.9, 0.99, 1), (items, probability) => {
      const sorted = [...items].sort((a, b) => a[0] - b[0]);
      const written = sorted.flatMap(([value, count]) => Array<number>(count).fill(value));
      const expected = written[Math.max(0, Math.ceil(written.length * probability - 1e-9) - 1)];
      expect(
        weightedQuantile(
          sorted.map(([value]) => value),
          sorted.map(([, count]) => count),
          probability,
        ),
      ).toBe(expected);
    }),
  );
  expect(weightedQuantile([1], [0], 0.5)).toBeNaN();
});

const blocks = {
  weights: [2, 2, 2, 2],
  sums: [2, 4, 6, 8],
  support: [1, 2, 3, 4],
  places: [[[0, 2]], [[1, 2]], [[2, 2]], [[3, 2]]] as const,
};

test("figures of all blocks", () => {
  expect(figureOfBlocks(blocks, "mean")).toBe(2.5);
  expect(figureOfBlocks(blocks, 0.5)).toBe(2);
  expect(figureOfBlocks({ weights: [], sums: [], support: [], places: [] }, "mean")).toBeNaN();
});

test("resampled means lie around the mean, with the spread of a mean; the same seed gives the same", () => {
  const draw = () => resampleFigures(blocks, "mean", 1, 4000, seededRandom(1));
  const figures = [...draw()];
  expect([...draw()]).toEqual(figures);
  expect(mean(figures)).toBeCloseTo(2.5, 1);
  // The standard deviation of a mean of four of 1, 2, 3, 4: √(1.25 / 4).
  expect(Math.sqrt(mean(figures.map((figure) => (figure - 2.5) ** 2)))).toBeCloseTo(Math.sqrt(1.25 / 4), 1);
});

test("runs are long where successive blocks are alike", () => {
  const random = seededRandom(9);
  expect(runLengthOf(Array.from({ length: 200 }, random))).toBeLessThanOrEqual(4);
  expect(runLengthOf(Array.from({ length: 200 }, (_, index) => Math.sin(index / 30)))).toBe(25);
  expect(runLengthOf([])).toBe(1);
  expect(runLengthOf(Array(20).fill(3))).toBe(1);
});

test("seeds depend on every number and on their order", () => {
  expect(seedOf([1, 2])).not.toBe(seedOf([2, 1]));
  expect(seedOf([1, 2])).toBe(seedOf([1, 2]));
});

test("several windows together err as often as they may", () => {
  const levels = windowLevels(0.01, [1, 7, 30]);
  expect(levels).toHaveLength(3);
  let wrong = 0;
  const random = seededRandom(11);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const bounds = [1, 7, 30].map((time, index) => ({ time, level: levels[index] ?? 0 }));
  for (let run = 0; run < 40_000; run++) {
    let place = 0;
    let before = 0;
    const crossed = bounds.some(({ time, level }) => {
      place += Math.sqrt(time - before) * normal();
      before = time;
      const z = place / Math.sqrt(time);
      return z > 0 && upperTail(z) < level;
    });
    if (crossed) wrong++;
  }
  expect(wrong / 40_000).toBeLessThan(0.0125);
  expect(wrong / 40_000).toBeGreaterThan(0.007);
  expect(windowLevels(0.01, [5])).toEqual([0.01]);
});

/** Abramowitz and Stegun 26.2.17, good to 7.5e-8. */
function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
}

describe("around its course", () => {
  const made = (course: (place: number) => number, size = 40) => {
    const random = seededRandom(3);
    const weights = Array.from({ length: size }, () => 1 + Math.floor(5 * random()));
    const sums = weights.map((weight, place) => weight * (100 + course(place) + 10 * (random() - 0.5)));
    return { weights, sums, support: [], places: [] };
  };

  test.each<[string, (place: number) => number]>([
    ["what grows steadily", (place) => 3 * place],
    ["what has changed once", (place) => (place < 25 ? 0 : 60)],
  ])("%s keeps its mean and loses its change", (_name, course) => {
    const given = made(course);
    const around = aroundCourse(given);
    expect(figureOfBlocks(around, "mean")).toBeCloseTo(figureOfBlocks(given, "mean"), 9);
    const means = around.sums.map((sum, place) => sum / (around.weights[place] ?? 1));
    expect(Math.max(...means) - Math.min(...means)).toBeLessThan(12);
  });

  test.each<[string, ReturnType<typeof made>]>([
    ["what only varies", made(() => 0)],
    ["what has an odd hour", made((place) => (place === 20 ? 500 : 0))],
    ["what comes and goes", made((place) => (place % 10 < 5 ? 0 : 60))],
    ["of which there is little", made((place) => 3 * place, 15)],
    ["what does not vary at all", { weights: Array(20).fill(1), sums: Array(20).fill(7), support: [], places: [] }],
  ])("%s is left as it is", (_name, given) => {
    expect(aroundCourse(given)).toBe(given);
  });
});
