import type { Command } from "./config.ts";

/** Where what must outlive a run is kept, and for how long. */
export interface StateKeeping {
  /** As written in the config, `~` and variables not yet expanded; null: the usual place in the workspace. */
  readonly folder: string | null;
  /** The newest so many backups are always kept; at least 1. */
  readonly keep: number;
  /** Older ones are kept as well while they are younger than this; null: they are not. */
  readonly forMs: number | null;
}

/** When the flag may be turned on, by the clocks of a time zone. Turning it off is never held back. */
export interface RolloutWindow {
  /** Open in any of these parts. */
  readonly open: readonly {
    /** Monday is 1, Sunday 7; rising, each once. */
    readonly days: readonly number[];
    /** After midnight. */
    readonly fromMinute: number;
    /** After midnight, up to 1440; not above `fromMinute`: on the day after. Not part of it any more. */
    readonly toMinute: number;
  }[];
  /** By its name in the time zone database. */
  readonly zone: string;
  readonly outside: "refuse" | "wait";
}

/** How the flag is turned on for good. Stages are named. */
export interface EnablePlan {
  /** Null: at any time. */
  readonly window: RolloutWindow | null;
  readonly validate: readonly string[];
  readonly smoke: readonly string[];
  readonly canary: {
    /** Whole percents, rising; the last is 100. */
    readonly steps: readonly number[];
    readonly stages: readonly string[];
    readonly waitMs: number;
  } | null;
  readonly deadlineMs: number;
  readonly knownIssues: readonly string[];
}

export type RollbackWay = "flag" | "version" | "backup";

/** The program's own log, which must be free of errors after a rollback. */
export interface WatchedLog {
  /** As written in the config, `~` and variables not yet expanded. */
  readonly path: string;
  /** Only messages that name it count; null: all. */
  readonly component: string | null;
  /** How a line begins, with groups named time, level and component; null: in one of the usual forms. */
  readonly line: string | null;
}

/** How the flag is turned off again. */
export interface RollbackPlan {
  /** An exact version, or a commit of 40 hexadecimal digits; null when the config names none. */
  readonly to: string | null;
  /** In the order in which they are tried. */
  readonly ways: readonly RollbackWay[];
  readonly install: Command | null;
  readonly running: Command | null;
  readonly restart: Command | null;
  readonly verify: readonly string[];
  readonly log: WatchedLog | null;
  readonly withinMs: number;
}
