import { type Answer, jsonAnswer, notFound } from "./answer.ts";
import { readCommitSha } from "./emulator-reads.ts";
import { type HubContext, type HubRequest, repositoryOf } from "./hub-request.ts";
import { paginate } from "./paginate.ts";
import { type Json, readPull, readPulls } from "./pull-requests.ts";

/** https://docs.github.com/rest/pulls/pulls#list-pull-requests: `head` is `owner:branch`. */
export async function listPulls(request: HubRequest, context: HubContext): Promise<Answer> {
  const { query } = request;
  const [state, head, base] = [query.get("state") ?? "open", query.get("head"), query.get("base")];
  const pulls = (await readPulls(context, repositoryOf(request.match))).filter((pull) => {
    const [mine, onto] = [pull.head as Json, pull.base as Json];
    return (
      (state === "all" || pull.state === state) &&
      (head ?? mine.label) === mine.label &&
      (base ?? onto.ref) === onto.ref
    );
  });
  const key = query.get("sort") === "updated" ? "updated_at" : "created_at";
  const ordered = [...pulls].sort(
    (left, right) => String(left[key]).localeCompare(String(right[key])) || Number(left.number) - Number(right.number),
  );
  const ascending = (query.get("direction") ?? (query.get("sort") === null ? "desc" : "asc")) === "asc";
  return paginate(request, context, (ascending ? ordered : ordered.reverse()).map(listed));
}

/** Listings leave out what takes GitHub time to find out. */
function listed(pull: Json): Json {
  const left = [
    "merged",
    "mergeable",
    "mergeable_state",
    "merged_by",
    "comments",
    "commits",
    "additions",
    "deletions",
    "changed_files",
    "review_comments",
    "rebaseable",
    "maintainer_can_modify",
  ];
  return Object.fromEntries(Object.entries(pull).filter(([name]) => !left.includes(name)));
}

export async function getPull(request: HubRequest, context: HubContext): Promise<Answer> {
  const pull = await readPull(context, repositoryOf(request.match), Number(request.match.parameters.pull_number));
  return pull === null ? notFound() : jsonAnswer(200, pull);
}

/** https://docs.github.com/rest/commits/commits#list-pull-requests-associated-with-a-commit, as far as heads go. */
export async function listPullsOfCommit(request: HubRequest, context: HubContext): Promise<Answer> {
  const repository = repositoryOf(request.match);
  const sha = await readCommitSha(context, repository, request.match.parameters.commit_sha ?? "");
  if (sha === null) return notFound();
  const pulls = (await readPulls(context, repository)).filter((pull) => (pull.head as Json).sha === sha);
  return paginate(request, context, pulls.map(listed));
}

/** A pull request is an issue too: https://docs.github.com/rest/issues/issues#get-an-issue. The emulator keeps them apart. */
export async function getIssueOfPull(request: HubRequest, context: HubContext): Promise<Answer | null> {
  const number = request.match.parameters.issue_number;
  const pull = await readPull(context, repositoryOf(request.match), Number(number));
  if (pull === null) return null;
  const { url, html_url, diff_url, patch_url, merged_at } = pull;
  const where = `${context.publicUrl}/repos/${repositoryOf(request.match)}/issues/${number}`;
  const same = [
    "id",
    "node_id",
    "number",
    "title",
    "user",
    "state",
    "locked",
    "body",
    "assignee",
    "assignees",
    "labels",
    "milestone",
    "active_lock_reason",
    "created_at",
    "updated_at",
    "closed_at",
    "author_association",
    "html_url",
  ];
  return jsonAnswer(200, {
    ...Object.fromEntries(same.map((name) => [name, pull[name] ?? null])),
    comments: 0,
    url: where,
    repository_url: `${context.publicUrl}/repos/${repositoryOf(request.match)}`,
    labels_url: `${where}/labels{/name}`,
    comments_url: `${where}/comments`,
    events_url: `${where}/events`,
    pull_request: { url, html_url, diff_url, patch_url, merged_at },
  });
}
