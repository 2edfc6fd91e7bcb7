import type { HealthCheck } from "../domain/health.ts";
import type { GitHubApi } from "./api/github-api.ts";

interface Place {
  readonly owner: string;
  readonly repo: string;
  /** A commit that is there. */
  readonly commit: string;
}

/** What can be asked with each permission, without changing anything. */
const reads = [
  {
    scope: "contents",
    route: "GET /repos/{owner}/{repo}/git/commits/{commit_sha}",
    of: ({ commit }: Place) => ({ commit_sha: commit }),
  },
  { scope: "pull-requests", route: "GET /repos/{owner}/{repo}/pulls", of: () => ({ per_page: 1 }) },
  { scope: "issues", route: "GET /repos/{owner}/{repo}/issues", of: () => ({ per_page: 1 }) },
  {
    scope: "checks",
    route: "GET /repos/{owner}/{repo}/commits/{ref}/check-runs",
    of: ({ commit }: Place) => ({ ref: commit, per_page: 1 }),
  },
  { scope: "deployments", route: "GET /repos/{owner}/{repo}/deployments", of: () => ({ per_page: 1 }) },
] as const;

/**
 * Asks GitHub for one thing with each permission. A public repository is read without any, and whether a token may write is known only
 * when it writes: what is told is what was seen.
 */
export async function askRights(api: GitHubApi, place: Place): Promise<readonly HealthCheck[]> {
  const { owner, repo } = place;
  return Promise.all(
    reads.map(async ({ scope, route, of }): Promise<HealthCheck> => {
      const part = `token: ${scope}`;
      const answer = await api.call({ route, parameters: { owner, repo, ...of(place) }, effect: "read" });
      if (answer.ok) {
        const seen = "It can be read with this job's token. Whether it may be written is only seen when something is.";
        return { part, state: "ok", seen, mend: "" };
      }
      const { kind, message } = answer.fault;
      const isRefused = kind === "forbidden" || kind === "not-found" || kind === "unauthorized";
      const mend = isRefused
        ? `Give the job \`permissions: ${scope}: read\`, or write where something is written.`
        : "Try again later.";
      return { part, state: isRefused ? "bad" : "unknown", seen: message, mend };
    }),
  );
}
