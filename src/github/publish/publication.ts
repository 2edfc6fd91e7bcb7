import type { RunIdentity } from "../../domain/run-context.ts";
import type { Decision } from "../../domain/verdict.ts";

/** When a pull request is commented on. */
export const commentModes = ["always", "on-change", "on-problem", "never"] as const;
export type CommentMode = (typeof commentModes)[number];

/** What a run has come to: a verdict, or none because the gate broke, which says nothing about the change. */
export type Ending = Decision | "broken";

/** Text for GitHub, made and cut to size by whoever asks; nothing in it is a secret. */
export interface CommentWish {
  readonly mode: CommentMode;
  /** The first line, which tells the ending; the same ending of the same rollout has the same line. */
  readonly headline: string;
  /** Markdown that begins with the headline, at most 64 000 bytes. */
  readonly text: string;
}

export interface CheckAnnotation {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly level: "notice" | "warning" | "failure";
  readonly title: string;
  readonly message: string;
}

/** GitHub takes so many with one request, and another request could not be sent again when its answer is lost. */
export const maxAnnotations = 50;

export interface CheckWish {
  /** At most 255 characters. */
  readonly title: string;
  /** Markdown, at most 65 535 bytes. */
  readonly summary: string;
  readonly annotations: readonly CheckAnnotation[];
}

/** Something to be told on GitHub about one commit. */
export interface Publication {
  /** Null: it is not known, because its config could not be read; then there is no comment. */
  readonly rollout: string | null;
  readonly ending: Ending;
  readonly run: RunIdentity;
  /** 40 hexadecimal digits. */
  readonly commit: string;
  /** Number; null: there is none to comment on. */
  readonly pullRequest: number | null;
  readonly comment: CommentWish | null;
  readonly check: CheckWish | null;
}
