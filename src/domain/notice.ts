import type { Severity } from "./criterion.ts";
import type { ConcernResolved, EscalationAction } from "./escalation.ts";
import type { RolledBack } from "./ledger.ts";

/** A concern as a notice tells of it. */
export interface NoticedConcern {
  readonly subject: string;
  readonly severity: Severity;
  /** ISO 8601, UTC: since when it goes on. */
  readonly since: string;
  /** What the finding said, with its numbers. */
  readonly reason: string;
}

/** Something that people are to be told, as the ledger has it. */
export type Notice = {
  /** That of the event that it tells of; the same whoever folds the ledger, and whenever. */
  readonly id: string;
  /** ISO 8601, UTC: when it came about. */
  readonly at: string;
  /** Roles and names of channels. */
  readonly tell: readonly string[];
  /** What it is about; empty only for a post-mortem. */
  readonly concerns: readonly NoticedConcern[];
} & (
  | {
      readonly kind: "escalated";
      /** 1-based. */
      readonly level: number;
      readonly action: EscalationAction;
      readonly postMortemDue: string | null;
      /** Whether what it asked for is still wanted: a concern of it goes on, and the flag is on. */
      readonly isStanding: boolean;
    }
  | {
      readonly kind: "recovered";
      readonly because: ConcernResolved["because"];
      /** Whether nothing that people were told of is left. */
      readonly isLast: boolean;
    }
  | { readonly kind: "rolled-back"; readonly ending: RolledBack["ending"]; readonly reason: string }
  /** A rollback was begun at `since`, and the ledger does not know that it ended. */
  | { readonly kind: "rollback-overdue"; readonly since: string }
  | { readonly kind: "post-mortem-due"; readonly due: string }
);

/** Somebody who is told, by role. */
export interface NoticedPerson {
  readonly role: string;
  readonly name: string | null;
  /** Without `@`. */
  readonly handle: string | null;
  readonly slack: string | null;
}

/** A notice in words. All text is plain: whoever renders it escapes it. */
export interface NoticeMessage {
  readonly id: string;
  readonly kind: Notice["kind"];
  readonly rollout: string;
  readonly at: string;
  readonly tone: "critical" | "warning" | "good";
  /** One line that stands alone. */
  readonly title: string;
  readonly sentences: readonly string[];
  readonly concerns: readonly NoticedConcern[];
  readonly level: number | null;
  readonly action: EscalationAction | null;
  readonly postMortemDue: string | null;
  /** Of those who are told, who is reached by name. */
  readonly people: readonly NoticedPerson[];
  /** What a rollback would do, as lines for people; null where none was prepared. */
  readonly rollbackPlan: string | null;
  /** Pages of ours; never from data. */
  readonly links: readonly { readonly text: string; readonly url: string }[];
  readonly tool: string;
}
