import { afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { LedgerEvent, LedgerStore } from "../src/domain/ledger.ts";
import type { RolloutBeginning, RolloutReport, RolloutStep } from "../src/domain/rollout.ts";
import { noContext } from "../src/domain/run-context.ts";
import { createRecorder } from "../src/entry/create-recorder.ts";
import { incidentLabel } from "../src/entry/record-incident.ts";
import { ask } from "./github/ask.ts";
import type { Hub } from "./github/hub.ts";
import { startHub } from "./github/start-hub.ts";
import { clientOf, instantClock } from "./publishing.ts";

let hub: Hub;
let commit: string;
let events: LedgerEvent[];
beforeAll(async () => {
  const first = await startHub();
  await ask(first.graphqlUrl, "POST", first.tokens.reader, { query: "query { viewer { login } }" });
  await first.stop();
});
beforeEach(async () => {
  hub = await startHub();
  commit = (await hub.state.head("main")) ?? "";
  events = [];
});
afterEach(async () => {
  const violations = hub.violations();
  await hub.stop();
  expect(violations).toEqual([]);
});

const run = {
  repository: "octo-org/shop",
  runId: "7",
  attempt: 1,
  url: "https://github.com/octo-org/shop/actions/runs/7",
};
const contacts = [{ role: "on-call", handle: "octocat", name: null, email: null, slack: null }];
const at = "2026-01-05T09:30:00.000Z";

function beginningOf(action: RolloutBeginning["action"], operation: string): RolloutBeginning {
  return { operation, rollout: "search", action, reason: "errors @everyone <b>now</b>", commit, startedAt: at };
}
const step: RolloutStep = {
  what: "turn the flag off",
  outcome: "done",
  detail: "by file [x](http://x)",
  startedAt: at,
  durationMs: 5,
};
function reportOf(beginning: RolloutBeginning, ending: RolloutReport["ending"]): RolloutReport {
  return {
    schema: "rollout-gate/rollout/1",
    tool: "rollout-gate 0",
    ...beginning,
    ending,
    because: "The flag is off.",
    flag: "off",
    endedAt: "2026-01-05T09:31:00.000Z",
    record: [],
    steps: [step],
    findings: ["The log holds 2 errors."],
    byHand: [{ what: "Look at the log:", command: "tail app.log" }],
    notes: [],
  };
}

async function recorder(token?: string) {
  const ledger = {
    append: async (_: string, added: readonly LedgerEvent[]) => {
      events.push(...added);
      return { ok: true, value: { added } };
    },
  } as unknown as LedgerStore;
  const made = await createRecorder(
    { api: clientOf(hub, token), context: { ...noContext, run }, doubts: [], policy: null, branch: null },
    {
      contacts,
      clock: instantClock,
      redact: (text) => text.replaceAll("s3cret", "***"),
      ledger,
      tool: "rollout-gate 0",
    },
  );
  if (made === null) throw new Error("nobody is told");
  return made;
}

async function carryOut(
  action: RolloutBeginning["action"],
  ending: RolloutReport["ending"],
  { token, operation = "20260105T093000Z-aaaaaa" }: { token?: string; operation?: string } = {},
) {
  const told = await recorder(token);
  const beginning = beginningOf(action, operation);
  const warnings = [...(await told.started(beginning)), ...(await told.step(beginning, step))];
  return [...warnings, ...(await told.ended(reportOf(beginning, ending)))];
}
const rollBack = (more?: Parameters<typeof carryOut>[2]) => carryOut("rollback", "rolled back", more);
const openIssues = async () => (await hub.state.issues()).filter(({ state }) => state === "open");

describe("the issue about a rollback", () => {
  test("is opened once, says what the machine knows, asks what people know, and is in the ledger", async () => {
    expect(await rollBack()).toEqual([]);
    const [issue, ...others] = await hub.state.issues();
    expect(others).toEqual([]);
    expect(issue).toMatchObject({ labels: [incidentLabel], login: "github-actions[bot]", state: "open" });
    for (const part of [
      "Rolled back and verified",
      "turn the flag off",
      "tail app.log",
      "#### Root cause",
      "@octocat",
    ]) {
      expect(issue?.body).toContain(part);
    }
    expect(issue?.body).not.toMatch(/@everyone|<b>|\]\(http:\/\/x/);
    expect(events).toMatchObject([{ kind: "incident-opened", issue: issue?.number, rollout: "search", commit }]);
  });

  test("goes on with a later rollback while it is open, and keeps what people wrote", async () => {
    await rollBack();
    const [issue] = await hub.state.issues();
    await hub.state.editIssue(issue?.number ?? 0, "octocat", (body) => `${body}\nIt was the cache.`);
    await rollBack({ operation: "20260105T100000Z-bbbbbb" });
    const [again, ...others] = await hub.state.issues();
    expect(others).toEqual([]);
    expect(again?.body).toContain("It was the cache.");
    expect(again?.body.match(/rollout-gate:begin/g)).toHaveLength(2);
    expect(again?.body.match(/#### Root cause/g)).toHaveLength(1);
    expect(events).toHaveLength(1);
  });

  test("is another one after it was closed", async () => {
    await rollBack();
    await ask(`${hub.url}/repos/octo-org/shop/issues/1`, "PATCH", hub.tokens.octocat, { state: "closed" });
    await rollBack({ operation: "20260105T100000Z-bbbbbb" });
    expect(await hub.state.issues()).toHaveLength(2);
    expect(await openIssues()).toHaveLength(1);
  });

  test("that people filled is left as it is", async () => {
    await rollBack();
    const [issue] = await hub.state.issues();
    await hub.state.editIssue(issue?.number ?? 0, "octocat", (body) => `${body}\n${"x".repeat(64_000 - body.length)}`);
    const before = (await hub.state.issues())[0]?.body;
    await rollBack({ operation: "20260105T100000Z-bbbbbb" });
    expect((await hub.state.issues())[0]?.body).toBe(before);
  });

  test.each([
    ["POST /repos/{owner}/{repo}/issues", "reset", "before"],
    ["POST /repos/{owner}/{repo}/issues", "reset", "after"],
    ["POST /repos/{owner}/{repo}/issues", "bad-gateway", "after"],
    ["POST /repos/{owner}/{repo}/issues", "truncated", "after"],
    ["PATCH /repos/{owner}/{repo}/issues/{issue_number}", "reset", "after"],
    ["POST /graphql", "unavailable", "before"],
  ] as const)("%s with %s %s is no second issue", async (route, kind, when) => {
    hub.arm({ fault: { kind, when }, at: route });
    await rollBack();
    const issues = await hub.state.issues();
    expect(issues).toHaveLength(1);
    expect(issues[0]?.body).toContain("Rolled back and verified");
  });

  test("rollbacks at once leave one open", async () => {
    await Promise.all(["aaaaaa", "bbbbbb", "cccccc"].map((id) => rollBack({ operation: `20260105T093000Z-${id}` })));
    expect(await openIssues()).toHaveLength(1);
  });

  test("without the permission there is one warning, and nothing waits", async () => {
    expect(await rollBack({ token: hub.tokens.reader })).toEqual([expect.stringContaining("`issues: write`")]);
    expect(await hub.state.issues()).toEqual([]);
  });
});

describe("the deployment", () => {
  test("is begun, succeeds, and is inactive after a rollback", async () => {
    expect(await carryOut("enable", "enabled")).toEqual([]);
    expect(hub.state.deployments()).toMatchObject([
      { environment: "search", sha: commit, statuses: ["in_progress", "success"] },
    ]);
    expect(await hub.state.issues()).toEqual([]);
    await rollBack();
    expect(hub.state.deployments()).toMatchObject([{ statuses: ["in_progress", "success", "inactive"] }]);
    await rollBack();
    expect(hub.state.deployments()[0]?.statuses).toHaveLength(3);
  });

  test.each([
    ["turned back", "failure"],
    ["turning back failed", "error"],
  ] as const)("that was %s is a %s, and a rollback leaves it alone", async (ending, state) => {
    await carryOut("enable", ending);
    await rollBack();
    expect(hub.state.deployments()).toMatchObject([{ statuses: ["in_progress", state] }]);
  });

  test.each(["before", "after"] as const)("is not made twice when its answer is lost %s it was made", async (when) => {
    hub.arm({ fault: { kind: "reset", when }, at: "POST /repos/{owner}/{repo}/deployments" });
    expect(await carryOut("enable", "enabled")).toEqual([]);
    expect(hub.state.deployments()).toMatchObject([{ statuses: ["in_progress", "success"] }]);
  });

  test("without the permission there is one warning", async () => {
    expect(await carryOut("enable", "enabled", { token: hub.tokens.reader })).toEqual([
      expect.stringContaining("`deployments: write`"),
    ]);
  });
});
