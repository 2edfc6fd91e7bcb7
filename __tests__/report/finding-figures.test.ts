import { describe, expect, test } from "@jest/globals";
import { findingFigures, intervalHead } from "../../src/report/finding-figures.ts";
import { arm, finding } from "./sample-reports.ts";

const change = (lower: number, upper: number, scale: "ratio" | "difference" = "ratio") =>
  ({ scale, estimate: 0.1, lower, upper, confidence: 0.99 }) as const;

describe("findingFigures", () => {
  test.each([
    ["a ratio", change(0.02, 0.18), "ns", "+2.0 … +18.0 %"],
    ["around nothing", change(-0.0001, 0.0002), "ns", "0.0 … 0.0 %"],
    ["a difference", change(-2e6, 19.5e6, "difference"), "B", "−2.0 … +19.5 MB"],
    ["no bounds", change(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY), "ns", "unbounded"],
    ["one bound", change(0.05, Number.POSITIVE_INFINITY), "ns", "+5.0 … +∞ %"],
    ["not a number", change(Number.NaN, 1), "ns", "unknown"],
  ])("the interval of %s", (_name, one, unit, expected) => {
    expect(findingFigures(finding("x", { change: one, unit })).interval).toBe(expected);
  });

  test("both arms are told in one unit", () => {
    const figures = findingFigures(
      finding("x", { unit: "ns", baseline: arm("baseline", [980e3]), candidate: arm("candidate", [1.21e6]) }),
    );
    expect(figures).toMatchObject({ baseline: "0.98 ms", candidate: "1.21 ms", change: "", interval: "" });
  });

  test("a value just beside its limit does not read as the limit", () => {
    expect(findingFigures(finding("x", { unit: "%", value: 84.96, limit: ">= 85 %" })).candidate).toBe("84.96 %");
    expect(findingFigures(finding("x", { unit: "%", value: 91.279, limit: ">= 85 %" })).candidate).toBe("91.3 %");
  });
});

test("intervalHead names the confidence when there is one", () => {
  const one = finding("x", { change: change(0, 1) });
  expect(intervalHead([one, finding("y")])).toBe("99 % interval");
  expect(intervalHead([one, finding("y", { change: { ...change(0, 1), confidence: 0.95 } })])).toBe("Interval");
  expect(intervalHead([])).toBe("Interval");
});
