import { afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { commentMarker } from "../src/github/publish/comment-marker.ts";
import { checkName } from "../src/github/publish/decide-check.ts";
import type { Publication } from "../src/github/publish/publication.ts";
import { publishVerdict } from "../src/github/publish/publish-verdict.ts";
import { ask } from "./github/ask.ts";
import type { Hub } from "./github/hub.ts";
import { startHub } from "./github/start-hub.ts";
import { clientOf, instantClock, publicationFor } from "./publishing.ts";

let hub: Hub;
let pull: { readonly number: number; readonly headSha: string };
// GitHub's schema is read when it is first asked for, which takes longer than any answer.
beforeAll(async () => {
  const first = await startHub();
  await ask(first.graphqlUrl, "POST", first.tokens.reader, { query: "query { viewer { login } }" });
  await first.stop();
});
beforeEach(async () => {
  hub = await startHub();
  pull = await hub.state.openPullRequest("feature");
});
afterEach(async () => {
  expect(hub.violations()).toEqual([]);
  await hub.stop();
});

const marker = commentMarker("search");
const publish = (publication: Publication, token?: string) =>
  publishVerdict(clientOf(hub, token), instantClock, publication);
const noGo = { mode: "always", headline: "## NO-GO", text: "## NO-GO\n\nslower" } as const;

async function ours() {
  return (await hub.state.comments(pull.number)).filter(({ body }) => body.startsWith(marker));
}

describe("a first verdict", () => {
  test("makes one comment and one check, in four calls", async () => {
    const published = await publish(publicationFor(pull));
    expect(published).toMatchObject({
      warnings: [],
      note: expect.stringContaining("comment written, check written (4 calls"),
    });
    expect(hub.calls.total).toBe(4);
    expect(await hub.state.comments(pull.number)).toMatchObject([
      { login: "github-actions[bot]", body: `${marker}\n## GO\n\nall is well` },
    ]);
    expect(await hub.state.checkRuns(pull.headSha)).toMatchObject([
      { name: checkName("search"), conclusion: "success", status: "completed", output: { title: "GO: all is well" } },
    ]);
  });

  test("of a commit without a pull request is a check alone", async () => {
    await publish(publicationFor(pull, { pullRequest: null }));
    expect(await hub.state.comments(pull.number)).toEqual([]);
    expect(await hub.state.checkRuns(pull.headSha)).toHaveLength(1);
    expect(hub.calls.total).toBe(2);
  });
});

describe("a later verdict", () => {
  beforeEach(async () => {
    await publish(publicationFor(pull));
    hub.calls.clear();
  });

  test("changes both in place, in four calls", async () => {
    const run = { ...publicationFor(pull).run, attempt: 2 };
    const published = await publish(publicationFor(pull, { ending: "NO-GO", comment: noGo, run }));
    expect(published.warnings).toEqual([]);
    expect(await hub.state.comments(pull.number)).toMatchObject([{ body: `${marker}\n## NO-GO\n\nslower` }]);
    expect(await hub.state.checkRuns(pull.headSha)).toMatchObject([{ conclusion: "failure" }]);
    expect(hub.calls.total).toBe(4);
  });

  test("that says the same leaves the comment alone", async () => {
    await publish(publicationFor(pull));
    expect(hub.calls.all.filter(({ method }) => method !== "GET").map(({ route }) => route)).toEqual([
      "POST /graphql",
      "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}",
    ]);
  });

  test("of an older run does not take a check back", async () => {
    const run = { ...publicationFor(pull).run, runId: "99", attempt: 9 };
    const published = await publish(publicationFor(pull, { ending: "NO-GO", comment: null, run }));
    expect(published.note).toContain("check left to a newer run");
    expect(await hub.state.checkRuns(pull.headSha)).toMatchObject([{ conclusion: "success" }]);
  });

  test("of an older commit does not write over the comment", async () => {
    await hub.state.commit("feature", "more.txt", "more");
    const published = await publish(publicationFor(pull, { ending: "NO-GO", comment: noGo, check: null }));
    expect(published.note).toContain("comment left to a newer run");
    expect(await ours()).toMatchObject([{ body: expect.stringContaining("## GO") }]);
  });
});

test("a verdict that is overtaken while it is written says that it is outdated", async () => {
  await publish(publicationFor(pull));
  const api = clientOf(hub);
  const overtaken = {
    ...api,
    async call(call: Parameters<typeof api.call>[0]) {
      const answer = await api.call(call);
      if (call.route.startsWith("PATCH") && (await hub.state.head("feature")) === pull.headSha) {
        await hub.state.commit("feature", "more.txt", "more");
      }
      return answer;
    },
  };
  await publishVerdict(overtaken, instantClock, publicationFor(pull, { ending: "NO-GO", comment: noGo, check: null }));
  expect(await ours()).toMatchObject([{ body: expect.stringContaining("**Outdated:** this is about") }]);
});

test("another's comment with the marker is not ours, and is left alone", async () => {
  await hub.state.comment(pull.number, "stranger", `${marker}\n## GO\n\nlet me in`);
  await publish(publicationFor(pull, { ending: "NO-GO", comment: noGo }));
  expect(await ours()).toMatchObject([
    { login: "stranger", body: `${marker}\n## GO\n\nlet me in` },
    { login: "github-actions[bot]", body: `${marker}\n## NO-GO\n\nslower` },
  ]);
});

test("another rollout has another comment and another check", async () => {
  await publish(publicationFor(pull));
  await publish(publicationFor(pull, { rollout: "search-2" }));
  expect(await hub.state.comments(pull.number)).toHaveLength(2);
  expect(await hub.state.checkRuns(pull.headSha)).toHaveLength(2);
});

describe("among very many comments", () => {
  const fill = async (count: number) => {
    for (let at = 0; at < count; at++)
      await hub.state.comment(pull.number, at % 2 ? "github-actions[bot]" : "octocat", `note ${at}`);
  };

  test("finds its own on the first page without looking further", async () => {
    await publish(publicationFor(pull));
    await fill(250);
    hub.calls.clear();
    await publish(publicationFor(pull, { comment: noGo }));
    expect(await ours()).toMatchObject([{ body: expect.stringContaining("NO-GO") }]);
    expect(hub.calls.total).toBe(4);
  });

  test("finds its own on a later page, in one call more", async () => {
    await fill(250);
    await publish(publicationFor(pull));
    expect(await ours()).toHaveLength(1);
    hub.calls.clear();
    await publish(publicationFor(pull, { comment: noGo }));
    expect(await ours()).toMatchObject([{ body: expect.stringContaining("NO-GO") }]);
    expect(hub.calls.total).toBe(5);
  });
});

test("eight runs at once leave one comment", async () => {
  const runs = Array.from({ length: 8 }, (_, at) => {
    const run = { ...publicationFor(pull).run, runId: String(100 + at) };
    return publish(publicationFor(pull, { run, check: null, comment: { ...noGo, text: `## NO-GO\n\nrun ${at}` } }));
  });
  await Promise.all(runs);
  expect(await ours()).toHaveLength(1);
});

describe("a token that may not", () => {
  test("gives one warning that says what is missing, and makes nothing", async () => {
    const published = await publish(publicationFor(pull), hub.tokens.reader);
    expect(published.warnings).toEqual([
      expect.stringMatching(
        /^The token may not publish the comment and the check \(.*403.*\)\. The verdict stands;.*`pull-requests: write` and `checks: write`/,
      ),
    ]);
    expect(await hub.state.comments(pull.number)).toEqual([]);
    expect(await hub.state.checkRuns(pull.headSha)).toEqual([]);
  });

  test("a person's token comments, and cannot write checks", async () => {
    const published = await publish(publicationFor(pull), hub.tokens.hubot);
    expect(published.warnings).toEqual([expect.stringContaining("checks belong to apps")]);
    expect(await ours()).toMatchObject([{ login: "hubot" }]);
    await publish(publicationFor(pull, { comment: noGo, check: null }), hub.tokens.hubot);
    expect(await ours()).toHaveLength(1);
  });

  test("that was taken back is a warning", async () => {
    hub.revokeToken(hub.tokens.writer);
    expect((await publish(publicationFor(pull))).warnings).toHaveLength(1);
  });
});

describe("where GraphQL is not served", () => {
  beforeEach(() => {
    hub.arm({ fault: { kind: "not-found", when: "before" }, at: "POST /graphql", times: Number.POSITIVE_INFINITY });
  });

  test.each(["writer", "hubot"] as const)("REST finds the comment of a %s", async (name) => {
    const token = hub.tokens[name];
    await publish(publicationFor(pull, { check: null }), token);
    await publish(publicationFor(pull, { check: null, comment: noGo }), token);
    expect(await ours()).toMatchObject([{ body: expect.stringContaining("NO-GO") }]);
  });

  test("the token of an app that cannot tell who it is writes nothing that it could not find again", async () => {
    const permissions = { pull_requests: "write", issues: "write", checks: "write", metadata: "read" } as const;
    const token = hub.issueToken({ kind: "app", slug: "octo-app", repository: "octo-org/shop", permissions });
    const published = await publish(publicationFor(pull, { check: null }), token);
    expect(published.warnings).toEqual([expect.stringContaining("cannot be told")]);
    expect(await ours()).toEqual([]);
  });
});
