import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { stampEvent } from "../src/ledger/stamp-event.ts";
import { runStep, type StepResult } from "./action-step.ts";
import { ask } from "./github/ask.ts";
import type { Hub } from "./github/hub.ts";
import { ledgerOn } from "./github/ledger-world.ts";
import { startHub } from "./github/start-hub.ts";

const config = `
rollout: search
ledger: { branch: rollout-gate }
flag: { read: [cat, flag], set: [{ env: SEARCH_NEW }] }
stages: { smoke: { run: [cat, flag] } }
verify:
  windows:
    live: { after: 10 min, every: 10 min, criteria: { slow: { pass: "== 0", severity: warning }, broken: { pass: "== 0", severity: critical } } }
  sources:
    events:
      jsonl:
        path: events.jsonl
        time: { field: at, format: iso }
        metrics: { slow: { where: { slow: true } }, broken: { where: { broken: true } } }
contacts: { lead: "@octocat", on-call: "@octo-org/on-call" }
escalate:
  rollback-workflow: rollback.yml
  levels:
    - { on: warning, tell: lead, do: issue }
    - { on: warning, after: 1 h, tell: on-call, do: prepare-rollback }
    - { on: critical, tell: all, do: rollback, post-mortem: 24 h }
`;
const minuteMs = 60_000;
const onMs = Date.parse("2026-01-05T09:00:00.000Z");
const payload = { repository: { full_name: "octo-org/shop", default_branch: "main" }, schedule: "17 * * * *" };

let hub: Hub;
let events: object[] = [];
beforeEach(async () => {
  hub = await startHub();
  events = [];
  await hub.state.commit("main", ".github/workflows/rollback.yml", "on: workflow_dispatch");
  await record({
    kind: "flag-enabled",
    at: new Date(onMs).toISOString(),
    operation: "enable-1",
    configDigest: "d",
    way: "env SEARCH_NEW",
    flagBefore: "off",
    facts: {},
    knownIssues: [],
    backup: null,
    rollbackTo: null,
    decideBy: new Date(onMs + 24 * 60 * minuteMs).toISOString(),
    override: null,
  });
});
afterEach(async () => {
  const violations = hub.violations();
  await hub.stop();
  expect(violations).toEqual([]);
});

async function record(event: object): Promise<void> {
  const stamp = { rollout: "search", tool: "rollout-gate 0", run: null, commit: null };
  const stamped = stampEvent({ ...stamp, ...event } as Parameters<typeof stampEvent>[0]);
  const added = await ledgerOn(hub).store.append("search", [stamped]);
  if (!added.ok) throw new Error(added.problem.reason);
}

/** Production has written an event every minute until then; `how` says what the last ten were like. */
function live(untilMinute: number, how: object): string {
  for (let minute = events.length + 1; minute <= untilMinute; minute++) {
    const isLast = minute > untilMinute - 10;
    events.push({ at: new Date(onMs + minute * minuteMs).toISOString(), ok: true, ...(isLast ? how : {}) });
  }
  return `${events.map((event) => JSON.stringify(event)).join("\n")}\n`;
}

function step(mode: "verify" | "status", minute: number, log: string, token = hub.tokens.writer): Promise<StepResult> {
  let monotonicMs = 0;
  return runStep({
    hub,
    event: "schedule",
    payload,
    inputs: { mode, token },
    files: { ".github/rollout-gate.yml": config, flag: "on\n", "events.jsonl": log },
    clock: {
      now: () => new Date(onMs + minute * minuteMs),
      monotonicMs: () => monotonicMs++,
      sleep: async () => {},
    },
  });
}

async function comments(): Promise<readonly string[]> {
  const answer = await ask(`${hub.url}/repos/octo-org/shop/issues/1/comments`, "GET", hub.tokens.octocat);
  return answer.data.map(({ body }: { body: string }) => body);
}
const titles = async () => (await comments()).map((body) => /### \S+ (.*)/.exec(body)?.[1] ?? "");

test("from the first warning to the rollback, through the Action, the ledger's branch and the issue", async () => {
  const calm = await step("verify", 11, live(10, {}));
  expect([calm.status, calm.verdict, (await hub.state.issues()).length]).toEqual([0, "keep", 0]);

  const slow = live(20, { slow: true });
  for (const minute of [21, 22]) await step("verify", minute, slow);
  const [issue] = await hub.state.issues();
  expect(issue).toMatchObject({ title: "search needs attention", labels: ["rollout-gate-watch"], state: "open" });
  expect(await titles()).toEqual(["search: slow needs attention (warning, level 1)"]);
  expect((await comments())[0]).toContain("For lead @octocat");

  const slower = live(90, { slow: true });
  await step("verify", 91, slower);
  expect((await titles()).slice(1)).toEqual(["search: slow needs attention (warning, level 2)"]);
  expect((await comments())[1]).toMatch(/on-call @octo-org\/on-call(?:.|\n)*What a rollback would do/);

  const broken = live(100, { slow: true, broken: true });
  const worst = await step("verify", 101, broken);
  expect([worst.status, worst.verdict]).toEqual([1, "roll-back-now"]);
  await step("verify", 102, broken);
  expect(hub.state.dispatches).toMatchObject([
    { workflow: "rollback.yml", ref: "main", inputs: { reason: expect.stringContaining("broken") } },
  ]);
  expect((await titles()).slice(2)).toEqual([
    "search: broken needs attention (critical, level 1)",
    "search: ROLL BACK NOW because of broken (level 3)",
  ]);

  const told = await step("status", 103, broken);
  expect(told.summary).toContain("search: ON");
  expect(JSON.parse(told.output("duties")).join()).toContain("look into broken (critical)");

  await record({
    kind: "rolled-back",
    at: new Date(onMs + 105 * minuteMs).toISOString(),
    operation: "rollback-1",
    reason: "Escalation. broken",
    ending: "rolled back",
    way: "flag",
    flag: "off",
    startedAt: new Date(onMs + 104 * minuteMs).toISOString(),
    findings: [],
  });
  await step("verify", 110, broken);
  expect((await titles()).slice(4)).toEqual(["search: rolled back"]);
  expect((await hub.state.issues())[0]?.state).toBe("closed");

  const due = await step("verify", 101 + 24 * 60 + 1, broken);
  expect(due.status).toBe(0);
  const all = await titles();
  await step("verify", 101 + 24 * 60 + 2, broken);
  expect((await titles()).length).toBe(all.length);
  expect((await hub.state.issues()).map(({ state }) => state)).toEqual(["closed", "closed"]);
});

test("without the permission to write issues it is a warning, and is told by a later run that has it", async () => {
  const slow = live(10, { slow: true });
  hub.arm({ fault: { kind: "no-permission", when: "before" }, at: "POST /repos/{owner}/{repo}/issues" });
  const first = await step("verify", 11, slow);
  expect(first.summary + first.log).toContain("issues: write");
  expect(await hub.state.issues()).toEqual([]);
  await step("verify", 12, slow);
  expect(await titles()).toEqual(["search: slow needs attention (warning, level 1)"]);
});
