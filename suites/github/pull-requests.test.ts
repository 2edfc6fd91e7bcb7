import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { ask } from "./ask.ts";
import type { Hub } from "./hub.ts";
import { startHub } from "./start-hub.ts";

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

const at = (path: string) => `${hub.url}/repos/octo-org/shop${path}`;
const get = (path: string) => ask(at(path), "GET", hub.tokens.reader);

// https://docs.github.com/rest/pulls/pulls
describe("from a fork", () => {
  test("the head is another repository's, and its commit is there in the base repository", async () => {
    const pull = await hub.state.openForkPullRequest("patch");
    const told = await get(`/pulls/${pull.number}`);
    expect(told.data).toMatchObject({
      state: "open",
      merged: false,
      head: {
        sha: pull.headSha,
        ref: "patch",
        label: "monalisa:patch",
        repo: { full_name: "monalisa/shop", fork: true },
      },
      base: { ref: "main", sha: await hub.state.head("main"), repo: { full_name: "octo-org/shop" } },
      user: { login: "monalisa" },
    });
    expect((await get(`/git/commits/${pull.headSha}`)).status).toBe(200);
    const check = { name: "gate", head_sha: pull.headSha };
    expect((await ask(at("/check-runs"), "POST", hub.tokens.writer, check)).status).toBe(201);
  });

  test("the head follows its branch while it is open, and stays when it is closed", async () => {
    const { number } = await hub.state.openForkPullRequest("moving");
    const moved = await hub.state.pushToFork("moving", "more.txt", "more");
    expect((await get(`/pulls/${number}`)).data.head.sha).toBe(moved);
    await hub.state.closePullRequest(number);
    await hub.state.pushToFork("moving", "late.txt", "late");
    expect((await get(`/pulls/${number}`)).data).toMatchObject({ state: "closed", head: { sha: moved } });
  });

  test("a fork that was deleted leaves the pull request without a head repository", async () => {
    const { number, headSha } = await hub.state.openForkPullRequest("left", "stranger");
    await get(`/pulls/${number}`);
    await hub.state.deleteRepository("stranger/shop");
    expect((await get(`/pulls/${number}`)).data.head).toMatchObject({ repo: null, sha: headSha });
  });

  test("found by owner and branch, and by commit", async () => {
    const { number, headSha } = await hub.state.openForkPullRequest("found");
    const numbers = async (path: string) => (await get(path)).data.map((pull: { number: number }) => pull.number);
    expect(await numbers("/pulls?head=monalisa:found")).toEqual([number]);
    expect(await numbers("/pulls?head=octo-org:found")).toEqual([]);
    expect(await numbers(`/commits/${headSha}/pulls`)).toEqual([number]);
  });
});

test("merged: the branch it goes to has it", async () => {
  const { number, headSha } = await hub.state.openPullRequest("merged");
  await hub.state.mergePullRequest(number);
  expect((await get(`/pulls/${number}`)).data).toMatchObject({ merged: true, state: "closed", head: { sha: headSha } });
  expect(await hub.state.files("main")).toContain("changes/merged.txt");
});

test("a pull request is an issue too", async () => {
  const { number } = await hub.state.openPullRequest("both");
  expect((await get(`/issues/${number}`)).data).toMatchObject({
    number,
    pull_request: { url: at(`/pulls/${number}`) },
  });
});

// https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api
describe("pages", () => {
  let number: number;
  beforeAll(async () => {
    ({ number } = await hub.state.openPullRequest("pages"));
    for (let index = 0; index < 7; index++) await hub.state.comment(number, "monalisa", `comment ${index}`);
  });

  test.each([
    ["comments", () => `/issues/${number}/comments`],
    ["comments since a time", () => `/issues/${number}/comments?since=2020-01-01T00:00:00Z`],
  ])("%s by Link, until there is no next", async (_, path) => {
    const seen: string[] = [];
    let next: string | undefined = at(`${path()}${path().includes("?") ? "&" : "?"}per_page=3`);
    for (let page = 0; next !== undefined && page < 5; page++) {
      expect(next.startsWith(hub.url)).toBe(true);
      const told = await ask(next, "GET", hub.tokens.reader);
      seen.push(...told.data.map(({ body }: { body: string }) => body));
      next = /<([^>]+)>; rel="next"/.exec(told.headers.get("link") ?? "")?.[1];
    }
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6].map((index) => `comment ${index}`));
  });

  test("since a time that is still to come: none", async () => {
    expect((await get(`/issues/${number}/comments?since=2099-01-01T00:00:00Z`)).data).toEqual([]);
  });
});

// https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests
test("an unchanged answer is 304 for who has its ETag, and a changed one is not", async () => {
  const path = at("/contents/etag.txt");
  await hub.state.commit("main", "etag.txt", "one");
  const first = await ask(path, "GET", hub.tokens.reader);
  const etag = String(first.headers.get("etag"));
  const again = () => ask(path, "GET", hub.tokens.reader, undefined, { "if-none-match": etag });
  expect(await again()).toMatchObject({ status: 304, data: null });
  await hub.state.commit("main", "etag.txt", "two");
  expect((await again()).status).toBe(200);
});

test("HEAD is GET without the body", async () => {
  const response = await fetch(at("/contents/README.md"), {
    method: "HEAD",
    headers: { authorization: `Bearer ${hub.tokens.reader}` },
  });
  expect([response.status, await response.text(), Number(response.headers.get("content-length")) > 0]).toEqual([
    200,
    "",
    true,
  ]);
});

test("nothing was asked that GitHub's description does not have", () => {
  expect(hub.violations()).toEqual([]);
});
