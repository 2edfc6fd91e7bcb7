import { describe, expect, test } from "@jest/globals";
import { noContext, type RunContext } from "../../src/domain/run-context.ts";
import { refuseForkCode, type TokenKind, tokenKind } from "../../src/modes/refuse-fork-code.ts";

const commit = "a".repeat(40);

function context(event: string | null, fork: boolean | null, more: Partial<RunContext> = {}): RunContext {
  const pullRequest =
    fork === null
      ? null
      : {
          number: 1,
          headCommit: commit,
          headRepository: fork ? "fork/shop" : "octo-org/shop",
          baseCommit: commit,
          baseRef: "main",
          fork,
        };
  return { ...noContext, event, commit, pullRequest, ...more };
}

describe("stages run", () => {
  test.each<[string, RunContext, TokenKind]>([
    ["in a terminal", noContext, "other"],
    ["on a push", context("push", null), "other"],
    ["on a schedule", context("schedule", null), "installation"],
    ["in a merge group", context("merge_group", null, { mergeBase: commit }), "installation"],
    ["on a pull request of one's own", context("pull_request", false), "other"],
    ["on a fork's pull request with the job's reading token", context("pull_request", true), "installation"],
    ["on a fork's pull request without a token", context("pull_request", true), "none"],
    ["on pull_request_target of one's own", context("pull_request_target", false), "installation"],
  ])("%s", (_name, where, token) => {
    expect(refuseForkCode(where, token)).toBeNull();
  });
});

describe("stages are refused", () => {
  test.each<[string, RunContext, TokenKind]>([
    ["on pull_request_target of a fork", context("pull_request_target", true), "installation"],
    ["there without a token too, for the job has one", context("pull_request_target", true), "none"],
    ["on workflow_run of a fork", context("workflow_run", true), "installation"],
    ["on workflow_run of nobody knows what", context("workflow_run", null), "installation"],
    ["on a comment", context("issue_comment", null), "installation"],
    ["on an issue", context("issues", null), "none"],
    ["on pull_request_target without a pull request", context("pull_request_target", null), "installation"],
    ["on a fork's pull request with a person's token", context("pull_request", true), "other"],
    ["on a review of a fork's pull request with a person's token", context("pull_request_review", true), "other"],
  ])("%s", (_name, where, token) => {
    const why = refuseForkCode(where, token);
    expect(why).toContain("Nothing was run");
    expect(why).toContain("docs/forks.md");
  });

  test("after a run that was about no pull request, it is said where merged code is run, and where a fork's", () => {
    const why = refuseForkCode(context("workflow_run", null), "installation");
    expect(why).toContain("the run that ended was about no open pull request");
    expect(why).toContain("For code that is merged, run the gate on `push` or `schedule`");
    expect(why).toContain("For pull requests, run `mode: collect` on `pull_request`");
  });

  test("a fork that was deleted is one", () => {
    const gone = context("pull_request_target", true);
    const { pullRequest } = gone;
    if (pullRequest === null) throw new Error("there is a pull request");
    const why = refuseForkCode({ ...gone, pullRequest: { ...pullRequest, headRepository: null } }, "installation");
    expect(why).toContain("the fork that was deleted");
  });
});

test.each<[string, TokenKind]>([
  ["", "none"],
  [`ghs${"_"}abc`, "installation"],
  [`ghp${"_"}abc`, "other"],
  [`github_pat${"_"}abc`, "other"],
  ["0123456789abcdef", "other"],
])("the token %p is %s", (token, kind) => {
  expect(tokenKind(token)).toBe(kind);
});
