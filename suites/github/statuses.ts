import { type Answer, jsonAnswer, notFound, refusal, validationFailed } from "./answer.ts";
import { readCommitSha, readRepository, readUser } from "./emulator-reads.ts";
import { type HubContext, type HubRequest, repositoryOf, textMember } from "./hub-request.ts";
import { paginate } from "./paginate.ts";
import type { Json } from "./pull-requests.ts";

/** https://docs.github.com/rest/commits/statuses#create-a-commit-status */
const most = { statuses: 1000, description: 140 } as const;
const states = ["error", "failure", "pending", "success"];

const about = (context: HubContext, request: HubRequest, sha: string): readonly Json[] =>
  context.records.statuses
    .filter((entry) => entry.repository === repositoryOf(request.match) && entry.sha === sha)
    .map(({ json }) => json);

export async function createStatus(request: HubRequest, context: HubContext): Promise<Answer> {
  const sha = request.match.parameters.sha ?? "";
  const repository = repositoryOf(request.match);
  if ((await readCommitSha(context, repository, sha)) === null) return refusal(422, `No commit found for SHA: ${sha}`);
  const state = textMember(request.body, "state");
  if (state === null || !states.includes(state))
    return validationFailed("Status", "state", "state is not included in the list");
  const description = textMember(request.body, "description");
  if ((description ?? "").length > most.description) {
    return validationFailed(
      "Status",
      "description",
      `description is too long (maximum is ${most.description} characters)`,
    );
  }
  const name = textMember(request.body, "context") ?? "default";
  if (about(context, request, sha).filter((entry) => entry.context === name).length >= most.statuses) {
    return validationFailed("Status", "base", "This SHA and context has reached the maximum number of statuses.");
  }
  const at = context.now().toISOString();
  const id = context.records.statuses.length + 1;
  const creator = await readUser(context, request.login);
  const json = {
    url: `${context.publicUrl}/repos/${repository}/statuses/${sha}`,
    avatar_url: creator.avatar_url,
    id,
    node_id: `SC_${id}`,
    state,
    description,
    target_url: textMember(request.body, "target_url"),
    context: name,
    created_at: at,
    updated_at: at,
    creator,
  };
  context.records.statuses.unshift({ repository, sha, json });
  return jsonAnswer(201, json);
}

export async function listStatuses(request: HubRequest, context: HubContext): Promise<Answer> {
  const sha = await readCommitSha(context, repositoryOf(request.match), request.match.parameters.ref ?? "");
  return sha === null ? notFound() : paginate(request, context, about(context, request, sha));
}

/** The latest of each context: failure before pending before success; pending when there is none. */
export async function combinedStatus(request: HubRequest, context: HubContext): Promise<Answer> {
  const repository = repositoryOf(request.match);
  const sha = await readCommitSha(context, repository, request.match.parameters.ref ?? "");
  if (sha === null) return notFound();
  const all = about(context, request, sha);
  const latest = all.filter((entry, index) => all.findIndex((other) => other.context === entry.context) === index);
  const has = (...wanted: string[]) => latest.some(({ state }) => wanted.includes(String(state)));
  const state = has("error", "failure") ? "failure" : latest.length === 0 || has("pending") ? "pending" : "success";
  const where = `${context.publicUrl}/repos/${repository}`;
  const repo = await readRepository(context, repository);
  const brief = latest.map(({ creator: _, ...entry }) => entry);
  return paginate(request, context, brief, (statuses, total) => ({
    state,
    statuses,
    sha,
    total_count: total,
    repository: repo,
    commit_url: `${where}/commits/${sha}`,
    url: `${where}/commits/${sha}/status`,
  }));
}
