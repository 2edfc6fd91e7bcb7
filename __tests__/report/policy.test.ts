import { expect, test } from "@jest/globals";
import fc from "fast-check";
import type { PolicyRecord } from "../../src/domain/policy.ts";
import { judgePolicy } from "../../src/judge/judge-policy.ts";
import { renderPage } from "../../src/report/page/render-page.ts";
import { renderMarkdown } from "../../src/report/render-markdown.ts";
import { renderReportJson } from "../../src/report/render-report-json.ts";
import { renderTerminal } from "../../src/report/render-terminal.ts";
import { hostileText } from "./hostile-text.ts";
import { readAsGithub } from "./read-as-github.ts";
import { finding, report } from "./sample-reports.ts";

const record = (more: Partial<PolicyRecord> = {}): PolicyRecord => ({
  source: "base",
  commit: "0123456789abcdef".repeat(3).slice(0, 40),
  file: ".github/rollout-gate.yml",
  changes: [
    { key: "criteria.total.pass", before: "< +10 %", after: "< +50 %", effect: "loosens" },
    { key: "stages.unit", before: "npm test", after: null, effect: "loosens" },
    { key: "stages.lint", before: null, after: "eslint .", effect: "tightens" },
  ],
  ...more,
});
const withPolicy = (policy: PolicyRecord) => ({
  ...report("GO", "all is well", [finding("total"), ...judgePolicy(policy)], []),
  policy,
});

test("a changed policy is shown line by line, in Markdown, terminal, page and JSON", () => {
  const sample = withPolicy(record());
  const markdown = renderMarkdown(sample, { maxBytes: 60_000 });
  expect(markdown).toContain("| `criteria.total.pass`<br>asks for less | `< +10 %` | `< +50 %` |");
  expect(markdown).toContain("| `stages.unit`<br>asks for less | `npm test` | not there |");
  expect(markdown).toContain("| `stages.lint`<br>asks for more | not there | `eslint .` |");
  const terminal = renderTerminal(sample, { columns: 100, colour: false, unicode: true });
  expect(terminal).toContain("criteria.total.pass asks for less\n    < +10 % → < +50 %");
  const page = renderPage(sample, { script: "", style: "", drawn: [] });
  expect(page).toContain(
    '<tr><th scope="row">criteria.total.pass asks for less</th><td><span class="name">&lt; +10 %</span></td>',
  );
  expect(JSON.parse(renderReportJson(sample))).toMatchObject({ policy: { source: "base", changes: [{}, {}, {}] } });
});

test("who judged is told where nothing was changed, too", () => {
  const markdown = renderMarkdown(withPolicy(record({ changes: [] })), { maxBytes: 60_000 });
  expect(markdown.replaceAll("\u200b", "")).toContain("as it is at the base commit 0123456789ab");
  expect(markdown).not.toContain("**Policy**");
});

test("what a change's own policy says stays text", () => {
  fc.assert(
    fc.property(hostileText, hostileText, hostileText, (key, before, after) => {
      const changes = [{ key, before, after, effect: "changes" as const }];
      const markdown = renderMarkdown(withPolicy(record({ changes, file: key || "f" })), { maxBytes: 60_000 });
      const reading = readAsGithub(markdown);
      expect(reading.triggers).toEqual([]);
      expect([...reading.elements].filter((name) => ["a", "img", "script", "svg", "iframe"].includes(name))).toEqual(
        [],
      );
      for (const rows of reading.tables) expect(new Set(rows).size).toBe(1);
    }),
    { numRuns: 100 },
  );
});
