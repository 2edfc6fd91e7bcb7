import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { ask } from "./ask.ts";
import type { Hub } from "./hub.ts";
import { startHub } from "./start-hub.ts";

let hub: Hub;
let number: number;
let headSha: string;
const hidden = "octo-org/vault";
beforeAll(async () => {
  hub = await startHub({ repositories: [{ name: hidden, private: true, roles: { octocat: "admin" } }] });
  ({ number, headSha } = await hub.state.openPullRequest("feature"));
});
afterAll(() => hub.stop());

async function query(text: string, variables: Record<string, unknown> = {}, token = hub.tokens.writer) {
  const told = await ask(hub.graphqlUrl, "POST", token, { query: text, variables });
  expect(told.status).toBe(200);
  return told.data;
}

const inPull = (fields: string) =>
  `query($number: Int!) { repository(owner: "octo-org", name: "shop") { pullRequest(number: $number) { ${fields} } } }`;

// https://docs.github.com/graphql/reference/objects#pullrequest
test("a pull request", async () => {
  const fields =
    "number state merged isCrossRepository headRefOid headRefName headRepository { nameWithOwner } baseRefOid baseRefName author { login __typename }";
  expect(await query(inPull(fields), { number })).toEqual({
    data: {
      repository: {
        pullRequest: {
          number,
          state: "OPEN",
          merged: false,
          isCrossRepository: false,
          headRefOid: headSha,
          headRefName: "feature",
          headRepository: { nameWithOwner: "octo-org/shop" },
          baseRefOid: await hub.state.head("main"),
          baseRefName: "main",
          author: { login: "hubot", __typename: "User" },
        },
      },
    },
  });
});

test("its head follows its branch", async () => {
  const pull = await hub.state.openPullRequest("moving");
  const moved = await hub.state.commit("moving", "more.txt", "more");
  const told = await query(inPull("headRefOid"), { number: pull.number });
  expect(told.data.repository.pullRequest.headRefOid).toBe(moved);
});

describe("who asks", () => {
  test.each([
    ["writer", "github-actions[bot]"],
    ["hubot", "hubot"],
  ] as const)("%s is %s", async (who, login) => {
    expect(await query("{ viewer { login } }", {}, hub.tokens[who])).toEqual({ data: { viewer: { login } } });
  });
});

describe("comments", () => {
  let many: number;
  beforeAll(async () => {
    many = (await hub.state.openPullRequest("talkative")).number;
    for (let index = 0; index < 120; index++) {
      await hub.state.comment(many, index === 70 ? "github-actions[bot]" : "monalisa", `comment ${index}`);
    }
  });

  test("by pages of at most 100, forwards and backwards", async () => {
    const fields = (asked: string) =>
      `comments(${asked}) { totalCount nodes { body } pageInfo { endCursor hasNextPage } }`;
    const first = (await query(inPull(fields("first: 100")), { number: many })).data.repository.pullRequest.comments;
    expect([first.totalCount, first.nodes.length, first.pageInfo.hasNextPage]).toEqual([120, 100, true]);
    const cursor = JSON.stringify(first.pageInfo.endCursor);
    const rest = (await query(inPull(fields(`first: 100, after: ${cursor}`)), { number: many })).data.repository
      .pullRequest;
    expect([rest.comments.nodes.length, rest.comments.nodes[0].body, rest.comments.pageInfo.hasNextPage]).toEqual([
      20,
      "comment 100",
      false,
    ]);
    const last = (await query(inPull(fields("last: 5")), { number: many })).data.repository.pullRequest.comments;
    expect(last.nodes.map(({ body }: { body: string }) => body)).toEqual(
      [115, 116, 117, 118, 119].map((n) => `comment ${n}`),
    );
  });

  // A bot's login is its app's slug here, where the REST API says `github-actions[bot]`.
  test("a job's own comment is known by its author, and by viewerDidAuthor", async () => {
    const fields =
      "timelineItems(itemTypes: [ISSUE_COMMENT], first: 1, skip: 70) { totalCount nodes { ... on IssueComment { databaseId body viewerDidAuthor author { login __typename } createdAt } } }";
    const { timelineItems } = (await query(inPull(fields), { number: many })).data.repository.pullRequest;
    expect(timelineItems).toMatchObject({
      totalCount: 120,
      nodes: [{ body: "comment 70", viewerDidAuthor: true, author: { login: "github-actions", __typename: "Bot" } }],
    });
    expect(timelineItems.nodes[0].createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    const other = (await query(inPull(fields), { number: many }, hub.tokens.hubot)).data.repository.pullRequest;
    expect(other.timelineItems.nodes[0].viewerDidAuthor).toBe(false);
  });

  test.each([
    ["neither first nor last", "", "MISSING_PAGINATION_BOUNDARIES"],
    ["more than 100", "(first: 101)", "EXCESSIVE_PAGINATION"],
    ["a cursor that is none", '(first: 1, after: "x")', "INVALID_CURSOR_ARGUMENTS"],
  ])("%s is an error", async (_, asked, type) => {
    expect((await query(inPull(`comments${asked} { totalCount }`), { number: many })).errors[0]).toMatchObject({
      type,
    });
  });
});

test("text of a file at a commit", async () => {
  await hub.state.commit("main", "policy.yml", "rollout: x\n");
  const told = await query(
    '{ repository(owner: "octo-org", name: "shop") { object(expression: "main:policy.yml") { ... on Blob { text isTruncated byteSize } } missing: object(expression: "main:none.yml") { id } } }',
  );
  expect(told.data.repository).toEqual({
    object: { text: "rollout: x\n", isTruncated: false, byteSize: 11 },
    missing: null,
  });
});

describe("what is not there, or not for this token", () => {
  test("no such pull request: NOT_FOUND", async () => {
    expect(await query(inPull("number"), { number: 999 })).toMatchObject({
      data: { repository: { pullRequest: null } },
      errors: [{ type: "NOT_FOUND", message: "Could not resolve to a PullRequest with the number of 999." }],
    });
  });

  test("a private repository of others: NOT_FOUND", async () => {
    const text = '{ repository(owner: "octo-org", name: "vault") { nameWithOwner } }';
    expect(await query(text)).toMatchObject({ data: { repository: null }, errors: [{ type: "NOT_FOUND" }] });
    expect(await query(text, {}, hub.tokens.octocat)).toEqual({ data: { repository: { nameWithOwner: hidden } } });
  });

  test("a private repository without the permission: FORBIDDEN", async () => {
    const token = hub.issueToken({ kind: "job", repository: hidden, permissions: { metadata: "read" } });
    const text = '{ repository(owner: "octo-org", name: "vault") { pullRequest(number: 1) { number } } }';
    expect((await query(text, {}, token)).errors[0]).toMatchObject({ type: "FORBIDDEN" });
  });

  test("without a token: 401", async () => {
    expect((await ask(hub.graphqlUrl, "POST", null, { query: "{ viewer { login } }" })).status).toBe(401);
  });
});

describe("what GitHub's schema does not have, or the hub does not serve, is told", () => {
  test.each([
    ["an unknown field", "{ viewer { shoeSize } }", "shoeSize"],
    ["a field of the schema that the hub has not", "{ viewer { bio } }", "the hub does not serve User.bio"],
    ["a query that is none", "{ viewer", "Syntax Error"],
  ])("%s", async (_, text, message) => {
    const other = await startHub();
    try {
      const told = await ask(other.graphqlUrl, "POST", other.tokens.writer, { query: text });
      expect(told.data.errors[0].message).toContain(message);
      expect(other.violations().join()).toContain(message);
    } finally {
      await other.stop();
    }
  });
});

test("nothing else was out of order", () => {
  expect(hub.violations()).toEqual([]);
});
