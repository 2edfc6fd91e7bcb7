import type { Revision } from "../domain/sign-off.ts";
import { readTicks } from "./read-ticks.ts";

/** Who last changed an item, and to what. */
export interface TickChange {
  readonly id: string;
  readonly ticked: boolean;
  /** Null when the account is gone, or the change lies in a revision whose text is gone. */
  readonly by: string | null;
  readonly at: string;
}

/**
 * Follows a text through its revisions and tells for each item who last ticked or unticked it.
 *
 * What we write ourselves changes nothing: an update that was made from an older text may have lost a tick, or brought one back,
 * and neither was a person's doing. An item that was ticked in the first text, or in one whose author cannot be told, has no
 * known author and is returned as such.
 *
 * @param revisions oldest first; the first is the text as it was made
 * @param ours whether a login is the one that this program writes with
 */
export function foldRevisions(
  revisions: readonly Revision[],
  ours: (login: string | null) => boolean,
): readonly TickChange[] {
  const changes = new Map<string, TickChange>();
  let before: ReadonlyMap<string, boolean> = new Map();
  let lost = false;
  for (const { editor, at, text } of revisions) {
    if (text === null) {
      // What changed in it cannot be told from what the next revision changed.
      lost = true;
      continue;
    }
    const now = readTicks(text);
    if (!ours(editor) || lost) {
      for (const [id, ticked] of now) {
        // A new line that is not ticked says nothing; one that is, was ticked by who wrote it.
        if ((before.get(id) ?? false) === ticked) continue;
        changes.set(id, { id, ticked, by: lost ? null : editor, at });
      }
      // Taking a line away takes its tick away.
      for (const [id, ticked] of before) {
        if (ticked && !now.has(id)) changes.set(id, { id, ticked: false, by: lost ? null : editor, at });
      }
    }
    before = now;
    lost = false;
  }
  return [...changes.values()];
}
