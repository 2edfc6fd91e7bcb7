import type { NoticeMessage } from "../../src/domain/notice.ts";

export const message: NoticeMessage = {
  id: "0123abcd",
  kind: "escalated",
  rollout: "search",
  at: "2026-01-05T10:00:00.000Z",
  tone: "warning",
  title: "search: latency needs attention (warning, level 2)",
  sentences: ["Find the cause, and be ready to turn the flag off."],
  concerns: [
    {
      subject: "production/latency",
      severity: "warning",
      since: "2026-01-05T09:00:00.000Z",
      reason: "+12 %, above +10 %",
    },
  ],
  level: 2,
  action: "prepare-rollback",
  postMortemDue: null,
  people: [{ role: "lead", name: "On call", handle: "octocat", slack: "U0123ABCD" }],
  rollbackPlan: "1. set the flag by file settings.yaml\n2. run the stage smoke",
  links: [{ text: "the run", url: "https://github.com/octo-org/shop/actions/runs/7" }],
  tool: "rollout-gate 0.1.0",
};

/** What a program under test, or a pull request, may bring into a name or a message. */
export const hostile =
  "a\r\nBcc: evil@example.com\r\n\r\n<!channel> <@U0000> @here *bold* `code` https://evil.example www.evil.example <img src=x> &amp; \u202eabc";

export const hostileMessage: NoticeMessage = {
  ...message,
  rollout: hostile,
  title: `${hostile}: needs attention`,
  sentences: [hostile],
  concerns: [{ subject: hostile, severity: "critical", since: message.at, reason: hostile }],
  people: [{ role: hostile, name: hostile, handle: null, slack: "<!channel>" }],
  rollbackPlan: hostile,
};
