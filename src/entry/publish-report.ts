import type { Progress } from "../domain/ports.ts";
import type { Report } from "../domain/report.ts";
import type { ActionDoor } from "../github/action-door.ts";
import { renderAnnotations } from "../report/render-annotations.ts";
import { renderMarkdown, summaryMaxBytes } from "../report/render-markdown.ts";
import { renderOutputs } from "../report/render-outputs.ts";
import type { GitHubPublisher } from "./publish-on-github.ts";
import type { ActionRequest } from "./read-inputs.ts";

/**
 * Outputs and summary, then GitHub, then annotations, which stand in the check where there is one. What fails is a warning,
 * because the verdict stands without it.
 *
 * @param github null: nothing is published there
 */
export async function publishReport(
  report: Report,
  request: ActionRequest,
  door: ActionDoor,
  github: GitHubPublisher | null,
  progress: Pick<Progress, "note">,
): Promise<readonly string[]> {
  const warnings: string[] = [];
  const attempt = async (what: string, task: () => Promise<unknown>): Promise<void> => {
    try {
      await task();
    } catch (error) {
      warnings.push(`${what} could not be written: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  for (const [name, value] of Object.entries({ ...renderOutputs(report), report: request.report })) {
    await attempt(`The output ${name}`, () => door.setOutput(name, value));
  }
  if (request.summary) {
    await attempt("The summary", async () => {
      const problem = await door.addSummary(renderMarkdown(report, { maxBytes: summaryMaxBytes }));
      if (problem !== null) warnings.push(problem);
    });
  }
  let annotated = false;
  if (github !== null) {
    await attempt("The comment and the check", async () => {
      const published = await github.verdict(report);
      annotated = published.annotated;
      progress.note(published.note);
      warnings.push(...published.warnings);
    });
  }
  if (request.annotations) {
    for (const annotation of renderAnnotations(report)) {
      if (!annotated || annotation.file === undefined) door.annotate(annotation);
    }
  }
  return warnings;
}

/** Tells GitHub that there is no verdict; that this fails too is a warning. */
export async function tellBroken(
  github: GitHubPublisher | null,
  rollout: string | null,
  message: string,
  progress: Pick<Progress, "note">,
): Promise<readonly string[]> {
  if (github === null) return [];
  try {
    const published = await github.broken(rollout, message);
    progress.note(published.note);
    return published.warnings;
  } catch (error) {
    return [`That the gate broke could not be published: ${error instanceof Error ? error.message : String(error)}`];
  }
}
