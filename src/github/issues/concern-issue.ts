import type { DeliveryResult } from "../../domain/channel.ts";
import type { ConcernIssues, ConcernIssueWish } from "../../domain/escalation-doors.ts";
import type { Clock } from "../../domain/ports.ts";
import type { ApiFault, GitHubApi } from "../api/github-api.ts";
import { idMember, listMember, member, textMember } from "../api/json-members.ts";
import { type Surveyed, understood } from "../publish/survey.ts";
import { bearsLine, findOwnIssues, issueMarker, type OwnIssueKey } from "./find-own-issues.ts";
import { closeIssue, saveOwnIssue } from "./own-issue.ts";

export const concernLabel = "rollout-gate-watch";

/** Writes the issue about a rollout's concerns, a comment for each thing that people are told, and closes it when nothing is left. */
export function createConcernIssues(api: GitHubApi, clock: Clock, repository: string): ConcernIssues {
  return {
    async tell(wish) {
      const key = { repository, marker: issueMarker("concerns", wish.rollout), label: concernLabel };
      const number = await issueFor(wish, key, api, clock);
      if (typeof number !== "number") return number;
      const fault =
        (await commentOnce(api, key, number, wish.comment)) ?? (wish.isEnd ? await closeIssue(api, key, number) : null);
      return fault === null ? { outcome: "done", detail: "" } : failed(fault);
    },
  };
}

async function issueFor(
  wish: ConcernIssueWish,
  key: OwnIssueKey,
  api: GitHubApi,
  clock: Clock,
): Promise<number | DeliveryResult> {
  if (!wish.mayOpen) {
    const found = await findOwnIssues(api, key);
    if (!found.ok) return failed(found.fault);
    if (found.value.length === 0) return { outcome: "done", detail: "Its issue was closed already." };
  }
  const write = (body: string | null) => (body === null ? `${key.marker}\n${wish.write(null)}` : wish.write(body));
  const saved = await saveOwnIssue(api, clock, { ...key, title: wish.title, write });
  return saved.ok ? saved.number : failed(saved.fault);
}

/** What GitHub was asked is looked for before it is asked again, so nothing is left in doubt. */
function failed({ message }: ApiFault): DeliveryResult {
  return { outcome: "failed", detail: `GitHub did not do it (${message}). The job needs \`issues: write\`.` };
}

async function commentOnce(
  api: GitHubApi,
  key: OwnIssueKey,
  number: number,
  { id, text }: ConcernIssueWish["comment"],
): Promise<ApiFault | null> {
  const marker = issueMarker("notice", id);
  const before = await isThere(api, key, number, marker);
  if (!before.ok) return before.fault;
  if (before.value) return null;
  const [owner, repo] = key.repository.split("/");
  const answer = await api.call({
    route: "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
    parameters: { owner, repo, issue_number: number, body: `${marker}\n${text}` },
    effect: "create",
  });
  if (answer.ok && idMember(answer.data, "id") !== null) return null;
  const after = await isThere(api, key, number, marker);
  if (after.ok && after.value) return null;
  return answer.ok
    ? { kind: "unreachable", status: answer.status, message: "the answer about the new comment is not as documented" }
    : answer.fault;
}

const query =
  "query($owner: String!, $name: String!, $number: Int!) { repository(owner: $owner, name: $name) { issue(number: $number) { comments(last: 100) { nodes { viewerDidAuthor body } } } } }";

/** Whether a comment of ours bears the marker. What is told again is told soon, so the last hundred are enough. */
async function isThere(
  api: GitHubApi,
  { repository }: OwnIssueKey,
  number: number,
  marker: string,
): Promise<Surveyed<boolean>> {
  const [owner = "", name = ""] = repository.split("/");
  const answer = await api.query(query, { owner, name, number });
  const comments = answer.ok ? member(answer.data, "repository", "issue", "comments") : null;
  const read = understood(answer, Array.isArray(member(comments, "nodes")) ? comments : null, "comments");
  if (!read.ok) return read;
  const isOurs = (node: unknown) =>
    member(node, "viewerDidAuthor") === true && bearsLine(textMember(node, "body") ?? "", marker);
  return { ok: true, value: listMember(read.value, "nodes").some(isOurs) };
}
