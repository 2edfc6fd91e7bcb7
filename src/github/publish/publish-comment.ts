import type { Clock } from "../../domain/ports.ts";
import type { QueryParts, TogetherAnswer } from "../api/ask-together.ts";
import type { ApiFault, GitHubApi } from "../api/github-api.ts";
import { idMember, textMember } from "../api/json-members.ts";
import { type CommentPlan, commentBody, decideComment, type OwnComment, oldestFirst } from "./decide-comment.ts";
import { outdatedText } from "./outdated-text.ts";
import type { CommentWish, Publication } from "./publication.ts";
import type { Survey, SurveySubject } from "./survey.ts";
import { surveyHead, surveyLatest } from "./survey-pull-request.ts";

/** What became of a comment or a check. */
export type Published =
  | { readonly kind: "done"; readonly what: "created" | "updated" | "unchanged" | "stale" | "not-wanted" }
  /** It is not there, or it may be another one than was wanted. */
  | { readonly kind: "failed"; readonly fault: ApiFault };

type Named = Publication & { readonly rollout: string };

/** One comment that is wanted, and how to look again after it was written. */
export interface CommentTask {
  readonly publication: Named;
  readonly wish: CommentWish;
  /** Number of the pull request. */
  readonly number: number;
  /** What the pull request looked like just now. */
  readonly survey: Survey;
  /** Whether a request may be spent on what is of use and not needed. */
  readonly spare: () => boolean;
  /** What is asked for with every look, and who is told of it. */
  readonly beside: QueryParts;
  readonly onLook: (beside: TogetherAnswer) => void;
}

type Subject = SurveySubject & Omit<CommentTask, "number" | "survey">;

/** Replicas of GitHub's may be behind; what was written is looked for after this time. */
const settleMs = 1000;

/**
 * Writes the one comment of a rollout on a pull request, if it is to be written. It is never made twice: what was not answered is
 * looked for before it is made again, and of two that were made at once by two runs the older one stays.
 *
 * A change is looked at again for a push in the moment between, where a request may be spent on it.
 */
export async function publishComment(api: GitHubApi, clock: Clock, task: CommentTask): Promise<Published> {
  const { publication, survey } = task;
  const [owner = "", name = ""] = publication.run.repository.split("/");
  const subject: Subject = { ...task, owner, name, rollout: publication.rollout };
  const plan = decide(subject, survey, survey.own);
  const published = await carryOut(api, clock, subject, survey, plan);
  for (const id of plan.remove) if (task.spare()) await remove(api, subject, id);
  return published;
}

function decide(subject: Subject, survey: Survey, own: readonly OwnComment[]): CommentPlan {
  const { rollout, ending, commit } = subject.publication;
  return decideComment({ rollout, ending, wish: subject.wish, commit, head: survey.head, own });
}

async function carryOut(
  api: GitHubApi,
  clock: Clock,
  subject: Subject,
  survey: Survey,
  plan: CommentPlan,
): Promise<Published> {
  switch (plan.kind) {
    case "nothing":
      return { kind: "done", what: plan.why };
    case "update": {
      const published = await update(api, subject, plan);
      const deleted = published.kind === "failed" && published.fault.kind === "not-found";
      return deleted ? await create(api, clock, subject, survey, plan.body, 2) : published;
    }
    case "create":
      return await create(api, clock, subject, survey, plan.body, 2);
  }
}

async function update(
  api: GitHubApi,
  subject: Subject,
  plan: { readonly id: string; readonly body: string },
): Promise<Published> {
  const fault = await edit(api, subject, plan.id, plan.body);
  if (fault !== null) return { kind: "failed", fault };
  if (!subject.spare()) return { kind: "done", what: "updated" };
  const { survey: head, beside } = await surveyHead(api, subject, subject.beside);
  subject.onLook(beside);
  if (head.ok && head.value !== subject.publication.commit) await markOutdated(api, subject, plan.id, head.value);
  return { kind: "done", what: "updated" };
}

/** @param tries left, this one included */
async function create(
  api: GitHubApi,
  clock: Clock,
  subject: Subject,
  survey: Survey,
  body: string,
  tries: number,
): Promise<Published> {
  const { owner, name: repo, number } = subject;
  const answer = await api.call({
    route: "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
    parameters: { owner, repo, issue_number: number, body },
    effect: "create",
  });
  const made = answer.ok ? idMember(answer.data, "id") : null;
  if (answer.ok && made !== null && !survey.certain && textMember(answer.data, "user", "login") !== survey.viewer) {
    await remove(api, subject, String(made));
    return failed("whose comments are our own cannot be told without GraphQL and with this token");
  }
  if (!answer.ok && !mayHaveHappened(answer.fault)) return { kind: "failed", fault: answer.fault };
  if (made === null) await clock.sleep(settleMs);
  const { survey: latest, beside } = await surveyLatest(api, subject, subject.beside);
  subject.onLook(beside);
  if (!latest.ok) return made === null ? { kind: "failed", fault: latest.fault } : { kind: "done", what: "created" };
  const [oldest, ...others] = oldestFirst(latest.value.own);
  if (oldest === undefined) {
    // Not there: either it never was, or a replica does not show it yet. Only the first is worth another try.
    if (answer.ok || answer.fault.kind !== "unreachable" || tries <= 1) {
      return answer.ok ? { kind: "done", what: "created" } : { kind: "failed", fault: answer.fault };
    }
    return await create(api, clock, subject, survey, body, tries - 1);
  }
  const mine = made === null ? others.find((one) => one.body.trimEnd() === body.trimEnd())?.id : String(made);
  if (mine !== undefined && mine !== oldest.id) {
    // Another run was first. Each takes back what it made itself, so that nobody's is lost.
    await remove(api, subject, mine);
    const plan = decide(subject, latest.value, [oldest]);
    if (plan.kind === "update") return await update(api, subject, plan);
  }
  if (latest.value.head !== subject.publication.commit) await markOutdated(api, subject, oldest.id, latest.value.head);
  return { kind: "done", what: "created" };
}

/** Whether something may have been done in spite of the answer. */
function mayHaveHappened(fault: ApiFault): boolean {
  return fault.kind === "unreachable" || fault.kind === "limited" || fault.kind === "conflict";
}

/** The pull request moved on while we wrote. The newer commit's run may have written before us, so what stands there must say what it is. */
async function markOutdated(api: GitHubApi, subject: Subject, id: string, head: string): Promise<void> {
  const { commit } = subject.publication;
  await edit(api, subject, id, commentBody(subject.rollout, outdatedText(subject.wish.text, commit, head)));
}

async function edit(api: GitHubApi, subject: Subject, id: string, body: string): Promise<ApiFault | null> {
  const answer = await api.call({
    route: "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}",
    parameters: { owner: subject.owner, repo: subject.name, comment_id: id, body },
    effect: "idempotent",
  });
  return answer.ok ? null : answer.fault;
}

/** What cannot be removed now is removed by the next run, which finds it as one too many. */
async function remove(api: GitHubApi, subject: Subject, id: string): Promise<void> {
  await api.call({
    route: "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}",
    parameters: { owner: subject.owner, repo: subject.name, comment_id: id },
    effect: "idempotent",
  });
}

function failed(message: string): Published {
  return { kind: "failed", fault: { kind: "invalid", status: null, message } };
}
