import type { RunContext } from "../domain/run-context.ts";
import type { GitHubApi } from "../github/api/github-api.ts";
import type { Seen } from "../github/publish/seen.ts";
import type { ActionRequest } from "./read-inputs.ts";

/** What a gate on a pull request may ask of GitHub in all, tries again aside. */
const mostOnPullRequest = 8;

/** How many requests a run may still make; without a limit where it is about no pull request. */
export interface CallBudget {
  /** Until the end of the run. */
  readonly left: () => number;
  /** Until it publishes, so that publishing can still do what it must. */
  readonly spare: () => number;
}

export function createCallBudget(
  api: Pick<GitHubApi, "requests">,
  { pullRequest }: Pick<RunContext, "pullRequest">,
  { comment, check }: Pick<ActionRequest, "comment" | "check">,
  seen: Seen,
): CallBudget {
  const most = pullRequest === null ? Number.POSITIVE_INFINITY : mostOnPullRequest;
  const left = () => most - api.requests;
  const reserved = () => {
    const first = seen.survey?.value.own.length === 0;
    // A new comment is looked for after it was made; of a change, that can be left out.
    const ofComment = pullRequest === null || comment === "never" ? 0 : first ? 2 : 1;
    const ofCheck = check ? (seen.checks === null ? 2 : 1) : 0;
    return ofComment + ofCheck;
  };
  return { left, spare: () => left() - reserved() };
}
