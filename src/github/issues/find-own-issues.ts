import type { GitHubApi } from "../api/github-api.ts";
import { idMember, listMember, member, textMember } from "../api/json-members.ts";
import { type Surveyed, understood } from "../publish/survey.ts";

export interface OwnIssueKey {
  /** `owner/name`. */
  readonly repository: string;
  /** A line of the text by which the issue is found again. It proves nothing: the author decides as well. */
  readonly marker: string;
  /** Made when it is missing and the token may. */
  readonly label: string;
}

export interface OwnIssue {
  readonly number: number;
  readonly body: string;
}

const query =
  "query($owner: String!, $name: String!, $label: String!) { repository(owner: $owner, name: $name) { labelled: issues(first: 50, labels: [$label], states: [OPEN], orderBy: { field: CREATED_AT, direction: ASC }) { nodes { number viewerDidAuthor body } } recent: issues(first: 100, states: [OPEN], orderBy: { field: CREATED_AT, direction: DESC }) { nodes { id number viewerDidAuthor } } } }";
const bodiesQuery = "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Issue { number viewerDidAuthor body } } }";

/**
 * Open issues that we made and that bear the marker, oldest first. They are looked for by their label, and where there is none, as
 * somebody may have taken it away, among the last hundred.
 */
export async function findOwnIssues(api: GitHubApi, key: OwnIssueKey): Promise<Surveyed<readonly OwnIssue[]>> {
  const [owner = "", name = ""] = key.repository.split("/");
  const answer = await api.query(query, { owner, name, label: key.label });
  const repository = answer.ok ? member(answer.data, "repository") : null;
  const isRead = Array.isArray(member(repository, "labelled", "nodes"));
  const read = understood(answer, isRead ? repository : null, "issues");
  if (!read.ok) return read;
  const labelled = ownIssues(listMember(read.value, "labelled", "nodes"), key.marker);
  if (labelled.length > 0) return { ok: true, value: labelled };
  const ids = listMember(read.value, "recent", "nodes")
    .filter((node) => member(node, "viewerDidAuthor") === true)
    .flatMap((node) => textMember(node, "id") ?? []);
  if (ids.length === 0) return { ok: true, value: [] };
  const bodies = await api.query(bodiesQuery, { ids });
  if (!bodies.ok) return bodies;
  return { ok: true, value: ownIssues(listMember(bodies.data, "nodes"), key.marker) };
}

function ownIssues(nodes: readonly unknown[], marker: string): readonly OwnIssue[] {
  return nodes
    .flatMap((node) => {
      const [number, body] = [idMember(node, "number"), textMember(node, "body")];
      const ours = member(node, "viewerDidAuthor") === true && body !== null && bearsLine(body, marker);
      return ours && number !== null ? [{ number, body }] : [];
    })
    .sort((a, b) => a.number - b.number);
}

/** Whether a line of a text is the marker. */
export function bearsLine(body: string, marker: string): boolean {
  return body.split(/\r\n|[\r\n]/).includes(marker);
}

/** @param what `ticks`, `incident`, `concerns`; and a part of a text has `notice` with its id */
export function issueMarker(what: string, rollout: string): string {
  // Two hyphens would end the HTML comment.
  return `<!-- rollout-gate: ${what} of ${encodeURIComponent(rollout.toWellFormed()).replaceAll("--", "-%2D")} -->`;
}
