import type { Severity } from "./criterion.ts";
import type { FlagReading } from "./evidence.ts";
import type { RolledBack } from "./ledger.ts";
import type { Decision, WatchDecision } from "./verdict.ts";

/** Something that somebody has to do. */
export interface Duty {
  /** A sentence that stands alone, with who is meant. */
  readonly what: string;
  /** ISO 8601, UTC: until when; null: it does not wait. */
  readonly by: string | null;
  /** Whether its time has passed; always true for what does not wait. */
  readonly isDue: boolean;
}

/** A concern that goes on. */
export interface ConcernStatus {
  readonly subject: string;
  readonly severity: Severity;
  readonly since: string;
  readonly reason: string;
  /** The highest that it has reached, 1-based; null: none. */
  readonly level: number | null;
  readonly told: readonly string[];
  /** Until when people may look into it; null when it does not wait. */
  readonly answerBy: string | null;
  /** What comes if it goes on; null when nothing does. */
  readonly next: { readonly level: number; readonly at: string; readonly tell: readonly string[] } | null;
}

/** Where one rollout stands. Times are ISO 8601, UTC. */
export interface RolloutStatus {
  readonly rollout: string;
  /** The config's path, as it was given. */
  readonly config: string;
  /** Where the record is kept, for people. */
  readonly ledger: string;
  /** As the ledger has it. `never on`: it holds no turning on. */
  readonly flag: "on" | "off" | "never on";
  /** The time that it is on, or was on last; null for `never on`. */
  readonly on: {
    readonly since: string;
    readonly operation: string;
    readonly way: string;
    readonly commit: string | null;
    /** The page of the run that turned it on; null where none did. */
    readonly run: string | null;
    /** Why without a GO; null when there was one. */
    readonly override: string | null;
    readonly decideBy: string;
  } | null;
  /** The latest rollback, or turning back, since it went on last; null when there was none. */
  readonly turnedOff: {
    readonly at: string;
    readonly operation: string;
    readonly ending: RolledBack["ending"] | "turned back" | "turning back failed";
    readonly reason: string;
    readonly flag: FlagReading["value"];
    /** The page, or else the number, of the issue about it; null when there is none. */
    readonly incident: string | null;
  } | null;
  /** The latest verdict of the gate; null when there is none. */
  readonly verdict: {
    readonly decision: Decision;
    readonly because: string;
    readonly at: string;
    readonly commit: string | null;
  } | null;
  readonly windows: {
    /** The latest look of each window since the flag is on. */
    readonly concluded: readonly {
      readonly window: string;
      readonly due: string;
      readonly decision: WatchDecision;
      readonly because: string;
    }[];
    readonly due: readonly { readonly window: string; readonly due: string }[];
    readonly next: { readonly window: string; readonly due: string } | null;
  };
  readonly concerns: readonly ConcernStatus[];
  /** What people still have to be told, one sentence each. */
  readonly untold: readonly string[];
  readonly postMortemDue: string | null;
  /** Required ticks that are missing; null where that cannot be told from here. */
  readonly missingTicks: readonly string[] | null;
  readonly waivers: readonly {
    readonly metric: string;
    readonly owner: string;
    readonly reason: string;
    /** The last day on which it applies. */
    readonly until: string;
    /** Null: it applies; else why not. */
    readonly void: string | null;
  }[];
  /** Who must act, what does not wait first. */
  readonly duties: readonly Duty[];
  /** Ready to be typed. */
  readonly commands: readonly { readonly what: string; readonly command: string }[];
}

/** Where rollouts stand, in one value. */
export interface StatusReport {
  readonly schema: "rollout-gate/status/1";
  readonly tool: string;
  readonly at: string;
  readonly rollouts: readonly RolloutStatus[];
}
