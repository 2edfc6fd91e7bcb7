/** What is wrong with one text, and which part of it. */
export interface TextProblem {
  readonly message: string;
  /** What to write instead. */
  readonly hint?: string;
  /** A word that is not known, with the words that would have been right: the nearest is suggested. */
  readonly word?: string;
  readonly known?: readonly string[];
  /** Where in the text the wrong part begins, and how long it is; absent: all of it. */
  readonly offset?: number;
  readonly length?: number;
}

/** What a text means, or what is wrong with it. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: TextProblem };

export function parsed<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

export function notParsed(problem: TextProblem): Parsed<never> {
  return { ok: false, problem };
}

/** Whether a value that came through a library untyped is one of ours. */
export function isTextProblem(value: unknown): value is TextProblem {
  return typeof value === "object" && value !== null && "message" in value && typeof value.message === "string";
}
