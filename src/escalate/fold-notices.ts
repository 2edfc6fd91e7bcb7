import type { ConcernResolved, Escalated } from "../domain/escalation.ts";
import type { LedgerEvent, LedgerStamp, RolledBack } from "../domain/ledger.ts";
import type { Notice, NoticedConcern } from "../domain/notice.ts";

type Stamped<Event> = LedgerStamp & Event;

/** A concern, and who was told of it since it began. */
interface Told extends NoticedConcern {
  /** The highest that it has reached; null: none, and it was told to nobody. */
  readonly level: number | null;
  /** The event that it began with: one that ended and began anew is another one. */
  readonly began: string;
  readonly tell: readonly string[];
}

interface State {
  readonly isOn: boolean;
  /** Whether people heard that a rollback failed; that the next try fails too is no news. */
  readonly hasFailed: boolean;
  readonly decideBy: string | null;
  readonly postMortemDue: string | null;
  readonly open: ReadonlyMap<string, Told>;
  readonly notices: readonly Notice[];
  /** By the notice of an escalation: what its concerns began with. */
  readonly about: ReadonlyMap<string, readonly string[]>;
}

/**
 * What people are to be told, from all that the ledger says, in its order. Whether they were told is not looked at here.
 *
 * What was resolved by one look is told together. A rollback is told to those who know of a concern that led to it, whoever made it.
 */
export function foldNotices(events: readonly LedgerEvent[]): readonly Notice[] {
  const { isOn, open, notices, about } = foldAll(events);
  const going = new Set([...open.values()].map(({ began }) => began));
  return notices.map((notice) =>
    notice.kind === "escalated"
      ? { ...notice, isStanding: isOn && (about.get(notice.id) ?? []).some((began) => going.has(began)) }
      : notice,
  );
}

/** How it stands now with what people were told of. */
export interface ConcernStanding {
  readonly isOn: boolean;
  /** Those that reached a level, and are not over; also those that a rollback may still turn out to have ended. */
  readonly concerns: readonly (NoticedConcern & { readonly level: number; readonly tell: readonly string[] })[];
  /** ISO 8601, UTC; null when the flag is off, or nothing says it. */
  readonly decideBy: string | null;
  /** ISO 8601, UTC; null when none is asked for, or people were reminded of it. */
  readonly postMortemDue: string | null;
}

export function foldStanding(events: readonly LedgerEvent[]): ConcernStanding {
  const { isOn, open, decideBy, postMortemDue } = foldAll(events);
  const concerns = [...open.values()].flatMap((concern) =>
    concern.level === null ? [] : { ...toConcern(concern), level: concern.level, tell: concern.tell },
  );
  return { isOn, concerns, decideBy: isOn ? decideBy : null, postMortemDue };
}

function foldAll(events: readonly LedgerEvent[]): State {
  const nothing: State = {
    isOn: false,
    hasFailed: false,
    open: new Map(),
    notices: [],
    about: new Map(),
    decideBy: null,
    postMortemDue: null,
  };
  return events.reduce(addEvent, nothing);
}

function addEvent(state: State, event: LedgerEvent): State {
  switch (event.kind) {
    case "flag-enabled":
      return { ...state, isOn: true, hasFailed: false, open: new Map(), decideBy: event.decideBy };
    case "flag-turned-back":
      return event.flag === "off" ? { ...state, isOn: false, open: new Map() } : state;
    case "concern-noted": {
      const { level = null, tell = [], began = event.id } = state.open.get(event.subject) ?? {};
      const { subject, severity, since, reason } = event;
      return {
        ...state,
        open: new Map([...state.open, [subject, { subject, severity, since, reason, level, began, tell }]]),
      };
    }
    case "escalated":
      return addEscalated(state, event);
    case "concern-resolved":
      return addResolved(state, event);
    case "rolled-back":
      return addRolledBack(state, event);
    case "post-mortem-due": {
      const { id, at, tell, due } = event;
      const postMortemDue = state.postMortemDue === due ? null : state.postMortemDue;
      const notice: Notice = { kind: "post-mortem-due", id, at, tell, concerns: [], due };
      return { ...state, postMortemDue, notices: [...state.notices, notice] };
    }
    default:
      return state;
  }
}

function addEscalated(state: State, event: Stamped<Escalated>): State {
  const { id, at, tell, level, action, postMortemDue } = event;
  const subjects = new Set(event.subjects);
  const open = new Map(
    [...state.open].map(([subject, concern]): [string, Told] => [
      subject,
      subjects.has(subject)
        ? { ...concern, level: Math.max(level, concern.level ?? 0), tell: [...new Set([...concern.tell, ...tell])] }
        : concern,
    ]),
  );
  const reached = [...open.values()].filter(({ subject }) => subjects.has(subject));
  const concerns = reached.map(toConcern);
  const about = new Map([...state.about, [id, reached.map(({ began }) => began)]]);
  const notice: Notice = { kind: "escalated", id, at, tell, concerns, level, action, postMortemDue, isStanding: true };
  return {
    ...state,
    open,
    about,
    notices: [...state.notices, notice],
    postMortemDue: postMortemDue ?? state.postMortemDue,
  };
}

function addResolved(state: State, event: Stamped<ConcernResolved>): State {
  const concern = state.open.get(event.subject);
  if (concern === undefined) return state;
  const open = new Map([...state.open].filter(([subject]) => subject !== event.subject));
  if (concern.level === null) return { ...state, open };
  const isLast = ![...open.values()].some(({ level }) => level !== null);
  const { id, at, because, tell } = event;
  const last = state.notices.at(-1);
  const isOfTheSameLook =
    last?.kind === "recovered" &&
    last.at === at &&
    last.because === because &&
    JSON.stringify(last.tell) === JSON.stringify(tell);
  const notice: Notice = isOfTheSameLook
    ? { ...last, concerns: [...last.concerns, toConcern(concern)], isLast }
    : { kind: "recovered", id, at, tell, concerns: [toConcern(concern)], because, isLast };
  return { ...state, open, notices: [...(isOfTheSameLook ? state.notices.slice(0, -1) : state.notices), notice] };
}

function addRolledBack(state: State, event: Stamped<RolledBack>): State {
  const { id, at, ending, reason } = event;
  const isOff = ending !== "failed";
  const known = [...state.open.values()].filter(({ level }) => level !== null);
  const after: State = isOff ? { ...state, isOn: false, open: new Map() } : { ...state, hasFailed: true };
  if (!state.isOn || known.length === 0 || (!isOff && state.hasFailed)) return after;
  const tell = [...new Set(known.flatMap((concern) => concern.tell))];
  const notice: Notice = { kind: "rolled-back", id, at, tell, concerns: known.map(toConcern), ending, reason };
  return { ...after, notices: [...after.notices, notice] };
}

function toConcern({ subject, severity, since, reason }: Told): NoticedConcern {
  return { subject, severity, since, reason };
}
