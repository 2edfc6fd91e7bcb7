import type { DeliveryName, DeliveryOutcome } from "../domain/channel.ts";
import type { LedgerEvent } from "../domain/ledger.ts";
import type { Notice } from "../domain/notice.ts";
import { foldNotices } from "./fold-notices.ts";
import { type Destination, type Directory, planDeliveries } from "./plan-deliveries.ts";

/** Longer than any delivery takes, so that nobody who is only slow is taken for dead. */
export const claimMs = 20 * 60_000;
/** What is older is news to nobody, and is given up. */
export const lateMs = 7 * 24 * 60 * 60_000;
/** A rollback that was begun has come to an end by then. */
const rollbackMs = 60 * 60_000;
/** How often something is sent of which it is never known whether it came. */
const mostCopies = 3;

/** Something that a notice asks for and that is not known to be done. */
export interface Delivery {
  readonly notice: Notice;
  readonly destination: Destination;
  /**
   * - `owed`: it has to be made now.
   * - `begun`: some run is about it.
   * - `given up`: it is too old, or was sent so often without an answer that it is sent no more.
   */
  readonly standing: "owed" | "begun" | "given up";
  /** Whether it may have been made already, by a run that could not tell. */
  readonly isRepeated: boolean;
  /** The run that is about it, for `begun`. */
  readonly claim: string | null;
}

interface Attempt {
  readonly claim: string;
  readonly atMs: number;
  /** ISO 8601, UTC: when it was said how it ended; null: it was not. */
  readonly endedAt: string | null;
  readonly outcome: DeliveryOutcome | null;
}

/**
 * What is still to be delivered, from the ledger alone, in the order in which it came about. A delivery is begun in the ledger before
 * it is made and ended there afterwards; one that was begun and never ended counts, after a while, as one whose answer was lost.
 */
export function foldOutbox(events: readonly LedgerEvent[], directory: Directory, now: Date): readonly Delivery[] {
  const attempts = foldAttempts(events);
  const open: Delivery[] = [];
  let hasIssue = false;
  const notices = foldNotices(events).flatMap((notice) => [notice, ...overdueRollback(notice, attempts, now)]);
  for (const notice of notices) {
    const destinations = planDeliveries(notice, hasIssue, directory);
    hasIssue ||= destinations.some(({ kind }) => kind === "issue");
    // A later turning on begins with an issue of its own.
    if (isEnd(notice)) hasIssue = false;
    for (const destination of destinations) {
      if (destination.kind === "rollback" && !(notice.kind === "escalated" && notice.isStanding)) continue;
      const made = attempts.get(keyOf({ notice: notice.id, to: destination.to })) ?? [];
      const standing = standingOf(made, notice, destination, now);
      if (standing === null) continue;
      const isRepeated = made.some(({ outcome }) => outcome === null || outcome === "unknown");
      const claim = standing === "begun" ? (made.findLast(({ outcome }) => outcome === null)?.claim ?? null) : null;
      open.push({ notice, destination, standing, isRepeated, claim });
    }
  }
  return open;
}

/** It was begun long ago, the flag is on as the ledger has it, and what led to it goes on. */
function overdueRollback(
  notice: Notice,
  attempts: ReadonlyMap<string, readonly Attempt[]>,
  now: Date,
): readonly Notice[] {
  if (notice.kind !== "escalated" || !notice.isStanding) return [];
  const made = attempts.get(keyOf({ notice: notice.id, to: "rollback" })) ?? [];
  const since = made.find(({ outcome }) => outcome === "done")?.endedAt ?? null;
  if (since === null || !(now.getTime() - Date.parse(since) > rollbackMs)) return [];
  const { tell, concerns } = notice;
  const at = new Date(Date.parse(since) + rollbackMs).toISOString();
  return [{ kind: "rollback-overdue", id: `${notice.id}-overdue`, at, tell, concerns, since }];
}

/** Whether nothing that people were told of is left after it. */
function isEnd(notice: Notice): boolean {
  return (
    (notice.kind === "recovered" && notice.isLast) || (notice.kind === "rolled-back" && notice.ending !== "failed")
  );
}

/** Null: it is done. */
function standingOf(
  made: readonly Attempt[],
  { at }: Notice,
  { kind }: Destination,
  now: Date,
): Delivery["standing"] | null {
  if (made.some(({ outcome }) => outcome === "done" || outcome === "dropped")) return null;
  // Clocks go wrong: a claim from the future holds no longer than one from the past.
  const isLive = ({ outcome, atMs }: Attempt) => outcome === null && Math.abs(now.getTime() - atMs) < claimMs;
  if (made.some(isLive)) return "begun";
  // It is wanted as long as the concern stands, and doing it again harms nothing.
  if (kind === "rollback") return "owed";
  if (now.getTime() - Date.parse(at) > lateMs) return "given up";
  const perhaps = made.filter(({ outcome }) => outcome === null || outcome === "unknown").length;
  // What is in the issue is looked for before it is written again.
  if (kind !== "issue" && perhaps >= mostCopies) return "given up";
  return "owed";
}

function foldAttempts(events: readonly LedgerEvent[]): ReadonlyMap<string, readonly Attempt[]> {
  const attempts = new Map<string, readonly Attempt[]>();
  for (const event of events) {
    if (event.kind === "deliveries-begun") {
      const begun: Attempt = { claim: event.claim, atMs: Date.parse(event.at), endedAt: null, outcome: null };
      for (const delivery of event.deliveries) {
        const key = keyOf(delivery);
        attempts.set(key, [...(attempts.get(key) ?? []), begun]);
      }
    }
    if (event.kind !== "deliveries-ended") continue;
    for (const delivery of event.deliveries) {
      const key = keyOf(delivery);
      const ended = (attempts.get(key) ?? []).map((one) =>
        one.claim === event.claim ? { ...one, outcome: delivery.outcome, endedAt: event.at } : one,
      );
      attempts.set(key, ended);
    }
  }
  return attempts;
}

function keyOf({ notice, to }: DeliveryName): string {
  return JSON.stringify([notice, to]);
}
