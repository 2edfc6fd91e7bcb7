import { type Answer, notFound, parseBody, refusal } from "./answer.ts";
import { refuseCheckRunChange, refuseNewCheckRun } from "./check-run-rules.ts";
import { listAnnotations, listCheckRuns, rememberCheckRun } from "./check-runs.ts";
import { lockConversation, refuseCommentChange, refuseIssueText, refuseNewComment } from "./comment-rules.ts";
import { withinContentsLimits } from "./contents-limits.ts";
import {
  createDeployment,
  createDeploymentStatus,
  getDeployment,
  getEnvironment,
  listDeploymentStatuses,
  listDeployments,
  listEnvironments,
} from "./deployments.ts";
import { readCommitSha } from "./emulator-reads.ts";
import { type HubContext, type HubRequest, member, type Rule, repositoryOf, textMember } from "./hub-request.ts";
import { listCommentsSince } from "./list-comments.ts";
import { getIssueOfPull, getPull, listPulls, listPullsOfCommit } from "./list-pulls.ts";
import { polish } from "./polish.ts";
import { refuseContentsWrite, refuseNewRef, refuseRefDeletion, refuseRefUpdate } from "./ref-rules.ts";
import { getBranch, getPermission, getRepository } from "./repository-routes.ts";
import { rememberEdit } from "./revisions.ts";
import { pathOf, routeName } from "./route.ts";
import { combinedStatus, createStatus, listStatuses } from "./statuses.ts";
import { getMembership } from "./teams.ts";
import { appOf } from "./token.ts";
import {
  dispatchWorkflow,
  downloadArtifact,
  getArtifact,
  getRun,
  listAllArtifacts,
  listRunArtifacts,
  listRuns,
  listWorkflowRuns,
  listWorkflows,
} from "./workflow-runs.ts";

const repo = "/repos/{owner}/{repo}";

/** What the hub checks before the emulator does anything. */
const rules: Readonly<Record<string, Rule>> = {
  [`POST ${repo}/issues`]: refuseIssueText,
  [`PATCH ${repo}/issues/{issue_number}`]: refuseIssueText,
  [`POST ${repo}/issues/{issue_number}/comments`]: refuseNewComment,
  [`PATCH ${repo}/issues/comments/{comment_id}`]: refuseCommentChange,
  [`DELETE ${repo}/issues/comments/{comment_id}`]: refuseCommentChange,
  [`POST ${repo}/check-runs`]: refuseNewCheckRun,
  [`PATCH ${repo}/check-runs/{check_run_id}`]: refuseCheckRunChange,
  [`POST ${repo}/git/refs`]: refuseNewRef,
  [`PATCH ${repo}/git/refs/{ref}`]: refuseRefUpdate,
  [`DELETE ${repo}/git/refs/{ref}`]: refuseRefDeletion,
  [`PUT ${repo}/contents/{path}`]: refuseContentsWrite,
  [`DELETE ${repo}/contents/{path}`]: refuseContentsWrite,
};

type OwnRoute = (request: HubRequest, context: HubContext) => Answer | null | Promise<Answer | null>;

/** Routes that the emulator does not have, or answers otherwise than GitHub. Null: the emulator after all. */
const ownRoutes: Readonly<Record<string, OwnRoute>> = {
  "GET /user": (request) =>
    appOf(request.token) === null ? null : refusal(403, "Resource not accessible by integration"),
  "GET /orgs/{org}/teams/{team_slug}/memberships/{username}": getMembership,
  [`GET ${repo}`]: getRepository,
  [`GET ${repo}/collaborators/{username}/permission`]: getPermission,
  [`GET ${repo}/branches/{branch}`]: getBranch,
  [`GET ${repo}/issues/{issue_number}/comments`]: listCommentsSince,
  [`GET ${repo}/issues/{issue_number}`]: getIssueOfPull,
  [`PUT ${repo}/issues/{issue_number}/lock`]: lockConversation,
  [`GET ${repo}/pulls`]: listPulls,
  [`GET ${repo}/pulls/{pull_number}`]: getPull,
  [`GET ${repo}/commits/{commit_sha}/pulls`]: listPullsOfCommit,
  [`GET ${repo}/commits/{ref}/check-runs`]: listCheckRuns,
  [`GET ${repo}/check-runs/{check_run_id}/annotations`]: listAnnotations,
  [`POST ${repo}/statuses/{sha}`]: createStatus,
  [`GET ${repo}/commits/{ref}/statuses`]: listStatuses,
  [`GET ${repo}/commits/{ref}/status`]: combinedStatus,
  [`POST ${repo}/deployments`]: createDeployment,
  [`GET ${repo}/deployments`]: listDeployments,
  [`GET ${repo}/deployments/{deployment_id}`]: getDeployment,
  [`POST ${repo}/deployments/{deployment_id}/statuses`]: createDeploymentStatus,
  [`GET ${repo}/deployments/{deployment_id}/statuses`]: listDeploymentStatuses,
  [`GET ${repo}/environments`]: listEnvironments,
  [`GET ${repo}/environments/{environment_name}`]: getEnvironment,
  [`POST ${repo}/actions/workflows/{workflow_id}/dispatches`]: dispatchWorkflow,
  [`GET ${repo}/actions/workflows`]: listWorkflows,
  [`GET ${repo}/actions/workflows/{workflow_id}/runs`]: listWorkflowRuns,
  [`GET ${repo}/actions/runs`]: (request, context) => listRuns(request, context),
  [`GET ${repo}/actions/runs/{run_id}`]: getRun,
  [`GET ${repo}/actions/runs/{run_id}/artifacts`]: listRunArtifacts,
  [`GET ${repo}/actions/artifacts`]: listAllArtifacts,
  [`GET ${repo}/actions/artifacts/{artifact_id}`]: getArtifact,
  [`GET ${repo}/actions/artifacts/{artifact_id}/{archive_format}`]: downloadArtifact,
};

/** Words of the emulator that are not GitHub's. */
const words: Readonly<Record<string, string>> = { "Update is not a fast-forward": "Update is not a fast forward" };

function inGitHubsWords(answer: Answer): Answer {
  const message = answer.status < 400 ? undefined : member(parseBody(answer.body), "message");
  const better = typeof message === "string" ? words[message] : undefined;
  return better === undefined ? answer : refusal(answer.status, better);
}

function upstreamTarget(request: HubRequest): string {
  const query = request.query.toString();
  return `${pathOf(request.match)}${query === "" ? "" : `?${query}`}`;
}

/** GitHub says so when it is the ref of a read that is not there. */
async function missingRef(request: HubRequest, context: HubContext): Promise<Answer | null> {
  const { path } = request.match.route;
  if (path === `${repo}/commits/{ref}`) return refusal(422, `No commit found for SHA: ${request.match.parameters.ref}`);
  const ref = request.query.get("ref");
  if (ref === null || path !== `${repo}/contents/{path}`) return null;
  const there = (await readCommitSha(context, repositoryOf(request.match), ref)) !== null;
  return there ? null : refusal(404, `No commit found for the ref ${ref}`);
}

/** The text that a request gives a comment or an issue; null for any other request. */
function editOf(request: HubRequest): Parameters<typeof rememberEdit>[1] | null {
  const { comment_id: comment, issue_number: issue } = request.match.parameters;
  const text = textMember(request.body, "body");
  const name = routeName(request.match.route);
  const common = { repository: repositoryOf(request.match), editor: request.login };
  if (text === null) return null;
  if (name === `PATCH ${repo}/issues/comments/{comment_id}`) return { ...common, text, place: `comments/${comment}` };
  return name === `PATCH ${repo}/issues/{issue_number}` ? { ...common, text, place: `${Number(issue)}` } : null;
}

/** Does a request: the hub's rules first, then the emulator, then what GitHub's answer has and the emulator's lacks. */
export async function serve(request: HubRequest, context: HubContext): Promise<Answer> {
  const name = routeName(request.match.route);
  if (name === "POST /graphql") {
    // Loaded when it is needed: the library and GitHub's schema take half a second.
    const { answerGraphql } = await import("./answer-graphql.ts");
    return await answerGraphql(request, context);
  }
  const refused = (await rules[name]?.(request, context)) ?? null;
  if (refused !== null) return refused;
  const own = (await ownRoutes[name]?.(request, context)) ?? null;
  if (own !== null) return polish(own, context);
  const forward = () =>
    context.emulator.call({
      method: request.match.route.method,
      target: upstreamTarget(request),
      login: request.login,
      ...(request.raw.length === 0 ? {} : { body: request.raw }),
      ...(request.headers.accept === undefined ? {} : { accept: request.headers.accept }),
    });
  const edited = editOf(request);
  const answer = edited === null ? await forward() : await rememberEdit(context, edited, forward);
  if (
    request.match.route.need.anyOf.includes("checks") &&
    request.match.route.need.level === "write" &&
    answer.status < 400
  ) {
    rememberCheckRun(request, context, answer);
  }
  if (answer.status === 404) return (await missingRef(request, context)) ?? notFound();
  const told = polish(inGitHubsWords(answer), context);
  return name === `GET ${repo}/contents/{path}` ? withinContentsLimits(told) : told;
}
