import type { Clock } from "../../domain/ports.ts";
import type { ApiFault, GitHubApi } from "../api/github-api.ts";
import { idMember, textMember } from "../api/json-members.ts";
import { findOwnIssues, type OwnIssue, type OwnIssueKey } from "./find-own-issues.ts";

/** One open issue of ours that is wanted. */
export interface IssueWish extends OwnIssueKey {
  /** At most 256 characters; of a new issue, as people may change it. */
  readonly title: string;
  /** What it is to say, given what it says; null: there is none yet. At most 65 536 characters. */
  readonly write: (body: string | null) => string;
}

export type IssueOutcome =
  | { readonly ok: true; readonly what: "created" | "updated" | "unchanged"; readonly number: number }
  | { readonly ok: false; readonly fault: ApiFault };

const settleMs = 1000;

/**
 * Writes the one open issue of ours that bears a marker. It is never made twice: what was not answered is looked for before it is
 * made again, and of two that were made at once by two runs the older one stays open.
 */
export async function saveOwnIssue(api: GitHubApi, clock: Clock, wish: IssueWish): Promise<IssueOutcome> {
  const found = await findOwnIssues(api, wish);
  if (!found.ok) return found;
  const [oldest] = found.value;
  return oldest === undefined ? await create(api, clock, wish, 2) : await update(api, wish, oldest);
}

async function update(api: GitHubApi, wish: IssueWish, issue: OwnIssue): Promise<IssueOutcome> {
  const body = wish.write(issue.body);
  if (plain(body) === plain(issue.body)) return { ok: true, what: "unchanged", number: issue.number };
  const fault = await patch(api, wish, issue.number, { body });
  return fault === null ? { ok: true, what: "updated", number: issue.number } : { ok: false, fault };
}

/** @param tries left, this one included */
async function create(api: GitHubApi, clock: Clock, wish: IssueWish, tries: number): Promise<IssueOutcome> {
  const [owner, repo] = wish.repository.split("/");
  const body = wish.write(null);
  const answer = await api.call({
    route: "POST /repos/{owner}/{repo}/issues",
    parameters: { owner, repo, title: wish.title, body, labels: [wish.label] },
    effect: "create",
  });
  const made = answer.ok ? idMember(answer.data, "number") : null;
  if (!answer.ok && answer.fault.kind !== "unreachable" && answer.fault.kind !== "limited") return answer;
  if (made === null) await clock.sleep(settleMs);
  const latest = await findOwnIssues(api, wish);
  const [oldest, ...others] = latest.ok ? latest.value : [];
  if (oldest === undefined) {
    if (made !== null) return { ok: true, what: "created", number: made };
    const fault: ApiFault = answer.ok
      ? { kind: "unreachable", status: answer.status, message: "the answer about the new issue is not as documented" }
      : answer.fault;
    const again = latest.ok && !answer.ok && fault.kind === "unreachable" && tries > 1;
    return again ? await create(api, clock, wish, tries - 1) : { ok: false, fault };
  }
  const mine = made ?? others.find((one) => plain(one.body) === plain(body))?.number ?? oldest.number;
  if (mine === oldest.number) return { ok: true, what: "created", number: mine };
  // Another run was first. Each closes what it made itself, so that nobody's is lost.
  await patch(api, wish, mine, { state: "closed", state_reason: "not_planned" });
  return await update(api, wish, oldest);
}

/** Null when it is closed. */
export async function closeIssue(api: GitHubApi, key: OwnIssueKey, number: number): Promise<ApiFault | null> {
  return await patch(api, key, number, { state: "closed", state_reason: "completed" });
}

async function patch(
  api: GitHubApi,
  { repository }: OwnIssueKey,
  number: number,
  change: Readonly<Record<string, string>>,
): Promise<ApiFault | null> {
  const [owner, repo] = repository.split("/");
  const answer = await api.call({
    route: "PATCH /repos/{owner}/{repo}/issues/{issue_number}",
    parameters: { owner, repo, issue_number: number, ...change },
    effect: "idempotent",
  });
  if (!answer.ok) return answer.fault;
  return textMember(answer.data, "html_url") === null
    ? { kind: "unreachable", status: answer.status, message: "the answer about the issue is not as documented" }
    : null;
}

/** GitHub may keep line ends and the space at the end in its own way. */
function plain(text: string): string {
  return text.replaceAll("\r\n", "\n").trimEnd();
}
