import type { Clock } from "../../domain/ports.ts";
import { askTogether, type QueryParts, type TogetherAnswer } from "../api/ask-together.ts";
import type { ApiFault, GitHubApi } from "../api/github-api.ts";
import { textMember } from "../api/json-members.ts";
import { type ChecksAsked, checksPart, readChecksPart } from "./checks-part.ts";
import { checkName, type ExistingCheck } from "./decide-check.ts";
import type { CommentWish, Publication } from "./publication.ts";
import { publishCheck } from "./publish-check.ts";
import { type Published, publishComment } from "./publish-comment.ts";
import { keepSurvey, nothingSeen, type Seen } from "./seen.ts";
import { surveyPullRequest } from "./survey-pull-request.ts";
import { viewerPart } from "./survey-queries.ts";

export interface PublishedVerdict {
  /** What could not be published, and what to do; the verdict stands all the same. */
  readonly warnings: readonly string[];
  /** What was done, in a sentence. */
  readonly note: string;
  /** Whether the annotations stand in the check. */
  readonly annotated: boolean;
}

/**
 * Tells GitHub, as far as its token may: the comment on the pull request, then the check on the commit.
 *
 * @param seen what is known already; what is seen on the way is put there
 * @param left how many requests this run may still make
 */
export async function publishVerdict(
  api: GitHubApi,
  clock: Clock,
  publication: Publication,
  seen: Seen = nothingSeen(),
  left: () => number = () => Number.POSITIVE_INFINITY,
): Promise<PublishedVerdict> {
  const { comment, check } = publication;
  const before = api.requests;
  const troubles: Trouble[] = [];
  const told: string[] = [];
  const take = (what: string, permission: string, published: Published): void => {
    if (published.kind === "failed") troubles.push({ what, permission, fault: published.fault });
    else told.push(`${what} ${words[published.what]}`);
  };
  const checks = checksWatch(publication, seen);
  if (comment !== null) {
    // Writing the check takes one, and looking for it another one where that could not be done on the way.
    const reserve = () => (check === null ? 0 : checks.known() === null ? 2 : 1);
    const published = await tellComment(
      api,
      clock,
      { ...publication, comment },
      seen,
      checks,
      () => left() > reserve(),
    );
    if (published !== null) take("comment", "pull-requests: write", published);
  }
  let annotated = false;
  if (check !== null) {
    const viewer = seen.viewer ?? (await askViewer(api, seen, checks));
    const app = viewer?.endsWith("[bot]") === true ? viewer.slice(0, -"[bot]".length) : null;
    if (app === null && viewer !== null) {
      const message = `checks belong to apps, such as a job's own token; this one is ${viewer}'s`;
      troubles.push({
        what: "check",
        permission: "checks: write",
        fault: { kind: "forbidden", status: null, message },
      });
    } else {
      const spare = () => left() > 1;
      const slug = app ?? "github-actions";
      const outcome = await publishCheck(api, clock, publication, check, slug, checks.known(), spare);
      annotated = outcome.annotated;
      take("check", "checks: write", outcome.published);
    }
  }
  const calls = api.requests - before;
  const summary = told.length === 0 ? "nothing" : told.join(", ");
  return {
    warnings: warningsOf(troubles),
    note: `Published on GitHub: ${summary} (${calls} ${calls === 1 ? "call" : "calls"}; ${api.requests} in this run).`,
    annotated,
  };
}

const words = {
  created: "written",
  updated: "brought up to date",
  unchanged: "said so already",
  stale: "left to a newer run",
  "not-wanted": "not wanted",
} as const;

interface Trouble {
  readonly what: string;
  readonly permission: string;
  readonly fault: ApiFault;
}

/** Looks for the check whenever something else is looked at, so that it costs no request of its own. */
interface ChecksWatch {
  readonly beside: QueryParts;
  readonly onLook: (beside: TogetherAnswer) => void;
  /** Null: it is not known which are there. */
  readonly known: () => readonly ExistingCheck[] | null;
}

function checksWatch({ check, rollout, run, commit }: Publication, seen: Seen): ChecksWatch {
  if (check === null) return { beside: {}, onLook: () => {}, known: () => null };
  const [owner = "", name = ""] = run.repository.split("/");
  const asked: ChecksAsked = { owner, name, commit, check: checkName(rollout) };
  return {
    beside: { checks: checksPart(asked) },
    onLook: (beside) => {
      const value = readChecksPart(beside.part("checks"), asked);
      if (value !== null) seen.checks = { commit, name: asked.check, value };
    },
    known: () =>
      seen.checks !== null && seen.checks.commit === commit && seen.checks.name === asked.check
        ? seen.checks.value
        : null,
  };
}

/** @returns null where no comment is wanted, or there is nothing to comment on */
async function tellComment(
  api: GitHubApi,
  clock: Clock,
  publication: Publication & { readonly comment: CommentWish },
  seen: Seen,
  { beside, onLook }: ChecksWatch,
  spare: () => boolean,
): Promise<Published | null> {
  const { comment: wish, pullRequest: number, rollout, run } = publication;
  if (wish.mode === "never" || number === null || rollout === null) return null;
  if (seen.survey?.rollout !== rollout) {
    const [owner = "", name = ""] = run.repository.split("/");
    const look = await surveyPullRequest(api, { owner, name, number, rollout }, beside);
    onLook(look.beside);
    if (!look.survey.ok) return { kind: "failed", fault: look.survey.fault };
    keepSurvey(seen, rollout, look.survey.value);
  }
  const survey = seen.survey?.value;
  if (survey === undefined) return null;
  const task = { publication: { ...publication, rollout }, wish, number, survey, spare, beside, onLook };
  return await publishComment(api, clock, task);
}

async function askViewer(api: GitHubApi, seen: Seen, { beside, onLook }: ChecksWatch): Promise<string | null> {
  const answer = await askTogether(api, { viewer: viewerPart, ...beside });
  onLook(answer);
  const who = answer.part("viewer");
  seen.viewer = who.ok ? textMember(who.value, "login") : null;
  return seen.viewer;
}

/** One warning for everything that a permission would mend, one for each other trouble. */
function warningsOf(troubles: readonly Trouble[]): readonly string[] {
  const refused = troubles.filter(({ fault }) => isRefusal(fault));
  const others = troubles.filter(({ fault }) => !isRefusal(fault));
  const warnings = others.map(
    ({ what, fault }) =>
      `The ${what} could not be published (${fault.message}). The verdict stands; it is in the summary of this run.`,
  );
  if (refused.length === 0) return warnings;
  const what = refused.map((one) => `the ${one.what}`).join(" and ");
  const permissions = [...new Set(refused.map(({ permission }) => `\`${permission}\``))].join(" and ");
  const said = [...new Set(refused.map(({ fault }) => fault.message))].join("; ");
  const remedy = `Give the job ${permissions}, or turn it off with the inputs \`comment: never\` and \`check: false\`.`;
  return [
    `The token may not publish ${what} (${said}). The verdict stands; it is in the summary of this run. ${remedy}`,
    ...warnings,
  ];
}

function isRefusal({ kind }: ApiFault): boolean {
  return kind === "forbidden" || kind === "unauthorized" || kind === "not-found" || kind === "gone";
}
