import type { Severity } from "./criterion.ts";

/** One step of what was done about an incident. */
export interface IncidentStep {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** What was done, in a few words: `turned the flag off by file settings.yaml`. */
  readonly what: string;
  readonly outcome: "begun" | "done" | "failed";
}

/** How far an incident is. */
export type IncidentStatus =
  /** A rollback is under way. */
  | "rolling back"
  /** Turned back and verified. */
  | "rolled back"
  /** Turned back, and something is not as it should be. */
  | "rolled back with findings"
  /** The machine could not do it. */
  | "failed";

/** What is known of an incident by machine; what only people know is asked in the record. */
export interface Incident {
  /** The operation's name; one incident for each. */
  readonly id: string;
  readonly rollout: string;
  readonly severity: Severity;
  readonly status: IncidentStatus;
  /** Why it was rolled back, in the words of who or what asked for it. */
  readonly reason: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** ISO 8601, UTC; null while it goes on. */
  readonly endedAt: string | null;
  /** What was found amiss, one sentence each. */
  readonly issues: readonly string[];
  /** In the order in which they happened. */
  readonly timeline: readonly IncidentStep[];
  /** For `failed`: what a person must do, in order, as commands or sentences. */
  readonly byHand: readonly string[];
  /** Who answers the questions: a role with its GitHub handle without `@`, or null where the config names nobody. */
  readonly owner: { readonly role: string; readonly handle: string | null } | null;
  /** ISO 8601, UTC. */
  readonly postMortemDue: string;
  /** Addresses that this program made itself; never from data. */
  readonly links: readonly { readonly text: string; readonly url: string }[];
}
