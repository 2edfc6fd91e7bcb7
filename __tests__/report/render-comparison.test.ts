import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { ComparedBenchmark, ComparisonStatus, FileComparison } from "../../src/domain/comparison.ts";
import type { ArmSummary } from "../../src/domain/finding.ts";
import { countColumns } from "../../src/report/fit-columns.ts";
import { renderComparison, renderComparisonJson } from "../../src/report/render-comparison.ts";
import { expectGolden } from "./expect-golden.ts";
import { hostileText } from "./hostile-text.ts";

const arm = (side: ArmSummary["arm"], centre: number, launches = 6, samples = launches): ArmSummary => ({
  arm: side,
  launches,
  samples,
  centre,
  perLaunch: Array.from({ length: launches }, () => centre),
});

const ratio = (estimate: number, lower: number, upper: number) => ({
  change: { scale: "ratio" as const, estimate, lower, upper, confidence: 0.99 },
});

function row(name: string, status: ComparisonStatus, more: Partial<ComparedBenchmark> = {}): ComparedBenchmark {
  const sides = { baseline: arm("baseline", 12e6), candidate: arm("candidate", 13e6) };
  return { name, status, reason: `why ${status}`, action: "", unit: "ns", footnotes: [], ...sides, ...more };
}

function onlyOne(side: "baseline" | "candidate", name: string, status: ComparisonStatus): ComparedBenchmark {
  const { baseline, candidate, ...rest } = row(name, status);
  return { ...rest, ...(side === "baseline" ? { baseline } : { candidate }) } as ComparedBenchmark;
}

const files: FileComparison["files"] = [
  { file: "/runs/old-1.json", side: "baseline", format: "pytest-benchmark", benchmarks: 4 },
  { file: "/runs/new-1.json", side: "candidate", format: "pytest-benchmark", benchmarks: 4 },
];

const described: FileComparison = {
  files,
  criterion: null,
  met: null,
  benchmarks: [
    row("test_slow", "worse", ratio(0.2, 0.15, 0.26)),
    onlyOne("baseline", "test_gone", "missing"),
    row("hit rate", "different", {
      unit: "%",
      change: { scale: "difference", estimate: 2, lower: 1, upper: 3, confidence: 0.99 },
      baseline: arm("baseline", 90),
      candidate: arm("candidate", 92),
    }),
    row("test_even", "undecided", {
      ...ratio(0.01, -0.02, 0.03),
      footnotes: ["only 5 of the 6 files of the baseline hold it"],
    }),
    row("test_few", "undecided", {
      ...ratio(0.01, -1, Number.POSITIVE_INFINITY),
      baseline: arm("baseline", 12e6, 1, 1000),
      candidate: arm("candidate", 12.1e6, 1, 1000),
      launchesNeeded: 5,
    }),
    onlyOne("candidate", "test_fresh", "new"),
    row("test_fast", "better", ratio(-0.3, -0.4, -0.2)),
  ],
  means: [{ unit: "ns", benchmarks: 4, change: -0.021 }],
  notes: ["The file holds no raw samples: each value is the tool's own summary of a run."],
};

const judged: FileComparison = {
  ...described,
  criterion: "< +10 %",
  met: false,
  benchmarks: [
    row("test_slow", "fail", {
      ...ratio(0.2, 0.15, Number.POSITIVE_INFINITY),
      reason: "+20 %: beyond < +10 %, after 6 launches a side",
    }),
    row("test_size", "broken", {
      reason: "test_size is a duration in /a and a size in /b.",
      action: "Let both sides measure the same thing.",
      unit: "",
    }),
    row("test_near", "inconclusive", { ...ratio(0.09, 0.05, 0.14), launchesNeeded: 12 }),
    row("test_tail", "inconclusive", {
      ...ratio(0.01, -0.02, 0.03),
      reason: "the calm calls are within the limit, but the mean is not",
    }),
    row("test_even", "pass", ratio(0.01, -1, 0.03)),
  ],
};

const wide = { columns: 100, colour: false, unicode: true };

describe("renderComparison", () => {
  test.each([60, 100])("without a criterion, %d columns", (columns) => {
    expectGolden(`compare-${columns}.txt`, renderComparison(described, { ...wide, columns }));
  });
  test("with a criterion", () => {
    expectGolden("compare-criterion.txt", renderComparison(judged, wide));
  });

  test("what is met says so", () => {
    const met = { ...judged, met: true, benchmarks: judged.benchmarks.slice(-1) };
    expect(renderComparison(met, wide)).toContain("✔ met  1 benchmark against < +10 %: 1 pass");
  });

  test("a column that would say the same in every row is left out", () => {
    const few = described.benchmarks.filter(({ name }) => name === "test_few");
    const text = renderComparison({ ...described, benchmarks: few, means: [] }, wide);
    expect(text).not.toContain("interval\n");
    expect(text).not.toContain("Launches");
    expect(text).toContain("1 launch a side");
    expect(text).toContain("an interval needs at least 5 launches a side");
  });

  test("what is true of all benchmarks is said once", () => {
    const benchmarks = Array.from({ length: 30 }, (_, at) =>
      row(`b${at}`, "undecided", { ...ratio(0.01, -0.02, 0.03), footnotes: ["one value a launch"] }),
    );
    const text = renderComparison({ ...described, benchmarks }, wide);
    expect(text.match(/one value a launch/g)).toHaveLength(1);
    expect(text).toContain("for all: one value a launch");
    expect(text.replaceAll("\n", " ")).toContain("about 1 would seem to");
  });

  test("rows beyond the most are counted, never dropped silently", () => {
    const benchmarks = Array.from({ length: 700 }, (_, at) => row(`b${at}`, "undecided", ratio(0, -0.01, 0.01)));
    const text = renderComparison({ ...described, benchmarks }, wide);
    expect(text).toContain("and 200 more");
    expect(text).toContain("700 benchmarks: 700 not shown to differ");
  });

  test("any name fits any width and stays on its line", () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 40, max: 120 }), fc.boolean(), (text, columns, unicode) => {
        const hostile = described.benchmarks.map((one) => ({
          ...one,
          name: text,
          reason: text,
          action: text,
          footnotes: [text],
        }));
        const comparison = { ...judged, criterion: "< +1 %", benchmarks: hostile, notes: [text] };
        const rendered = renderComparison(comparison, { columns, colour: false, unicode });
        for (const line of rendered.split("\n")) {
          expect(countColumns(line)).toBeLessThanOrEqual(columns);
          expect(line).not.toMatch(/\p{Cc}/u);
        }
      }),
    );
  });
});

describe("renderComparisonJson", () => {
  test("is JSON with all rows; infinite ends are words", () => {
    const read = JSON.parse(renderComparisonJson(judged));
    expect(read).toMatchObject({ schema: "rollout-gate/compare/1", criterion: "< +10 %", met: false });
    expect(read.benchmarks).toHaveLength(judged.benchmarks.length);
    expect(read.benchmarks[0]).toMatchObject({ name: "test_slow", status: "fail", change: { upper: "Infinity" } });
  });
});
