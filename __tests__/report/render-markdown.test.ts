import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Report } from "../../src/domain/report.ts";
import { commentMaxBytes } from "../../src/report/render-comment.ts";
import { renderMarkdown, summaryMaxBytes } from "../../src/report/render-markdown.ts";
import { expectGolden } from "./expect-golden.ts";
import { hostileText } from "./hostile-text.ts";
import { readAsGithub } from "./read-as-github.ts";
import { evidence, finding, hostile, huge, report, sampleReports, stage, testReport } from "./sample-reports.ts";

const ourElements = new Set(
  "h2 p strong ol ul li table thead tbody tr th td br code pre details summary span".split(" "),
);
const ourAttributes = new Set(["align=left", "align=right", "class=language-text"]);

/** By name, so that a counterexample stays short. */
const samples: Readonly<Record<string, Report>> = { ...sampleReports, hostile };

/** Asserts all that must hold for any report and any limit. */
function expectSound(markdown: string, maxBytes: number): void {
  expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(maxBytes);
  expect(markdown).not.toMatch(/\p{Cs}/u);
  const reading = readAsGithub(markdown);
  expect(reading.triggers).toEqual([]);
  expect([...reading.elements].filter((name) => !ourElements.has(name))).toEqual([]);
  expect([...reading.attributes].filter((attribute) => !ourAttributes.has(attribute))).toEqual([]);
  for (const rows of reading.tables) expect(new Set(rows).size).toBe(1);
}

describe("renderMarkdown", () => {
  test.each(Object.entries(sampleReports))("%s", (name, sample) => {
    const markdown = renderMarkdown(sample, { maxBytes: commentMaxBytes });
    expectSound(markdown, commentMaxBytes);
    expectGolden(`${name}.md`, markdown);
  });

  test("the verdict comes first", () => {
    for (const sample of Object.values(sampleReports)) {
      const [first = ""] = renderMarkdown(sample, { maxBytes: commentMaxBytes }).split("\n");
      expect(first).toMatch(new RegExp(`^## \\S+ ${sample.verdict.decision}: `));
    }
  });

  test("nothing hostile gets through", () => {
    expectSound(renderMarkdown(hostile, { maxBytes: commentMaxBytes }), commentMaxBytes);
    expectSound(renderMarkdown(hostile, { maxBytes: summaryMaxBytes }), summaryMaxBytes);
  });

  test("any text anywhere in the data stays text", () => {
    fc.assert(
      fc.property(hostileText, hostileText, hostileText, (a, b, c) => {
        expectSound(renderMarkdown(reportOf(a, b, c), { maxBytes: commentMaxBytes }), commentMaxBytes);
      }),
      { numRuns: 100 },
    );
  });

  test.each([
    ["comment", commentMaxBytes],
    ["summary", summaryMaxBytes],
  ])("five thousand findings fit a %s, worst first, and what is missing is said", (_name, maxBytes) => {
    const markdown = renderMarkdown(huge, { maxBytes });
    expectSound(markdown, maxBytes);
    expect(Buffer.byteLength(markdown)).toBeGreaterThan(maxBytes * 0.5);
    expect(markdown).toMatch(/and \d+ more/);
    expect(markdown.indexOf("❌ fail")).toBeGreaterThan(0);
    expect(markdown.indexOf("❌ fail")).toBeLessThan(markdown.indexOf("| Stage |"));
  });

  test("any limit is kept, down to nothing", () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(samples)), fc.integer({ min: 0, max: 9000 }), (name, max) => {
        expectSound(renderMarkdown(samples[name] as Report, { maxBytes: max }), max);
      }),
      { numRuns: 80 },
    );
  });

  test("below a kilobyte the verdict is what is left", () => {
    expect(renderMarkdown(hostile, { maxBytes: 200 })).toBe("## ❌ NO-GO\n");
    expect(renderMarkdown(sampleReports.go as Report, { maxBytes: 700 })).toContain("Left out to fit GitHub's limit");
  });
});

function reportOf(a: string, b: string, c: string): Report {
  const change = {
    scale: "ratio",
    estimate: 0.1,
    lower: Number.NEGATIVE_INFINITY,
    upper: 0.2,
    confidence: 0.99,
  } as const;
  return {
    ...report(
      "NO-GO",
      a,
      [
        finding(a, {
          outcome: "fail",
          severity: "warning",
          reason: b,
          limit: c,
          action: a,
          unit: b,
          value: 1,
          footnotes: [c],
          change,
        }),
        finding(b, { outcome: "missing", reason: c }),
      ],
      [
        evidence({
          stages: [stage(a, "failed", { reason: b, tail: [c, a, b] })],
          tests: [
            testReport("t", [
              {
                name: a,
                suite: b,
                status: "failed",
                durationMs: 1,
                file: b,
                line: 2,
                message: c,
                detail: `${a}\n${b}`,
              },
            ]),
          ],
          checklists: [{ stage: a, items: [{ name: b, status: "unknown", message: c }] }],
          requirements: [{ name: a, wanted: b, found: c, met: null }],
          facts: [{ name: a, value: b, source: c }],
          flag: [{ arm: "baseline", value: "off", said: a, way: b }],
          coverage: [{ stage: a, format: b, of: [c, a], linesCovered: 0, linesTotal: 0, files: [], fileCount: 0 }],
        }),
      ],
      { conditions: [b, c] },
    ),
    rollout: c,
    tool: a,
    concludedAt: b,
  };
}
