import type { Revision } from "../../domain/sign-off.ts";
import type { GitHubApi } from "../api/github-api.ts";
import { idMember, listMember, member, textMember } from "../api/json-members.ts";
import { type Surveyed, understood } from "../publish/survey.ts";
import { readRevisions } from "./read-revisions.ts";
import { revisionFields } from "./revision-fields.ts";

/** A text of ours in which people tick, with its history. */
export interface TickText {
  /** The number of the tracking issue; null: it is the comment on the pull request. */
  readonly issue: number | null;
  readonly body: string;
  /** Oldest first; the last is the text as it stands. */
  readonly revisions: readonly Revision[];
}

export interface TickTexts {
  /** Our own login; a bot's ends in `[bot]`. */
  readonly viewer: string;
  readonly texts: readonly TickText[];
}

export interface TickTextsSubject {
  /** `owner/name`. */
  readonly repository: string;
  /** GitHub's global id of our comment on the pull request; null: there is none. */
  readonly comment: string | null;
  readonly issueLabel: string;
  /** Whether an issue's text is that of the tracking issue. */
  readonly isTracking: (body: string) => boolean;
}

/** Of one repository, there are hardly more rollouts at a time. */
const mostIssues = 50;

/**
 * Our comment and our tracking issue with everything that was ever changed in them: in one call, and one more for each further
 * hundred changes. Only GraphQL tells who changed a text.
 */
export async function readTickTexts(api: GitHubApi, subject: TickTextsSubject): Promise<Surveyed<TickTexts>> {
  const [owner = "", name = ""] = subject.repository.split("/");
  const { comment, issueLabel } = subject;
  const answer = await api.query(queryOf(comment !== null), {
    owner,
    name,
    label: issueLabel,
    ...(comment === null ? {} : { ids: [comment] }),
  });
  const data = answer.ok ? answer.data : null;
  const viewer = textMember(data, "viewer", "login");
  const issues = member(data, "repository", "issues", "nodes");
  const read = understood(answer, viewer !== null && Array.isArray(issues) ? { viewer, issues } : null, "tick lists");
  if (!read.ok) return read;
  // Of several that are ours, as two runs made them at once, the oldest is the one that stays.
  const issue = listMember(issues).find((one) => isOurs(one) && subject.isTracking(textMember(one, "body") ?? ""));
  const nodes = [...listMember(data, "comments").filter(isOurs), ...(issue === undefined ? [] : [issue])];
  const texts: TickText[] = [];
  for (const node of nodes) {
    const revisions = await readRevisions(api, node);
    if (!revisions.ok) return revisions;
    texts.push({
      issue: idMember(node, "number"),
      body: textMember(node, "body") ?? "",
      revisions: revisions.value,
    });
  }
  return { ok: true, value: { viewer: read.value.viewer, texts } };
}

function isOurs(node: unknown): boolean {
  return member(node, "viewerDidAuthor") === true;
}

function queryOf(withComment: boolean): string {
  const fields = `id viewerDidAuthor body ${revisionFields}`;
  const issues = `issues(first: ${mostIssues}, labels: [$label], states: [OPEN], orderBy: { field: CREATED_AT, direction: ASC }) { nodes { number ${fields} } }`;
  const comments = withComment ? ` comments: nodes(ids: $ids) { ... on IssueComment { ${fields} } }` : "";
  const variables = `$owner: String!, $name: String!, $label: String!${withComment ? ", $ids: [ID!]!" : ""}`;
  return `query(${variables}) { viewer { login } repository(owner: $owner, name: $name) { ${issues} }${comments} }`;
}
