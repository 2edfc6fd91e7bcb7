import type { Severity } from "../domain/criterion.ts";
import type {
  ConcernNoted,
  ConcernResolved,
  Escalated,
  EscalationAction,
  EscalationEvent,
  EscalationLevel,
} from "../domain/escalation.ts";
import type { Finding } from "../domain/finding.ts";
import type { LedgerEvent } from "../domain/ledger.ts";
import { type Concern, type EscalationState, foldConcerns } from "./fold-concerns.ts";
import { gravityOf, type WeighedSubject, weighFindings } from "./weigh-findings.ts";

/** In UTF-16 code units: the ledger keeps what a finding said in short. */
const longestReason = 1000;

/** What an escalation is decided from. */
export interface Look {
  /** In the order of the config, mildest first. */
  readonly levels: readonly EscalationLevel[];
  /** Of this look, with subjects that the ledger can hold; what was not looked at this time is simply not among them. */
  readonly findings: readonly Finding[];
  /** Whether the config still asks for a subject; a concern that it no longer asks for is over. */
  readonly isWatched: (subject: string) => boolean;
  readonly now: Date;
}

/**
 * Decides what a look at production adds to the ledger: which concerns begin and end, which levels they reach, and who is told.
 * Whoever sends messages reads them from the ledger afterwards, so a look that is made again says nothing again.
 *
 * - A concern reaches each level at most once until it is resolved. All that reach a level in one look reach it together.
 * - A level that would come later than a higher one is passed over: after a rollback at once, nobody is asked an hour later to
 *   prepare one.
 * - Only what passes resolves a concern; one that could not be looked at, or could not be told, stays, and weighs no less.
 * - A rollback is asked for once while the flag is on, and only by a finding of this look that failed; otherwise it is prepared, and
 *   the level is reached a second time when such a finding comes. One that depends on how long a concern went on is prepared first
 *   and asked for in a later look, so that no single look with a wrong clock turns anything back.
 * - A concern that begins in the future is dated anew. So a clock that was wrong can make a message come early; it makes none
 *   come twice, and lets none be lost.
 */
export function decideEscalation(events: readonly LedgerEvent[], look: Look): readonly EscalationEvent[] {
  const state = foldConcerns(events);
  const due = decidePostMortems(state, look.now);
  if (!state.isOn) return due;
  const weighed = weighFindings(look.findings);
  const resolved = decideResolved(state, weighed, look);
  const over = new Set(resolved.map(({ subject }) => subject));
  const open = [...state.concerns.values()].filter(({ subject }) => !over.has(subject));
  const { noted, concerns } = decideNoted(open, weighed, look);
  return [...due, ...resolved, ...noted, ...decideLevels(state, concerns, weighed, look)];
}

function decidePostMortems({ postMortems }: EscalationState, now: Date): readonly EscalationEvent[] {
  return postMortems
    .filter(({ due }) => Date.parse(due) <= now.getTime())
    .map(({ due, tell }) => ({ kind: "post-mortem-due", due, tell }));
}

function decideResolved(
  state: EscalationState,
  weighed: ReadonlyMap<string, WeighedSubject>,
  look: Look,
): readonly ConcernResolved[] {
  return [...state.concerns.values()].flatMap(({ subject, told }): readonly ConcernResolved[] => {
    const standing = weighed.get(subject)?.standing;
    if (standing === "met" || standing === "waived")
      return [{ kind: "concern-resolved", subject, because: standing, tell: told }];
    if (standing !== undefined || look.isWatched(subject)) return [];
    return [{ kind: "concern-resolved", subject, because: "unwatched", tell: told }];
  });
}

/** What has to be written about concerns that begin or have changed, and all that are open with it. */
function decideNoted(
  open: readonly Concern[],
  weighed: ReadonlyMap<string, WeighedSubject>,
  { now }: Look,
): { readonly noted: readonly ConcernNoted[]; readonly concerns: readonly Concern[] } {
  const before = new Map(open.map((concern) => [concern.subject, concern]));
  const noted: ConcernNoted[] = [];
  const concerns = new Map(before);
  for (const subject of new Set([...before.keys(), ...weighed.keys()])) {
    const old = before.get(subject);
    const seen = weighed.get(subject);
    const severity = severityNow(old, seen);
    if (severity === null) continue;
    const sinceMs = old === undefined || !(old.sinceMs <= now.getTime()) ? now.getTime() : old.sinceMs;
    concerns.set(subject, { subject, severity, sinceMs, reached: old?.reached ?? [], told: old?.told ?? [] });
    if (old?.severity === severity && old.sinceMs === sinceMs) continue;
    const reason = (seen?.reason ?? "it was not looked at since").slice(0, longestReason);
    noted.push({ kind: "concern-noted", subject, severity, since: new Date(sinceMs).toISOString(), reason });
  }
  return { noted, concerns: [...concerns.values()] };
}

/** What is not known weighs no less than what was known before. Null: no concern. */
function severityNow(old: Concern | undefined, seen: WeighedSubject | undefined): Severity | null {
  if (old === undefined) return seen?.severity ?? null;
  if (seen === undefined) return old.severity;
  if (seen.standing === "unmet") return seen.severity;
  return gravityOf(seen.severity) > gravityOf(old.severity) ? seen.severity : old.severity;
}

function decideLevels(
  state: EscalationState,
  concerns: readonly Concern[],
  weighed: ReadonlyMap<string, WeighedSubject>,
  { levels, now }: Look,
): readonly Escalated[] {
  const escalated: Escalated[] = [];
  let { rollbackAsked, postMortemAsked } = state;
  for (const [index, level] of levels.entries()) {
    const groups = new Map<EscalationAction, string[]>();
    for (const concern of concerns) {
      if (!isReached(concern, index, levels, now)) continue;
      const hasFailed = weighed.get(concern.subject)?.standing === "unmet";
      const action = actionFor(level, index + 1, concern, hasFailed, rollbackAsked);
      if (action === null) continue;
      groups.set(action, [...(groups.get(action) ?? []), concern.subject]);
    }
    for (const [action, subjects] of groups) {
      const asksForPostMortem = level.postMortemMs !== null && !postMortemAsked;
      const dueMs = now.getTime() + (level.postMortemMs ?? 0);
      const postMortemDue = asksForPostMortem ? new Date(dueMs).toISOString() : null;
      escalated.push({ kind: "escalated", level: index + 1, action, subjects, tell: level.tell, postMortemDue });
      rollbackAsked ||= action === "rollback";
      postMortemAsked ||= asksForPostMortem;
    }
  }
  return escalated;
}

/** Whether a concern is grave and old enough for a level, and no higher one comes or came before it. */
function isReached(concern: Concern, index: number, levels: readonly EscalationLevel[], now: Date): boolean {
  const level = levels[index];
  if (level === undefined || !isGraveEnough(concern, level)) return false;
  if (!(now.getTime() - concern.sinceMs >= level.afterMs)) return false;
  if (concern.reached.some((reached) => reached.level === index + 1)) return true;
  const isOvertaken =
    levels.slice(index + 1).some((higher) => isGraveEnough(concern, higher) && higher.afterMs < level.afterMs) ||
    concern.reached.some((reached) => reached.level > index + 1);
  return !isOvertaken;
}

function isGraveEnough({ severity }: Concern, { on }: EscalationLevel): boolean {
  return gravityOf(severity) >= gravityOf(on);
}

/** What is done for a concern that has reached a level; null when it was done already. */
function actionFor(
  { action, afterMs }: EscalationLevel,
  number: number,
  { reached }: Concern,
  hasFailed: boolean,
  rollbackAsked: boolean,
): EscalationAction | null {
  const done = reached.filter(({ level }) => level === number);
  if (done.length > 0) {
    const isPrepared = action === "rollback" && done.every((one) => one.action === "prepare-rollback");
    return isPrepared && hasFailed && !rollbackAsked ? "rollback" : null;
  }
  if (action !== "rollback" && action !== "prepare-rollback") return action;
  if (rollbackAsked) return "notify";
  return action === "rollback" && hasFailed && afterMs === 0 ? "rollback" : "prepare-rollback";
}
