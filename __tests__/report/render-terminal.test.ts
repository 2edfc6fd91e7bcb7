import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Report } from "../../src/domain/report.ts";
import { countColumns } from "../../src/report/fit-columns.ts";
import { renderTerminal } from "../../src/report/render-terminal.ts";
import { expectGolden } from "./expect-golden.ts";
import { hostileText } from "./hostile-text.ts";
import { evidence, finding, hostile, huge, report, sampleReports, stage } from "./sample-reports.ts";

const escapeCharacter = String.fromCharCode(27);
const ownColours = new RegExp(`${escapeCharacter}\\[[0-9;]{1,8}m`, "g");

/** By name, so that a counterexample stays short. */
const samples: Readonly<Record<string, Report>> = { ...sampleReports, hostile };

function expectSound(text: string, columns: number): void {
  const plain = text.replace(ownColours, "");
  expect(text.endsWith("\n")).toBe(true);
  for (const line of plain.split("\n")) {
    expect(line).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069\p{Cs}]/u);
    if (countColumns(line) > columns) throw new Error(`wider than ${columns}: ${line}`);
  }
}

describe("renderTerminal", () => {
  describe.each(Object.entries(sampleReports))("%s", (name, sample) => {
    test.each([60, 80, 120])("at %d columns", (columns) => {
      const text = renderTerminal(sample, { columns, colour: false, unicode: true });
      expectSound(text, columns);
      expectGolden(`${name}-${columns}.txt`, text);
    });
    test("says the verdict first, as a word", () => {
      const lines = renderTerminal(sample, { columns: 80, colour: false, unicode: true }).split("\n");
      expect(lines[1]).toContain(sample.verdict.decision);
    });
  });

  test("colours add nothing but colours", () => {
    for (const sample of [...Object.values(sampleReports), hostile]) {
      const options = { columns: 100, unicode: true };
      const plain = renderTerminal(sample, { ...options, colour: false });
      const coloured = renderTerminal(sample, { ...options, colour: true });
      expect(plain).not.toContain(escapeCharacter);
      expect(coloured).toContain(escapeCharacter);
      const trimmed = (text: string): string => text.replace(/ +$/gm, "");
      expect(trimmed(coloured.replace(ownColours, ""))).toBe(trimmed(plain));
    }
  });

  test("a terminal that shows ASCII alone gets ASCII alone", () => {
    for (const sample of [...Object.values(sampleReports), hostile]) {
      expect(renderTerminal(sample, { columns: 80, colour: false, unicode: false })).toMatch(/^[\n\x20-\x7e]+$/);
    }
  });

  test("every width is kept, whatever the data", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 40, max: 200 }),
        fc.boolean(),
        fc.constantFrom(...Object.keys(samples)),
        (columns, colour, name) =>
          expectSound(renderTerminal(samples[name] as Report, { columns, colour, unicode: true }), columns),
      ),
      { numRuns: 60 },
    );
    fc.assert(
      fc.property(fc.integer({ min: 40, max: 200 }), hostileText, hostileText, (columns, a, b) => {
        expectSound(renderTerminal(reportOf(a, b), { columns, colour: true, unicode: true }), columns);
      }),
      { numRuns: 150 },
    );
  });

  test.each([
    [0, 40],
    [1000, 200],
    [Number.NaN, 80],
  ])("a terminal of %d columns is taken as %d", (columns, taken) => {
    const [rule = ""] = renderTerminal(sampleReports.go as Report, { columns, colour: false, unicode: true }).split(
      "\n",
    );
    expect(rule.length).toBe(taken);
  });

  test("a huge report stays readable, and says how much is not shown", () => {
    const text = renderTerminal(huge, { columns: 100, colour: false, unicode: true });
    expectSound(text, 100);
    expect(text.split("\n").length).toBeLessThan(500);
    expect(text).toContain("4940 more findings");
    expect(text).toContain("and 2992 more");
    expect(text.trimEnd().split("\n").at(-1)).toBe("✖ NO-GO  2500 of 5000 criteria failed.");
  });
});

function reportOf(a: string, b: string): Report {
  return report(
    "INCONCLUSIVE",
    a,
    [
      finding(a, { outcome: "fail", reason: b, limit: a, unit: b, value: 12.5, action: b }),
      finding(b, { outcome: "invalid", severity: "info", reason: a, footnotes: [b] }),
    ],
    [
      evidence({
        stages: [stage(b, "broken", { reason: a, tail: [a, b] })],
        facts: [{ name: a, value: b, source: a }],
      }),
    ],
    { conditions: [a] },
  );
}
