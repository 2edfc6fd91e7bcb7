import type { Fault, FaultKind } from "../github/fault.ts";

/** What a fault at one call comes to, and what stands there then; a call whose faults are not named goes on as if there were none. */
export interface Declared {
  readonly when: (fault: Fault) => boolean;
  /** What the run comes to; left out: the same as without a fault. */
  readonly outcome?: string;
  /** What is there other than without a fault. */
  readonly world?: Readonly<Record<string, unknown>>;
}

const kinds =
  (...of: readonly FaultKind[]) =>
  (fault: Fault) =>
    of.includes(fault.kind);
const refusals = kinds("no-permission", "bad-credentials", "not-found", "conflict", "unprocessable");
const limits = kinds("rate-limit", "secondary-limit", "secondary-limit-bare", "too-many-requests");
const late = kinds("slow-drip", "stale-read");
const before = (of: (fault: Fault) => boolean) => (fault: Fault) => fault.when === "before" && of(fault);
const after = (of: (fault: Fault) => boolean) => (fault: Fault) => fault.when === "after" && of(fault);
const but = (of: (fault: Fault) => boolean, not: (fault: Fault) => boolean) => (fault: Fault) =>
  of(fault) && !not(fault);
const any = () => true;

/** GitHub says no to a read, which is not asked again. */
const refused = (outcome: string, world?: Declared["world"]): readonly Declared[] => [
  { when: refusals, outcome, ...(world === undefined ? {} : { world }) },
];
/** Whatever it is, there is another way, or it is asked again. */
const never: readonly Declared[] = [];
const tokenOnly = (outcome: string): readonly Declared[] => [{ when: kinds("bad-credentials"), outcome }];

type Calls = Readonly<Record<string, readonly Declared[]>>;

/** By scene and call. What is read and cannot be had is inconclusive, or breaks the gate; what cannot be written is a warning. */
export const declared: Readonly<Record<string, Calls>> = {
  "conclude on a fork's pull request": {
    "GET /repos/{owner}/{repo}/pulls": refused("broke before anything could be published"),
    "GraphQL repository.at": tokenOnly("broke"),
    "GraphQL viewer pull.first checks ledger ticks": never,
    "GraphQL comments": refused("INCONCLUSIVE"),
    "GET /repos/{owner}/{repo}/collaborators/{username}/permission": refused("INCONCLUSIVE"),
    "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}": [
      // It was deleted: made anew, and one too many is taken back.
      { when: kinds("not-found") },
      { when: refusals, outcome: "GO WITH CONDITIONS, 1 warning" },
    ],
    "GraphQL pull.head checks": never,
    "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}": refused("GO WITH CONDITIONS, 1 warning"),
  },
  "conclude where the comment is beyond the first hundred": { "GraphQL b": never },
  "publish without GraphQL": {
    "GET /repos/{owner}/{repo}/pulls/{pull_number}": refused("1 warnings", { comments: 0 }),
    "GET /user": [
      // As a job's token is answered always.
      { when: kinds("no-permission") },
      { when: refusals, outcome: "1 warnings", world: { comments: 0 } },
    ],
    "GET /repos/{owner}/{repo}/issues/{issue_number}/comments": refused("1 warnings", { comments: 0 }),
    "GET /repos/{owner}/{repo}/commits/{ref}/check-runs": refused("1 warnings", { checks: 0 }),
  },
  "publish where two runs each made a comment": {
    "GraphQL pull.head checks": never,
    // The next run takes it back.
    "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}": [{ when: before(refusals), world: { comments: 2 } }],
  },
  "publish on a push": { "GraphQL viewer checks": never },
  // Each is asked about alone then.
  "several people at once": { "GraphQL person": never },
  "the policy without GraphQL": {
    "GET /repos/{owner}/{repo}/contents/{path}": [
      // Another one says that the commit is there, so the file is not; the policy of that scene is read by GraphQL as well.
      { when: kinds("not-found"), outcome: "none, none" },
      { when: refusals, outcome: "unreadable, none" },
    ],
    "GET /repos/{owner}/{repo}/git/commits/{commit_sha}": refused("read, unreadable"),
  },
  "earlier runs without GraphQL": {
    "GET /repos/{owner}/{repo}/contents/{path}": [
      { when: kinds("not-found") },
      { when: refusals, outcome: "unreadable, read" },
    ],
    "GET /repos/{owner}/{repo}/git/ref/{ref}": [
      { when: kinds("not-found") },
      { when: refusals, outcome: "read, unreadable" },
    ],
    "GET /repos/{owner}/{repo}": refused("read, unreadable"),
  },
  "the tracking issue, first": {
    "GraphQL viewer ticks": refused("ticks unknown", { issues: 0 }),
    "GraphQL repository.labelled repository.recent": refused("0 ticks, 0 refused, 1 warning", { issues: 0 }),
    "POST /repos/{owner}/{repo}/issues": [
      // Never made twice on a guess; the next run makes it.
      { when: before(refusals), outcome: "0 ticks, 0 refused, 1 warning", world: { issues: 0 } },
      { when: before(limits), outcome: "0 ticks, 0 refused, 1 warning", world: { issues: 0 } },
      { when: after(refusals), outcome: "0 ticks, 0 refused, 1 warning" },
    ],
  },
  "the tracking issue, ticked": {
    "GraphQL viewer ticks": [
      // An older text has fewer ticks, never more.
      { when: kinds("stale-read"), outcome: "0 ticks, 0 refused" },
      { when: refusals, outcome: "ticks unknown" },
    ],
    "GET /repos/{owner}/{repo}/collaborators/{username}/permission": refused("0 ticks, 2 refused"),
    "GET /orgs/{org}/teams/{team_slug}/memberships/{username}": refused("1 ticks, 1 refused"),
    "GraphQL repository.labelled repository.recent": refused("2 ticks, 0 refused, 1 warning"),
    "PATCH /repos/{owner}/{repo}/issues/{issue_number}": refused("2 ticks, 0 refused, 1 warning"),
  },
  "a tracking issue that was changed more than a hundred times": { "GraphQL nodes": refused("ticks unknown") },
  "a tracking issue that lost its label": { "GraphQL nodes": refused("0 ticks, 0 refused, 1 warning") },
  "a rollback's issue and the end of its deployment": {
    "GraphQL repository.labelled repository.recent": [
      // Told at the end once more, but for what another try would not mend.
      { when: kinds("no-permission", "bad-credentials", "not-found"), outcome: noIssue(), world: { issues: 0 } },
    ],
    "GET /repos/{owner}/{repo}/deployments": refused("rolled back, 1 warnings, 1 recorded"),
    "GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses": refused("rolled back, 1 warnings, 1 recorded"),
    "POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses": refused("rolled back, 1 warnings, 1 recorded"),
    "POST /repos/{owner}/{repo}/issues": [
      {
        when: before(kinds("no-permission", "bad-credentials", "not-found")),
        outcome: noIssue(),
        world: { issues: 0 },
      },
      // It was made, and the answer said that it was not: found at the end, and not made a second time.
      { when: after(kinds("no-permission")), outcome: noIssue() },
      { when: after(refusals), outcome: "rolled back, 0 warnings, 0 recorded" },
    ],
    "PATCH /repos/{owner}/{repo}/issues/{issue_number}": refused("rolled back, 1 warnings, 1 recorded"),
  },
  "a deployment": {
    "POST /repos/{owner}/{repo}/deployments": [
      { when: before(refusals), outcome: "enabled, 1 warnings, 0 recorded", world: { deployments: 0 } },
      { when: before(limits), outcome: "enabled, 1 warnings, 0 recorded", world: { deployments: 0 } },
      { when: after(refusals), outcome: "enabled, 1 warnings, 0 recorded" },
    ],
    // That it is under way is the least of it: the end is told all the same.
    "POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses": never,
  },
  "a first concern": {
    "GraphQL repository.labelled repository.recent": refused("failed", { issues: 0, notices: 0 }),
    "POST /repos/{owner}/{repo}/issues": [
      { when: before(refusals), outcome: "failed", world: { issues: 0, notices: 0 } },
      { when: before(limits), outcome: "failed", world: { issues: 0, notices: 0 } },
      { when: after(refusals), outcome: "failed", world: { notices: 0 } },
    ],
    "GraphQL repository.issue": refused("failed", { notices: 0 }),
    // Told as failed, so it is told again by the next run; never twice.
    "POST /repos/{owner}/{repo}/issues/{issue_number}/comments": [
      { when: but(before(any), late), outcome: "failed", world: { notices: 0 } },
    ],
  },
  "the last concern": {
    "GraphQL repository.labelled repository.recent": [
      // As before the issue was made: then it cannot be told from one that was closed.
      { when: kinds("stale-read"), world: { issues: 1, notices: 1 } },
      { when: refusals, outcome: "failed", world: { issues: 1, notices: 1 } },
    ],
    "PATCH /repos/{owner}/{repo}/issues/{issue_number}": refused("failed", { issues: 1, notices: 1 }),
    "GraphQL repository.issue": refused("failed", { issues: 1, notices: 1 }),
    "POST /repos/{owner}/{repo}/issues/{issue_number}/comments": [
      { when: but(before(any), late), outcome: "failed", world: { issues: 1, notices: 1 } },
    ],
  },
  "a workflow that turns the flag off": {
    "POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches": [
      { when: before(refusals), outcome: "failed", world: { dispatches: 0 } },
      { when: before(limits), outcome: "failed", world: { dispatches: 0 } },
      { when: before(any), outcome: "unknown", world: { dispatches: 0 } },
      { when: late },
      { when: after(refusals), outcome: "failed" },
      { when: after(limits), outcome: "failed" },
      { when: after(any), outcome: "unknown" },
    ],
  },
  "what GitHub itself knows": {
    "GET /repos/{owner}/{repo}/issues": refused("not read,read"),
    "GET /repos/{owner}/{repo}/actions/workflows": refused("read,not read"),
    "GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs": refused("read,not read"),
  },
};

function noIssue(): string {
  return "rolled back, 1 warnings, 0 recorded";
}
