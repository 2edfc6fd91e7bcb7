import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { ask } from "./ask.ts";
import type { Hub } from "./hub.ts";
import { startHub } from "./start-hub.ts";

let hub: Hub;
let number: number;
let headSha: string;
beforeEach(async () => {
  hub = await startHub();
  ({ number, headSha } = await hub.state.openPullRequest("feature"));
});
afterEach(() => hub.stop());

const repo = "/repos/octo-org/shop";
const output = { title: "t", summary: "s" };

// https://github.com/github/rest-api-description
describe("a request that GitHub's description does not have is told", () => {
  test.each<[string, string, string, unknown, string]>([
    ["an unknown path", "GET", `${repo}/rollouts`, undefined, "is no route that the hub serves"],
    [
      "an unknown query parameter",
      "GET",
      `${repo}/pulls?colour=red`,
      undefined,
      "query must NOT have additional properties (colour)",
    ],
    ["a number that is none", "GET", `${repo}/pulls?per_page=many`, undefined, "query/per_page must be integer"],
    [
      "a word that is not among those allowed",
      "GET",
      `${repo}/pulls?state=ajar`,
      undefined,
      "query/state must be equal to one of the allowed values",
    ],
    ["a parameter twice", "GET", `${repo}/pulls?page=1&page=2`, undefined, "the query has page more than once"],
    ["a path parameter of the wrong type", "GET", `${repo}/pulls/one`, undefined, "path/pull_number must be integer"],
    [
      "a body without what is required",
      "POST",
      `${repo}/issues/1/comments`,
      {},
      "body must have required property 'body'",
    ],
    ["no body where one is required", "POST", `${repo}/issues/1/comments`, undefined, "the body is missing"],
    ["a body of the wrong type", "POST", `${repo}/issues/1/comments`, { body: 1 }, "body/body must be string"],
    [
      "a member that is not described",
      "POST",
      `${repo}/issues/1/comments`,
      { body: "x", mood: "good" },
      "body has the member mood",
    ],
    [
      "a member deep inside that is not described",
      "POST",
      `${repo}/check-runs`,
      {
        name: "x",
        head_sha: "y",
        output: {
          ...output,
          annotations: [
            { path: "p", start_line: 1, end_line: 1, annotation_level: "notice", message: "m", emoji: "x" },
          ],
        },
      },
      "body/output/annotations/0 has the member emoji",
    ],
    [
      "too many annotations",
      "POST",
      `${repo}/check-runs`,
      {
        name: "x",
        head_sha: "y",
        output: {
          ...output,
          annotations: Array.from({ length: 51 }, () => ({
            path: "p",
            start_line: 1,
            end_line: 1,
            annotation_level: "notice",
            message: "m",
          })),
        },
      },
      "body/output/annotations must NOT have more than 50 items",
    ],
    [
      "a conclusion that there is not",
      "POST",
      `${repo}/check-runs`,
      { name: "x", head_sha: "y", status: "completed", conclusion: "maybe" },
      "body/conclusion must be equal to one of the allowed values",
    ],
    ["a body where none is described", "DELETE", `${repo}/issues/comments/1`, { body: "x" }, "no body is described"],
  ])("%s", async (_, method, path, body, problem) => {
    await ask(`${hub.url}${path}`, method, hub.tokens.writer, body);
    expect(hub.violations().join("\n")).toContain(problem);
  });

  test("a body that is not JSON", async () => {
    await fetch(`${hub.url}${repo}/issues/1/comments`, {
      method: "POST",
      headers: { authorization: `Bearer ${hub.tokens.writer}` },
      body: "{",
    });
    expect(hub.violations().join()).toContain("the body is not JSON");
  });

  test("also when a fault strikes it before anything is done", async () => {
    hub.arm({ fault: { kind: "conflict", when: "before" } });
    await ask(`${hub.url}${repo}/pulls?colour=red`, "GET", hub.tokens.writer);
    expect(hub.violations()).toHaveLength(1);
  });
});

test("what is described passes", async () => {
  const token = hub.tokens.writer;
  const comment = await ask(`${hub.url}${repo}/issues/${number}/comments`, "POST", token, { body: "x" });
  await ask(`${hub.url}${repo}/issues/comments/${comment.data.id}`, "PATCH", token, { body: "y" });
  await ask(`${hub.url}${repo}/issues/${number}/comments?per_page=100&page=2&since=2026-01-01T00:00:00Z`, "GET", token);
  const check = {
    name: "gate",
    head_sha: headSha,
    status: "completed",
    conclusion: "neutral",
    external_id: "1",
    details_url: "https://example.com",
    output: {
      ...output,
      text: "t",
      annotations: [
        {
          path: "p",
          start_line: 1,
          end_line: 1,
          annotation_level: "notice",
          message: "m",
          title: "t",
          raw_details: "r",
        },
      ],
    },
  };
  const run = await ask(`${hub.url}${repo}/check-runs`, "POST", token, check);
  await ask(`${hub.url}${repo}/check-runs/${run.data.id}`, "PATCH", token, {
    conclusion: "success",
    status: "completed",
    output,
  });
  await ask(`${hub.url}${repo}/commits/${headSha}/check-runs?check_name=gate&filter=latest&per_page=1`, "GET", token);
  await ask(`${hub.url}${repo}/contents/a/b.txt`, "PUT", token, { message: "m", content: "", branch: "feature" });
  await ask(`${hub.url}${repo}/contents/a/b.txt?ref=feature`, "GET", token);
  await ask(`${hub.url}${repo}/git/ref/heads%2Ffeature`, "GET", token);
  await ask(`${hub.url}${repo}/git/refs`, "POST", token, { ref: "refs/heads/new", sha: headSha });
  expect(hub.violations()).toEqual([]);
  expect(hub.calls.all.map(({ status }) => status)).toEqual([201, 200, 200, 201, 200, 200, 201, 200, 200, 201]);
});
