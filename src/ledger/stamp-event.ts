import { createHash } from "node:crypto";
import type { LedgerEvent } from "../domain/ledger.ts";

type WithoutStampOf<Event> = Event extends LedgerEvent ? Omit<Event, "schema" | "id"> : never;

/** An event before it has its id. */
export type NewEvent = WithoutStampOf<LedgerEvent>;

/**
 * Gives an event its id, made from all it says: who makes the same event again makes no second one. Two runs differ in their
 * number and attempt, two gates of one run in their time.
 */
export function stampEvent<Event extends NewEvent>(
  event: Event,
): Event & { schema: "rollout-gate/event/1"; id: string } {
  const digest = createHash("sha256").update(JSON.stringify(event)).digest("hex");
  return { schema: "rollout-gate/event/1", id: digest.slice(0, 32), ...event };
}
