import type { Reading } from "../../domain/problem.ts";
import type { StateFiles } from "../../domain/rollout-files.ts";
import { failed } from "../flag-value.ts";
import { type JournalEntry, readEntry, renderEntry } from "./journal-entry.ts";

/**
 * The journal of the operation that is under way: one small file for each entry, each on the disk before what it tells of is
 * done. An entry is there whole or not at all, so a kill or a full disk at any moment leaves a journal that can be read.
 */
export interface Journal {
  /** In the order in which they were written. One that cannot be read makes all of it a problem: nothing is guessed. */
  read(): Promise<Reading<readonly JournalEntry[]>>;
  /** @throws when it cannot be written; what it tells of must then not be done */
  append(entry: JournalEntry): Promise<void>;
  /** Puts the journal of an operation that is closed among the old ones, and lets go of the oldest of those. */
  archive(operation: string): Promise<void>;
  /** Puts a journal that cannot be read aside, for a person to look at. @returns where it is now, absolute */
  setAside(operation: string): Promise<string>;
}

const folder = "journal";
const archiveFolder = "journals";
/** Old journals are kept for people who want to know what happened. */
const kept = 20;
const entryName = /^\d{4}\.json$/;

export function createJournal(state: StateFiles): Journal {
  let next: number | null = null;
  const read: Journal["read"] = async () => {
    const names = await state.names(folder);
    if (!names.ok) return names;
    const entries: JournalEntry[] = [];
    const files = names.value.filter((name) => entryName.test(name));
    for (const [index, name] of files.entries()) {
      if (name !== nameOf(index)) return unreadable(state, `${folder}/${nameOf(index)} is missing`);
      const text = await state.read(`${folder}/${name}`);
      if (!text.ok) return unreadable(state, text.problem.reason);
      const entry = readEntry(text.value ?? "");
      if (!entry.ok) return unreadable(state, `${folder}/${name}: ${entry.problem.reason}`);
      entries.push(entry.value);
    }
    next = files.length;
    return { ok: true, value: entries };
  };
  return {
    read,
    async append(entry) {
      if (next === null) {
        const entries = await read();
        if (!entries.ok) throw new Error(entries.problem.reason);
      }
      const number = next ?? 0;
      await state.write(`${folder}/${nameOf(number)}`, renderEntry(entry));
      next = number + 1;
    },
    async setAside(operation) {
      const aside = `${folder}-unreadable-${operation}`;
      await state.rename(folder, aside);
      next = 0;
      return `${state.place}/${aside}`;
    },
    async archive(operation) {
      // Its name may be there already when an earlier run was killed between the two steps of a rename over a network disk.
      const old = await state.names(archiveFolder);
      const taken = old.ok && old.value.includes(operation);
      await state.rename(folder, `${archiveFolder}/${operation}${taken ? `-${old.value.length}` : ""}`);
      next = 0;
      if (!old.ok) return;
      const surplus = old.value.slice(0, Math.max(0, old.value.length + 1 - kept));
      for (const name of surplus) await state.remove(`${archiveFolder}/${name}`);
    },
  };
}

function nameOf(index: number): string {
  return `${String(index).padStart(4, "0")}.json`;
}

function unreadable(state: StateFiles, why: string): Reading<never> {
  return failed(
    "invalid",
    `The journal in ${state.place}/${folder} cannot be read, so it is not known what an earlier run left half done: ${why.replace(/\.$/, "")}.`,
    `Look at the flag and at the files under \`backup:\` yourself, put right what is amiss, and move ${state.place}/${folder} away.`,
  );
}
