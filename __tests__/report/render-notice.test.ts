import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { NoticeMessage } from "../../src/domain/notice.ts";
import { concernIssueTitle, renderConcernIssue } from "../../src/report/render-concern-issue.ts";
import { renderNoticeMarkdown } from "../../src/report/render-notice-markdown.ts";
import { unlinkedCommand, unlinkedText } from "../../src/report/unlinked-text.ts";
import { hostileText } from "./hostile-text.ts";
import { readAsGithub } from "./read-as-github.ts";

const page = "https://github.com/octo-org/shop/actions/runs/7";
const since = "2026-01-02T03:04:05.678Z";

function messageOf(text: string, more: Partial<NoticeMessage> = {}): NoticeMessage {
  return {
    id: "0123",
    kind: "escalated",
    rollout: text,
    at: since,
    tone: "critical",
    title: text,
    sentences: [text],
    concerns: [{ subject: text, severity: "critical", since, reason: text }],
    level: 2,
    action: "prepare-rollback",
    postMortemDue: null,
    people: [{ role: text, name: text, handle: null, slack: text }],
    rollbackPlan: text,
    links: [{ text: "the run", url: page }],
    tool: "rollout-gate 0",
    ...more,
  };
}

const board = (text: string, count = 1) => ({
  rollout: text,
  concerns: Array.from({ length: count }, () => ({
    subject: text,
    severity: "critical" as const,
    since,
    reason: text,
    level: 1,
  })),
  decideBy: since,
  postMortemDue: since,
  links: [{ text: "the run", url: page }],
});

describe("a comment and the issue's text", () => {
  test("nothing from data becomes a link, a mention or markup", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        for (const markdown of [renderNoticeMarkdown(messageOf(text)), renderConcernIssue(board(text), 20_000)]) {
          const shown = readAsGithub(markdown);
          expect(shown.triggers).toEqual([]);
          const links = [...shown.attributes].filter((one) => /^(?:href|src)=/.test(one));
          expect(links).toEqual([`href=${page}`]);
        }
      }),
    );
  });

  test("a role's handle is mentioned", () => {
    const people = [{ role: "lead", name: null, handle: "octo-org/on-call", slack: null }];
    expect(renderNoticeMarkdown(messageOf("x", { people }))).toContain("For lead @octo-org/on-call");
  });

  test("however much there is, GitHub takes it, and what was left out is counted", () => {
    const text = "@<|`".repeat(250);
    const concerns = Array.from({ length: 3000 }, () => ({
      subject: text,
      severity: "critical" as const,
      since,
      reason: text,
    }));
    const markdown = renderNoticeMarkdown(messageOf("x", { concerns, rollbackPlan: text.repeat(1000) }));
    expect(Buffer.byteLength(markdown)).toBeLessThan(65_000);
    expect(markdown).toMatch(/and \d{4} more/);
    for (const maxBytes of [4000, 24_000]) {
      const shown = renderConcernIssue(board(text, 3000), maxBytes);
      expect(Buffer.byteLength(shown)).toBeLessThanOrEqual(maxBytes);
      expect(shown).toMatch(/and \d{4} more/);
    }
  });

  test("the issue's title is one line", () => {
    expect(concernIssueTitle("a\nb")).toBe("a\\nb needs attention");
    expect(concernIssueTitle("é".repeat(1000)).length).toBeLessThanOrEqual(256);
  });
});

describe("plain text", () => {
  test.each([
    ["https://evil.example/x", /:\u200b\/\//],
    ["www.evil.example", /www\u200b\./],
    ["@here", /@\u200bhere/],
    ["evil.example", /evil\.\u200bexample/],
  ])("%s is no link", (text, expected) => {
    expect(unlinkedText(text)).toMatch(expected);
    expect(unlinkedText(text).replaceAll("\u200b", "")).toBe(text);
  });

  test("figures and names of files in commands stay as they are", () => {
    expect(unlinkedText("+12.5 %, above +10 %")).toBe("+12.5 %, above +10 %");
    expect(unlinkedCommand("  cp a.yaml b.yaml  ")).toBe("  cp a.yaml b.yaml");
  });

  test("is one line without anything unseen", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(unlinkedText(text)).not.toMatch(/[\p{Cc}\u202e]|https?:\/\/|www\.|@\w/u);
      }),
    );
  });
});
