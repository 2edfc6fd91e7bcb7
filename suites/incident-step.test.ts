import { afterEach, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { runStep } from "./action-step.ts";
import { ask } from "./github/ask.ts";
import type { Hub } from "./github/hub.ts";
import { startHub } from "./github/start-hub.ts";

const file = ".github/rollout-gate.yml";
const config = `rollout: search
flag:
  read: [node, read.js]
  set: [{ file: { path: flags.json, key: search } }]
stages:
  smoke: { run: [node, smoke.js] }
rollback: { try: [flag], verify: [smoke] }
contacts: { on-call: "@octocat" }
ledger: { branch: rollout-gate }
`;

let hub: Hub;
beforeAll(async () => {
  const first = await startHub();
  await ask(first.graphqlUrl, "POST", first.tokens.reader, { query: "query { viewer { login } }" });
  await first.stop();
});
beforeEach(async () => {
  hub = await startHub();
});
afterEach(async () => {
  const violations = hub.violations();
  await hub.stop();
  expect(violations).toEqual([]);
});

const rollBack = (inputs: Readonly<Record<string, string>> = {}, token = hub.tokens.writer) =>
  runStep({
    hub,
    event: "workflow_dispatch",
    payload: { repository: { full_name: "octo-org/shop", default_branch: "main" }, ref: "refs/heads/main" },
    files: {
      [file]: config,
      "flags.json": '{ "search": true }\n',
      "read.js": "console.log(JSON.parse(require('fs').readFileSync('flags.json', 'utf8')).search)",
      "smoke.js": "",
    },
    inputs: { mode: "rollback", token, reason: "errors $(touch pwned) @everyone", ...inputs },
  });

test("a rollback as a step opens its issue, and the ledger knows of it", async () => {
  const { status, log } = await rollBack();
  expect({ status, warnings: log.match(/::warning.*/g) }).toEqual({ status: 0, warnings: null });
  const issues = await hub.state.issues();
  expect(issues).toMatchObject([{ body: expect.stringContaining("Rolled back and verified"), state: "open" }]);
  expect(issues[0]?.body).toContain("@octocat");
  expect(issues[0]?.body).not.toContain("@everyone");
  const paths = (await hub.state.files("rollout-gate")) ?? [];
  const texts = await Promise.all(paths.map((path) => hub.state.file(path, "rollout-gate")));
  expect(texts.join("")).toContain('"incident-opened"');
}, 60_000);

test("a dry run tells nobody", async () => {
  const { status } = await rollBack({ "dry-run": "true" });
  expect(status).toBe(0);
  expect(await hub.state.issues()).toEqual([]);
}, 60_000);

test("a GitHub that does not answer holds no rollback up", async () => {
  hub.arm({ fault: { kind: "reset", when: "before" }, at: "POST /graphql", times: Number.POSITIVE_INFINITY });
  const { status, log } = await rollBack();
  expect(status).toBe(0);
  expect(log).toContain("The issue about this rollback could not be written");
}, 120_000);
