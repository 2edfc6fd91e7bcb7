/**
 * Why something could not be read or judged. It is a value, never thrown: a file that a tool left empty is an ordinary
 * thing that the report must explain.
 */
export interface Problem {
  /** `missing`: it is not there. `invalid`: it is there and cannot be used. */
  readonly kind: "missing" | "invalid";
  /** One sentence: what is wrong. Holds no secret and no more than a short quotation of the data. */
  readonly reason: string;
  /** One sentence: what to do about it. */
  readonly remedy?: string;
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  /** 1-based. */
  readonly column?: number;
}

/** A value, or the problem that kept it from being had. */
export type Reading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };
