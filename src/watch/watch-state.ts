import type {
  FlagEnabled,
  GateConcluded,
  LedgerEvent,
  LedgerStamp,
  RecordKept,
  WindowConcluded,
} from "../domain/ledger.ts";
import type { TrendPoint } from "../judge/records/record-trend.ts";

/** The time that the flag is on, and what the ledger has of it. */
export interface WatchState {
  readonly enabled: LedgerStamp & FlagEnabled;
  /** Milliseconds since 1970: when it went on. */
  readonly onMs: number;
  /** When the flag had been on for the last time before; negative infinity when it never was. */
  readonly lastOffMs: number;
  /** In the order of the ledger; those from before of this and of any time. */
  readonly kept: readonly RecordKept[];
  /** Looks that were concluded, in the order of the ledger. */
  readonly concluded: readonly WindowConcluded[];
  /** Of all looks, by subject. */
  readonly points: ReadonlyMap<string, readonly TrendPoint[]>;
  /** Rollbacks, and turnings on that had to be turned back, while the flag was on. */
  readonly rollbacks: number;
}

/** What the ledger says of the flag. Order is that of the ledger, not of clocks. */
export interface FlagHistory {
  /** Null while the flag is off. */
  readonly watch: WatchState | null;
  /** When it was on for the last time, in milliseconds since 1970; negative infinity when it never was. */
  readonly lastOffMs: number;
  /** The latest verdict of the gate; null when there is none. */
  readonly gate: GateConcluded | null;
}

/** Folds events to the time that the flag is on. */
export function foldWatchState(events: readonly LedgerEvent[]): FlagHistory {
  let watch: WatchState | null = null;
  let lastOffMs = Number.NEGATIVE_INFINITY;
  let gate: GateConcluded | null = null;
  let keptBefore: readonly RecordKept[] = [];
  for (const event of events) {
    if (event.kind === "gate-concluded") gate = event;
    if (event.kind === "flag-enabled") {
      const onMs = Date.parse(event.at);
      const nothing = { concluded: [], points: new Map(), rollbacks: 0 };
      watch = { enabled: event, onMs, lastOffMs, kept: keptBefore, ...nothing };
      keptBefore = [];
    } else if (isTurnedOff(event)) {
      if (watch !== null) lastOffMs = Math.max(lastOffMs, Date.parse(event.at));
      watch = null;
      keptBefore = [];
    } else if (watch !== null) watch = addToWatch(watch, event);
    else if (event.kind === "record-kept" && event.time === "before") keptBefore = [...keptBefore, event];
  }
  return { watch, lastOffMs, gate };
}

function isTurnedOff(event: LedgerEvent): boolean {
  return (
    (event.kind === "rolled-back" && event.ending !== "failed") ||
    (event.kind === "flag-turned-back" && event.flag === "off")
  );
}

function addToWatch(watch: WatchState, event: LedgerEvent): WatchState {
  const { operation } = watch.enabled;
  switch (event.kind) {
    case "rolled-back":
    case "flag-turned-back":
      return { ...watch, rollbacks: watch.rollbacks + 1 };
    case "record-kept":
      return event.operation === operation ? { ...watch, kept: [...watch.kept, event] } : watch;
    case "window-concluded":
      return event.operation === operation ? { ...watch, concluded: [...watch.concluded, event] } : watch;
    case "window-measured": {
      if (event.operation !== operation) return watch;
      const points = new Map(watch.points);
      const timeMs = Date.parse(event.to);
      for (const { subject, value } of event.points) {
        points.set(subject, [...(points.get(subject) ?? []), { timeMs, value }]);
      }
      return { ...watch, points };
    }
    default:
      return watch;
  }
}
