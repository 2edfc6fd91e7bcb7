import type { ApiAnswer, ApiFault } from "../api/github-api.ts";
import type { OwnComment } from "./decide-comment.ts";

/** The pull request whose comment is looked for. */
export interface SurveySubject {
  readonly owner: string;
  readonly name: string;
  readonly number: number;
  readonly rollout: string;
}

export interface Survey {
  /** Our own login; a bot's ends in `[bot]`. */
  readonly viewer: string;
  /** False: it was guessed, and what we write will show whether rightly. */
  readonly certain: boolean;
  /** The commit at the pull request's head. */
  readonly head: string;
  /** Comments that we made and that bear the marker. */
  readonly own: readonly OwnComment[];
}

export type Surveyed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: ApiFault };

/** What an answer holds, or why it holds nothing. */
export function understood<T>(answer: ApiAnswer, value: T | null, what: string): Surveyed<T> {
  if (!answer.ok) return answer;
  if (value !== null) return { ok: true, value };
  return {
    ok: false,
    fault: { kind: "unreachable", status: answer.status, message: `the answer about ${what} is not as documented` },
  };
}
