import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { installAct } from "./act/install-act.ts";
import {
  createProjectPlace,
  createWorkflowPlace,
  type WorkflowPlace,
  type WorkflowRequest,
} from "./act/run-workflow.ts";
import type { Hub } from "./github/hub.ts";
import { startHub } from "./github/start-hub.ts";
import { root } from "./run-program.ts";
import { patient } from "./victor-config.ts";

let hub: Hub;
let place: WorkflowPlace | null = null;
beforeAll(() => {
  installAct();
}, 900_000);
beforeEach(async () => {
  hub = await startHub();
});
afterEach(async () => {
  place?.remove();
  place = null;
  const violations = hub.violations();
  await hub.stop();
  expect(violations).toEqual([]);
});

const repository = { full_name: "octo-org/shop", name: "shop", owner: { login: "octo-org" }, default_branch: "main" };
const config = `rollout: search
flag:
  read: [node, read.js]
  set: [{ file: { path: ~/.shop/flags.json, key: search } }]
stages:
  smoke: { run: [node, smoke.js], arms: as-is }
enable: { smoke: [smoke] }
rollback: { try: [flag], verify: [smoke] }
contacts: { on-call: "@octocat" }
verify:
  sources: { issues: { github: { metrics: { reported: { issues: [search] } } } } }
  windows: { day-1: { after: 1 d, criteria: { reported: "== 0" } } }
ledger: { branch: rollout-gate }
state: { folder: ~/.shop-rollout }
`;
const shop = {
  ".github/rollout-gate.yml": config,
  ".gitignore": ".rollout-gate/\n",
  "read.js":
    "console.log(JSON.parse(require('fs').readFileSync(process.env.HOME + '/.shop/flags.json', 'utf8')).search)\n",
  "smoke.js": "\n",
};

/** The workflows of `examples/workflows`, where a repository has them. */
function examples(): Readonly<Record<string, string>> {
  const folder = join(root, "examples/workflows");
  return Object.fromEntries(
    readdirSync(folder).map((name) => [`.github/workflows/${name}`, readFileSync(join(folder, name), "utf8")]),
  );
}

async function ledger(): Promise<string> {
  const paths = (await hub.state.files("rollout-gate")) ?? [];
  return (await Promise.all(paths.map((path) => hub.state.file(path, "rollout-gate")))).join("");
}

/** A run that ended well; where it did not, its log is what the test shows. */
async function run(request: WorkflowRequest): Promise<string> {
  if (place === null) throw new Error("there is no checkout");
  const { status, log } = await place.run(request);
  expect({ status, log: status === 0 ? "" : log }).toEqual({ status: 0, log: "" });
  return log;
}

const pullPayload = (pull: { number: number; headSha: string; baseSha: string }, from: string) => ({
  action: "synchronize",
  repository,
  pull_request: {
    number: pull.number,
    head: { sha: pull.headSha, ref: "feature", repo: { full_name: from } },
    base: { sha: pull.baseSha, ref: "main", repo: repository },
  },
});
const dispatch = (workflow: string, inputs: Readonly<Record<string, string>> = {}): WorkflowRequest => ({
  workflow: `.github/workflows/${workflow}.yml`,
  event: "workflow_dispatch",
  payload: { repository, ref: "refs/heads/main", inputs },
});
const merged = (workflow: string): WorkflowRequest => ({
  workflow: `.github/workflows/${workflow}.yml`,
  event: "push",
  payload: { repository, ref: "refs/heads/main" },
});
const flag = () => readFileSync(join(place?.home ?? "", ".shop/flags.json"), "utf8");

describe("the workflows of examples/workflows", () => {
  test("a pull request from a fork is collected with a token that reads, and concluded with a comment and a check", async () => {
    place = await createWorkflowPlace(hub, { ...shop, ...examples() });
    mkdirSync(join(place.home, ".shop"));
    writeFileSync(join(place.home, ".shop/flags.json"), '{ "search": false }\n');
    const pull = await hub.state.openForkPullRequest("feature");
    await run({
      workflow: ".github/workflows/collect.yml",
      event: "pull_request",
      atMost: "read",
      payload: pullPayload(pull, "monalisa/shop"),
    });
    expect(await hub.state.comments(pull.number)).toEqual([]);
    await run({
      workflow: ".github/workflows/conclude.yml",
      event: "workflow_run",
      payload: {
        action: "completed",
        repository,
        workflow_run: {
          id: 1,
          event: "pull_request",
          conclusion: "success",
          head_sha: pull.headSha,
          head_branch: "feature",
          head_repository: { full_name: "monalisa/shop" },
          pull_requests: [],
        },
      },
    });
    const comments = await hub.state.comments(pull.number);
    expect(comments.map(({ login, body }) => [login, body.includes("GO: `search`")])).toEqual([
      ["github-actions[bot]", true],
    ]);
    expect((await hub.state.checkRuns(pull.headSha)).map(({ conclusion }) => conclusion)).toEqual(["success"]);
  });
});

describe("a flag's whole life by the workflows that init writes, and the one that turns it on", () => {
  test("gate, merge, enable, verify, rollback: comment, ledger, deployment, incident issue", async () => {
    const enable = examples()[".github/workflows/enable.yml"] ?? "";
    place = await createWorkflowPlace(hub, { ...shop, ...init(), ".github/workflows/enable.yml": enable });
    mkdirSync(join(place.home, ".shop"));
    writeFileSync(join(place.home, ".shop/flags.json"), '{ "search": false }\n');
    const pull = await hub.state.openPullRequest("feature");
    await run({
      workflow: ".github/workflows/rollout-gate.yml",
      event: "pull_request",
      job: "gate",
      payload: pullPayload(pull, "octo-org/shop"),
    });
    expect((await hub.state.comments(pull.number)).map(({ body }) => body.includes("GO: `search`"))).toEqual([true]);

    await run({ ...merged("rollout-gate"), job: "merged" });
    expect(await ledger()).toContain('"kind":"gate-concluded"');
    expect((await hub.state.checkRuns(place.sha)).map(({ conclusion }) => conclusion)).toEqual(["success"]);

    await run(dispatch("rollout-verify"));
    expect(await ledger()).not.toContain('"window-concluded"');

    await run(dispatch("enable"));
    expect(flag()).toBe('{ "search": true }\n');
    expect(await ledger()).toContain('"kind":"flag-enabled"');
    expect(hub.state.deployments()).toMatchObject([
      { environment: "search", sha: place.sha, statuses: ["in_progress", "success"] },
    ]);

    await run({ ...dispatch("rollout-verify"), event: "schedule" });
    expect(flag()).toBe('{ "search": true }\n');

    await run(dispatch("rollout-rollback", { reason: "errors $(touch pwned)", way: "", "dry-run": "true" }));
    expect(flag()).toBe('{ "search": true }\n');
    expect(await hub.state.issues()).toEqual([]);

    await run(dispatch("rollout-rollback", { reason: "errors $(touch pwned)", way: "", "dry-run": "false" }));
    expect(flag()).toBe('{ "search": false }\n');
    const issues = await hub.state.issues();
    expect(issues).toMatchObject([{ state: "open", body: expect.stringContaining("Rolled back and verified") }]);
    expect(issues[0]?.body).toContain("errors <span>$</span>(touch pwned)");
    expect(await ledger()).toContain('"kind":"rolled-back"');
    expect(existsSync(join(place.home, "pwned"))).toBe(false);
  });
});

describe("the customer's checklist", () => {
  test("its gate, verify and rollback: the comment with what people tick, nothing to watch yet, the incident issue", async () => {
    const example = join(root, "examples/victor");
    const files = Object.fromEntries(
      spawnSync("git", ["ls-files", "-z", "."], { cwd: example, encoding: "utf8" })
        .stdout.split("\0")
        .filter((path) => path !== "")
        .map((path) => [path, readFileSync(join(example, path), "utf8")]),
    );
    const file = ".github/rollout-gate.yml";
    place = await createWorkflowPlace(hub, { ...files, [file]: patient(files[file] ?? "") });
    for (const folder of ["metrics", "logs"]) mkdirSync(join(place.home, ".victor", folder), { recursive: true });
    writeFileSync(join(place.home, ".victor/profiles.yaml"), "use_coordinator_orchestrator: false\n");
    const log = join(place.home, ".victor/logs/victor.log");
    writeFileSync(log, "2026-01-05 09:00:00 INFO victor.agent: began\n");
    const pull = await hub.state.openPullRequest("feature");
    await run({
      workflow: ".github/workflows/gate.yml",
      event: "pull_request",
      job: "pull-request",
      payload: pullPayload(pull, "octo-org/shop"),
    });
    const [comment] = await hub.state.comments(pull.number);
    // Nobody has ticked yet what people try by hand: a condition each.
    expect(comment?.body).toContain("GO WITH CONDITIONS: `coordinator-orchestrator`");
    expect(comment?.body).toContain("- [ ] ");

    // A runner of one's own keeps what was installed.
    const venv = join(example, ".venv");
    for (const [program, args] of [
      ["python3", ["-m", "venv", venv]],
      [join(venv, "bin/python"), ["-m", "pip", "install", "-q", "-r", join(example, "requirements.txt")]],
    ] as const) {
      const made = spawnSync(program, args, { encoding: "utf8" });
      if (made.status !== 0) throw new Error(`Python made no environment: ${made.stderr}`);
    }
    symlinkSync(venv, join(place.folder, ".venv"));
    await run(dispatch("verify", { window: "" }));
    await run(dispatch("rollback", { reason: "latency is up", way: "flag", "dry-run": "false" }));
    expect(await hub.state.issues()).toMatchObject([{ body: expect.stringContaining("latency is up"), state: "open" }]);
    expect(await ledger()).toContain('"kind":"rolled-back"');
    expect(readFileSync(join(place.home, ".victor/profiles.yaml"), "utf8")).toContain("false");
  }, 900_000);
});

describe("the project's own workflows", () => {
  test.each([
    ["check-dist", "check-dist"],
    ["ci", "self-test"],
  ])(
    "%s: %s",
    async (name, job) => {
      place = createProjectPlace(hub);
      await run({ ...merged(name), job });
    },
    900_000,
  );
});

/** The three workflows that `init` writes, as its test expects them. */
function init(): Readonly<Record<string, string>> {
  const golden = join(root, "__tests__/report/golden");
  return Object.fromEntries(
    ["gate", "verify", "rollback"].map((name) => [
      `.github/workflows/rollout-${name}.yml`,
      readFileSync(join(golden, `setup-nothing-rollout-${name}.yml`), "utf8"),
    ]),
  );
}
