import type { ReadLimits } from "../domain/ports.ts";
import type { Reading } from "../domain/problem.ts";
import type { RunContext } from "../domain/run-context.ts";
import type { GitHubApi } from "./api/github-api.ts";
import { listMember } from "./api/json-members.ts";
import { eventContext, type HeadOfRun, pullRequestOf, sameName } from "./event-context.ts";

export interface RunContextSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readText: (path: string, limits: ReadLimits) => Promise<Reading<string>>;
  /** Null where there is no token. */
  readonly api: GitHubApi | null;
}

export interface RunContextReading {
  readonly context: RunContext;
  /** What could not be told, and what follows from it; empty when everything is known. */
  readonly doubts: readonly string[];
}

/** GitHub's own limit for an event. */
const maxEventBytes = 25 * 1024 * 1024;

/**
 * Reads for whom this run works, from its variables, its event and, after another workflow's run, from the API: evidence is never
 * asked. A run that ended on a pull request is matched by the head's repository, branch and commit, since the event names no pull
 * request for forks.
 *
 * @returns a problem when the event or the API cannot be read: what is judged would then not be known
 */
export async function readRunContext(sources: RunContextSources): Promise<Reading<RunContextReading>> {
  const { env } = sources;
  const path = env.GITHUB_EVENT_PATH ?? "";
  let event: unknown = null;
  if (path !== "") {
    const text = await sources.readText(path, {
      maxBytes: maxEventBytes,
      within: path.replace(/[\\/][^\\/]*$/, "") || "/",
    });
    if (!text.ok) return broken(`The event that started this run cannot be read: ${text.problem.reason}`);
    try {
      event = JSON.parse(text.value);
    } catch {
      return broken("The event that started this run is no JSON.");
    }
  }
  const { context, wanted } = eventContext(env, event);
  const aboutPullRequest = context.event === "pull_request" || context.event === "pull_request_target";
  if (aboutPullRequest && context.pullRequest === null) {
    return broken("The event that started this run does not say which pull request it is about.");
  }
  if (context.event === "workflow_run" && context.commit === null) {
    return broken("The event that started this run does not say which commit the ended run was about.");
  }
  if (wanted === null || context.run === null) return { ok: true, value: { context, doubts: [] } };
  if (sources.api === null) {
    const doubt =
      "Without a token nobody can tell which pull request the ended run was about: it is judged without one.";
    return { ok: true, value: { context, doubts: [doubt] } };
  }
  return await withPullRequest(context, wanted, sources.api);
}

async function withPullRequest(
  context: RunContext,
  wanted: HeadOfRun,
  api: GitHubApi,
): Promise<Reading<RunContextReading>> {
  const [owner = "", repo = ""] = context.run?.repository.split("/") ?? [];
  const head = `${wanted.repository.split("/")[0]}:${wanted.branch}`;
  const answer = await api.call({
    route: "GET /repos/{owner}/{repo}/pulls",
    parameters: { owner, repo, state: "open", head, per_page: 100 },
    effect: "read",
  });
  if (!answer.ok) return broken(`The pull request of the ended run cannot be looked up: ${answer.fault.message}.`);
  const found = listMember(answer.data)
    .map((pull) => pullRequestOf(pull, context.run))
    .filter((pull) => pull !== null)
    .filter((pull) => sameName(pull.headRepository, wanted.repository) && pull.headCommit === wanted.commit);
  const [pullRequest] = found;
  if (found.length === 1 && pullRequest !== undefined)
    return { ok: true, value: { context: { ...context, pullRequest }, doubts: [] } };
  const doubt =
    found.length === 0
      ? `No open pull request has the commit ${wanted.commit} at its head any more: the verdict is not written to one.`
      : `Pull requests ${found.map(({ number }) => number).join(", ")} have the same head: the verdict is not written to one of them.`;
  return { ok: true, value: { context, doubts: [doubt] } };
}

function broken(reason: string): Reading<never> {
  return { ok: false, problem: { kind: "invalid", reason } };
}
