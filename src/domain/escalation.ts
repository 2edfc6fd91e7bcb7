import type { Severity } from "./criterion.ts";

/** What a level of the escalation does besides telling people, mildest first. */
export type EscalationAction = "notify" | "issue" | "prepare-rollback" | "rollback";

/** One step of the escalation. Levels are numbered from 1 in the order of the config, mildest first. */
export interface EscalationLevel {
  /** For concerns of this severity and graver ones. */
  readonly on: Severity;
  /** How long they must have gone unresolved; 0: at once. */
  readonly afterMs: number;
  /** Roles and names of channels, each once; empty: nobody in particular. */
  readonly tell: readonly string[];
  readonly action: EscalationAction;
  /** When the post-mortem is due, counted from when the level is reached; null: none is asked for. */
  readonly postMortemMs: number | null;
}

/** Something that is watched is not as it should be; written when that begins, and when its severity or date has to be put right. */
export interface ConcernNoted {
  readonly kind: "concern-noted";
  /** The finding's subject. */
  readonly subject: string;
  readonly severity: Severity;
  /** ISO 8601, UTC: since when it goes on. */
  readonly since: string;
  /** What the finding said, with its numbers. */
  readonly reason: string;
}

/** It goes on no longer. */
export interface ConcernResolved {
  readonly kind: "concern-resolved";
  readonly subject: string;
  /** `unwatched`: the config no longer asks for it. */
  readonly because: "met" | "waived" | "unwatched";
  /** Who had been told of it, and is told that it is over; empty when nobody had. */
  readonly tell: readonly string[];
}

/** A level was reached: what has to be done and who has to be told. Written before either is tried. */
export interface Escalated {
  readonly kind: "escalated";
  /** 1-based. */
  readonly level: number;
  readonly action: EscalationAction;
  /** The concerns that reached it; at least one. */
  readonly subjects: readonly string[];
  readonly tell: readonly string[];
  /** ISO 8601, UTC; null when none is asked for, or one is due already. */
  readonly postMortemDue: string | null;
}

/** People were to be reminded that the post-mortem is due. */
export interface PostMortemDue {
  readonly kind: "post-mortem-due";
  /** The time that the escalation had set. */
  readonly due: string;
  readonly tell: readonly string[];
}

/** What an escalation adds to the ledger. */
export type EscalationEvent = ConcernNoted | ConcernResolved | Escalated | PostMortemDue;
