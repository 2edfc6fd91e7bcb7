import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { WatchReport, WindowLook } from "../../src/domain/watch-report.ts";
import { renderWatchMarkdown } from "../../src/report/render-watch-markdown.ts";
import { renderWatchTerminal } from "../../src/report/render-watch-terminal.ts";
import { findingOf } from "../escalate/escalation-samples.ts";
import { hostileText } from "./hostile-text.ts";
import { readAsGithub } from "./read-as-github.ts";

const look: WindowLook = {
  window: "day-7",
  kind: "due",
  due: "2026-01-15T09:00:00.000Z",
  from: "2026-01-08T09:00:00.000Z",
  to: "2026-01-15T09:00:00.000Z",
  missed: 2,
  verdict: {
    decision: "INVESTIGATE",
    because: "1 check is not met: latency",
    by: "2026-01-16T09:00:00.000Z",
    actions: [],
    met: 1,
    judged: 2,
  },
  findings: [
    findingOf("latency", "warning", "fail", { action: "Find the cause", limit: "< +10 %", footnotes: ["seed 7"] }),
    findingOf("errors", "critical", "pass"),
  ],
  trends: { latency: "worsening", errors: "unclear" },
  review: {
    figures: [
      {
        subject: "latency",
        unit: "ns",
        direction: "lower-is-better",
        before: 100e6,
        since: 112e6,
        change: { scale: "ratio", estimate: 0.12, lower: 0.1, upper: 0.14, confidence: 0.95 },
        trend: "worsening",
        reason: "",
      },
      {
        subject: "crashes",
        unit: "",
        direction: null,
        before: null,
        since: 0,
        change: null,
        trend: "unclear",
        reason: "before: nobody recorded it",
      },
    ],
    rollbacks: 0,
    gaps: ["Known when it was turned on: slow on Mondays"],
    recommendation: "tune",
    evidence: ["The flag has been on for 7 d; 1 of 2 checks passed."],
  },
};

const report: WatchReport = {
  schema: "rollout-gate/watch/1",
  tool: "rollout-gate 0.1.0",
  rollout: "new-pricing",
  state: "on",
  since: "2026-01-08T09:00:00.000Z",
  operation: "20260108T090000Z-1a2b3c",
  decideBy: "2026-01-09T09:00:00.000Z",
  decision: "INVESTIGATE",
  because: "day-7: 1 check is not met: latency",
  by: "2026-01-16T09:00:00.000Z",
  looks: [look],
  next: { window: "day-30", due: "2026-02-07T09:00:00.000Z" },
  recording: "recorded",
  done: ["An issue was opened."],
  notes: ["The config has changed."],
  at: "2026-01-15T09:17:00.000Z",
};

const terminal = { columns: 100, colour: false, unicode: true };

describe("what a watch has come to", () => {
  test("in a terminal: the decision and its time first, then each look with what to do", () => {
    const lines = renderWatchTerminal(report, terminal).split("\n");
    expect(lines[1]).toBe("  ! INVESTIGATE by 2026-01-16 09:00 UTC   new-pricing");
    expect(lines).toContain("day-7: 2026-01-08 09:00 UTC to 2026-01-15 09:00 UTC; 2 looks before it never made");
    expect(lines).toContain("  ✖ fail          latency: latency is fail (worsening)");
    expect(lines).toContain("                  To do: Find the cause");
    expect(lines.some((line) => /^latency +100 ms +112 ms +\+12 % \(\+10 % to \+14 %\) +worsening/.test(line))).toBe(
      true,
    );
    expect(lines).toContain("  TUNE: leave it on, and put right what is not as it should be");
    expect(lines).toContain("  Next is day-30, at 2026-02-07 09:00 UTC.");
  });

  test.each([
    [{ decision: null, by: null, looks: [], next: null }, "? NOTHING IS DUE"],
    [{ decision: null, by: null, looks: [], state: "off", since: null }, "? THE FLAG IS OFF"],
    [{ decision: null, by: null, looks: [], state: "before", since: null }, "? BEFORE THE ROLLOUT"],
    [{ decision: "ROLL BACK NOW", by: null }, "✖ ROLL BACK NOW"],
  ] as const)("%j begins with %s", (more, words) => {
    expect(renderWatchTerminal({ ...report, ...more }, terminal).split("\n")[1]).toContain(words);
    expect(renderWatchMarkdown({ ...report, ...more })).toContain(words.slice(2));
  });

  test("as Markdown, with a table of before and since", () => {
    const text = renderWatchMarkdown(report);
    expect(text).toMatch(/^## ⚠️ INVESTIGATE by 2026-01-16 09:00 UTC: new-pricing\n/);
    expect(text).toContain("| latency | 100 ms | 112 ms | +12 % (+10 % to +14 %) | worsening |");
    expect(text).toContain("| crashes<br>before&#58;".replace("&#58;", ":"));
    expect(text).toContain("#### Recommendation: TUNE");
  });

  test("whatever the data say, nothing in it is markup, a link or a command", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const finding = {
          ...findingOf(text, "warning", "fail"),
          reason: text,
          action: text,
          limit: text,
          footnotes: [text],
        };
        const hostile: WatchReport = {
          ...report,
          because: text,
          looks: [{ ...look, findings: [finding], review: { ...reviewOf(look), gaps: [text], evidence: [text] } }],
          done: [text],
          notes: [text],
        };
        const read = readAsGithub(renderWatchMarkdown(hostile));
        expect(read.triggers).toEqual([]);
        expect([...read.elements].filter((name) => /^(a|img|script|iframe)$/.test(name))).toEqual([]);
        expect(read.tables).toEqual([
          [3, 3],
          [5, 5, 5],
        ]);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
        expect(renderWatchTerminal(hostile, terminal)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
      }),
      { numRuns: 150 },
    );
  });
});

function reviewOf({ review }: WindowLook): NonNullable<WindowLook["review"]> {
  if (review === null) throw new Error("There is no review.");
  return review;
}
