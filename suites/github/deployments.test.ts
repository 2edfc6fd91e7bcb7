import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { ask } from "./ask.ts";
import type { Hub } from "./hub.ts";
import { startHub } from "./start-hub.ts";

let hub: Hub;
let sha: string;
beforeAll(async () => {
  hub = await startHub();
  sha = await hub.state.commit("main", ".github/workflows/rollback.yml", "on: workflow_dispatch");
});
afterAll(async () => {
  expect(hub.violations()).toEqual([]);
  await hub.stop();
});

const at = (path: string) => `${hub.url}/repos/octo-org/shop${path}`;
const post = (path: string, body: unknown, token = hub.tokens.writer) => ask(at(path), "POST", token, body);
const get = (path: string) => ask(at(path), "GET", hub.tokens.reader);

// https://docs.github.com/rest/deployments
describe("deployments", () => {
  test("made, told of, and the earlier one inactive after a success", async () => {
    const ids: number[] = [];
    for (let index = 0; index < 2; index++) {
      const made = await post("/deployments", { ref: "main", environment: "staging", required_contexts: [] });
      expect(made).toMatchObject({ status: 201, data: { sha, environment: "staging", creator: { type: "Bot" } } });
      ids.push(made.data.id);
      expect((await post(`/deployments/${made.data.id}/statuses`, { state: "success" })).status).toBe(201);
    }
    const states = async (id: number | undefined) =>
      (await get(`/deployments/${id}/statuses`)).data.map(({ state }: { state: string }) => state);
    expect(await states(ids[0])).toEqual(["inactive", "success"]);
    expect(await states(ids[1])).toEqual(["success"]);
    const listed = (await get("/deployments?environment=staging")).data;
    expect(listed.map(({ id }: { id: number }) => id)).toEqual([...ids].reverse());
    expect((await get("/environments")).data).toMatchObject({ total_count: 1, environments: [{ name: "staging" }] });
  });

  test("a ref that is not there, a description that is too long, a token without the permission", async () => {
    expect((await post("/deployments", { ref: "nowhere" })).status).toBe(422);
    expect((await post("/deployments", { ref: "main", description: "x".repeat(141) })).status).toBe(422);
    expect((await post("/deployments", { ref: "main" }, hub.tokens.reader)).status).toBe(403);
  });

  test("statuses that failed stand in the way", async () => {
    await post(`/statuses/${sha}`, { state: "failure", context: "ci" });
    expect((await post("/deployments", { ref: "main" })).status).toBe(409);
    await post(`/statuses/${sha}`, { state: "success", context: "ci" });
    expect((await post("/deployments", { ref: "main" })).status).toBe(201);
  });
});

// https://docs.github.com/rest/commits/statuses
test("statuses: the latest of each context makes the whole", async () => {
  const commit = await hub.state.commit("main", "status.txt", "x");
  const whole = async () => (await get(`/commits/${commit}/status`)).data;
  expect(await whole()).toMatchObject({ state: "pending", total_count: 0 });
  await post(`/statuses/${commit}`, { state: "success", context: "a" });
  await post(`/statuses/${commit}`, { state: "failure", context: "b" });
  expect(await whole()).toMatchObject({ state: "failure", total_count: 2 });
  await post(`/statuses/${commit}`, { state: "success", context: "b" });
  expect(await whole()).toMatchObject({ state: "success", total_count: 2 });
  expect((await get(`/commits/${commit}/statuses`)).data).toHaveLength(3);
  expect((await post(`/statuses/${"4".repeat(40)}`, { state: "success" })).status).toBe(422);
});

// https://docs.github.com/rest/actions/workflows#create-a-workflow-dispatch-event
test("a workflow dispatch is recorded", async () => {
  const path = "/actions/workflows/rollback.yml/dispatches";
  expect((await post(path, { ref: "main", inputs: { rollout: "x" } })).status).toBe(204);
  expect(hub.state.dispatches).toEqual([
    {
      repository: "octo-org/shop",
      workflow: "rollback.yml",
      ref: "main",
      inputs: { rollout: "x" },
      login: "github-actions[bot]",
    },
  ]);
  expect((await post(path, { ref: "nowhere" })).status).toBe(422);
  expect((await post("/actions/workflows/none.yml/dispatches", { ref: "main" })).status).toBe(404);
  expect((await post(path, { ref: "main" }, hub.tokens.reader)).status).toBe(403);
});

// https://docs.github.com/rest/actions/artifacts
describe("a workflow run and its artifacts", () => {
  test("listed, found by name, and downloaded from another host without a token", async () => {
    const { number, headSha } = await hub.state.openPullRequest("run");
    const archive = Buffer.from("PK");
    const { runId, artifactIds } = hub.state.addRun({
      headSha,
      headBranch: "run",
      artifacts: { evidence: archive, log: archive },
    });
    const run = await get(`/actions/runs/${runId}`);
    expect(run.data).toMatchObject({
      id: runId,
      head_sha: headSha,
      event: "pull_request",
      pull_requests: [{ number }],
    });
    expect((await get(`/actions/runs/${runId}/artifacts`)).data.total_count).toBe(2);
    const named = (await get(`/actions/runs/${runId}/artifacts?name=evidence`)).data.artifacts;
    expect(named).toMatchObject([
      { id: artifactIds.evidence, size_in_bytes: 2, workflow_run: { id: runId, head_sha: headSha } },
    ]);
    const download = await get(`/actions/artifacts/${artifactIds.evidence}/zip`);
    expect(download.status).toBe(302);
    const file = await fetch(String(download.headers.get("location")));
    expect(Buffer.from(await file.arrayBuffer())).toEqual(archive);
  });

  test("of a fork's pull request names no pull request", async () => {
    const { headSha } = await hub.state.openForkPullRequest("forked");
    const { runId } = hub.state.addRun({
      headSha,
      headBranch: "forked",
      headRepository: "monalisa/shop",
      actor: "monalisa",
    });
    expect((await get(`/actions/runs/${runId}`)).data).toMatchObject({
      pull_requests: [],
      head_repository: { full_name: "monalisa/shop" },
    });
  });
});
