import type { GitHubApi } from "../api/github-api.ts";
import { listMember, member, textMember } from "../api/json-members.ts";
import { bearsMarker } from "./comment-marker.ts";
import type { OwnComment } from "./decide-comment.ts";
import { type Survey, type Surveyed, type SurveySubject, understood } from "./survey.ts";
import { surveyByRest } from "./survey-by-rest.ts";
import { bodiesQuery, firstQuery, headQuery, lastQuery } from "./survey-queries.ts";

/**
 * Who we are, where the pull request stands, and which comments of the rollout are ours: in one call, or in two when
 * ours is not among the first hundred. Where GraphQL is not served, by REST.
 */
export async function surveyPullRequest(api: GitHubApi, subject: SurveySubject): Promise<Surveyed<Survey>> {
  const first = await api.query(firstQuery, variablesOf(subject));
  if (!first.ok) {
    // What these say holds for REST too.
    if (first.fault.kind === "unauthorized" || first.fault.kind === "limited") return first;
    return await surveyByRest(api, subject);
  }
  const viewer = textMember(first.data, "viewer", "login");
  const head = headOf(first.data);
  const page = pull(first.data, "first");
  if (viewer === null || head === null || page === null) return await surveyByRest(api, subject);
  const own = ownComments(page, subject.rollout);
  const candidates = own.length > 0 ? [] : ownLater(first.data);
  if (candidates.length === 0) return { ok: true, value: { viewer, certain: true, head, own } };
  const later = await readBodies(api, subject, candidates);
  return later.ok ? { ok: true, value: { viewer, certain: true, head, own: later.value } } : later;
}

/** The same for what was just written: it is among the last comments. */
export async function surveyLatest(api: GitHubApi, subject: SurveySubject): Promise<Surveyed<Survey>> {
  const answer = await api.query(lastQuery, variablesOf(subject));
  const viewer = answer.ok ? textMember(answer.data, "viewer", "login") : null;
  const head = answer.ok ? headOf(answer.data) : null;
  const page = answer.ok ? pull(answer.data, "last") : null;
  if (viewer === null || head === null || page === null) return await surveyByRest(api, subject);
  return { ok: true, value: { viewer, certain: true, head, own: ownComments(page, subject.rollout) } };
}

/** The commit at the pull request's head now. */
export async function surveyHead(api: GitHubApi, subject: SurveySubject): Promise<Surveyed<string>> {
  const { owner, name: repo, number: pull_number } = subject;
  const asked = await api.query(headQuery, variablesOf(subject));
  const head = asked.ok ? headOf(asked.data) : null;
  if (head !== null) return { ok: true, value: head };
  const answer = await api.call({
    route: "GET /repos/{owner}/{repo}/pulls/{pull_number}",
    parameters: { owner, repo, pull_number },
    effect: "read",
  });
  return understood(answer, textMember(answer.ok ? answer.data : null, "head", "sha"), "the pull request");
}

/** Global ids of what we wrote, on the pages whose texts were not asked for. */
function ownLater(data: unknown): readonly string[] {
  const found = member(data, "repository", "pullRequest");
  return Object.entries(typeof found === "object" && found !== null ? found : {})
    .filter(([name]) => name !== "first")
    .flatMap(([, page]) => listMember(page, "nodes"))
    .filter((node) => member(node, "viewerDidAuthor") === true)
    .flatMap((node) => textMember(node, "id") ?? []);
}

async function readBodies(
  api: GitHubApi,
  subject: SurveySubject,
  ids: readonly string[],
): Promise<Surveyed<readonly OwnComment[]>> {
  const { text, variables } = bodiesQuery(ids);
  const bodies = await api.query(text, variables);
  if (!bodies.ok) return bodies;
  const nodes = Object.values(bodies.data as Readonly<Record<string, unknown>>).flatMap((list) => listMember(list));
  return { ok: true, value: ownComments({ nodes }, subject.rollout) };
}

function ownComments(page: unknown, rollout: string): readonly OwnComment[] {
  return listMember(page, "nodes").flatMap((node) => {
    const [nodeId, id] = [textMember(node, "id"), textMember(node, "fullDatabaseId")];
    const body = textMember(node, "body");
    const ours = member(node, "viewerDidAuthor") === true && body !== null && bearsMarker(body, rollout);
    return ours && id !== null && /^\d{1,30}$/.test(id) ? [{ id, body, ...(nodeId === null ? {} : { nodeId }) }] : [];
  });
}

function variablesOf({ owner, name, number }: SurveySubject): Readonly<Record<string, unknown>> {
  return { owner, name, number };
}

function pull(data: unknown, key: string): unknown {
  return member(data, "repository", "pullRequest", key) ?? null;
}

function headOf(data: unknown): string | null {
  return textMember(data, "repository", "pullRequest", "headRefOid");
}
