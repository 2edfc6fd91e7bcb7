import type { GitHubApi } from "../api/github-api.ts";
import type { Survey, Surveyed, SurveySubject } from "./survey.ts";
import { surveyPullRequest } from "./survey-pull-request.ts";

/**
 * What was seen of the pull request before its verdict was reached. Publishing begins from it and looks again after it has written,
 * as it always does.
 */
export interface KnownSurvey {
  survey: { readonly rollout: string; readonly value: Survey } | null;
  /** What asking people has cost beside that, which must not be saved on what publishing looks at. */
  requests: number;
}

export function unknownSurvey(): KnownSurvey {
  return { survey: null, requests: 0 };
}

/** Looks at the pull request, and keeps what was seen. */
export async function surveyOnce(
  api: GitHubApi,
  subject: SurveySubject,
  known: KnownSurvey,
): Promise<Surveyed<Survey>> {
  if (known.survey !== null && known.survey.rollout === subject.rollout) return { ok: true, value: known.survey.value };
  const surveyed = await surveyPullRequest(api, subject);
  if (surveyed.ok) known.survey = { rollout: subject.rollout, value: surveyed.value };
  return surveyed;
}
