import { readFileSync } from "node:fs";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { runStep, type StepRequest, type StepResult } from "./action-step.ts";
import { ask } from "./github/ask.ts";
import type { Hub } from "./github/hub.ts";
import { startHub } from "./github/start-hub.ts";

const file = ".github/rollout-gate.yml";
const policy = "rollout: search\nstages:\n  unit: { run: [node, test.js] }\n";
const passing = "console.log('fine')";
const failing = "console.log('the key is ' + process.env.SHOP_API_KEY); process.exit(1)";
const secret = "correct-horse-battery-staple";
const maxCalls = 8;

let hub: Hub;
let pull: { readonly number: number; readonly headSha: string; readonly baseSha: string };

// GitHub's schema is read when it is first asked for, which takes longer than any answer.
beforeAll(async () => {
  const first = await startHub();
  await ask(first.graphqlUrl, "POST", first.tokens.reader, { query: "query { viewer { login } }" });
  await first.stop();
});
beforeEach(async () => {
  hub = await startHub();
  await hub.state.commit("main", file, policy);
  pull = await hub.state.openPullRequest("feature");
  hub.calls.clear();
});
afterEach(async () => {
  expect(hub.violations()).toEqual([]);
  await hub.stop();
});

const event = () => ({
  repository: { full_name: "octo-org/shop", default_branch: "main" },
  pull_request: {
    number: pull.number,
    head: { sha: pull.headSha, ref: "feature", repo: { full_name: "octo-org/shop" } },
    base: { sha: pull.baseSha, ref: "main", repo: { full_name: "octo-org/shop" } },
  },
});

const gate = (script: string, more: Partial<StepRequest> = {}): Promise<StepResult> =>
  runStep({
    hub,
    event: "pull_request",
    payload: event(),
    files: { [file]: policy, "test.js": script },
    env: { SHOP_API_KEY: secret },
    ...more,
    inputs: { mode: "gate", token: hub.tokens.writer, ...more.inputs },
  });

describe("a gate on a pull request", () => {
  test("writes its verdict, in no more calls than it may, and says how many", async () => {
    const { status, log, verdict } = await gate(passing);
    expect({ status, verdict }).toEqual({ status: 0, verdict: "go" });
    expect(await hub.state.comments(pull.number)).toMatchObject([
      { login: "github-actions[bot]", body: expect.stringMatching(/^<!-- .* -->\n## ✅ GO: `search`\n/) },
    ]);
    expect(await hub.state.checkRuns(pull.headSha)).toMatchObject([
      { name: "Rollout Gate / search", conclusion: "success", output: { title: expect.stringMatching(/^GO: /) } },
    ]);
    expect(hub.calls.total).toBeLessThanOrEqual(maxCalls);
    expect(log).toContain(`comment written, check written (4 calls; ${hub.calls.total} in this run)`);
  });

  test("keeps to its calls whatever the number of comments and checks", async () => {
    for (let at = 0; at < 230; at++)
      await hub.state.comment(pull.number, at % 2 ? "octocat" : "github-actions[bot]", `note ${at}`);
    for (let at = 0; at < 120; at++) {
      const body = { name: `other ${at}`, head_sha: pull.headSha, status: "in_progress" };
      await ask(`${hub.url}/repos/octo-org/shop/check-runs`, "POST", hub.tokens.writer, body);
    }
    for (const script of [passing, failing]) {
      hub.calls.clear();
      const { log } = await gate(script);
      expect(log).not.toContain("::warning");
      expect(hub.calls.total).toBeLessThanOrEqual(maxCalls);
    }
    const ours = (await hub.state.comments(pull.number)).filter(({ body }) => body.includes("rollout-gate:"));
    expect(ours).toMatchObject([{ body: expect.stringContaining("NO-GO") }]);
  });

  test("tells no secret anywhere", async () => {
    const { status, log, summary } = await gate(failing);
    expect(status).toBe(1);
    const [comment] = await hub.state.comments(pull.number);
    const [check] = await hub.state.checkRuns(pull.headSha);
    expect(check).toMatchObject({ conclusion: "failure" });
    expect(check?.output.summary).toContain("the key is ***");
    const sent = JSON.stringify(hub.calls.all.map(({ body }) => body));
    for (const sink of [log, summary, comment?.body ?? "", JSON.stringify(check), sent])
      expect(sink).not.toContain(secret);
  });

  test.each(["never", "on-problem"])("comment: %s keeps quiet about a GO", async (comment) => {
    await gate(passing, { inputs: { comment, check: "false" } });
    expect(await hub.state.comments(pull.number)).toEqual([]);
    expect(await hub.state.checkRuns(pull.headSha)).toEqual([]);
  });

  test("a token that only reads costs one warning and no verdict", async () => {
    const { status, verdict, log, summary } = await gate(passing, { inputs: { token: hub.tokens.reader } });
    expect({ status, verdict }).toEqual({ status: 0, verdict: "go" });
    expect(log.match(/::warning/g)).toHaveLength(1);
    expect(log).toContain("The token may not publish the comment and the check");
    expect(summary).toContain("GO");
  });

  test("no fault of publishing changes a verdict", async () => {
    for (const kind of ["reset", "html", "bad-gateway", "no-permission", "conflict"] as const) {
      hub.disarmAll();
      const at = ({ route }: { readonly route: string | null }) => route?.includes("/contents/") !== true;
      hub.arm({ fault: { kind, when: "before" }, at, times: Number.POSITIVE_INFINITY });
      expect(await gate(passing)).toMatchObject({ status: 0, verdict: "go" });
      expect(await gate(failing)).toMatchObject({ status: 1, verdict: "no-go" });
    }
    expect(await hub.state.comments(pull.number)).toEqual([]);
  }, 120_000);
});

describe("a gate that broke", () => {
  test("says so, and nothing about the change", async () => {
    const broken = {
      ...event(),
      pull_request: { ...event().pull_request, base: { ...event().pull_request.base, sha: await brokenBase() } },
    };
    const { status, log } = await gate(passing, { payload: broken });
    expect(status).toBe(2);
    expect(log).toContain("::error title=The gate broke::");
    expect(await hub.state.comments(pull.number)).toMatchObject([
      { body: expect.stringContaining("## ❔ The gate broke: `search`") },
    ]);
    expect(await hub.state.checkRuns(pull.headSha)).toMatchObject([
      { conclusion: "cancelled", output: { title: "The gate broke: there is no verdict" } },
    ]);
  });

  test("before it knew of which rollout, is a check alone", async () => {
    const { status } = await gate(passing, { files: {} });
    expect(status).toBe(2);
    expect(await hub.state.comments(pull.number)).toEqual([]);
    expect(await hub.state.checkRuns(pull.headSha)).toMatchObject([{ name: "Rollout Gate", conclusion: "cancelled" }]);
  });

  async function brokenBase(): Promise<string> {
    return hub.state.commit("main", file, "rollout: search\nstages: 5\n");
  }
});

test("a push is judged without a pull request, and has a check", async () => {
  const head = await hub.state.commit("main", "more.txt", "more");
  const payload = { repository: event().repository };
  const { status } = await gate(passing, { event: "push", payload, env: { GITHUB_SHA: head } });
  expect(status).toBe(0);
  expect(await hub.state.checkRuns(head)).toMatchObject([{ conclusion: "success" }]);
});

/** What a run of the default branch leaves in the ledger: sealed parts, and the newest. */
async function fillLedger(parts: number): Promise<void> {
  for (let part = 1; part <= parts; part++) {
    const name = part === parts ? "head" : `segment-${String(part).padStart(6, "0")}`;
    const header = { schema: "rollout-gate/ledger/1", rollout: "search", segment: part, first: 1 };
    await hub.state.commit("rollout-gate", `rollouts/search/${name}.jsonl`, `${JSON.stringify(header)}\n`);
  }
}

const measured = "console.log('took 5 ms')";
const recorded = `rollout: search
ledger: {}
stages:
  unit:
    run: [node, test.js]
    arms: { launches: 3, warm-ups: 0, baseline: ledger }
    measure: { time: { stdout: 'took ([0-9]+) ms', unit: ms } }
criteria:
  unit/time: { pass: "< +10 %" }
`;

describe("a gate that is held against the ledger", () => {
  test.each([0, 1, 40])("keeps to its calls with %d parts of it", async (parts) => {
    await hub.state.commit("main", file, recorded);
    pull = await hub.state.openPullRequest("recorded");
    await fillLedger(parts);
    for (let at = 0; at < 130; at++) await hub.state.comment(pull.number, "github-actions[bot]", `note ${at}`);
    for (const _round of [1, 2]) {
      hub.calls.clear();
      const { log, verdict } = await gate(measured, { files: { [file]: recorded, "test.js": measured } });
      expect({ verdict, log }).toEqual({ verdict: expect.stringMatching(/inconclusive|no-go/), log });
      expect(log).not.toMatch(/::warning.*published/);
      const asked = hub.calls.all.map(({ route }) => route);
      expect({ asked, most: asked.length <= maxCalls }).toEqual({ asked, most: true });
    }
  });
});

describe("after the run of a fork's pull request", () => {
  const ended = (fork: { readonly headSha: string }) => ({
    repository: event().repository,
    workflow_run: {
      event: "pull_request",
      head_sha: fork.headSha,
      head_branch: "fix",
      head_repository: { full_name: "monalisa/shop" },
      pull_requests: [],
    },
  });

  /** Evidence as the fork's own run writes it. */
  async function evidenceOf(fork: { readonly number: number; readonly headSha: string; readonly baseSha: string }) {
    let evidence = "";
    const payload = {
      ...event(),
      pull_request: {
        number: fork.number,
        head: { sha: fork.headSha, ref: "fix", repo: { full_name: "monalisa/shop" } },
        base: { sha: fork.baseSha, ref: "main", repo: { full_name: "octo-org/shop" } },
      },
    };
    await runStep({
      hub,
      event: "pull_request",
      payload,
      files: { [file]: policy, "test.js": passing },
      inputs: { mode: "collect", token: "" },
      onWorkspace: (workspace) => {
        evidence = readFileSync(`${workspace}/.rollout-gate/evidence/evidence.json`, "utf8");
      },
    });
    return evidence;
  }

  test("the verdict goes to the pull request that the API names, in no more calls than it may", async () => {
    const fork = await hub.state.openForkPullRequest("fix");
    const evidence = await evidenceOf(fork);
    hub.calls.clear();
    const { status, log } = await runStep({
      hub,
      event: "workflow_run",
      payload: ended(fork),
      files: { ".rollout-gate/evidence/evidence.json": evidence },
      inputs: { mode: "conclude", token: hub.tokens.writer },
    });
    expect({ status, warnings: log.match(/::warning.*/g) }).toEqual({ status: 0, warnings: null });
    expect(await hub.state.comments(fork.number)).toMatchObject([
      { body: expect.stringContaining("## ✅ GO: `search`") },
    ]);
    expect(await hub.state.checkRuns(fork.headSha)).toMatchObject([{ conclusion: "success" }]);
    expect(hub.calls.total).toBeLessThanOrEqual(maxCalls);
  });

  test("evidence of another commit is no GO, whatever it says", async () => {
    const fork = await hub.state.openForkPullRequest("fix");
    const evidence = (await evidenceOf(fork)).replaceAll(fork.headSha, "0".repeat(40));
    const { status } = await runStep({
      hub,
      event: "workflow_run",
      payload: ended(fork),
      files: { ".rollout-gate/evidence/evidence.json": evidence },
      inputs: { mode: "conclude", token: hub.tokens.writer },
    });
    expect(status).toBe(1);
    expect(await hub.state.checkRuns(fork.headSha)).not.toMatchObject([{ conclusion: "success" }]);
  });

  test("a head that has moved on has no verdict written to it", async () => {
    const fork = await hub.state.openForkPullRequest("fix");
    const evidence = await evidenceOf(fork);
    await hub.state.pushToFork("fix", "more.txt", "more");
    const { log } = await runStep({
      hub,
      event: "workflow_run",
      payload: ended(fork),
      files: { ".rollout-gate/evidence/evidence.json": evidence },
      inputs: { mode: "conclude", token: hub.tokens.writer },
    });
    expect(log).toContain("No open pull request has the commit");
    expect(await hub.state.comments(fork.number)).toEqual([]);
  });
});
