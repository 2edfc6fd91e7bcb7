import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { eventContext } from "../../src/github/event-context.ts";

const head = "a".repeat(40);
const base = "b".repeat(40);
const env = {
  GITHUB_REPOSITORY: "octo-org/shop",
  GITHUB_RUN_ID: "12345678901234567890",
  GITHUB_RUN_ATTEMPT: "2",
  GITHUB_SERVER_URL: "https://github.com",
  GITHUB_SHA: "c".repeat(40),
  GITHUB_REF: "refs/heads/main",
};
const repository = { full_name: "octo-org/shop", default_branch: "main" };
const pull = (headRepo: unknown = { full_name: "octo-org/shop" }) => ({
  number: 7,
  head: { sha: head, ref: "feature", repo: headRepo },
  base: { sha: base, ref: "main", repo: { full_name: "octo-org/shop" } },
});
const read = (name: string, event: unknown, more: Readonly<Record<string, string>> = {}) =>
  eventContext({ ...env, GITHUB_EVENT_NAME: name, ...more }, event);

describe("eventContext", () => {
  test("knows the run", () => {
    expect(read("push", { repository }).context.run).toEqual({
      repository: "octo-org/shop",
      runId: "12345678901234567890",
      attempt: 2,
      url: "https://github.com/octo-org/shop/actions/runs/12345678901234567890",
    });
    expect(eventContext({}, null).context).toEqual({
      event: null,
      run: null,
      commit: null,
      ref: null,
      pullRequest: null,
      ownDefaultBranch: false,
    });
  });

  test.each(["pull_request", "pull_request_target"])("%s: the head is judged, not the merge commit", (name) => {
    const { context, wanted } = read(name, { repository, pull_request: pull() }, { GITHUB_REF: "refs/pull/7/merge" });
    expect(wanted).toBeNull();
    expect(context).toMatchObject({
      commit: head,
      ownDefaultBranch: false,
      pullRequest: {
        number: 7,
        headCommit: head,
        headRepository: "octo-org/shop",
        baseCommit: base,
        baseRef: "main",
        fork: false,
      },
    });
  });

  test.each([
    ["another repository", { full_name: "stranger/shop" }, "stranger/shop", true],
    ["a fork that was deleted", null, null, true],
    ["a name that is none", { full_name: "../.." }, null, true],
    ["other capitals", { full_name: "Octo-Org/Shop" }, "Octo-Org/Shop", false],
  ])("a head in %s", (_, repo, headRepository, fork) => {
    const { context } = read("pull_request", { repository, pull_request: pull(repo) });
    expect(context.pullRequest).toMatchObject({ headRepository, fork });
  });

  test.each<[string, unknown]>([
    ["no number", { ...pull(), number: "7" }],
    ["no commit", { ...pull(), head: { sha: "main", repo: null } }],
    [
      "another repository's base",
      { ...pull(), base: { sha: base, ref: "main", repo: { full_name: "stranger/shop" } } },
    ],
    ["nothing", null],
  ])("a pull request with %s is none", (_, pull_request) => {
    expect(read("pull_request", { pull_request }).context).toMatchObject({ pullRequest: null, commit: null });
  });

  test("a merge group has its own commit and the one below it", () => {
    const { context } = read("merge_group", { repository, merge_group: { head_sha: head, base_sha: base } });
    expect(context).toMatchObject({ commit: head, mergeBase: base, pullRequest: null, ownDefaultBranch: false });
  });

  describe("the default branch's own run", () => {
    test.each<[string, string, unknown, Readonly<Record<string, string>>, boolean]>([
      ["a push to it", "push", { repository }, {}, true],
      ["a push to another branch", "push", { repository }, { GITHUB_REF: "refs/heads/feature" }, false],
      ["a push of a tag of its name", "push", { repository }, { GITHUB_REF: "refs/tags/main" }, false],
      ["a schedule, whose event names no repository", "schedule", { schedule: "0 3 * * *" }, {}, true],
      ["started by hand on it", "workflow_dispatch", { repository }, {}, true],
      ["started by hand elsewhere", "workflow_dispatch", { repository }, { GITHUB_REF: "refs/heads/x" }, false],
      ["an event without a repository", "push", {}, {}, false],
      ["an event of another repository", "push", { repository: { ...repository, full_name: "a/b" } }, {}, false],
      ["a comment", "issue_comment", { repository }, {}, false],
      ["a pull request's target", "pull_request_target", { repository, pull_request: pull() }, {}, false],
      ["after a run", "workflow_run", { repository, workflow_run: { event: "push", head_sha: head } }, {}, false],
      ["without a commit", "push", { repository }, { GITHUB_SHA: "" }, false],
    ])("%s", (_, name, event, more, own) => {
      expect(read(name, event, more).context.ownDefaultBranch).toBe(own);
    });
  });

  describe("after another workflow's run", () => {
    const ended = {
      event: "pull_request",
      head_sha: head,
      head_branch: "main",
      head_repository: { full_name: "stranger/shop" },
      pull_requests: [{ number: 99 }],
    };

    test("of a pull request: the head is looked for, and the list in the event is not believed", () => {
      expect(read("workflow_run", { repository, workflow_run: ended })).toMatchObject({
        context: { commit: head, ref: null, pullRequest: null, ownDefaultBranch: false },
        wanted: { repository: "stranger/shop", branch: "main", commit: head },
      });
    });

    test.each([
      ["a push", { ...ended, event: "push" }],
      ["a fork that was deleted", { ...ended, head_repository: null }],
      ["no branch", { ...ended, head_branch: null }],
    ])("of %s: none is looked for", (_, workflow_run) => {
      expect(read("workflow_run", { repository, workflow_run })).toMatchObject({
        context: { commit: head },
        wanted: null,
      });
    });
  });

  test("takes events of any shape", () => {
    const names = fc.constantFrom("push", "pull_request", "workflow_run", "merge_group", "schedule", "__proto__");
    fc.assert(
      fc.property(names, fc.jsonValue(), (name, event) => {
        const keys = { repository: event, pull_request: event, workflow_run: event, merge_group: event };
        for (const shape of [event, keys]) {
          const { context } = read(name, shape);
          expect(context.pullRequest).toBeNull();
          expect(context.ownDefaultBranch).toBe(name === "schedule");
        }
      }),
    );
  });

  test("a server's address that could begin something else is not linked to", () => {
    expect(read("push", {}, { GITHUB_SERVER_URL: "https://x/](javascript:" }).context.run).toBeNull();
  });
});
