import { describe, expect, test } from "@jest/globals";
import { buildEscalation } from "../../src/config/build-escalation.ts";
import type { Config } from "../../src/domain/config.ts";
import type { LedgerEvent } from "../../src/domain/ledger.ts";
import type { RolloutStatus, StatusReport } from "../../src/domain/status.ts";
import type { VerifyWindow } from "../../src/domain/verify.ts";
import { tickItems } from "../../src/people/tick-items.ts";
import { renderStatusMarkdown } from "../../src/report/render-status-markdown.ts";
import { renderStatusTerminal } from "../../src/report/render-status-terminal.ts";
import { buildStatus } from "../../src/status/build-status.ts";
import { eventAt, flagOn, hourMs, minuteMs, onMs, rolledBack } from "../escalate/escalation-samples.ts";
import { config } from "../judge/samples.ts";

const window = (name: string, afterMs: number): VerifyWindow => ({
  name,
  afterMs,
  overMs: null,
  everyMs: null,
  criteria: [],
  run: null,
  report: false,
});

const plan: Config = {
  ...config(),
  rollout: "shop",
  flag: { read: { kind: "program", argv: ["cat", "my flag"] }, readTimeoutMs: 1000, set: [] },
  verify: {
    windows: [window("day-1", 24 * hourMs), window("day-7", 7 * 24 * hourMs)],
    sources: [],
    beforeMs: hourMs,
    investigateMs: 24 * hourMs,
    rollBackMs: hourMs,
  },
  contacts: [{ role: "lead", handle: "octocat", name: null, email: null, slack: null }],
  channels: [{ name: "room", kind: "slack", address: "ROOM" }],
  escalation: buildEscalation(
    {
      levels: [
        { on: "warning", tell: ["room"], do: "issue" },
        { on: "warning", after: hourMs, tell: ["lead"] },
      ],
    },
    ["lead"],
  ),
  signOffs: [{ role: "lead", required: true }],
  waivers: [
    { metric: "memory", reason: "known", owner: "@octocat", until: "2026-01-20" },
    { metric: "latency", reason: "old", owner: "lead", until: "2026-01-02" },
  ],
};

const noted = (severity: "warning" | "critical" | "info"): LedgerEvent =>
  eventAt(onMs + minuteMs, {
    kind: "concern-noted",
    subject: "latency",
    severity,
    since: new Date(onMs + minuteMs).toISOString(),
    reason: "it is slow",
  });
const reached = eventAt(onMs + minuteMs, {
  kind: "escalated",
  level: 1,
  action: "issue",
  subjects: ["latency"],
  tell: ["room"],
  postMortemDue: null,
});
const run = {
  repository: "octo-org/shop",
  runId: "7",
  attempt: 1,
  url: "https://github.com/octo-org/shop/actions/runs/7",
};

const status = (events: readonly LedgerEvent[], nowMs = onMs + 2 * hourMs): RolloutStatus =>
  buildStatus({
    config: plan,
    file: ".github/rollout-gate.yml",
    isUsualFile: true,
    ledger: "folder ledger",
    events,
    items: tickItems(plan),
    ticks: null,
    now: new Date(nowMs),
  });
const duties = (of: RolloutStatus) => of.duties.map(({ what, isDue }) => `${isDue ? "! " : ""}${what}`);

describe("where a rollout stands", () => {
  test("of which the ledger says nothing", () => {
    const nothing = status([]);
    expect(nothing).toMatchObject({
      flag: "never on",
      on: null,
      turnedOff: null,
      verdict: null,
      concerns: [],
      untold: [],
    });
    expect(nothing.windows).toEqual({ concluded: [], due: [], next: null });
    expect(nothing.missingTicks).toBeNull();
  });

  test("that is on: since when, by what, what is next and until when it must be decided", () => {
    const on = status([flagOn()]);
    expect(on).toMatchObject({ flag: "on", on: { way: "env SHOP_NEW", operation: "enable-1" } });
    expect(on.windows.next).toEqual({ window: "day-1", due: "2026-01-06T09:00:00.000Z" });
    expect(duties(on)).toEqual([
      "! lead: the waiver of latency lets nothing through, it expired after 2026-01-02. Remove it.",
      "Decide whether the flag stays on.",
    ]);
  });

  test("whose look is late, and whose decision is overdue", () => {
    expect(duties(status([flagOn()], onMs + 25 * hourMs)).slice(1)).toEqual([
      "! The look day-1 is to be made: run verify.",
      "! Decide whether the flag stays on.",
    ]);
  });

  test("that has a concern: who was told, until when, what comes next, and what was not told yet", () => {
    const worried = status([flagOn(), noted("warning"), reached], onMs + 30 * minuteMs);
    expect(worried.concerns).toMatchObject([
      {
        subject: "latency",
        reason: "it is slow",
        level: 1,
        told: ["room"],
        answerBy: "2026-01-06T09:01:00.000Z",
        next: { level: 2, at: "2026-01-05T10:01:00.000Z", tell: ["lead"] },
      },
    ]);
    expect(duties(worried)).toContain(
      "room: look into latency (warning). Level 2, which tells lead, comes at 2026-01-05 10:01 UTC.",
    );
    expect(worried.untold).toEqual([
      "What is to be told, escalated (latency) to issue, is still to be sent.",
      "What is to be told, escalated (latency) to channel room, is still to be sent.",
    ]);
  });

  test.each([
    ["critical", "! room: look into latency (critical). Level 2, which tells lead, comes at 2026-01-05 10:01 UTC."],
    ["info", undefined],
  ] as const)("with a %s concern", (severity, expected) => {
    const found = duties(status([flagOn(), noted(severity), reached])).find((words) => words.includes("look into"));
    expect(found).toBe(expected);
  });

  test("that was rolled back, with the page of its issue", () => {
    const issue = {
      ...eventAt(onMs + 3 * hourMs, { kind: "incident-opened", operation: "rollback-1", issue: 12 }),
      run,
    };
    const off = status(
      [flagOn(), noted("critical"), rolledBack(onMs + 2 * hourMs, "rolled back"), issue],
      onMs + 4 * hourMs,
    );
    expect(off).toMatchObject({
      flag: "off",
      concerns: [],
      turnedOff: { ending: "rolled back", incident: "https://github.com/octo-org/shop/issues/12" },
    });
    expect(off.windows.due).toEqual([]);
  });

  test("whose rollback failed says so first", () => {
    const failed = status([flagOn(), noted("critical"), rolledBack(onMs + 2 * hourMs, "failed")]);
    expect([failed.flag, duties(failed)[0]]).toEqual([
      "on",
      "! The rollback failed: a person must turn the flag off now.",
    ]);
  });

  test("what to type next is quoted for a shell, and names the config where it is not the usual one", () => {
    const commands = (more: Partial<Parameters<typeof buildStatus>[0]>) =>
      buildStatus({
        config: plan,
        file: "my config.yml",
        isUsualFile: false,
        ledger: "",
        events: [],
        items: [],
        ticks: null,
        now: new Date(onMs),
        ...more,
      }).commands.map(({ command }) => command);
    expect(commands({})).toContain("rollout-gate rollback --dry-run --config 'my config.yml'");
    expect(commands({ isUsualFile: true })).toEqual(
      expect.arrayContaining(["cat 'my flag'", "rollout-gate rollback --dry-run"]),
    );
  });

  test("waivers that apply are told with their end", () => {
    expect(status([]).waivers).toMatchObject([
      { metric: "memory", void: null },
      { metric: "latency", void: "it expired after 2026-01-02" },
    ]);
  });
});

describe("how it is shown", () => {
  const hostile = "a\n\u001b[31m@everyone <img src=x> [x](http://x)";
  const report = (one: RolloutStatus): StatusReport => ({
    schema: "rollout-gate/status/1",
    tool: "rollout-gate 0",
    at: new Date(onMs).toISOString(),
    rollouts: [one],
  });
  const worried = () => status([flagOn(), { ...noted("warning"), reason: hostile } as LedgerEvent, reached]);

  test("in a terminal: one screen, duties first, nothing that acts on it", () => {
    const text = renderStatusTerminal(report(worried()), { columns: 100, colour: false, unicode: true });
    expect(text.split("\n").length).toBeLessThan(45);
    expect(text.indexOf("Who must act")).toBeLessThan(text.indexOf("How it stands"));
    expect(text).toMatch(/ON, 1 thing is due {3}shop/);
    expect(text).not.toContain("\u001b");
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  });

  test("in Markdown: no mention, link or image from data", () => {
    const text = renderStatusMarkdown(report(worried()));
    expect(text).toContain("### Who must act");
    expect(text).not.toMatch(/@everyone|<img|\]\(http/);
  });

  test("colours say the worst", () => {
    const first = (one: RolloutStatus) => renderStatusMarkdown(report(one)).slice(0, 6);
    expect(first(status([flagOn(), noted("critical")]))).toContain("❌");
    expect(first(worried())).toContain("⚠️");
    expect(first({ ...status([flagOn()]), duties: [] })).toContain("✅");
  });
});
