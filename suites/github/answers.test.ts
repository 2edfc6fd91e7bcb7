import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { ask, type Told } from "./ask.ts";
import { answerProblems } from "./check-described.ts";
import type { Hub } from "./hub.ts";
import { matchRoute, routeName } from "./route.ts";
import { startHub } from "./start-hub.ts";

let hub: Hub;
/** What was found wrong, by route and status. */
const found = new Map<string, Set<string>>();
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

async function call(method: string, path: string, status: number, body?: unknown): Promise<Told["data"]> {
  const url = new URL(`${hub.url}/repos/octo-org/shop${path}`);
  const told = await ask(String(url), method, hub.tokens.writer, body);
  const match = matchRoute(method, url.pathname);
  if (match === null) throw new Error(`${method} ${url.pathname} is no route of the hub`);
  const name = `${routeName(match.route)} ${told.status}`;
  expect(name).toBe(`${routeName(match.route)} ${status}`);
  const problems = answerProblems(match, told.status, told.data).map((problem) => problem.replace(/\/\d+/g, "/*"));
  found.set(name, new Set([...(found.get(name) ?? []), ...problems]));
  return told.data;
}

const repo = "/repos/{owner}/{repo}";

/** Every answer that the project's code looks at is as GitHub describes it, but for these. docs/testing-against-github.md lists them. */
const exceptions: Readonly<Record<string, readonly string[]>> = {
  // The description asks for a text where GitHub itself sends null for a label without one.
  [`GET ${repo}/pulls 200`]: ["answer/*/labels/*/description must be string"],
  // Two descriptions of an error fit, where exactly one should.
  [`PUT ${repo}/contents/{path} 409`]: ["answer must match exactly one schema in oneOf"],
  // The emulator leaves it out, and nothing of ours reads it.
  [`GET ${repo}/pulls/{pull_number}/commits 200`]: ["answer/*/commit/tree must have required property 'url'"],
};

test("comments, issues, labels", async () => {
  const { number } = await hub.state.openPullRequest("talk");
  const comment = await call("POST", `/issues/${number}/comments`, 201, { body: "x" });
  await call("GET", `/issues/${number}/comments`, 200);
  await call("GET", `/issues/${number}/comments?since=2020-01-01T00:00:00Z`, 200);
  await call("GET", `/issues/comments/${comment.id}`, 200);
  await call("PATCH", `/issues/comments/${comment.id}`, 200, { body: "y" });
  await call("DELETE", `/issues/comments/${comment.id}`, 204);
  await call("GET", `/issues/${number}`, 200);
  const issue = await call("POST", "/issues", 201, { title: "t", body: "b" });
  await call("GET", `/issues/${issue.number}`, 200);
  await call("PATCH", `/issues/${issue.number}`, 200, { state: "closed" });
  await call("GET", "/issues?state=all", 200);
  await call("PUT", `/issues/${issue.number}/lock`, 204, { lock_reason: "spam" });
  await call("POST", "/labels", 201, { name: "gate", color: "ff0000" });
  await call("GET", "/labels", 200);
  await call("POST", `/issues/${number}/labels`, 200, { labels: ["gate"] });
  await call("GET", `/issues/${number}/labels`, 200);
});

test("pull requests", async () => {
  const { number, headSha } = await hub.state.openPullRequest("change");
  const fork = await hub.state.openForkPullRequest("forked");
  await call("GET", "/pulls", 200);
  await call("GET", `/pulls/${fork.number}`, 200);
  await call("GET", `/pulls/${number}`, 200);
  await call("GET", `/pulls/${number}/files`, 200);
  await call("GET", `/pulls/${number}/commits`, 200);
  await call("PATCH", `/pulls/${number}`, 200, { title: "named anew" });
  await call("GET", `/commits/${headSha}/pulls`, 200);
  await call("GET", "/compare/main...change", 200);
  await call("PUT", `/pulls/${number}/merge`, 200, {});
  await call("GET", `/pulls/${number}`, 200);
});

test("check runs and statuses", async () => {
  const { headSha } = await hub.state.openPullRequest("checked");
  const annotations = [{ path: "p", start_line: 1, end_line: 1, annotation_level: "notice", message: "m" }];
  const output = { title: "t", summary: "s", annotations };
  const run = await call("POST", "/check-runs", 201, { name: "n", head_sha: headSha, output });
  await call("PATCH", `/check-runs/${run.id}`, 200, { status: "completed", conclusion: "success" });
  await call("GET", `/check-runs/${run.id}`, 200);
  await call("GET", `/check-runs/${run.id}/annotations`, 200);
  await call("GET", `/commits/${headSha}/check-runs`, 200);
  await call("POST", `/statuses/${headSha}`, 201, { state: "success" });
  await call("GET", `/commits/${headSha}/statuses`, 200);
  await call("GET", `/commits/${headSha}/status`, 200);
});

test("files", async () => {
  await call("GET", "", 200);
  const write = { message: "m", content: "eA==" };
  const file = await call("PUT", "/contents/a/b.txt", 201, write);
  await call("GET", "/contents/a/b.txt", 200);
  await call("GET", "/contents/a", 200);
  await call("GET", "/contents/", 200);
  await call("GET", "/contents/none", 404);
  const changed = await call("PUT", "/contents/a/b.txt", 200, { ...write, content: "eQ==", sha: file.content.sha });
  await call("PUT", "/contents/a/b.txt", 409, { ...write, sha: file.content.sha });
  await call("PUT", "/contents/a/b.txt", 422, write);
  await call("PUT", "/contents/a/b.txt", 404, { ...write, branch: "nowhere" });
  await call("DELETE", "/contents/a/b.txt", 200, { message: "m", sha: changed.content.sha });
});

test("objects and refs", async () => {
  const sha = await hub.state.head("main");
  await call("GET", "/git/ref/heads/main", 200);
  await call("GET", "/git/matching-refs/heads/m", 200);
  await call("POST", "/git/refs", 201, { ref: "refs/heads/new", sha });
  await call("POST", "/git/refs", 422, { ref: "refs/heads/new", sha });
  const tree = await call("POST", "/git/trees", 201, {
    tree: [{ path: "x", mode: "100644", type: "blob", content: "x" }],
  });
  const commit = await call("POST", "/git/commits", 201, { message: "m", tree: tree.sha, parents: [sha] });
  await call("PATCH", "/git/refs/heads/new", 200, { sha: commit.sha });
  await call("PATCH", "/git/refs/heads/new", 422, { sha });
  await call("DELETE", "/git/refs/heads/new", 204);
  await call("GET", `/git/commits/${commit.sha}`, 200);
  await call("GET", `/git/trees/${tree.sha}?recursive=1`, 200);
  const blob = await call("POST", "/git/blobs", 201, { content: "x" });
  await call("GET", `/git/blobs/${blob.sha}`, 200);
  await call("GET", "/branches", 200);
  await call("GET", "/branches/main", 200);
  await call("GET", "/commits/main", 200);
  await call("GET", "/commits", 200);
});

test("people, deployments, workflows", async () => {
  await call("GET", "/collaborators/hubot/permission", 200);
  const deployment = await call("POST", "/deployments", 201, { ref: "main" });
  await call("GET", "/deployments", 200);
  await call("GET", `/deployments/${deployment.id}`, 200);
  await call("POST", `/deployments/${deployment.id}/statuses`, 201, { state: "success" });
  await call("GET", `/deployments/${deployment.id}/statuses`, 200);
  await call("GET", "/environments", 200);
  await call("GET", "/environments/production", 200);
  const headSha = await hub.state.commit("main", ".github/workflows/w.yml", "on: workflow_dispatch");
  await call("POST", "/actions/workflows/w.yml/dispatches", 204, { ref: "main" });
  const run = hub.state.addRun({ headSha, headBranch: "main", artifacts: { evidence: Buffer.from("x") } });
  await call("GET", "/actions/runs", 200);
  await call("GET", "/actions/workflows", 200);
  await call("GET", "/actions/workflows/1/runs", 200);
  await call("GET", `/actions/runs/${run.runId}`, 200);
  await call("GET", `/actions/runs/${run.runId}/artifacts`, 200);
  await call("GET", "/actions/artifacts", 200);
  await call("GET", `/actions/artifacts/${run.artifactIds.evidence}`, 200);
  await call("GET", `/actions/artifacts/${run.artifactIds.evidence}/zip`, 302);
});

test("what was found wrong is what is listed", () => {
  const wrong = [...found].filter(([, problems]) => problems.size > 0).map(([name, problems]) => [name, [...problems]]);
  expect(Object.fromEntries(wrong)).toEqual(exceptions);
  expect(hub.violations()).toEqual([]);
});
