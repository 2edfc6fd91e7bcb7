import type { FlagReading } from "./evidence.ts";

export type RolloutAction = "enable" | "rollback";

/** One step of what was done to the world, or would be. */
export interface RolloutStep {
  /** In a few words: `back up 2 files`, `set the flag by file ~/app.yaml`. */
  readonly what: string;
  /** `not needed`: it was so already. `doubtful`: it was done, and something about it must be looked at. */
  readonly outcome: "done" | "not needed" | "doubtful" | "failed" | "planned";
  /** One sentence; empty when there is nothing more to say. */
  readonly detail: string;
  /** ISO 8601, UTC; null for a step that was only planned. */
  readonly startedAt: string | null;
  readonly durationMs: number;
}

/** Something that a person must do. */
export interface ByHand {
  /** A sentence that stands alone. */
  readonly what: string;
  /** Ready to be typed, quoted for a shell; null where there is none. */
  readonly command: string | null;
}

export type EnableEnding =
  | "enabled"
  /** Nothing was changed. */
  | "refused"
  /** Something failed, and everything is seen to be as it was before. */
  | "turned back"
  /** Something failed, and not everything could be turned back. */
  | "turning back failed";

export type RollbackEnding = "rolled back" | "rolled back with findings" | "failed" | "refused" | "planned";

/** Everything that turning the flag on or off has come to, in one value; every rendering starts from it and adds nothing. */
export interface RolloutReport {
  readonly schema: "rollout-gate/rollout/1";
  readonly tool: string;
  readonly rollout: string;
  readonly action: RolloutAction;
  /** The operation's name, which its backup, journal and events bear too; null when it was refused before it had one. */
  readonly operation: string | null;
  readonly ending: EnableEnding | RollbackEnding;
  /** One sentence that stands alone: why. */
  readonly because: string;
  /** Why it was asked for; empty for turning on with a GO. */
  readonly reason: string;
  readonly commit: string | null;
  /** What the flag was read as at last. */
  readonly flag: FlagReading["value"];
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly endedAt: string;
  /** What was recorded before anything was changed, by name, in order. */
  readonly record: readonly { readonly name: string; readonly value: string }[];
  /** In the order in which they were done. */
  readonly steps: readonly RolloutStep[];
  /** What is not as it should be, one sentence each. */
  readonly findings: readonly string[];
  /** In the order in which they must be done. */
  readonly byHand: readonly ByHand[];
  readonly notes: readonly string[];
}

/** Begins with an operation, before anything is changed. */
export interface RolloutBeginning {
  readonly operation: string;
  readonly rollout: string;
  readonly action: RolloutAction;
  readonly reason: string;
  readonly commit: string | null;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
}

/**
 * Tells people what is done while it is done: an incident, a deployment. What it returns are warnings; nothing it does or
 * fails to do changes how the operation ends, and it never rejects.
 */
export interface RolloutRecorder {
  started(beginning: RolloutBeginning): Promise<readonly string[]>;
  step(beginning: RolloutBeginning, step: RolloutStep): Promise<readonly string[]>;
  ended(report: RolloutReport): Promise<readonly string[]>;
}

/** What git knows of the workspace. */
export interface Commits {
  /** Whether a commit of 40 hexadecimal digits is there; null where git cannot tell. */
  has(commit: string): Promise<boolean | null>;
  /** The commit that is checked out; null where git cannot tell. */
  head(): Promise<string | null>;
}
