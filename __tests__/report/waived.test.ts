import { expect, test } from "@jest/globals";
import { decideVerdict } from "../../src/judge/decide-verdict.ts";
import { renderPage } from "../../src/report/page/render-page.ts";
import { renderAnnotations } from "../../src/report/render-annotations.ts";
import { renderMarkdown } from "../../src/report/render-markdown.ts";
import { renderOutputs } from "../../src/report/render-outputs.ts";
import { renderReportJson } from "../../src/report/render-report-json.ts";
import { renderTerminal } from "../../src/report/render-terminal.ts";
import { readAsGithub } from "./read-as-github.ts";
import { finding, report } from "./sample-reports.ts";

const waived = finding("chat-latency", {
  outcome: "fail",
  reason: "chat-latency is 612 ms",
  action: "Optimize it",
  waived: { owner: "@octocat", reason: "[next](http://a.example) release", until: "2026-01-31" },
});
const verdict = decideVerdict([waived]);
const sample = report(verdict.decision, verdict.because, [waived], [], verdict);

test("every rendering names the owner and the day, beside the outcome", () => {
  const markdown = renderMarkdown(sample, { maxBytes: 60_000 });
  expect(markdown).toContain("⚠️ fail, waived `chat-latency`");
  const shown = markdown.replaceAll("\u200b", "");
  expect(shown).toContain("waived by @octocat until 2026-01-31");
  expect(readAsGithub(markdown).triggers).toEqual([]);
  for (const columns of [50, 120]) {
    const terminal = renderTerminal(sample, { columns, colour: false, unicode: true }).replaceAll(/\s+/g, " ");
    expect(terminal).toContain("fail, waived");
    expect(terminal).toContain("waived by @octocat until 2026-01-31");
  }
  const page = renderPage(sample, { script: "", style: "", drawn: [] });
  expect(page).toContain('<span class="badge doubtful">fail, waived</span>');
  expect(page).toContain("waived by @octocat until 2026-01-31: [next](http://a.example) release");
  expect(renderAnnotations(sample)).toMatchObject([
    { level: "warning", title: "chat-latency: fail, waived by @octocat until 2026-01-31" },
  ]);
  expect(JSON.parse(renderReportJson(sample))).toMatchObject({
    findings: [{ outcome: "fail", waived: { owner: "@octocat", until: "2026-01-31" } }],
  });
  expect(renderOutputs(sample)).toMatchObject({ verdict: "go-with-conditions", failed: '["chat-latency"]' });
  expect(renderOutputs(sample).conditions).toContain("Waived by @octocat until 2026-01-31");
});
