import type { GitHubApi } from "../api/github-api.ts";
import { idMember, member, textMember } from "../api/json-members.ts";
import { bearsMarker } from "./comment-marker.ts";
import type { OwnComment } from "./decide-comment.ts";
import { type Survey, type Surveyed, type SurveySubject, understood } from "./survey.ts";
import { mostComments, pageSize } from "./survey-queries.ts";

/** Who wrote a comment: a person by number, GitHub Actions by the one name that nobody else can have. */
type Identity = { readonly login: string; readonly id: number | null };

const actions: Identity = { login: "github-actions[bot]", id: null };

/**
 * The survey without GraphQL: page by page, up to the first that holds a comment of ours. A person's token can tell
 * who it is; any other is taken for that of a job, which the first comment it writes will prove.
 */
export async function surveyByRest(api: GitHubApi, subject: SurveySubject): Promise<Surveyed<Survey>> {
  const { owner, name: repo, number } = subject;
  const pull = await api.call({
    route: "GET /repos/{owner}/{repo}/pulls/{pull_number}",
    parameters: { owner, repo, pull_number: number },
    effect: "read",
  });
  const head = understood(pull, textMember(pull.ok ? pull.data : null, "head", "sha"), "the pull request");
  if (!head.ok) return head;
  const identity = await whoWeAre(api);
  if (!identity.ok) return identity;
  const { login: viewer } = identity.value;
  const certain = identity.value.id !== null;
  for (let page = 1; page <= mostComments / pageSize; page++) {
    const answer = await api.call({
      route: "GET /repos/{owner}/{repo}/issues/{issue_number}/comments",
      parameters: { owner, repo, issue_number: number, per_page: pageSize, page },
      effect: "read",
    });
    const comments = understood(answer, answer.ok && Array.isArray(answer.data) ? answer.data : null, "comments");
    if (!comments.ok) return comments;
    const own = comments.value.flatMap((comment) => ownComment(comment, identity.value, subject.rollout));
    if (own.length > 0 || comments.value.length < pageSize) {
      return { ok: true, value: { viewer, certain, head: head.value, own } };
    }
  }
  return { ok: true, value: { viewer, certain, head: head.value, own: [] } };
}

/** A job's token may not ask for its user, and is told so: that is how it is known. */
async function whoWeAre(api: GitHubApi): Promise<Surveyed<Identity>> {
  const answer = await api.call({ route: "GET /user", parameters: {}, effect: "read" });
  if (!answer.ok) return answer.fault.kind === "forbidden" ? { ok: true, value: actions } : answer;
  const login = textMember(answer.data, "login");
  const id = idMember(answer.data, "id");
  return understood(answer, login === null || id === null ? null : { login, id }, "the token's user");
}

function ownComment(comment: unknown, identity: Identity, rollout: string): readonly OwnComment[] {
  const [id, body] = [idMember(comment, "id"), textMember(comment, "body")];
  if (id === null || body === null || !bearsMarker(body, rollout)) return [];
  const user = member(comment, "user");
  const ours =
    identity.id === null
      ? textMember(user, "login") === identity.login && textMember(user, "type") === "Bot"
      : idMember(user, "id") === identity.id;
  const nodeId = textMember(comment, "node_id");
  return ours ? [{ id: String(id), body, ...(nodeId === null ? {} : { nodeId }) }] : [];
}
