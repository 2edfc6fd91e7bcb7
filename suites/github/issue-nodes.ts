import { actor } from "./actor.ts";
import { type ConnectionArguments, connect } from "./connection.ts";
import { type HubContext, type HubRequest, textMember } from "./hub-request.ts";
import { type Json, readAll } from "./pull-requests.ts";
import { editFields } from "./revisions.ts";

/** What a query may ask of a repository's issues. */
export interface IssuesAsked {
  readonly labels?: readonly string[] | null;
  readonly states?: readonly string[] | null;
  readonly orderBy?: { readonly field: string; readonly direction: string } | null;
}

/** https://docs.github.com/graphql/reference/objects#issue */
function node(issue: Json, request: HubRequest, context: HubContext, repository: string): Json {
  const labels = (issue.labels as Json[]).map(({ name, node_id: id }) => ({ __typename: "Label", id, name }));
  const time = (value: unknown) => (typeof value === "string" ? value.replace(/\.\d+Z$/, "Z") : null);
  return {
    __typename: "Issue",
    id: issue.node_id,
    databaseId: issue.id,
    fullDatabaseId: String(issue.id),
    number: issue.number,
    title: issue.title,
    body: issue.body ?? "",
    url: issue.html_url,
    state: String(issue.state).toUpperCase(),
    closed: issue.state !== "open",
    createdAt: time(issue.created_at),
    updatedAt: time(issue.updated_at),
    ...editFields(context, repository, `${Number(issue.number)}`),
    author: actor(issue.user),
    viewerDidAuthor: textMember(issue.user, "login") === request.login,
    labels: (asked: ConnectionArguments) => connect(labels, "labels", asked),
  };
}

/** Issues that are no pull requests; the oldest first unless asked otherwise. */
export async function listIssueNodes(
  request: HubRequest,
  context: HubContext,
  repository: string,
  asked: IssuesAsked = {},
): Promise<readonly Json[]> {
  const target = `/repos/${repository}/issues?state=all&sort=created&direction=asc`;
  const issues = ((await readAll(context, target)) ?? []).filter((issue) => issue.pull_request === undefined);
  const { labels, states, orderBy } = asked;
  const found = issues
    .filter((issue) => {
      const names = (issue.labels as Json[]).map(({ name }) => String(name).toLowerCase());
      const fits = states == null || states.includes(String(issue.state).toUpperCase());
      return fits && (labels == null || labels.some((label) => names.includes(label.toLowerCase())));
    })
    .map((issue) => node(issue, request, context, repository));
  return orderBy?.direction === "DESC" ? found.reverse() : found;
}

export async function issueNode(
  request: HubRequest,
  context: HubContext,
  repository: string,
  number: number,
): Promise<Json | null> {
  return (await listIssueNodes(request, context, repository)).find((issue) => issue.number === number) ?? null;
}
