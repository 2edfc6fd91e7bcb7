import type { TickChange } from "./fold-revisions.ts";

/**
 * The last word on each item, of lists that stand in several places. Of two words at the same second the one that does not tick
 * counts: what is not certain is not ticked.
 */
export function mergeChanges(places: readonly (readonly TickChange[])[]): readonly TickChange[] {
  const last = new Map<string, TickChange>();
  for (const change of places.flat()) {
    const known = last.get(change.id);
    if (known === undefined || isAfter(change, known)) last.set(change.id, change);
  }
  return [...last.values()];
}

function isAfter(change: TickChange, known: TickChange): boolean {
  const [mine, other] = [Date.parse(change.at), Date.parse(known.at)];
  return mine === other ? known.ticked && !change.ticked : mine > other;
}
