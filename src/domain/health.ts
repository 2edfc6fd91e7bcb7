/**
 * How a part of a set-up is.
 *
 * - `ok`: it was looked at and is as it must be.
 * - `warn`: it works, and something about it is better otherwise.
 * - `bad`: it will not work.
 * - `unknown`: it could not be looked at from here, which is never taken as ok.
 */
export type HealthState = "ok" | "warn" | "bad" | "unknown";

/** One part of a set-up. */
export interface HealthCheck {
  /** What was looked at: `config`, `flag`, `source logs`. */
  readonly part: string;
  readonly state: HealthState;
  /** One sentence: what was seen. */
  readonly seen: string;
  /** One sentence: how to mend it, or how to come to know it; empty for ok. */
  readonly mend: string;
}
