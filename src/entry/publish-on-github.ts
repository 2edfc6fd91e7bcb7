import type { Clock } from "../domain/ports.ts";
import type { Report } from "../domain/report.ts";
import { type CheckAnnotation, maxAnnotations, type Publication } from "../github/publish/publication.ts";
import type { PublishedVerdict } from "../github/publish/publish-verdict.ts";
import type { Seen } from "../github/publish/seen.ts";
import { tickMark } from "../people/read-ticks.ts";
import { renderAnnotations } from "../report/render-annotations.ts";
import { type CommentPlace, renderBroken, renderComment } from "../report/render-comment.ts";
import { renderMarkdown } from "../report/render-markdown.ts";
import type { CallBudget } from "./call-budget.ts";
import type { GitHubConnection } from "./connect-github.ts";
import type { ActionRequest } from "./read-inputs.ts";

/** Tells GitHub of a verdict, or that there is none. What goes wrong is a warning. */
export interface GitHubPublisher {
  verdict(report: Report): Promise<PublishedVerdict>;
  /** @param rollout null: not known */
  broken(rollout: string | null, message: string): Promise<PublishedVerdict>;
}

/** Of a check's summary GitHub takes 65 535 bytes, of its title 255 characters. */
const summaryMaxBytes = 65_000;
const titleMaxCharacters = 200;

/** @returns null where nothing is to be published: no token, not asked for, or it is not known of what */
export function createGitHubPublisher(
  { api, context }: GitHubConnection,
  request: ActionRequest,
  clock: Clock,
  seen: Seen,
  budget: CallBudget,
): GitHubPublisher | null {
  const { run, commit, pullRequest } = context;
  if (api === null || run === null || commit === null || (request.comment === "never" && !request.check)) return null;
  const place: CommentPlace = { commit, url: run.url, tickMark };
  const about = { run, commit, pullRequest: pullRequest?.number ?? null };
  const publish = async (publication: Publication): Promise<PublishedVerdict> => {
    const { publishVerdict } = await import("../github/publish/publish-verdict.ts");
    return publishVerdict(api, clock, publication, seen, budget.left);
  };
  return {
    verdict: (report) =>
      publish({
        ...about,
        rollout: report.rollout,
        ending: report.verdict.decision,
        comment: { mode: request.comment, ...renderComment(report, place) },
        check: request.check
          ? {
              title: title(report),
              summary: renderMarkdown(report, { maxBytes: summaryMaxBytes }),
              annotations: request.annotations ? placedAnnotations(report) : [],
            }
          : null,
      }),
    broken: (rollout, message) => {
      const rendered = renderBroken(rollout, message, place);
      return publish({
        ...about,
        rollout,
        ending: "broken",
        comment: { mode: request.comment, ...rendered },
        check: request.check
          ? { title: "The gate broke: there is no verdict", summary: rendered.text, annotations: [] }
          : null,
      });
    },
  };
}

function title({ verdict }: Report): string {
  return `${verdict.decision}: ${verdict.met} of ${verdict.judged} checks passed, risk ${verdict.risk}`.slice(
    0,
    titleMaxCharacters,
  );
}

/** GitHub shows annotations of a check at a line of a file, and no others. */
function placedAnnotations(report: Report): readonly CheckAnnotation[] {
  return renderAnnotations(report, maxAnnotations)
    .flatMap(({ file, line, level, title, message }) =>
      file === undefined
        ? []
        : [{ path: file, line: line ?? 1, level: level === "error" ? ("failure" as const) : level, title, message }],
    )
    .slice(0, maxAnnotations);
}
