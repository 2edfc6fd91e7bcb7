import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { ask } from "./ask.ts";
import type { Hub } from "./hub.ts";
import { startHub } from "./start-hub.ts";
import type { Token } from "./token.ts";

let hub: Hub;
let number: number;
let headSha: string;
const hidden = "octo-org/vault";

beforeAll(async () => {
  hub = await startHub({ repositories: [{ name: hidden, private: true, roles: { octocat: "admin", hubot: "read" } }] });
  ({ number, headSha } = await hub.state.openPullRequest("feature"));
});
afterAll(() => hub.stop());

const say = (token: string | null, body = "hello") =>
  ask(`${hub.url}/repos/octo-org/shop/issues/${number}/comments`, "POST", token, { body });

// https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api
describe("who asks", () => {
  test("nobody: 401", async () => {
    expect(await say(null)).toMatchObject({ status: 401, data: { message: "Requires authentication", status: "401" } });
  });

  test("an unknown token: 401 Bad credentials", async () => {
    expect(await say("ghs_unknown")).toMatchObject({ status: 401, data: { message: "Bad credentials" } });
  });

  test("a token that was taken back: 401", async () => {
    const token = hub.issueToken({ kind: "classic", login: "hubot" });
    expect((await say(token)).status).toBe(201);
    hub.revokeToken(token);
    expect((await say(token)).status).toBe(401);
  });
});

// https://docs.github.com/actions/security-guides/automatic-token-authentication
describe("a job's token", () => {
  test("writes what it was given", async () => {
    const told = await say(hub.tokens.writer);
    expect(told).toMatchObject({
      status: 201,
      data: {
        user: { login: "github-actions[bot]", type: "Bot" },
        performed_via_github_app: { slug: "github-actions" },
      },
    });
  });

  test("without the permission: 403 in GitHub's words, and which permission would do", async () => {
    const told = await say(hub.tokens.reader);
    expect(told).toMatchObject({
      status: 403,
      data: { message: "Resource not accessible by integration", status: "403" },
    });
    expect(told.headers.get("x-accepted-github-permissions")).toBe("issues=write; pull_requests=write");
  });

  test.each([["issues"], ["pull_requests"]] as const)("%s alone is enough for a comment", async (permission) => {
    const token = hub.issueToken({ kind: "job", repository: hub.repository, permissions: { [permission]: "write" } });
    expect((await say(token)).status).toBe(201);
  });

  test("without any permission it reads what is public", async () => {
    const token = hub.issueToken({ kind: "job", repository: hub.repository, permissions: {} });
    expect((await ask(`${hub.url}/repos/octo-org/shop/pulls/${number}`, "GET", token)).status).toBe(200);
  });

  test("another repository that is private does not exist for it: 404", async () => {
    expect((await ask(`${hub.url}/repos/${hidden}`, "GET", hub.tokens.writer)).status).toBe(404);
  });

  test("a private repository of its own is closed to it without the permission: 403", async () => {
    const token = hub.issueToken({ kind: "job", repository: hidden, permissions: { metadata: "read" } });
    expect((await ask(`${hub.url}/repos/${hidden}`, "GET", token)).status).toBe(200);
    expect((await ask(`${hub.url}/repos/${hidden}/contents/README.md`, "GET", token)).status).toBe(403);
  });
});

// https://docs.github.com/rest/checks/runs: only GitHub Apps write check runs.
describe("check runs", () => {
  const check = () => ({ name: "gate", head_sha: headSha, status: "in_progress" });
  const url = () => `${hub.url}/repos/octo-org/shop/check-runs`;

  test.each<[string, Token]>([
    ["a classic token", { kind: "classic", login: "octocat" }],
    [
      "a fine-grained token",
      { kind: "fine-grained", login: "octocat", repository: "octo-org/shop", permissions: { checks: "write" } },
    ],
  ])("%s, even an administrator's: 403", async (_, token) => {
    expect(await ask(url(), "POST", hub.issueToken(token), check())).toMatchObject({
      status: 403,
      data: { message: "You must authenticate via a GitHub App." },
    });
  });

  test("an app changes its own and no other's", async () => {
    const made = await ask(url(), "POST", hub.tokens.writer, check());
    expect(made).toMatchObject({ status: 201, data: { app: { slug: "github-actions", id: 15368 } } });
    const other = hub.issueToken({
      kind: "app",
      slug: "octo-app",
      repository: hub.repository,
      permissions: { checks: "write" },
    });
    const change = { status: "completed", conclusion: "success" };
    expect((await ask(`${url()}/${made.data.id}`, "PATCH", other, change)).status).toBe(403);
    expect((await ask(`${url()}/${made.data.id}`, "PATCH", hub.tokens.writer, change)).status).toBe(200);
  });
});

// https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
test("the hour's requests are counted by token, and refused when they are used up", async () => {
  const small = await startHub({ hourlyLimit: 2 });
  try {
    const look = (token: string) => ask(`${small.url}/repos/octo-org/shop`, "GET", token);
    expect((await look(small.tokens.writer)).headers.get("x-ratelimit-remaining")).toBe("1");
    expect((await look(small.tokens.writer)).headers.get("x-ratelimit-remaining")).toBe("0");
    const refused = await look(small.tokens.writer);
    expect(refused.status).toBe(403);
    expect(refused.data.message).toContain("API rate limit exceeded");
    expect(Number(refused.headers.get("x-ratelimit-reset"))).toBeGreaterThan(Date.now() / 1000);
    expect((await look(small.tokens.reader)).status).toBe(200);
  } finally {
    await small.stop();
  }
});

test.each([
  ["no User-Agent", { "user-agent": "" }, 403],
  ["a version of the API that there is not", { "x-github-api-version": "1999-01-01" }, 400],
  ["a version that there is", { "x-github-api-version": "2022-11-28" }, 200],
])("%s", async (_, headers, status) => {
  const response = await fetch(`${hub.url}/repos/octo-org/shop`, {
    headers: { authorization: `Bearer ${hub.tokens.reader}`, ...headers },
  });
  expect(response.status).toBe(status);
});

test("the log says what was asked, by whom, and never with which token", async () => {
  hub.calls.clear();
  await say(hub.tokens.writer, "logged");
  await ask(`${hub.url}/nothing/here`, "GET", hub.tokens.writer);
  expect(hub.calls.total).toBe(2);
  expect(hub.calls.byRoute()).toEqual({
    "POST /repos/{owner}/{repo}/issues/{issue_number}/comments": 1,
    "GET /nothing/here": 1,
  });
  expect(hub.calls.all[0]).toMatchObject({
    login: "github-actions[bot]",
    status: 201,
    done: true,
    body: { body: "logged" },
  });
  expect(JSON.stringify(hub.calls.all)).not.toContain(hub.tokens.writer);
});

// https://docs.github.com/enterprise-server/rest/using-the-rest-api/getting-started-with-the-rest-api
test("GitHub Enterprise Server is below /api", async () => {
  const enterprise = await startHub({ enterprise: true });
  try {
    expect(enterprise.url).toMatch(/\/api\/v3$/);
    expect(enterprise.graphqlUrl).toMatch(/\/api\/graphql$/);
    const token = enterprise.tokens.writer;
    const told = await ask(`${enterprise.url}/repos/octo-org/shop`, "GET", token);
    expect(told).toMatchObject({ status: 200, data: { url: `${enterprise.url}/repos/octo-org/shop` } });
    const query = { query: "{ viewer { login } }" };
    expect((await ask(enterprise.graphqlUrl, "POST", token, query)).data.data.viewer.login).toBe("github-actions[bot]");
    expect((await ask(enterprise.url.replace("/api/v3", "/repos/octo-org/shop"), "GET", token)).status).toBe(404);
  } finally {
    await enterprise.stop();
  }
});
