import type { PullRequestContext, RunContext, RunIdentity } from "../domain/run-context.ts";
import { idMember, member, textMember } from "./api/json-members.ts";

/** A run whose pull request only the API knows: that of the run which ended and started this one. */
export interface HeadOfRun {
  /** `owner/name`. */
  readonly repository: string;
  readonly branch: string;
  readonly commit: string;
}

/** What the event alone tells. */
export interface EventContext {
  readonly context: RunContext;
  /** Null when there is no pull request to be looked for. */
  readonly wanted: HeadOfRun | null;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Events of a branch itself: their code is what lies on it. `workflow_run` is none, since a tag may be named like a branch. */
const branchEvents = ["push", "schedule", "workflow_dispatch", "repository_dispatch"];
const commitForm = /^[0-9a-f]{40}$/;
const repositoryForm = /^[A-Za-z0-9_.-]{1,100}\/[A-Za-z0-9_.-]{1,100}$/;

/**
 * For whom a workflow's run works, by its variables and its event. A called workflow has the event of its caller.
 *
 * @param event the parsed payload; of any shape, as it holds what strangers wrote. Null when there is none
 */
export function eventContext(env: Env, event: unknown): EventContext {
  const name = env.GITHUB_EVENT_NAME || null;
  const run = runIdentity(env);
  const plain: RunContext = {
    event: name,
    run,
    commit: commitOf(env.GITHUB_SHA),
    ref: env.GITHUB_REF || null,
    pullRequest: null,
    ownDefaultBranch: false,
  };
  switch (name) {
    case "pull_request":
    case "pull_request_target": {
      const pullRequest = pullRequestOf(member(event, "pull_request"), run);
      return { context: { ...plain, commit: pullRequest?.headCommit ?? null, pullRequest }, wanted: null };
    }
    case "merge_group": {
      const mergeBase = commitOf(textMember(event, "merge_group", "base_sha"));
      const commit = commitOf(textMember(event, "merge_group", "head_sha"));
      return { context: { ...plain, commit, ...(mergeBase === null ? {} : { mergeBase }) }, wanted: null };
    }
    case "workflow_run":
      return ofEndedRun(plain, member(event, "workflow_run"));
    default:
      return { context: { ...plain, ownDefaultBranch: isOwnDefaultBranch(plain, event) }, wanted: null };
  }
}

/** A pull request as webhooks and the REST API tell it; null when anything that decides is missing or of another form. */
export function pullRequestOf(pull: unknown, run: RunIdentity | null): PullRequestContext | null {
  const number = idMember(pull, "number");
  const headCommit = commitOf(textMember(pull, "head", "sha"));
  const baseCommit = commitOf(textMember(pull, "base", "sha"));
  const baseRef = textMember(pull, "base", "ref");
  const baseRepository = textMember(pull, "base", "repo", "full_name");
  if (number === null || number === 0 || headCommit === null || baseCommit === null || baseRef === null) return null;
  if (run === null || !sameName(baseRepository, run.repository)) return null;
  const headRepository = repositoryOf(textMember(pull, "head", "repo", "full_name"));
  return {
    number,
    headCommit,
    headRepository,
    baseCommit,
    baseRef,
    fork: headRepository === null || !sameName(headRepository, run.repository),
  };
}

/** GitHub's names differ by more than capitals. */
export function sameName(one: string | null, other: string): boolean {
  return one !== null && one.toLowerCase() === other.toLowerCase();
}

function ofEndedRun(plain: RunContext, ended: unknown): EventContext {
  const commit = commitOf(textMember(ended, "head_sha"));
  const context = { ...plain, commit, ref: null };
  const repository = repositoryOf(textMember(ended, "head_repository", "full_name"));
  const branch = textMember(ended, "head_branch");
  const cause = textMember(ended, "event");
  const aboutPullRequest = cause === "pull_request" || cause === "pull_request_target";
  if (!aboutPullRequest || commit === null || repository === null || branch === null) return { context, wanted: null };
  return { context, wanted: { repository, branch, commit } };
}

function isOwnDefaultBranch(plain: RunContext, event: unknown): boolean {
  if (plain.run === null || plain.event === null || plain.commit === null || !branchEvents.includes(plain.event))
    return false;
  // The event of a schedule names no repository; GitHub runs schedules on the default branch alone.
  if (plain.event === "schedule") return plain.ref?.startsWith("refs/heads/") === true;
  const branch = textMember(event, "repository", "default_branch");
  if (branch === null || !sameName(textMember(event, "repository", "full_name"), plain.run.repository)) return false;
  return plain.ref === `refs/heads/${branch}`;
}

function runIdentity(env: Env): RunIdentity | null {
  const repository = repositoryOf(env.GITHUB_REPOSITORY ?? null);
  const runId = env.GITHUB_RUN_ID ?? "";
  const attempt = Number(env.GITHUB_RUN_ATTEMPT || "1");
  const server = (env.GITHUB_SERVER_URL || "https://github.com").replace(/\/+$/, "");
  if (repository === null || !/^\d{1,30}$/.test(runId) || !/^https?:\/\/[A-Za-z0-9.:[\]-]+(?:\/[\w.-]+)*$/.test(server))
    return null;
  return {
    repository,
    runId,
    attempt: Number.isSafeInteger(attempt) && attempt > 0 ? attempt : 1,
    url: `${server}/${repository}/actions/runs/${runId}`,
  };
}

function commitOf(text: string | null | undefined): string | null {
  return text !== null && text !== undefined && commitForm.test(text) ? text : null;
}

function repositoryOf(text: string | null): string | null {
  return text !== null && repositoryForm.test(text) && !/(?:^|\/)\.{1,2}(?:\/|$)/.test(text) ? text : null;
}
