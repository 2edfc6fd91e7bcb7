import { createGitHubApi } from "../src/github/api/create-github-api.ts";
import type { GitHubApi } from "../src/github/api/github-api.ts";
import type { Publication } from "../src/github/publish/publication.ts";
import { createHttp } from "../src/system/create-http.ts";
import type { Hub } from "./github/hub.ts";

/** Time that passes at once, so that waiting for GitHub takes none. */
export const instantClock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  sleep: async () => {},
};

/** For plays with faults: what hangs is given up soon. */
export const faultLimits = { requestMs: 2000, tries: 3, waitMs: 600_000, totalMs: 60_000 };

/** The real client on a hub. */
export function clientOf(hub: Hub, token = hub.tokens.writer, requestMs = 5000): GitHubApi {
  return createGitHubApi({
    token,
    addresses: { rest: hub.url, graphql: hub.graphqlUrl },
    http: createHttp({}),
    clock: instantClock,
    random: () => 0,
    userAgent: "rollout-gate/0",
    note: () => {},
    limits: { requestMs, tries: 3, waitMs: 600_000, totalMs: 60_000 },
  });
}

export function publicationFor(
  pull: { readonly number: number; readonly headSha: string },
  more: Partial<Publication> = {},
): Publication {
  const runId = "100";
  return {
    rollout: "search",
    ending: "GO",
    run: {
      repository: "octo-org/shop",
      runId,
      attempt: 1,
      url: `https://github.com/octo-org/shop/actions/runs/${runId}`,
    },
    commit: pull.headSha,
    pullRequest: pull.number,
    comment: { mode: "always", headline: "## GO", text: "## GO\n\nall is well" },
    check: { title: "GO: all is well", summary: "## GO", annotations: [] },
    ...more,
  };
}
