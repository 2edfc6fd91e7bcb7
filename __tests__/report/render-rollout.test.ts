import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { RolloutReport } from "../../src/domain/rollout.ts";
import { renderRolloutMarkdown } from "../../src/report/render-rollout-markdown.ts";
import { renderRolloutTerminal } from "../../src/report/render-rollout-terminal.ts";
import { hostileText } from "./hostile-text.ts";
import { readAsGithub } from "./read-as-github.ts";

const report: RolloutReport = {
  schema: "rollout-gate/rollout/1",
  tool: "rollout-gate 0.1.0",
  rollout: "new-pricing",
  action: "rollback",
  operation: "20260105T090000Z-1a2b3c",
  ending: "failed",
  because: "The flag reads on.",
  reason: "too slow",
  commit: "a".repeat(40),
  flag: "on",
  startedAt: "2026-01-05T09:00:00.000Z",
  endedAt: "2026-01-05T09:00:04.000Z",
  record: [{ name: "flag before", value: "on (on)" }],
  steps: [
    {
      what: "turn the flag off",
      outcome: "failed",
      detail: "It obeys no way.",
      startedAt: "2026-01-05T09:00:01.000Z",
      durationMs: 1200,
    },
    { what: "restart", outcome: "planned", detail: "", startedAt: null, durationMs: 0 },
  ],
  findings: ["smoke: exit 1."],
  byHand: [
    { what: "Run the script that turns the flag off.", command: "./toggle.sh off && echo done" },
    { what: "Set `use_it` to false.", command: null },
  ],
  notes: ["~/a.yaml is /home/me/a.yaml."],
};

const terminal = { columns: 60, colour: false, unicode: true };

describe("what turning off has come to", () => {
  test("in a terminal: the ending, then what to do by hand, then the rest", () => {
    const lines = renderRolloutTerminal(report, terminal).split("\n");
    expect(lines[1]).toBe("  ✖ FAILED   roll back new-pricing");
    expect(lines).toContain("      ./toggle.sh off && echo done");
    const headings = lines.filter((line) => /^(To do|Findings|Steps|Recorded|Notes)/.test(line));
    expect(headings).toEqual(["To do by hand, in this order", "Findings", "Steps", "Recorded", "Notes"]);
    expect(lines).toContain("✖ turn the flag off failed (1.2 s)");
  });

  test("a long command is never broken or cut: a part of one is another", () => {
    const command = `cp ${"/very/long/path".repeat(20)} /x`;
    const shown = renderRolloutTerminal({ ...report, byHand: [{ what: "Copy.", command }] }, terminal);
    expect(shown).toContain(`      ${command}\n`);
  });

  test("as Markdown", () => {
    const text = renderRolloutMarkdown(report);
    expect(text).toContain("## ❌ FAILED: roll back new-pricing");
    expect(text).toContain(
      "1. Run the script that turns the flag off.\n\n   ```text\n   ./toggle.sh off && echo done\n   ```",
    );
    expect(text).toContain("| ❌ failed | turn the flag off | `2026-01-05 09:00:01` |");
    expect(readAsGithub(text).tables).toEqual([[5, 5, 5]]);
  });
});

describe("whatever the data holds", () => {
  const hostile = fc.record({
    what: hostileText,
    detail: hostileText,
    name: hostileText,
    value: hostileText,
    finding: hostileText,
    command: hostileText,
  });
  const filled = ({
    what,
    detail,
    name,
    value,
    finding,
    command,
  }: Record<"what" | "detail" | "name" | "value" | "finding" | "command", string>): RolloutReport => ({
    ...report,
    rollout: name,
    because: detail,
    reason: value,
    record: [{ name, value }],
    steps: report.steps.map((step) => ({ ...step, what, detail })),
    findings: [finding],
    byHand: [
      { what, command },
      { what, command: null },
    ],
    notes: [finding],
  });

  test("nothing of it means anything to GitHub", () => {
    fc.assert(
      fc.property(hostile, (texts) => {
        const reading = readAsGithub(renderRolloutMarkdown(filled(texts)));
        expect(reading.triggers).toEqual([]);
        expect([...reading.elements].filter((name) => /^(a|img|script|iframe)$/.test(name))).toEqual([]);
        expect(reading.tables).toEqual([[5, 5, 5]]);
      }),
      { numRuns: 200 },
    );
  });

  test("nothing of it acts on the terminal", () => {
    fc.assert(
      fc.property(hostile, (texts) => {
        expect(renderRolloutTerminal(filled(texts), terminal).replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
      }),
      { numRuns: 200 },
    );
  });
});
