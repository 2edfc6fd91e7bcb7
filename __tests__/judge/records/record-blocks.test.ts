import { describe, expect, test } from "@jest/globals";
import type { RecordBlock, Statistic } from "../../../src/domain/metric-record.ts";
import { figureOfStatistic, toBlocks } from "../../../src/judge/records/record-blocks.ts";
import { figureOfBlocks } from "../../../src/stats/block-bootstrap.ts";
import { valueOfBin } from "../../../src/stats/log-histogram.ts";

const valuesBlock = (startMs: number, values: readonly number[]): RecordBlock => ({
  startMs,
  count: values.length,
  sum: values.reduce((sum, value) => sum + value, 0),
  values,
});
const figure = (blocks: readonly RecordBlock[], statistic: Statistic, weights: readonly number[] = []): number => {
  const wanted = figureOfStatistic(statistic);
  return figureOfBlocks(toBlocks(blocks, weights, wanted), wanted);
};

/** The numbers 1 … 100, in three stretches of time: each has every third of them. */
const hundred = [3, 2, 1].map((first) =>
  valuesBlock(
    first,
    Array.from({ length: 100 }, (_, index) => index + 1).filter((value) => value % 3 === first % 3),
  ),
);
const binned: RecordBlock = {
  startMs: 0,
  count: 10,
  sum: 55,
  bins: [
    [40_000, 5],
    [40_050, 4],
    [40_100, 1],
  ],
};

describe("the figures of a record", () => {
  test.each<[string, readonly RecordBlock[], readonly number[], Record<Statistic, number>]>([
    ["of 1 to 100", hundred, [], { mean: 50.5, median: 50, p90: 90, p95: 95, p99: 99, max: 100 }],
    [
      "of values that are there more than once",
      [valuesBlock(0, [4, 4, 9]), valuesBlock(1, [1, 4, 4, 4, 4, 9, 30])],
      [],
      { mean: 7.3, median: 4, p90: 9, p95: 30, p99: 30, max: 30 },
    ],
    [
      "of blocks that weigh more and less",
      [valuesBlock(0, [1, 2]), valuesBlock(1, [7, 9])],
      [3, 0.5],
      { mean: 17 / 7, median: 2, p90: 7, p95: 9, p99: 9, max: 9 },
    ],
    [
      "of bins",
      [binned],
      [],
      {
        mean: 5.5,
        median: valueOfBin(40_000),
        p90: valueOfBin(40_050),
        p95: valueOfBin(40_100),
        p99: valueOfBin(40_100),
        max: valueOfBin(40_100),
      },
    ],
  ])("%s", (_name, blocks, weights, wanted) => {
    const found = Object.fromEntries(
      (Object.keys(wanted) as Statistic[]).map((statistic) => [statistic, figure(blocks, statistic, weights)]),
    );
    expect(found).toEqual(wanted);
  });

  test("hold each value once, in ascending order, with its places", () => {
    expect(toBlocks([valuesBlock(0, [4, 9]), valuesBlock(1, [1, 4])], [2], 0.5)).toEqual({
      weights: [4, 2],
      sums: [26, 5],
      support: [1, 4, 9],
      places: [
        [
          [1, 2],
          [2, 2],
        ],
        [
          [0, 1],
          [1, 1],
        ],
      ],
    });
  });
});
