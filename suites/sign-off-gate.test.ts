import { afterEach, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { runStep } from "./action-step.ts";
import { ask } from "./github/ask.ts";
import type { Hub } from "./github/hub.ts";
import { startHub } from "./github/start-hub.ts";

const file = ".github/rollout-gate.yml";
const policy = `rollout: search
stages:
  unit: { run: [node, test.js] }
manual: { chat: [Streaming] }
sign-offs: [tech-lead]
contacts: { tech-lead: "@octocat" }
`;

let hub: Hub;
let pull: { readonly number: number; readonly headSha: string; readonly baseSha: string };
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
  const violations = hub.violations();
  await hub.stop();
  expect(violations).toEqual([]);
});

const common = { full_name: "octo-org/shop" };
const gate = (token = hub.tokens.writer) =>
  runStep({
    hub,
    event: "pull_request",
    payload: {
      repository: { ...common, default_branch: "main" },
      pull_request: {
        number: pull.number,
        head: { sha: pull.headSha, ref: "feature", repo: common },
        base: { sha: pull.baseSha, ref: "main", repo: common },
      },
    },
    files: { [file]: policy, "test.js": "" },
    inputs: { mode: "gate", token },
  });
const theComment = async () => (await hub.state.comments(pull.number)).find(({ body }) => body.includes("tick "));
const tickAll = async (login: string) =>
  hub.state.editComment((await theComment())?.id ?? 0, login, (body) => body.replaceAll("- [ ]", "- [x]"));

test("a required sign-off holds the verdict at NO-GO until the role gives it; what is not required is a condition", async () => {
  const first = await gate();
  expect({ status: first.status, verdict: first.verdict }).toEqual({ status: 1, verdict: "no-go" });
  expect((await theComment())?.body).toContain("- [ ] tech");
  expect(hub.calls.total).toBeLessThanOrEqual(8);

  await tickAll("hubot");
  const second = await gate();
  expect(second.verdict).toBe("no-go");
  expect((await theComment())?.body).toContain("not counted: hubot is not tech");
  expect((await theComment())?.body).toContain("- [x] Streaming (not required) — hubot, ");

  await tickAll("octocat");
  hub.calls.clear();
  const third = await gate();
  expect({ status: third.status, verdict: third.verdict }).toEqual({ status: 0, verdict: "go" });
  expect(third.summary).toContain("### Approvals");
  expect(third.summary).toMatch(/Completion 100 %/);
  expect(third.log).not.toContain("::warning");
  expect(hub.calls.total).toBeLessThanOrEqual(8);

  await hub.state.editComment((await theComment())?.id ?? 0, "hubot", (body) =>
    body.replace(/- \[x\] Streaming/, "- [ ] Streaming"),
  );
  expect(await gate()).toMatchObject({ status: 0, verdict: "go-with-conditions" });
}, 60_000);

test("what cannot be read is inconclusive, and never ticked", async () => {
  await gate();
  await tickAll("octocat");
  hub.arm({
    fault: { kind: "unavailable", when: "before" },
    at: ({ route, body }) => route === "POST /graphql" && JSON.stringify(body).includes("userContentEdits"),
    times: Number.POSITIVE_INFINITY,
  });
  expect(await gate()).toMatchObject({ status: 1, verdict: "inconclusive" });
}, 60_000);

const push = (token: string) =>
  runStep({
    hub,
    event: "push",
    payload: { repository: { ...common, default_branch: "main" }, ref: "refs/heads/main" },
    files: { [file]: policy, "test.js": "" },
    inputs: { mode: "gate", token },
  });

test("without a token it is inconclusive, too", async () => {
  expect(await push("")).toMatchObject({ status: 1, verdict: "inconclusive" });
  expect(hub.calls.total).toBe(0);
}, 60_000);

test("on the default branch people tick in one issue", async () => {
  expect(await push(hub.tokens.writer)).toMatchObject({ verdict: "no-go" });
  const [issue] = await hub.state.issues();
  await hub.state.editIssue(issue?.number ?? 0, "octocat", (body) => body.replaceAll("- [ ]", "- [x]"));
  expect(await push(hub.tokens.writer)).toMatchObject({ status: 0, verdict: "go" });
  expect(await hub.state.issues()).toMatchObject([{ body: expect.stringContaining("| tech-lead | yes | octocat | ") }]);
}, 60_000);
