import type { CanonicalUnit, Direction } from "./arm.ts";
import type { DeliveriesBegun, DeliveriesEnded } from "./channel.ts";
import type { Severity } from "./criterion.ts";
import type { EscalationEvent } from "./escalation.ts";
import type { FlagReading, Machine } from "./evidence.ts";
import type { Outcome } from "./finding.ts";
import type { MetricRecord } from "./metric-record.ts";
import type { Reading } from "./problem.ts";
import type { RunIdentity } from "./run-context.ts";
import type { Decision, WatchDecision } from "./verdict.ts";

/** What every entry of the ledger bears. */
export interface LedgerStamp {
  readonly schema: "rollout-gate/event/1";
  /** Made by who writes it, unique; an event that is met twice with the same id is one event. Letters, digits and `-`. */
  readonly id: string;
  readonly rollout: string;
  /** ISO 8601, UTC: when it happened. */
  readonly at: string;
  /** Name and version of the program that wrote it. */
  readonly tool: string;
  readonly run: RunIdentity | null;
  /** The commit it is about; null where it is not known. */
  readonly commit: string | null;
}

/** A verdict was reached on the default branch. */
export interface GateConcluded {
  readonly kind: "gate-concluded";
  readonly configDigest: string;
  readonly decision: Decision;
  readonly because: string;
  /** How long each stage took, in milliseconds; stages that did not run are absent. */
  readonly stageDurationsMs: Readonly<Record<string, number>>;
  /** Everything that did not pass. */
  readonly findings: readonly { readonly subject: string; readonly outcome: Outcome; readonly severity: Severity }[];
}

/** One launch in short: what judging a later run needs of it. Values in the measurement's unit, all finite. */
export interface LaunchDigest {
  readonly samples: number;
  /** The decile at the calm end, for metrics that are better when lower, and when higher. */
  readonly calmLow: number;
  readonly calmHigh: number;
  readonly median: number;
  readonly mean: number;
}

export interface BaselineMeasurement {
  readonly stage: string;
  readonly metric: string;
  readonly unit: CanonicalUnit;
  readonly direction?: Direction;
  readonly launches: readonly LaunchDigest[];
}

/** What a passing run of the default branch measured, so that later runs can be compared with it. */
export interface BaselineRecorded {
  readonly kind: "baseline-recorded";
  readonly configDigest: string;
  readonly machine: Machine;
  readonly measurements: readonly BaselineMeasurement[];
}

/** The flag was turned on for good, and read back as on. Watching counts from here. */
export interface FlagEnabled {
  readonly kind: "flag-enabled";
  /** The operation's name, which its backup, journal and later events bear too. */
  readonly operation: string;
  readonly configDigest: string;
  /** How it was set: `env NAME`, `file PATH`, `script`. */
  readonly way: string;
  readonly flagBefore: FlagReading["value"];
  /** What was recorded before anything was changed: versions and the like, by name. */
  readonly facts: Readonly<Record<string, string>>;
  readonly knownIssues: readonly string[];
  /** The backup that was made before, with the digest of its manifest; null where there was nothing to back up. */
  readonly backup: { readonly id: string; readonly digest: string } | null;
  /** The version or commit to go back to; null where the config names none. */
  readonly rollbackTo: string | null;
  /** ISO 8601, UTC: until when it must be decided whether it stays on. */
  readonly decideBy: string;
  /** Why it was turned on without a GO, in a person's words; null when there was one. */
  readonly override: string | null;
}

/** Turning the flag on failed or was cut off, and it was turned back. */
export interface FlagTurnedBack {
  readonly kind: "flag-turned-back";
  readonly operation: string;
  readonly because: string;
  /** What the flag was read as afterwards. */
  readonly flag: FlagReading["value"];
  /** Whether everything is seen to be as it was before. */
  readonly verified: boolean;
}

/** A rollback came to its end. */
export interface RolledBack {
  readonly kind: "rolled-back";
  readonly operation: string;
  readonly reason: string;
  readonly ending: "rolled back" | "rolled back with findings" | "failed";
  /** What took it back: `flag`, `version`, `backup`; null when nothing did. */
  readonly way: string | null;
  readonly flag: FlagReading["value"];
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** What is not as it should be, one sentence each. */
  readonly findings: readonly string[];
}

/** An issue tells people of a rollback. */
export interface IncidentOpened {
  readonly kind: "incident-opened";
  readonly operation: string;
  /** Number of the issue in the run's own repository. */
  readonly issue: number;
}

/** A window of the watch was looked at and judged. */
export interface WindowConcluded {
  readonly kind: "window-concluded";
  /** The operation that turned the flag on. */
  readonly operation: string;
  /** Its name in the config. */
  readonly window: string;
  /** ISO 8601, UTC: when it was due; what tells the looks of one cadence apart. */
  readonly due: string;
  /** ISO 8601, UTC: the stretch of time that was looked at. */
  readonly from: string;
  readonly to: string;
  /** How many looks of its cadence before this one were never made. */
  readonly missed: number;
  readonly decision: WatchDecision;
  readonly because: string;
  /** Everything that did not pass. */
  readonly findings: readonly { readonly subject: string; readonly outcome: Outcome; readonly severity: Severity }[];
}

/** One figure of a look, from which trends are told. */
export interface MeasuredPoint {
  /** What the finding about it is called: `latency`, or `events/latency` where sources share a name, with its group. */
  readonly subject: string;
  readonly unit: CanonicalUnit;
  readonly value: number;
  /** Ends of its interval; null where the data bound nothing. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** How many events it was made from; 0 for a figure that has none. */
  readonly events: number;
}

/** What a look that was concluded has measured. */
export interface WindowMeasured {
  readonly kind: "window-measured";
  readonly operation: string;
  /** Its name in the config. */
  readonly window: string;
  /** ISO 8601, UTC: when the look was due. */
  readonly due: string;
  /** ISO 8601, UTC: the end of the time that was looked at. */
  readonly to: string;
  readonly points: readonly MeasuredPoint[];
}

/** The record of a metric, kept so that later looks need not find again what it was read from. */
export interface RecordKept {
  readonly kind: "record-kept";
  /** `before`: without the flag. `since`: from when the flag went on. */
  readonly time: "before" | "since";
  /** The operation that turned the flag on; null for a record that was kept before that. */
  readonly operation: string | null;
  /** Of the metric's definition in the config: under another one the record is another thing, and does not count. */
  readonly definition: string;
  readonly record: MetricRecord;
}

/** One entry of the ledger. */
export type LedgerEvent = LedgerStamp &
  (
    | GateConcluded
    | BaselineRecorded
    | FlagEnabled
    | FlagTurnedBack
    | RolledBack
    | IncidentOpened
    | WindowConcluded
    | WindowMeasured
    | RecordKept
    | EscalationEvent
    | DeliveriesBegun
    | DeliveriesEnded
  );

export type LedgerEventKind = LedgerEvent["kind"];

/** The outcome of adding to the ledger. `problem` tells why nothing was added; a conflict that did not end is one. */
export type Appended = Reading<{
  /** The events that were added by this call; those that were seen to be there already are not among them. */
  readonly added: readonly LedgerEvent[];
}>;

/** What must not be dropped from the ledger. */
export interface Retention {
  readonly now: Date;
  /** Everything younger than this is kept, in milliseconds; above 0. */
  readonly keepMs: number;
  /** How many of the latest baselines are kept for each kind of machine and config that is in use; at least 1. */
  readonly baselines: number;
  /** Commits whose verdicts and baselines are kept for ever. */
  readonly anchors: readonly string[];
}

/**
 * The append-only record of rollouts. Whatever cannot be read is a problem and never an empty ledger; a ledger that does not
 * exist yet is empty. Events of kinds that a later version of the program knows are passed over and kept.
 */
export interface LedgerStore {
  /** Where it is, for people: `branch rollout-gate of octo-org/shop`, `folder .rollout-gate/ledger`. */
  readonly place: string;
  /** All events of a rollout, in the order in which they were added, each once. */
  read(rollout: string): Promise<Reading<readonly LedgerEvent[]>>;
  /**
   * Adds events in one step: all of them or none. Two events with one id are one event, so a call whose answer was lost can be
   * made again. What it costs does not grow with the ledger.
   */
  append(rollout: string, events: readonly LedgerEvent[]): Promise<Appended>;
  /**
   * Adds what `decide` makes of the events that are there, in one step: when somebody else adds something in between, it decides
   * anew. Of two who want to be first, one finds the other's event. It reads the whole ledger of the rollout.
   */
  update(rollout: string, decide: (events: readonly LedgerEvent[]) => readonly LedgerEvent[]): Promise<Appended>;
  /** Drops what is no longer needed, when there is enough to be worth it. Killed anywhere, it leaves the ledger whole. */
  compact(rollout: string, retention: Retention): Promise<Reading<{ readonly removed: number }>>;
}
