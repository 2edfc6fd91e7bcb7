import { afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { ConcernIssueWish } from "../src/domain/escalation-doors.ts";
import { dispatchWorkflow } from "../src/github/dispatch-workflow.ts";
import { concernLabel, createConcernIssues } from "../src/github/issues/concern-issue.ts";
import { replaceOwnPart } from "../src/people/own-part.ts";
import { ask } from "./github/ask.ts";
import type { Hub } from "./github/hub.ts";
import { startHub } from "./github/start-hub.ts";
import { clientOf, instantClock } from "./publishing.ts";

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

function wish(id: string, more: Partial<ConcernIssueWish> = {}): ConcernIssueWish {
  return {
    rollout: "search",
    title: "search needs attention",
    write: (body) => replaceOwnPart(body ?? "", "concerns", `board as of ${id}`),
    comment: { id, text: `notice ${id} for @octocat` },
    mayOpen: true,
    isEnd: false,
    ...more,
  };
}
const tell = (id: string, more: Partial<ConcernIssueWish> = {}, token?: string) =>
  createConcernIssues(clientOf(hub, token), instantClock, "octo-org/shop").tell(wish(id, more));
const end = { mayOpen: false, isEnd: true } as const;

async function comments(number = 1): Promise<readonly string[]> {
  const answer = await ask(`${hub.url}/repos/octo-org/shop/issues/${number}/comments`, "GET", hub.tokens.octocat);
  return (answer.data as readonly { readonly body: string }[]).map(({ body }) => body.split("\n").at(-1) ?? "");
}

describe("the issue about what is watched", () => {
  test("is one from the first concern to the last, with a comment for each thing that was told, and is closed", async () => {
    for (const id of ["a1", "b2"]) expect(await tell(id)).toEqual({ outcome: "done", detail: "" });
    const [issue, ...others] = await hub.state.issues();
    expect(others).toEqual([]);
    expect(issue).toMatchObject({ labels: [concernLabel], login: "github-actions[bot]", state: "open" });
    expect(issue?.body).toContain("board as of b2");
    await hub.state.editIssue(1, "octocat", (body) => `${body}\nmine`);
    await tell("c3", end);
    const [closed] = await hub.state.issues();
    expect(closed?.state).toBe("closed");
    expect(closed?.body).toMatch(/board as of c3(?:.|\n)*mine/);
    expect(await comments()).toEqual(["notice a1 for @octocat", "notice b2 for @octocat", "notice c3 for @octocat"]);
    await tell("d4");
    expect((await hub.state.issues()).map(({ state }) => state).sort()).toEqual(["closed", "open"]);
  });

  test("says nothing again when it is told again", async () => {
    for (const id of ["a1", "a1", "b2", "a1"]) await tell(id);
    expect(await comments()).toHaveLength(2);
  });

  test("that somebody closed is not opened to say that it is over", async () => {
    await tell("a1");
    await ask(`${hub.url}/repos/octo-org/shop/issues/1`, "PATCH", hub.tokens.octocat, { state: "closed" });
    expect(await tell("b2", end)).toMatchObject({ outcome: "done" });
    expect(await hub.state.issues()).toHaveLength(1);
    expect(await comments()).toHaveLength(1);
  });

  test("is not fooled by somebody else's comment with our hidden line", async () => {
    await tell("a1");
    await ask(`${hub.url}/repos/octo-org/shop/issues/1/comments`, "POST", hub.tokens.octocat, {
      body: "<!-- rollout-gate: notice of b2 -->\nnothing to see here",
    });
    await tell("b2");
    expect(await comments()).toHaveLength(3);
  });

  test.each([
    ["POST /repos/{owner}/{repo}/issues", "reset", "after"],
    ["POST /repos/{owner}/{repo}/issues", "bad-gateway", "before"],
    ["POST /repos/{owner}/{repo}/issues/{issue_number}/comments", "reset", "before"],
    ["POST /repos/{owner}/{repo}/issues/{issue_number}/comments", "reset", "after"],
    ["POST /repos/{owner}/{repo}/issues/{issue_number}/comments", "truncated", "after"],
    ["PATCH /repos/{owner}/{repo}/issues/{issue_number}", "reset", "after"],
    ["POST /graphql", "unavailable", "before"],
  ] as const)("%s with %s %s: told once in the end", async (route, kind, when) => {
    hub.arm({ fault: { kind, when }, at: route });
    for (const id of ["a1", "a1"]) await tell(id);
    expect(await hub.state.issues()).toHaveLength(1);
    expect(await comments()).toEqual(["notice a1 for @octocat"]);
  });

  test("without the permission nothing is there, and it is said what is needed", async () => {
    const result = await tell("a1", {}, hub.tokens.reader);
    expect(result).toMatchObject({ outcome: "failed", detail: expect.stringContaining("`issues: write`") });
    expect(await hub.state.issues()).toEqual([]);
  });
});

describe("the workflow that rolls back", () => {
  const start = (workflow: string, token?: string) =>
    dispatchWorkflow(
      clientOf(hub, token),
      { repository: "octo-org/shop", workflow, branch: "main" },
      "latency: $(reboot) @everyone",
    );

  test("is started on the branch, with the reason as an input", async () => {
    await hub.state.commit("main", ".github/workflows/rollback.yml", "on: workflow_dispatch");
    expect(await start("rollback.yml")).toMatchObject({ outcome: "done" });
    expect(hub.state.dispatches).toMatchObject([
      { workflow: "rollback.yml", ref: "main", inputs: { reason: "latency: $(reboot) @everyone" } },
    ]);
  });

  test("that is not there, or that the token may not start, is told with what to do", async () => {
    expect(await start("gone.yml")).toMatchObject({ outcome: "failed", detail: expect.stringContaining("gone.yml") });
    await hub.state.commit("main", ".github/workflows/rollback.yml", "on: workflow_dispatch");
    const refused = await start("rollback.yml", hub.tokens.reader);
    expect(refused).toMatchObject({ outcome: "failed", detail: expect.stringContaining("`actions: write`") });
    expect(hub.state.dispatches).toEqual([]);
  });

  test("whose answer is lost is in doubt", async () => {
    await hub.state.commit("main", ".github/workflows/rollback.yml", "on: workflow_dispatch");
    hub.arm({
      fault: { kind: "reset", when: "after" },
      at: "POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches",
    });
    expect(await start("rollback.yml")).toMatchObject({ outcome: "unknown" });
  });
});
