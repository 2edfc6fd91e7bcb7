import type { Problem, Reading } from "../domain/problem.ts";

/** A reading that failed. */
export type Refusal = { readonly ok: false; readonly problem: Problem };

/** Where in the text the problem lies; both 1-based. */
export interface Position {
  readonly line: number;
  readonly column?: number;
}

/**
 * The data is there and cannot be used.
 *
 * @param reason what is wrong, as a sentence; the small words may be left out: `it is empty` becomes `The file is empty.`
 */
export function invalid(reason: string, remedy?: string, position?: Position): Refusal {
  return refusal("invalid", reason, remedy, position);
}

/** There is no data. */
export function missing(reason: string, remedy?: string): Refusal {
  return refusal("missing", reason, remedy);
}

/** A value that was had. */
export function read<T>(value: T): Reading<T> {
  return { ok: true, value };
}

function refusal(kind: Problem["kind"], reason: string, remedy?: string, position?: Position): Refusal {
  return {
    ok: false,
    problem: { kind, reason: sentence(reason), ...(remedy === undefined ? {} : { remedy }), ...position },
  };
}

function sentence(text: string): string {
  const subject = text.replace(/^it /, "the file ");
  const begun = subject.charAt(0).toUpperCase() + subject.slice(1);
  return /[.!?…]$/.test(begun) ? begun : `${begun}.`;
}
