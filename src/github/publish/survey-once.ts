import type { GitHubApi } from "../api/github-api.ts";
import { keepSurvey, type Seen } from "./seen.ts";
import type { Survey, Surveyed, SurveySubject } from "./survey.ts";
import { surveyPullRequest } from "./survey-pull-request.ts";

/** Looks at the pull request where nobody has yet, and keeps what was seen. */
export async function surveyOnce(api: GitHubApi, subject: SurveySubject, seen: Seen): Promise<Surveyed<Survey>> {
  if (seen.survey !== null && seen.survey.rollout === subject.rollout) return { ok: true, value: seen.survey.value };
  const { survey } = await surveyPullRequest(api, subject);
  if (survey.ok) keepSurvey(seen, subject.rollout, survey.value);
  return survey;
}
