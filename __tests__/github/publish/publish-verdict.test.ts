import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { GitHubApi } from "../../../src/github/api/github-api.ts";
import { commentMarker } from "../../../src/github/publish/comment-marker.ts";
import type { Publication } from "../../../src/github/publish/publication.ts";
import { publishVerdict } from "../../../src/github/publish/publish-verdict.ts";
import { type Fate, memoryGitHub } from "./memory-github.ts";

const clock = { now: () => new Date(0), monotonicMs: () => 0, sleep: async () => {} };
const marker = commentMarker("search");
const annotation = { path: "a.ts", line: 3, level: "failure", title: "slow", message: "slower" } as const;

function publication(more: Partial<Publication> = {}, attempt = 1): Publication {
  return {
    rollout: "search",
    ending: "GO",
    run: {
      repository: "octo-org/shop",
      runId: "100",
      attempt,
      url: "https://github.com/octo-org/shop/actions/runs/100",
    },
    commit: "a".repeat(40),
    pullRequest: 7,
    comment: { mode: "always", headline: "## GO", text: "## GO\n\nfine" },
    check: { title: "GO: fine", summary: "## GO", annotations: [annotation] },
    ...more,
  };
}
const noGo = { mode: "always", headline: "## NO-GO", text: "## NO-GO\n\nslower" } as const;

describe("publishVerdict", () => {
  test("makes both in four calls, and changes both in four", async () => {
    const { api, comments, checks } = memoryGitHub();
    const first = await publishVerdict(api, clock, publication());
    expect(first).toEqual({
      warnings: [],
      annotated: true,
      note: "Published on GitHub: comment written, check written (4 calls; 4 in this run).",
    });
    // Another run, with a client of its own.
    const next = { ...api, requests: 0 };
    const second = await publishVerdict(next, clock, publication({ ending: "NO-GO", comment: noGo }, 2));
    expect(second.note).toContain("comment brought up to date, check brought up to date");
    expect(api.requests).toBe(8);
    expect(comments).toMatchObject([{ body: `${marker}\n## NO-GO\n\nslower` }]);
    expect(checks).toMatchObject([{ conclusion: "failure", external_id: "rollout-gate/1 100.2" }]);
  });

  test("annotations are put into a check once, as they cannot be taken away", async () => {
    const { api, checks } = memoryGitHub();
    await publishVerdict(api, clock, publication());
    const again = await publishVerdict(api, clock, publication({}, 2));
    expect(again.annotated).toBe(false);
    expect(checks).toMatchObject([{ output: { annotations_count: 1 } }]);
  });

  test("of very many annotations a check gets as many as one request takes", async () => {
    const { api, checks } = memoryGitHub();
    const annotations = Array.from({ length: 400 }, () => annotation);
    await publishVerdict(api, clock, publication({ check: { title: "x", summary: "x", annotations } }));
    expect(checks).toMatchObject([{ output: { annotations_count: 50 } }]);
  });

  test.each([1, 99, 100, 101, 250, 2499])("after %d others the comment is found again", async (count) => {
    const github = memoryGitHub();
    for (let at = 0; at < count; at++)
      github.comment(at % 3 ? "github-actions[bot]" : "stranger", `${at % 3 ? "" : marker}\nx`);
    await publishVerdict(github.api, clock, publication());
    const before = github.api.requests;
    await publishVerdict(github.api, clock, publication({ comment: noGo }, 2));
    expect(github.api.requests - before).toBeLessThanOrEqual(5);
    expect(github.comments).toHaveLength(count + 1);
    expect(github.comments.at(-1)?.body).toBe(`${marker}\n## NO-GO\n\nslower`);
  });

  test.each(["github-actions[bot]", "hubot"])("without GraphQL %s finds its comment by REST", async (viewer) => {
    const github = memoryGitHub(viewer);
    github.world.graphql = false;
    for (let at = 0; at < 150; at++) github.comment("stranger", `${marker}\n${at}`);
    await publishVerdict(github.api, clock, publication({ check: null }));
    await publishVerdict(github.api, clock, publication({ check: null, comment: noGo }));
    expect(github.comments.filter(({ author }) => author === viewer)).toMatchObject([
      { body: `${marker}\n## NO-GO\n\nslower` },
    ]);
  });

  test("the head that moves on while it writes makes it outdated", async () => {
    const github = memoryGitHub();
    await publishVerdict(github.api, clock, publication());
    const { call } = github.api;
    github.api.call = async (request) => {
      if (request.route.startsWith("PATCH")) github.world.head = "b".repeat(40);
      return call(request);
    };
    await publishVerdict({ ...github.api, requests: 0 }, clock, publication({ comment: noGo, check: null }));
    expect(github.comments).toMatchObject([
      { body: expect.stringMatching(/^<!-- .* -->\n\*\*Outdated:\*\* .*`aaaaaaaaaaaa`.*`bbbbbbbbbbbb`/) },
    ]);
  });

  test("where eight calls would be passed, it does not look again after a change", async () => {
    const github = memoryGitHub();
    await publishVerdict(github.api, clock, publication());
    const before = github.api.requests;
    await publishVerdict(github.api, clock, publication({ comment: noGo }, 2));
    expect(github.api.requests - before).toBe(4);
  });

  test("of two comments left behind the older stays", async () => {
    const github = memoryGitHub();
    const kept = github.comment("github-actions[bot]", `${marker}\nold`);
    github.comment("github-actions[bot]", `${marker}\nolder text`);
    await publishVerdict(github.api, clock, publication({ check: null }));
    expect(github.comments).toEqual([{ id: kept, author: "github-actions[bot]", body: `${marker}\n## GO\n\nfine` }]);
  });

  test("of an unknown rollout only a check is written", async () => {
    const github = memoryGitHub();
    await publishVerdict(github.api, clock, publication({ rollout: null, ending: "broken" }));
    expect(github.comments).toEqual([]);
    expect(github.checks).toMatchObject([{ name: "Rollout Gate", conclusion: "cancelled" }]);
  });

  test("whatever is lost or refused: no second comment, no second check, and the next run mends it", async () => {
    const fates = fc.array(fc.constantFrom<Fate>("answered", "refused", "lost-before", "lost-after"), {
      maxLength: 14,
    });
    await fc.assert(
      fc.asyncProperty(fates, fates, fc.boolean(), async (first, second, graphql) => {
        const github = memoryGitHub();
        github.comment("stranger", `${marker}\nours?`);
        github.world.graphql = graphql;
        const ours = () => github.comments.filter(({ author }) => author !== "stranger");
        for (const [attempt, some] of [first, second, []].entries()) {
          github.world.fates = [...some];
          await publishVerdict(github.api, clock, publication({ comment: noGo }, attempt + 1));
          expect(github.checks.length).toBeLessThanOrEqual(1);
          expect(ours().length).toBeLessThanOrEqual(1);
        }
        expect(ours()).toMatchObject([{ body: `${marker}\n## NO-GO\n\nslower` }]);
        expect(github.checks).toHaveLength(1);
        expect(github.comments.filter(({ author }) => author === "stranger")).toMatchObject([
          { body: `${marker}\nours?` },
        ]);
      }),
      { numRuns: 1000 },
    );
  });

  test("runs that publish at once leave one comment, in whatever order their requests come and creations are lost", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.boolean(), { minLength: 2, maxLength: 4 }),
        async (scheduler, lost) => {
          const github = memoryGitHub();
          const runs = lost.map((loses, at) => {
            const wish = publication({ check: null, comment: { ...noGo, text: `## NO-GO\n\n${at}` } });
            return publishVerdict(slowly(github.api, scheduler, loses), clock, wish);
          });
          await scheduler.waitFor(Promise.all(runs));
          expect(github.comments).toHaveLength(1);
        },
      ),
      { numRuns: 500 },
    );
  });
});

/** Each request waits for its turn; the answer to the first creation may be lost. */
function slowly(api: GitHubApi, scheduler: fc.Scheduler, loses: boolean): GitHubApi {
  let left = loses ? 1 : 0;
  return {
    ...api,
    async call(request) {
      await scheduler.schedule(Promise.resolve());
      const answer = await api.call(request);
      if (request.effect !== "create" || left-- <= 0) return answer;
      return { ok: false, fault: { kind: "unreachable", status: null, message: "socket hang up" } };
    },
    async query(...asked) {
      await scheduler.schedule(Promise.resolve());
      return api.query(...asked);
    },
  };
}
