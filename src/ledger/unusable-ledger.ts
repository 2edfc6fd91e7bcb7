import type { LedgerStore } from "../domain/ledger.ts";
import type { Problem } from "../domain/problem.ts";

/** A ledger that cannot be opened: whatever is asked of it is answered by the reason, and never by "empty". */
export function unusableLedger(place: string, problem: Problem): LedgerStore {
  const refuse = async () => ({ ok: false, problem }) as const;
  return { place, read: refuse, append: refuse, update: refuse, compact: refuse };
}
