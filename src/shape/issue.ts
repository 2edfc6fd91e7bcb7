/** A step from a value to a part of it. */
export type Step = string | number;

interface Complaint {
  /** From the value that was checked to the part that is wrong. */
  readonly path: Step[];
  /** The part that is wrong. */
  readonly input: unknown;
  /** The shape's own sentence; undefined where it has none: then who asked finds the words. */
  readonly message: string | undefined;
}

/** What is wrong with a value. */
export type Issue =
  | (Complaint & { readonly code: "kind"; readonly expected: ValueKind })
  | (Complaint & { readonly code: "word"; readonly words: readonly string[] })
  | (Complaint & { readonly code: "unknown-keys"; readonly keys: readonly string[]; readonly known: readonly string[] })
  | (Complaint & { readonly code: "key"; readonly issues: readonly Issue[] })
  | (Complaint & { readonly code: "union"; readonly alternatives: readonly (readonly Issue[])[] })
  | (Complaint & { readonly code: "limit" })
  | (Complaint & { readonly code: "meaning"; readonly detail: unknown });

/** What a value can be asked to be, before anything is asked about its content. */
export type ValueKind = "text" | "number" | "whole number" | "true or false" | "nothing" | "list" | "map";

/** Stands for the value of something that is wrong. */
export const wrong = Symbol("wrong");
export type Wrong = typeof wrong;

/** Whether a value is of the right kind all the same: too long, say, or with a key too many. */
export function isMild(issue: Issue): boolean {
  return issue.code === "limit" || issue.code === "unknown-keys";
}

/** Puts a step in front of the issues from `start` on: they were found in a part of what is now looked at. */
export function putStep(issues: readonly Issue[], start: number, step: Step): void {
  for (let index = start; index < issues.length; index++) issues[index]?.path.unshift(step);
}
