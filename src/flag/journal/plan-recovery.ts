import type { FlagReading } from "../../domain/evidence.ts";
import type { JournalEntry } from "./journal-entry.ts";

type FlagValue = FlagReading["value"];

/** What must be done about the journal of an earlier run before anything else is. */
export type Recovery =
  /** There is nothing half done. `archive` names an operation that is over and still lies in the way. */
  | { readonly kind: "nothing"; readonly archive: string | null }
  /** An operation began and had changed nothing yet: it only has to be closed. */
  | { readonly kind: "close"; readonly operation: string; readonly action: "enable" | "rollback" }
  /** Turning the flag on was cut off: what it changed is turned back. */
  | {
      readonly kind: "undo";
      readonly operation: string;
      readonly commit: string | null;
      readonly flagBefore: FlagValue;
      /** The names of the ways that may have been set, the last one first, each once. */
      readonly ways: readonly string[];
      readonly files: UndoFiles | null;
      /** Why it was being turned back already; null when it was cut off before anything had failed. */
      readonly because: string | null;
    }
  /** A rollback was cut off: it is done again from its beginning, which harms nothing. */
  | { readonly kind: "roll-back"; readonly operation: string; readonly reason: string };

export interface UndoFiles {
  readonly backup: string;
  /**
   * What the operation is known to have left in each file, by absolute path, as SHA-256: when it was turned on, and while it was
   * turned back. A file that holds something else now was changed by somebody since, and is not overwritten.
   */
  readonly left: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * What an earlier run left half done, from its journal alone. It holds for every prefix of every journal, so also for one that
 * was cut off while it was recovering.
 *
 * @returns null for entries that no run of this program writes
 */
export function planRecovery(entries: readonly JournalEntry[]): Recovery | null {
  const [opening] = entries;
  if (opening === undefined) return { kind: "nothing", archive: null };
  if (opening.kind !== "opened") return null;
  const { operation, action, commit, flagBefore, reason } = opening;
  if (entries.some((entry) => entry.kind === "closed")) return { kind: "nothing", archive: operation };
  if (action === "rollback") return { kind: "roll-back", operation, reason };
  const steps = entries.flatMap((entry) => (entry.kind === "about-to" ? [entry.step] : []));
  if (steps.length === 0) return { kind: "close", operation, action };
  const turning = entries.find((entry) => entry.kind === "turning-back");
  return {
    kind: "undo",
    operation,
    commit,
    flagBefore,
    ways: waysSet(entries),
    files: undoFiles(entries),
    because: turning?.because ?? null,
  };
}

/** Ways that were set before anything was turned back. */
function waysSet(entries: readonly JournalEntry[]): readonly string[] {
  const forward = beforeTurningBack(entries);
  const ways = forward.flatMap((entry) =>
    entry.kind === "about-to" && entry.step.do === "set-flag" ? [entry.step.way] : [],
  );
  return [...new Set(ways.reverse())];
}

function undoFiles(entries: readonly JournalEntry[]): UndoFiles | null {
  const backup = entries.find((entry) => entry.kind === "backed-up")?.backup;
  if (backup === undefined) return null;
  const left = new Map<string, Set<string>>();
  for (const entry of entries) {
    // A step that was begun and not seen to its end may have left anything: what was known before it counts no more.
    if (entry.kind === "about-to" && entry.step.do === "set-flag") left.clear();
    if (entry.kind !== "did") continue;
    for (const { file, sha256 } of entry.after) left.set(file, (left.get(file) ?? new Set()).add(sha256));
  }
  return { backup, left };
}

function beforeTurningBack(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  const at = entries.findIndex((entry) => entry.kind === "turning-back");
  return at === -1 ? entries : entries.slice(0, at);
}
