import type { BranchFolder } from "../../domain/branch-files.ts";
import type { ExistingCheck } from "./decide-check.ts";
import type { Survey } from "./survey.ts";

/**
 * What a run saw of GitHub in one request, for several who need something of it. Whatever is null was not seen, and is asked for by
 * who needs it. Publishing begins from what was seen before the verdict was reached, and looks again after it has written.
 */
export interface Seen {
  /** Our own login. */
  viewer: string | null;
  survey: { readonly rollout: string; readonly value: Survey } | null;
  checks: { readonly commit: string; readonly name: string; readonly value: readonly ExistingCheck[] } | null;
  /** Open issues with the label of tick lists, oldest first, each with its history. */
  tickIssues: readonly unknown[] | null;
  folder: { readonly branch: string; readonly path: string; readonly value: BranchFolder } | null;
}

export function nothingSeen(): Seen {
  return { viewer: null, survey: null, checks: null, tickIssues: null, folder: null };
}

export function keepSurvey(seen: Seen, rollout: string, value: Survey): void {
  seen.survey = { rollout, value };
  seen.viewer = value.viewer;
}
