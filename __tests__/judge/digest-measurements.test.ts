import { describe, expect, test } from "@jest/globals";
import { digestMeasurements } from "../../src/judge/digest-measurements.ts";
import { evidence, launches, measurement, record, tests } from "./samples.ts";

describe("what the record keeps of a run", () => {
  test("is each launch of the candidate in five figures", () => {
    const taken = measurement(launches([[1]], [[4, 1, 3, 2, 5], [7]]), { direction: "lower-is-better" });
    // numpy.quantile([1,2,3,4,5], [0.1, 0.9], method="median_unbiased") gives 1.0 and 5.0
    expect(digestMeasurements([evidence({ measurements: [taken] })])).toEqual([
      {
        stage: "bench",
        metric: "latency",
        unit: "ns",
        direction: "lower-is-better",
        launches: [
          { samples: 5, calmLow: 1, calmHigh: 5, median: 3, mean: 3 },
          { samples: 1, calmLow: 7, calmHigh: 7, median: 7, mean: 7 },
        ],
      },
    ]);
  });

  test("includes how long launches took, but not under the name of a benchmark", () => {
    const launched = record("bench", {
      launches: [
        {
          arm: "candidate",
          index: 0,
          warmUp: false,
          exit: { code: 0, signal: null },
          startedAt: "2026-01-05T09:00:00Z",
          durationMs: 2,
          peakRssBytes: 4096,
        },
      ],
    });
    const own = measurement(launches([], [3]), { metric: "duration", unit: "" });
    const digests = digestMeasurements([evidence({ stages: [launched], measurements: [own] })]);
    expect(digests.map(({ metric, unit, launches }) => [metric, unit, launches[0]?.mean])).toEqual([
      ["duration", "", 3],
      ["peak-rss", "B", 4096],
    ]);
    const alone = digestMeasurements([evidence({ stages: [launched], tests: [tests("bench")] })]);
    expect(alone.map(({ metric, unit, launches }) => [metric, unit, launches[0]?.mean])).toEqual([
      ["duration", "ns", 2e6],
      ["peak-rss", "B", 4096],
    ]);
  });

  test.each([
    ["no launch of the candidate", [measurement(launches([1], []))]],
    ["values that are no numbers", [measurement(launches([], [Number.NaN]))]],
    ["two measurements of one name", [measurement(launches([], [1])), measurement(launches([], [2]))]],
  ])("leaves out %s", (_, measurements) => {
    expect(digestMeasurements([evidence({ measurements })])).toEqual([]);
  });
});
