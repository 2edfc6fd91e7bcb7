import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { countColumns } from "../../src/report/fit-columns.ts";
import { limitPositions } from "../../src/report/limit-position.ts";
import { textPicture } from "../../src/report/text-picture.ts";

const options = { columns: 50, unicode: false, marks: [] as number[], format: (value: number) => value.toFixed(0) };

describe("textPicture", () => {
  test("one axis for both arms, the limit marked in each", () => {
    const lines = textPicture(
      [
        { label: "baseline", values: [100, 101, 101, 102] },
        { label: "candidate", values: [120, 121] },
      ],
      { ...options, marks: [110] },
    );
    const [baseline = "", candidate = "", axis = ""] = lines;
    expect(baseline.indexOf("|")).toBe(candidate.indexOf("|"));
    expect(baseline.lastIndexOf("o")).toBeLessThan(baseline.indexOf("|"));
    expect(candidate.indexOf("o")).toBeGreaterThan(candidate.indexOf("|"));
    expect(baseline).toMatch(/o.*@.*o/);
    expect(axis).toContain("110");
  });
  test.each([
    ["nothing to draw", [], 50],
    ["nothing finite", [Number.NaN, Number.POSITIVE_INFINITY], 50],
    ["no room", [1, 2], 20],
  ])("%s draws nothing", (_name, values, columns) => {
    expect(textPicture([{ label: "baseline", values }], { ...options, columns })).toEqual([]);
  });
  test("a limit far away does not press the values into one cell", () => {
    const [row = ""] = textPicture([{ label: "b", values: [100, 110] }], { ...options, marks: [1e9] });
    expect(row.match(/o/g)).toHaveLength(2);
    expect(row).not.toContain("|");
  });
  test("any values give lines that fit, with a dot for each row that has values", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double(), { minLength: 1, maxLength: 30 }),
        fc.array(fc.double(), { maxLength: 30 }),
        fc.array(fc.double(), { maxLength: 3 }),
        fc.integer({ min: 10, max: 200 }),
        (a, b, marks, columns) => {
          const rows = [
            { label: "baseline", values: a },
            { label: "candidate", values: b },
          ];
          const lines = textPicture(rows, { ...options, columns, marks, format: (value) => value.toExponential(1) });
          for (const line of lines) expect(countColumns(line)).toBeLessThanOrEqual(columns);
          rows.forEach((row, index) => {
            if (lines.length > 0 && row.values.some(Number.isFinite)) expect(lines[index]?.slice(9)).toMatch(/[o@]/);
          });
        },
      ),
    );
  });
});

describe("limitPositions", () => {
  test.each([
    ["< +10 %", 200, "ratio", [220]],
    ["> -5 %", 200, "ratio", [190]],
    ["< +100 MB", 5e6, "difference", [105e6]],
    ["within 5 %", 200, "ratio", [190, 210]],
    ["within 2 ms", 5e6, "difference", [3e6, 7e6]],
    ["< 500 ms", 1, "difference", [500e6]],
    [">= 85 %", 1, "difference", [85]],
    ["all of 15", 1, "ratio", []],
    ["< +10 %", Number.NaN, "ratio", []],
    ["", 1, "ratio", []],
  ] as const)("%s", (limit, baseline, scale, expected) => {
    const found = limitPositions(limit, baseline, scale);
    expect(found).toHaveLength(expected.length);
    for (const [index, at] of found.entries()) expect(at).toBeCloseTo(expected[index] ?? Number.NaN, 6);
  });
});
