import { createHash } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import type { ApiAnswer, ApiCall, ApiFault, GitHubApi } from "../../../src/github/api/github-api.ts";
import { createBranchFiles } from "../../../src/github/ledger/create-branch-files.ts";

const path = "rollouts/shop/head.jsonl";
const gitName = (text: string, hash = "sha1") =>
  createHash(hash)
    .update(`blob ${Buffer.byteLength(text)}\0${text}`)
    .digest("hex");
const ok = (data: unknown): ApiAnswer => ({ ok: true, status: 200, data, headers: {} });
const no = (kind: ApiFault["kind"], status: number | null, message: string): ApiAnswer => ({
  ok: false,
  fault: { kind, status, message },
});
const content = (text: string, more: Readonly<Record<string, unknown>> = {}) => ({
  type: "file",
  encoding: "base64",
  content: Buffer.from(text).toString("base64"),
  sha: gitName(text),
  ...more,
});

/** Answers in turn what a test says, and notes what it was asked. */
function branch(...answers: readonly ApiAnswer[]) {
  const calls: ApiCall[] = [];
  const api: GitHubApi = {
    call: async (call) => {
      const answer = answers[calls.length];
      calls.push(call);
      if (answer === undefined) throw new Error(`${call.route} was not expected`);
      return answer;
    },
    query: async () => {
      throw new Error("no query was expected");
    },
    requests: 0,
  };
  return { files: createBranchFiles(api, { owner: "octo-org", repo: "shop", branch: "rollout-gate" }), calls };
}

describe("reading a file of the branch", () => {
  test.each<[string, readonly ApiAnswer[], object]>([
    ["its text", [ok(content("é\n"))], { kind: "found", file: { text: "é\n", version: gitName("é\n") } }],
    [
      "in a repository that names by SHA-256",
      [ok(content("a", { sha: gitName("a", "sha256") }))],
      { kind: "found", file: { text: "a", version: gitName("a", "sha256") } },
    ],
    [
      "a part of it",
      [ok(content("whole", { content: Buffer.from("who").toString("base64") }))],
      { kind: "unreachable" },
    ],
    ["an answer without content", [ok({ type: "file" })], { kind: "unreachable" }],
    ["an answer of another kind", [ok("hello")], { kind: "unreachable" }],
    ["a folder", [ok([])], { kind: "problem", problem: { reason: expect.stringMatching(/is no file/) } }],
    ["a link", [ok({ type: "symlink", target: "/etc/passwd" })], { kind: "problem" }],
    ["a file too large", [ok(content("", { encoding: "none" }))], { kind: "problem", problem: { file: path } }],
    [
      "bytes that are no text",
      [
        ok(
          content("", {
            content: "/w==",
            sha: createHash("sha1")
              .update("blob 1\0")
              .update(Buffer.from([255]))
              .digest("hex"),
          }),
        ),
      ],
      { kind: "problem", problem: { reason: expect.stringMatching(/not UTF-8/) } },
    ],
    ["no answer", [no("unreachable", 502, "502")], { kind: "unreachable" }],
    ["a limit", [no("limited", 403, "limit")], { kind: "problem", problem: { remedy: expect.stringMatching(/Wait/) } }],
    [
      "no file on a branch that is there",
      [no("not-found", 404, "Not Found"), ok({}), ok({ default_branch: "main" })],
      { kind: "nothing", what: "file" },
    ],
    [
      "no branch, in a repository that can be read",
      [no("not-found", 404, ""), no("not-found", 404, ""), ok({ default_branch: "main" }), ok({})],
      { kind: "nothing", what: "branch" },
    ],
    [
      "no branch, in a repository without a commit",
      [
        no("not-found", 404, ""),
        no("conflict", 409, "Git Repository is empty."),
        ok({ default_branch: "main" }),
        no("conflict", 409, "Git Repository is empty."),
      ],
      { kind: "nothing", what: "branch" },
    ],
    [
      "no branch, and nothing else either: it may not be seen",
      [no("not-found", 404, ""), no("not-found", 404, ""), ok({ default_branch: "main" }), no("not-found", 404, "")],
      { kind: "problem", problem: { remedy: expect.stringMatching(/contents: read/) } },
    ],
    [
      "the default branch",
      [no("not-found", 404, ""), ok({}), ok({ default_branch: "rollout-gate" })],
      { kind: "problem", problem: { reason: expect.stringMatching(/default branch/) } },
    ],
  ])("%s", async (_name, answers, expected) => {
    const { files, calls } = branch(...answers);
    expect(await files.read(path)).toMatchObject(expected);
    expect(calls).toHaveLength(answers.length);
  });

  test("at a commit that was read before, a file that is not there is not there", async () => {
    const { files } = branch(no("not-found", 404, ""));
    expect(await files.read(path, { commit: "c", tree: "t" })).toEqual({ kind: "nothing", what: "file" });
  });
});

describe("writing a file of the branch", () => {
  test.each<[string, ApiAnswer, string | null, object]>([
    ["done", ok({ content: { sha: gitName("new") } }), "v", { kind: "written" }],
    ["done, as something else", ok({ content: { sha: gitName("other") } }), "v", { kind: "unreachable" }],
    ["an answer that does not say what was written", ok({}), "v", { kind: "unreachable" }],
    ["somebody was first", no("conflict", 409, "head.jsonl does not match v"), "v", { kind: "conflict" }],
    ["the branch moved", no("conflict", 409, "is at a but expected b"), "v", { kind: "conflict" }],
    ["it exists", no("invalid", 422, 'Invalid request. "sha" wasn\'t supplied.'), null, { kind: "conflict" }],
    [
      "a rule forbids it",
      no("conflict", 409, "Repository rule violations found. Changes must be made through a pull request."),
      "v",
      { kind: "problem", problem: { remedy: expect.stringMatching(/branch rules/) } },
    ],
    [
      "no permission",
      no("forbidden", 403, "Resource not accessible by integration"),
      "v",
      { kind: "problem", problem: { remedy: expect.stringMatching(/contents: write/) } },
    ],
    ["no answer", no("unreachable", null, "reset"), "v", { kind: "unreachable" }],
  ])("%s", async (_name, answer, version, expected) => {
    const { files, calls } = branch(answer);
    expect(await files.write(path, "new", version, "words")).toMatchObject(expected);
    expect(calls[0]?.parameters).toEqual({
      owner: "octo-org",
      repo: "shop",
      path,
      branch: "rollout-gate",
      message: "words",
      content: Buffer.from("new").toString("base64"),
      ...(version === null ? {} : { sha: version }),
    });
  });

  test("several at once go on top of what was read, and a removed one has no name", async () => {
    const { files, calls } = branch(
      ok({ sha: "t2" }),
      ok({ sha: "c2" }),
      no("invalid", 422, "Update is not a fast forward"),
    );
    const written = await files.commit({ commit: "c1", tree: "t1" }, { "a.txt": "text", "b.txt": null }, "words");
    expect(written).toMatchObject({ kind: "conflict" });
    expect(calls.map(({ parameters }) => parameters)).toMatchObject([
      {
        base_tree: "t1",
        tree: [
          { path: "a.txt", content: "text" },
          { path: "b.txt", sha: null },
        ],
      },
      { tree: "t2", parents: ["c1"] },
      { ref: "heads/rollout-gate", sha: "c2", force: false },
    ]);
  });
});
