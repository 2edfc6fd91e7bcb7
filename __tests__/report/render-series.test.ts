import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { countColumns } from "../../src/report/fit-columns.ts";
import { type FileUnderstanding, renderSeries, renderSeriesJson } from "../../src/report/render-series.ts";
import { expectGolden } from "./expect-golden.ts";
import { hostileText } from "./hostile-text.ts";
import { noGo } from "./sample-reports.ts";

const tests = noGo.evidence[0]?.tests[0];
const files: readonly FileUnderstanding[] = [
  {
    file: "bench.json",
    kind: "series",
    format: "pytest-benchmark",
    series: [
      { name: "test_chat_latency", unit: "ns", direction: "lower-is-better", launches: [[412e6, 415e6, 409e6]] },
      { name: "test_throughput[large]", unit: "1/s", direction: "higher-is-better", launches: [[12_500, 12_100]] },
      { name: "allocations", unit: "allocs/op", launches: [[17]], summarised: true, arm: "candidate" },
    ],
    notes: ["Times are read as seconds."],
  },
  ...(tests === undefined ? [] : [{ file: "unit.xml", kind: "tests" as const, report: tests }]),
  {
    file: "cov.json",
    kind: "coverage",
    report: {
      format: "coverage.py JSON",
      of: ["victor/agent"],
      linesCovered: 1099,
      linesTotal: 1204,
      files: [{ path: "victor/agent/chat.py", linesCovered: 70, linesTotal: 120 }],
      fileCount: 21,
    },
  },
  {
    file: "parts.json",
    kind: "checklist",
    format: "checklist",
    items: [{ name: "Chat", status: "failed", message: "no" }],
  },
  {
    file: "empty.json",
    kind: "problem",
    problem: {
      kind: "invalid",
      reason: "The file is empty.",
      remedy: "Use the benchmark fixture.",
      line: 1,
      column: 1,
    },
  },
];

describe("renderSeries", () => {
  test.each([50, 100])("at %d columns", (columns) => {
    expectGolden(`read-${columns}.txt`, renderSeries(files, { columns, colour: false, unicode: true }));
  });
  test("any name fits any width and stays on its line", () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 40, max: 120 }), (text, columns) => {
        const hostile: readonly FileUnderstanding[] = [
          {
            file: text,
            kind: "series",
            format: text,
            series: [{ name: text, unit: text, launches: [[1, 2]] }],
            notes: [text],
          },
          { file: text, kind: "problem", problem: { kind: "missing", reason: text, remedy: text } },
        ];
        for (const line of renderSeries(hostile, { columns, colour: false, unicode: true }).split("\n")) {
          expect(line).not.toMatch(/\p{Cc}/u);
          expect(countColumns(line)).toBeLessThanOrEqual(columns);
        }
      }),
    );
  });
  test("as JSON", () => {
    const value = JSON.parse(renderSeriesJson(files));
    expect(value.schema).toBe("rollout-gate/read/1");
    expect(value.files[0].series[0].launches).toEqual([[412e6, 415e6, 409e6]]);
    expect(value.files.at(-1).problem.reason).toBe("The file is empty.");
  });
});
