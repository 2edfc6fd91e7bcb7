import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { commentMaxBytes, renderBroken, renderComment } from "../../src/report/render-comment.ts";
import { hostileText } from "./hostile-text.ts";
import { readAsGithub } from "./read-as-github.ts";
import { hostile, huge, sampleReports } from "./sample-reports.ts";

const place = {
  commit: "0123456789abcdef0123456789abcdef01234567",
  url: "https://github.com/octo-org/shop/actions/runs/5",
};
const samples = Object.entries({ ...sampleReports, hostile, huge });

/** Nothing but our own one link, and nothing that GitHub would make something of. */
function expectSound(text: string, maxBytes = commentMaxBytes): void {
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxBytes);
  const withoutLink = text.replace(`[the run](${place.url})`, "the run");
  expect(withoutLink).not.toBe(text);
  const reading = readAsGithub(withoutLink);
  expect(reading.triggers).toEqual([]);
  expect([...reading.elements]).not.toContain("a");
  for (const rows of reading.tables) expect(new Set(rows).size).toBe(1);
}

describe("renderComment", () => {
  test.each(samples)("%s: the verdict first, whole, and with one link", (_, report) => {
    const { headline, text } = renderComment(report, place);
    expect(text.split("\n")[0]).toBe(headline);
    expect(headline).toMatch(new RegExp(`^## \\S+ ${report.verdict.decision}: `));
    expect(text).toContain(`checks passed, risk ${report.verdict.risk} · [the run](${place.url}) of \`0123456789ab\``);
    expectSound(text);
  });

  test.each(samples)("%s: fits the least room that it may be given", (_, report) => {
    const { text } = renderComment(report, place, 3000);
    expectSound(text, 3000);
  });

  test("says the same when only time has passed", () => {
    const [, report] = samples[0] ?? [];
    if (report === undefined) throw new Error("no sample");
    const later = { ...report, concludedAt: "2031-01-01T00:00:00.000Z" };
    expect(renderComment(later, place)).toEqual(renderComment(report, place));
  });
});

describe("renderBroken", () => {
  test("says that the gate broke, and nothing about the change", () => {
    expect(renderBroken("search", "There is no evidence.\nRun `collect` first.", place)).toEqual({
      headline: "## ❔ The gate broke: `search`",
      text: [
        "## ❔ The gate broke: `search`",
        "",
        "There is no verdict: the gate could not do its work. This says nothing about the change, good or bad.",
        "",
        "```text",
        "There is no evidence.",
        "Run `collect` first.",
        "```",
        "",
        `[the run](${place.url}) of \`0123456789ab\``,
        "",
      ].join("\n"),
    });
  });

  test("holds any message", () => {
    fc.assert(
      fc.property(hostileText, fc.option(hostileText), (message, rollout) => {
        expectSound(renderBroken(rollout, `${message}\n${message}`, place).text);
      }),
      { numRuns: 200 },
    );
    expectSound(renderBroken("x", "y\n".repeat(100_000), place).text);
    expectSound(renderBroken("x", "🙂".repeat(100_000), place).text);
  });
});
