import { askTogether, type QueryParts, type TogetherAnswer } from "../api/ask-together.ts";
import type { GitHubApi } from "../api/github-api.ts";
import { listMember, member, textMember } from "../api/json-members.ts";
import { bearsMarker } from "./comment-marker.ts";
import type { OwnComment } from "./decide-comment.ts";
import { type Survey, type Surveyed, type SurveySubject, understood } from "./survey.ts";
import { surveyByRest } from "./survey-by-rest.ts";
import { bodiesQuery, firstFields, headFields, lastFields, pullPart, viewerPart } from "./survey-queries.ts";

/** A look at the pull request, and at what was asked beside it. */
export interface Look<T> {
  readonly survey: Surveyed<T>;
  readonly beside: TogetherAnswer;
}

/**
 * Who we are, where the pull request stands, and which comments of the rollout are ours: in one call, or in two when
 * ours is not among the first hundred. Where GraphQL is not served, by REST.
 *
 * @param beside what else is asked for in the same call
 */
export async function surveyPullRequest(
  api: GitHubApi,
  subject: SurveySubject,
  beside: QueryParts = {},
): Promise<Look<Survey>> {
  const first = await askTogether(api, { viewer: viewerPart, pull: pullPart(subject, firstFields), ...beside });
  return { survey: await surveyOf(api, subject, first), beside: first };
}

async function surveyOf(api: GitHubApi, subject: SurveySubject, first: TogetherAnswer): Promise<Surveyed<Survey>> {
  const { fault } = first;
  // What these say holds for REST too.
  if (fault !== null && (fault.kind === "unauthorized" || fault.kind === "limited")) return { ok: false, fault };
  const seen = pullSeen(first);
  const page = member(seen?.pull, "first") ?? null;
  if (seen === null || page === null) return await surveyByRest(api, subject);
  const { viewer, head } = seen;
  const own = ownComments(page, subject.rollout);
  const candidates = own.length > 0 ? [] : ownLater(seen.pull);
  if (candidates.length === 0) return { ok: true, value: { viewer, certain: true, head, own } };
  const later = await readBodies(api, subject, candidates);
  return later.ok ? { ok: true, value: { viewer, certain: true, head, own: later.value } } : later;
}

/** The same for what was just written: it is among the last comments. */
export async function surveyLatest(
  api: GitHubApi,
  subject: SurveySubject,
  beside: QueryParts = {},
): Promise<Look<Survey>> {
  const last = await askTogether(api, { viewer: viewerPart, pull: pullPart(subject, lastFields), ...beside });
  const seen = pullSeen(last);
  const page = member(seen?.pull, "last") ?? null;
  if (seen === null || page === null) return { survey: await surveyByRest(api, subject), beside: last };
  const { viewer, head } = seen;
  const own = ownComments(page, subject.rollout);
  return { survey: { ok: true, value: { viewer, certain: true, head, own } }, beside: last };
}

/** The commit at the pull request's head now. */
export async function surveyHead(
  api: GitHubApi,
  subject: SurveySubject,
  beside: QueryParts = {},
): Promise<Look<string>> {
  const { owner, name: repo, number: pull_number } = subject;
  const asked = await askTogether(api, { pull: pullPart(subject, headFields), ...beside });
  const pull = asked.part("pull");
  const head = pull.ok ? textMember(pull.value, "pullRequest", "headRefOid") : null;
  if (head !== null) return { survey: { ok: true, value: head }, beside: asked };
  const answer = await api.call({
    route: "GET /repos/{owner}/{repo}/pulls/{pull_number}",
    parameters: { owner, repo, pull_number },
    effect: "read",
  });
  const told = textMember(answer.ok ? answer.data : null, "head", "sha");
  return { survey: understood(answer, told, "the pull request"), beside: asked };
}

/** Null where the answer does not tell all of it. */
function pullSeen(
  answer: TogetherAnswer,
): { readonly viewer: string; readonly head: string; readonly pull: unknown } | null {
  const [who, where] = [answer.part("viewer"), answer.part("pull")];
  const viewer = who.ok ? textMember(who.value, "login") : null;
  const pull = where.ok ? member(where.value, "pullRequest") : null;
  const head = textMember(pull, "headRefOid");
  return viewer === null || head === null ? null : { viewer, head, pull };
}

/** Global ids of what we wrote, on the pages whose texts were not asked for. */
function ownLater(pull: unknown): readonly string[] {
  return Object.entries(typeof pull === "object" && pull !== null ? pull : {})
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
