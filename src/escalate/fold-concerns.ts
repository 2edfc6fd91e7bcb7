import type { Severity } from "../domain/criterion.ts";
import type { Escalated, EscalationAction } from "../domain/escalation.ts";
import type { LedgerEvent } from "../domain/ledger.ts";

/** Something that is not as it should be, and what was done about it so far. */
export interface Concern {
  readonly subject: string;
  readonly severity: Severity;
  /** Milliseconds since 1970. */
  readonly sinceMs: number;
  /** What was done about it at which level. */
  readonly reached: readonly { readonly level: number; readonly action: EscalationAction }[];
  /** Everybody who was told of it, each once. */
  readonly told: readonly string[];
}

/** What the ledger says of the escalation. Order is that of the ledger, not of clocks. */
export interface EscalationState {
  /** Whether there is anything to escalate: the flag went on, and nothing has turned it off since. */
  readonly isOn: boolean;
  /** Open ones, by subject. */
  readonly concerns: ReadonlyMap<string, Concern>;
  /** A rollback was asked for since the flag went on. */
  readonly rollbackAsked: boolean;
  /** A post-mortem was asked for since the flag went on. */
  readonly postMortemAsked: boolean;
  /** Post-mortems that nobody was reminded of, of whichever time the flag was on. */
  readonly postMortems: readonly { readonly due: string; readonly tell: readonly string[] }[];
}

const nothing: EscalationState = {
  isOn: false,
  concerns: new Map(),
  rollbackAsked: false,
  postMortemAsked: false,
  postMortems: [],
};

/** A new turning on begins with nothing but the post-mortems that are still to come. */
export function foldConcerns(events: readonly LedgerEvent[]): EscalationState {
  return events.reduce(addEvent, nothing);
}

function addEvent(state: EscalationState, event: LedgerEvent): EscalationState {
  switch (event.kind) {
    case "flag-enabled":
      return { ...nothing, isOn: true, postMortems: state.postMortems };
    case "rolled-back":
      return event.ending === "failed" ? state : { ...state, isOn: false };
    case "flag-turned-back":
      return event.flag === "off" ? { ...state, isOn: false } : state;
    case "concern-noted": {
      const { reached = [], told = [] } = state.concerns.get(event.subject) ?? {};
      const { subject, severity } = event;
      const concern: Concern = { subject, severity, sinceMs: Date.parse(event.since), reached, told };
      return { ...state, concerns: new Map([...state.concerns, [subject, concern]]) };
    }
    case "concern-resolved":
      return { ...state, concerns: new Map([...state.concerns].filter(([subject]) => subject !== event.subject)) };
    case "escalated":
      return addEscalated(state, event);
    case "post-mortem-due":
      return { ...state, postMortems: state.postMortems.filter(({ due }) => due !== event.due) };
    default:
      return state;
  }
}

function addEscalated(state: EscalationState, event: Escalated): EscalationState {
  const { level, action, tell, postMortemDue } = event;
  const about = new Set(event.subjects);
  return {
    ...state,
    concerns: new Map(
      [...state.concerns].map(([subject, concern]) => [
        subject,
        about.has(subject)
          ? {
              ...concern,
              reached: [...concern.reached, { level, action }],
              told: [...new Set([...concern.told, ...tell])],
            }
          : concern,
      ]),
    ),
    rollbackAsked: state.rollbackAsked || action === "rollback",
    postMortemAsked: state.postMortemAsked || postMortemDue !== null,
    postMortems: postMortemDue === null ? state.postMortems : [...state.postMortems, { due: postMortemDue, tell }],
  };
}
