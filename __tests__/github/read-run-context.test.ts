import { describe, expect, test } from "@jest/globals";
import { readRunContext } from "../../src/github/read-run-context.ts";
import { apiFault, memoryApi } from "./memory-api.ts";

const head = "a".repeat(40);
const route = "GET /repos/{owner}/{repo}/pulls";
const env = {
  GITHUB_EVENT_NAME: "workflow_run",
  GITHUB_REPOSITORY: "octo-org/shop",
  GITHUB_RUN_ID: "5",
  GITHUB_EVENT_PATH: "/t/event.json",
};
const ended = {
  workflow_run: {
    event: "pull_request",
    head_sha: head,
    head_branch: "fix",
    head_repository: { full_name: "stranger/shop" },
  },
};
const pull = (number: number, sha = head, repo = "stranger/shop") => ({
  number,
  head: { sha, ref: "fix", repo: { full_name: repo } },
  base: { sha: "b".repeat(40), ref: "main", repo: { full_name: "octo-org/shop" } },
});
const read = (reply: unknown, event: unknown = ended) => {
  const api = memoryApi({ [route]: reply });
  const readText = async () =>
    ({ ok: true, value: typeof event === "string" ? event : JSON.stringify(event) }) as const;
  return { api, reading: readRunContext({ env, readText, api }) };
};

describe("readRunContext, after another workflow's run", () => {
  test("finds the pull request by the head's repository, branch and commit", async () => {
    const { api, reading } = read([pull(3, "c".repeat(40)), pull(4, head, "hubot/shop"), pull(7)]);
    expect(await reading).toMatchObject({
      ok: true,
      value: { context: { commit: head, pullRequest: { number: 7, headCommit: head, fork: true } }, doubts: [] },
    });
    expect(api.calls).toMatchObject([
      { route, parameters: { owner: "octo-org", repo: "shop", state: "open", head: "stranger:fix" }, effect: "read" },
    ]);
  });

  test.each<[string, unknown, RegExp]>([
    ["its head has moved on", [pull(7, "c".repeat(40))], /No open pull request has the commit a{40}/],
    ["it is closed", [], /No open pull request/],
    ["two have one head", [pull(7), pull(8)], /Pull requests 7, 8 have the same head/],
    ["an answer of another shape", { message: "x" }, /No open pull request/],
  ])("%s: none, and it says so", async (_, reply, doubt) => {
    expect(await read(reply).reading).toMatchObject({
      ok: true,
      value: { context: { commit: head, pullRequest: null }, doubts: [expect.stringMatching(doubt)] },
    });
  });

  test("an API that does not answer is a problem: by whose terms would it be judged?", async () => {
    expect(await read(apiFault("unreachable")).reading).toMatchObject({
      ok: false,
      problem: { reason: expect.stringContaining("said unreachable") },
    });
  });

  test.each(["", "{", "[]", "{}", '{"workflow_run":{"head_sha":"x"}}'])("the event %j is a problem", async (event) => {
    expect(await read([], event).reading).toMatchObject({ ok: false });
  });

  test("without a token it says that it cannot tell", async () => {
    const readText = async () => ({ ok: true, value: JSON.stringify(ended) }) as const;
    expect(await readRunContext({ env, readText, api: null })).toMatchObject({
      ok: true,
      value: { context: { commit: head, pullRequest: null }, doubts: [expect.stringContaining("Without a token")] },
    });
  });
});

test("a pull request's event that names none is a problem", async () => {
  const readText = async () => ({ ok: true, value: "{}" }) as const;
  const reading = await readRunContext({ env: { ...env, GITHUB_EVENT_NAME: "pull_request" }, readText, api: null });
  expect(reading).toMatchObject({ ok: false });
});

test("an event that cannot be read is a problem", async () => {
  const readText = async () => ({ ok: false, problem: { kind: "missing", reason: "There is no file." } }) as const;
  expect(await readRunContext({ env, readText, api: null })).toMatchObject({ ok: false });
});

test("outside of a workflow nothing is known", async () => {
  const readText = async () => {
    throw new Error("nothing to read");
  };
  expect(await readRunContext({ env: {}, readText, api: null })).toMatchObject({
    ok: true,
    value: { context: { event: null, run: null, ownDefaultBranch: false } },
  });
});
