import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { ask } from "./ask.ts";
import type { Hub } from "./hub.ts";
import { startHub } from "./start-hub.ts";

let hub: Hub;
let number: number;
beforeAll(async () => {
  hub = await startHub();
  ({ number } = await hub.state.openPullRequest("feature"));
});
afterAll(() => hub.stop());

const comments = () => `${hub.url}/repos/octo-org/shop/issues/${number}/comments`;
const comment = (id: number) => `${hub.url}/repos/octo-org/shop/issues/comments/${id}`;

// GitHub's answer: "Body is too long (maximum is 65536 characters)".
describe("length", () => {
  test.each([
    ["65,536 letters", "x".repeat(65_536), 201],
    ["65,537 letters", "x".repeat(65_537), 422],
    ["65,536 characters of four bytes", "🟢".repeat(65_536), 201],
    ["65,537 characters of four bytes", "🟢".repeat(65_537), 422],
    ["nothing", "", 422],
    ["blanks", " \n ", 422],
  ])("%s", async (_, body, status) => {
    const told = await ask(comments(), "POST", hub.tokens.writer, { body });
    expect(told.status).toBe(status);
    if (status === 422) expect(told.data.message).toBe("Validation Failed");
  });

  test("holds for a change too", async () => {
    const id = await hub.state.comment(number, "github-actions[bot]", "short");
    const told = await ask(comment(id), "PATCH", hub.tokens.writer, { body: "x".repeat(65_537) });
    expect(told.status).toBe(422);
    expect(told.data.errors[0].message).toBe("Body is too long (maximum is 65536 characters)");
  });
});

// https://docs.github.com/rest/issues/comments#update-an-issue-comment
describe("changing", () => {
  test.each([
    ["its author", "monalisa", "monalisa", 200],
    ["a stranger", "monalisa", "stranger", 403],
    ["who writes to the repository", "monalisa", "hubot", 200],
    ["a job's token with the permission", "monalisa", "writer", 200],
    ["a job's token without it", "github-actions[bot]", "reader", 403],
  ] as const)("%s", async (_, author, who, status) => {
    const id = await hub.state.comment(number, author, "before");
    expect((await ask(comment(id), "PATCH", hub.tokens[who], { body: "after" })).status).toBe(status);
    expect((await hub.state.comments(number)).find((entry) => entry.id === id)).toEqual({
      id,
      body: status === 200 ? "after" : "before",
      login: author,
    });
  });

  test("one that was deleted: 404", async () => {
    const id = await hub.state.comment(number, "hubot", "gone soon");
    expect((await ask(comment(id), "DELETE", hub.tokens.stranger)).status).toBe(403);
    expect((await ask(comment(id), "DELETE", hub.tokens.hubot)).status).toBe(204);
    expect((await ask(comment(id), "PATCH", hub.tokens.writer, { body: "late" })).status).toBe(404);
  });
});

test("a comment on what is not there: 404", async () => {
  const told = await ask(`${hub.url}/repos/octo-org/shop/issues/999/comments`, "POST", hub.tokens.writer, {
    body: "x",
  });
  expect(told.status).toBe(404);
});

// GitHub takes no more than 2,500 comments on an issue.
test("the 2,501st comment is refused, and those that are there can still be changed", async () => {
  const full = (await hub.state.openPullRequest("full")).number;
  for (let batch = 0; batch < 50; batch++) {
    await Promise.all(Array.from({ length: 50 }, () => hub.state.comment(full, "github-actions[bot]", "x")));
  }
  const told = await ask(`${hub.url}/repos/octo-org/shop/issues/${full}/comments`, "POST", hub.tokens.writer, {
    body: "x",
  });
  expect(told).toMatchObject({
    status: 403,
    data: { message: "Commenting is disabled on issues with more than 2500 comments" },
  });
  const [first] = await hub.state.comments(full);
  expect((await ask(comment(first?.id ?? 0), "PATCH", hub.tokens.writer, { body: "y" })).status).toBe(200);
});

test("a locked conversation takes comments from those who write alone", async () => {
  const locked = (await hub.state.openPullRequest("locked")).number;
  await ask(`${hub.url}/repos/octo-org/shop/issues/${locked}/lock`, "PUT", hub.tokens.hubot, {});
  const say = (token: string) =>
    ask(`${hub.url}/repos/octo-org/shop/issues/${locked}/comments`, "POST", token, { body: "x" });
  expect([(await say(hub.tokens.stranger)).status, (await say(hub.tokens.hubot)).status]).toEqual([403, 201]);
});

test("nothing was asked that GitHub's description does not have", () => {
  expect(hub.violations()).toEqual([]);
});
