import type { Revision } from "../../domain/sign-off.ts";
import { askTogether, type PartAnswer, type QueryPart, type TogetherAnswer } from "../api/ask-together.ts";
import type { GitHubApi } from "../api/github-api.ts";
import { idMember, listMember, member, textMember } from "../api/json-members.ts";
import type { Seen } from "../publish/seen.ts";
import type { Surveyed } from "../publish/survey.ts";
import { viewerPart } from "../publish/survey-queries.ts";
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

const fields = `id viewerDidAuthor body ${revisionFields}`;
/** Of one repository, there are hardly more rollouts at a time. */
const mostIssues = 50;

/** Open issues that may hold a tick list, oldest first, with everything that was ever changed in them. */
export function tickIssuesPart(repository: string, label: string): QueryPart {
  const [owner = "", name = ""] = repository.split("/");
  return {
    field: `repository(owner: $owner, name: $name) { issues(first: ${mostIssues}, labels: [$label], states: [OPEN], orderBy: { field: CREATED_AT, direction: ASC }) { nodes { number ${fields} } } }`,
    variables: {
      owner: { type: "String!", value: owner },
      name: { type: "String!", value: name },
      label: { type: "String!", value: label },
    },
  };
}

/** @returns null where the answer leaves open what is there */
export function readTickIssuesPart(answer: PartAnswer): readonly unknown[] | null {
  const issues = answer.ok ? member(answer.value, "issues", "nodes") : null;
  return Array.isArray(issues) ? issues : null;
}

/**
 * Our comment and our tracking issue with everything that was ever changed in them: in one call at most, and one more for each
 * further hundred changes. Only GraphQL tells who changed a text.
 *
 * @param seen what was had already: who we are, and the issues
 */
export async function readTickTexts(
  api: GitHubApi,
  subject: TickTextsSubject,
  seen: Pick<Seen, "viewer" | "tickIssues">,
): Promise<Surveyed<TickTexts>> {
  const { comment } = subject;
  const parts = {
    ...(seen.viewer === null ? { viewer: viewerPart } : {}),
    ...(seen.tickIssues === null ? { ticks: tickIssuesPart(subject.repository, subject.issueLabel) } : {}),
    ...(comment === null ? {} : { comments: commentsPart([comment]) }),
  };
  const answer = Object.keys(parts).length === 0 ? null : await askTogether(api, parts);
  for (const name of Object.keys(parts)) {
    const part = answer?.part(name);
    if (part?.ok === false) return part;
  }
  const viewer = seen.viewer ?? textMember(partValue(answer, "viewer"), "login");
  const issues = seen.tickIssues ?? (answer === null ? null : readTickIssuesPart(answer.part("ticks")));
  if (viewer === null || issues === null) return notAsDocumented();
  // Of several that are ours, as two runs made them at once, the oldest is the one that stays.
  const issue = issues.find((one) => isOurs(one) && subject.isTracking(textMember(one, "body") ?? ""));
  const nodes = [...listMember(partValue(answer, "comments")).filter(isOurs), ...(issue === undefined ? [] : [issue])];
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
  return { ok: true, value: { viewer, texts } };
}

function isOurs(node: unknown): boolean {
  return member(node, "viewerDidAuthor") === true;
}

function commentsPart(ids: readonly string[]): QueryPart {
  return {
    field: `nodes(ids: $ids) { ... on IssueComment { ${fields} } }`,
    variables: { ids: { type: "[ID!]!", value: ids } },
  };
}

function partValue(answer: TogetherAnswer | null, name: string): unknown {
  const part = answer?.part(name);
  return part?.ok === true ? part.value : null;
}

function notAsDocumented(): Surveyed<never> {
  return {
    ok: false,
    fault: { kind: "unreachable", status: null, message: "the answer about tick lists is not as documented" },
  };
}
