import type { Clock } from "../../domain/ports.ts";
import type { ApiFault, GitHubApi } from "../api/github-api.ts";
import { textMember } from "../api/json-members.ts";
import { type KnownSurvey, unknownSurvey } from "./known-survey.ts";
import type { Publication } from "./publication.ts";
import { publishCheck } from "./publish-check.ts";
import { type Published, publishComment } from "./publish-comment.ts";
import { viewerQuery } from "./survey-queries.ts";

export interface PublishedVerdict {
  /** What could not be published, and what to do; the verdict stands all the same. */
  readonly warnings: readonly string[];
  /** What was done, in a sentence. */
  readonly note: string;
  /** Whether the annotations stand in the check. */
  readonly annotated: boolean;
}

/** What a gate on a pull request may ask of GitHub in all, tries again aside. */
const maxRequests = 8;
/** Looking for the check, and writing it. */
const checkRequests = 2;

/** Tells GitHub, as far as its token may: the comment on the pull request, then the check on the commit. */
export async function publishVerdict(
  api: GitHubApi,
  clock: Clock,
  publication: Publication,
  known: KnownSurvey = unknownSurvey(),
): Promise<PublishedVerdict> {
  const { comment, check, pullRequest, rollout } = publication;
  const before = api.requests;
  const troubles: { readonly what: string; readonly permission: string; readonly fault: ApiFault }[] = [];
  const told: string[] = [];
  let viewer: string | null = null;
  const take = (what: string, permission: string, published: Published): void => {
    if (published.kind === "failed") troubles.push({ what, permission, fault: published.fault });
    else told.push(`${what} ${words[published.what]}`);
  };

  if (comment !== null && comment.mode !== "never" && pullRequest !== null && rollout !== null) {
    const most = maxRequests + known.requests;
    const spare = (): boolean => api.requests + 1 + (check === null ? 0 : checkRequests) <= most;
    const outcome = await publishComment(api, clock, { ...publication, rollout }, comment, pullRequest, spare, known);
    viewer = outcome.viewer;
    take("comment", "pull-requests: write", outcome.published);
  }
  let annotated = false;
  if (check !== null) {
    viewer ??= await askViewer(api);
    const app = viewer?.endsWith("[bot]") === true ? viewer.slice(0, -"[bot]".length) : null;
    if (app === null && viewer !== null) {
      const message = `checks belong to apps, such as a job's own token; this one is ${viewer}'s`;
      troubles.push({
        what: "check",
        permission: "checks: write",
        fault: { kind: "forbidden", status: null, message },
      });
    } else {
      const outcome = await publishCheck(api, clock, publication, check, app ?? "github-actions");
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

async function askViewer(api: GitHubApi): Promise<string | null> {
  const answer = await api.query(viewerQuery, {});
  return answer.ok ? textMember(answer.data, "viewer", "login") : null;
}

/** One warning for everything that a permission would mend, one for each other trouble. */
function warningsOf(
  troubles: readonly { readonly what: string; readonly permission: string; readonly fault: ApiFault }[],
): readonly string[] {
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
