import type { RunContext } from "../domain/run-context.ts";

/** What kind of token a step holds, as far as it can be seen. */
export type TokenKind =
  | "none"
  /** A job's or an app's (`ghs_`). On `pull_request` from a fork GitHub makes the job's a reading one. */
  | "installation"
  /** A person's, or of a form that is not known: nobody can say what it may do. */
  | "other";

/** Tells kinds of tokens apart by GitHub's documented prefixes. */
export function tokenKind(token: string): TokenKind {
  if (token === "") return "none";
  return /^ghs_/.test(token) ? "installation" : "other";
}

/**
 * Events that a stranger can cause and whose job nevertheless has the repository's token and secrets. What such a job checks out
 * cannot be seen from here.
 */
const privileged: ReadonlySet<string> = new Set([
  "pull_request_target",
  "workflow_run",
  "issue_comment",
  "issues",
  "discussion",
  "discussion_comment",
  "fork",
  "watch",
  "gollum",
]);

/**
 * Why stages must not run here; null when they may. A job that runs a stranger's code and a job that holds a writing token are two
 * jobs, and a job of which that cannot be told is refused.
 *
 * @param token what the step was given
 */
export function refuseForkCode(context: RunContext, token: TokenKind): string | null {
  const { event, pullRequest } = context;
  if (event === null) return null;
  if (privileged.has(event)) {
    if (pullRequest !== null && !pullRequest.fork) return null;
    if (pullRequest === null && event === "workflow_run") {
      return refusal(
        "On `workflow_run` a job has the repository's token and secrets, and it cannot be told whose code this step would run: the run that ended was about no open pull request.",
        "For code that is merged, run the gate on `push` or `schedule`, in a workflow of its own. For pull requests, run ",
      );
    }
    const whose =
      pullRequest === null
        ? "code of nobody knows whom"
        : `code of the fork ${pullRequest.headRepository ?? "that was deleted"}`;
    return refusal(
      `On \`${event}\` a job has the repository's token and secrets, and this step would run ${whose} beside them.`,
    );
  }
  if (pullRequest?.fork === true && token === "other") {
    return refusal(
      `This step would run code of the fork ${pullRequest.headRepository ?? "that was deleted"} and was given a token that is not the job's own.`,
    );
  }
  return null;
}

function refusal(why: string, remedy = "Run "): string {
  return `${why} Nothing was run; this says nothing about the change. ${remedy}\`mode: collect\` on \`pull_request\`, without secrets and with \`permissions: contents: read\`, hand the evidence over as an artifact, and run \`mode: conclude\` on \`workflow_run\`: docs/forks.md has both files.`;
}
