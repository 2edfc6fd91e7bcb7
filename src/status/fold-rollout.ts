import type { LedgerEvent } from "../domain/ledger.ts";
import type { RolloutStatus } from "../domain/status.ts";

/** What the ledger says of the flag and the verdicts. */
export type FlagHistory = Pick<RolloutStatus, "flag" | "on" | "turnedOff" | "verdict"> & {
  readonly concluded: RolloutStatus["windows"]["concluded"];
};

const nothing: FlagHistory = { flag: "never on", on: null, turnedOff: null, verdict: null, concluded: [] };

/** Order is that of the ledger, not of clocks. */
export function foldRollout(events: readonly LedgerEvent[]): FlagHistory {
  return events.reduce(addEvent, nothing);
}

function addEvent(history: FlagHistory, event: LedgerEvent): FlagHistory {
  switch (event.kind) {
    case "gate-concluded": {
      const { decision, because, at, commit } = event;
      return { ...history, verdict: { decision, because, at, commit } };
    }
    case "flag-enabled": {
      const { at: since, operation, way, commit, run, override, decideBy } = event;
      const on = { since, operation, way, commit, run: run?.url ?? null, override, decideBy };
      return { ...history, flag: "on", on, turnedOff: null, concluded: [] };
    }
    case "flag-turned-back": {
      const { at, operation, because: reason, flag, verified } = event;
      const ending = verified ? "turned back" : "turning back failed";
      const turnedOff = { at, operation, ending, reason, flag, incident: null } as const;
      return { ...history, flag: flag === "off" && history.flag === "on" ? "off" : history.flag, turnedOff };
    }
    case "rolled-back": {
      const { at, operation, ending, reason, flag } = event;
      const turnedOff = { at, operation, ending, reason, flag, incident: null };
      return { ...history, flag: ending === "failed" || history.flag !== "on" ? history.flag : "off", turnedOff };
    }
    case "incident-opened": {
      if (history.turnedOff?.operation !== event.operation) return history;
      const page = event.run?.url.replace(/\/actions\/runs\/.*$/, `/issues/${event.issue}`);
      return { ...history, turnedOff: { ...history.turnedOff, incident: page ?? `#${event.issue}` } };
    }
    case "window-concluded": {
      if (event.operation !== history.on?.operation) return history;
      const { window, due, decision, because } = event;
      const others = history.concluded.filter((one) => one.window !== window);
      return { ...history, concluded: [...others, { window, due, decision, because }] };
    }
    default:
      return history;
  }
}
