import type { Appended, LedgerEvent, LedgerStore, Retention } from "../domain/ledger.ts";
import type { LedgerFiles } from "../domain/ledger-files.ts";
import type { Clock } from "../domain/ports.ts";
import type { Problem, Reading } from "../domain/problem.ts";
import { decideRetention } from "./decide-retention.ts";
import { type FolderReading, fileName, readFolder, rolloutFolder } from "./folder-view.ts";
import { fullJitterMs, type Patience } from "./full-jitter.ts";
import { eventsOf } from "./read-lines.ts";
import { renderEvents } from "./render-events.ts";
import { renderHeader, type Segment } from "./segment.ts";

export interface FolderLedgerPorts {
  readonly files: LedgerFiles;
  readonly clock: Pick<Clock, "sleep">;
  /** From 0 to below 1. */
  readonly random: () => number;
}

/** A disk answers at once, so that writers wait for each other only for moments. */
const patience: Patience = { baseMs: 2, capMs: 250, tries: 200 };

/** An append that is made again looks this far back for what it may have added before. */
const recentFiles = 50;

/** Fewer files than these are read quickly enough. */
const worthFiles = 256;

/**
 * The ledger in a folder. Each append is one file whose number is the next one; two who want the same number find out by making
 * the file exclusively. Files are whole from their first moment on, and never change.
 *
 * @param folder absolute
 */
export function createFolderLedger(folder: string, ports: FolderLedgerPorts): LedgerStore {
  const caches = new Map<string, Map<number, Segment>>();
  const view = async (rollout: string, last: number | null): Promise<FolderReading> => {
    const cache = caches.get(rollout) ?? new Map<number, Segment>();
    caches.set(rollout, cache);
    return readFolder(ports.files, folder, rollout, last, cache);
  };
  const settled = async (rollout: string, last: number | null): Promise<FolderReading> => {
    let seen = await view(rollout, last);
    // Files that vanish while they are read were compacted; a second look finds what they became.
    for (let repetition = 1; seen.kind === "again" && repetition <= 5; repetition++) {
      await ports.clock.sleep(fullJitterMs(repetition, patience, ports.random));
      seen = await view(rollout, last);
    }
    return seen;
  };
  return {
    place: `folder ${folder}`,
    read: async (rollout) => {
      const seen = await settled(rollout, null);
      return seen.kind === "found"
        ? { ok: true, value: eventsOf(seen.view.lines) }
        : { ok: false, problem: seen.problem };
    },
    append: (rollout, events) =>
      change(
        folder,
        rollout,
        () => events,
        () => settled(rollout, recentFiles),
        ports,
      ),
    update: (rollout, decide) => change(folder, rollout, decide, () => settled(rollout, null), ports),
    compact: (rollout, retention) => compact(folder, rollout, retention, () => settled(rollout, null), ports),
  };
}

type Decide = (events: readonly LedgerEvent[]) => readonly LedgerEvent[];

async function change(
  folder: string,
  rollout: string,
  decide: Decide,
  look: () => Promise<FolderReading>,
  { files, clock, random }: FolderLedgerPorts,
): Promise<Appended> {
  for (let repetition = 0; repetition < patience.tries; repetition++) {
    if (repetition > 0) await clock.sleep(fullJitterMs(repetition, patience, random));
    const seen = await look();
    if (seen.kind !== "found") return { ok: false, problem: seen.problem };
    const { lines, newest, first } = seen.view;
    const there = new Set(lines.map(({ id }) => id));
    const events = decide(eventsOf(lines)).filter(({ id }) => !there.has(id) && there.add(id));
    if (events.length === 0) return { ok: true, value: { added: [] } };
    const text = renderEvents(rollout, events);
    if (!text.ok) return text;
    const next = newest + 1;
    const header = renderHeader(rollout, { segment: next, first });
    const path = `${rolloutFolder(folder, rollout)}/${fileName(next)}`;
    const made = await files.createWhole(path, header + text.value);
    if (!made.ok) return made;
    if (!made.value) continue;
    // Whoever was held up for long may have taken a number that had been used and compacted away: then it counts no more.
    const after = await look();
    if (after.kind !== "found") return { ok: false, problem: after.problem };
    if (after.view.first <= next) return { ok: true, value: { added: events } };
    await files.remove(path);
  }
  return { ok: false, problem: gaveUp(folder) };
}

/**
 * Takes what is still needed of all files together in one new file, from which on files count; then takes the old ones away.
 * Killed in between, the old ones are left and count no more; the next time they go.
 */
async function compact(
  folder: string,
  rollout: string,
  retention: Retention,
  look: () => Promise<FolderReading>,
  { files }: FolderLedgerPorts,
): Promise<Reading<{ readonly removed: number }>> {
  const seen = await look();
  if (seen.kind !== "found") return { ok: false, problem: seen.problem };
  const { newest, first, outdated, lines } = seen.view;
  const own = rolloutFolder(folder, rollout);
  for (const number of outdated) await files.remove(`${own}/${fileName(number)}`);
  if (newest - first + 1 < worthFiles) return { ok: true, value: { removed: 0 } };
  const kept = decideRetention(lines, retention);
  const next = newest + 1;
  const text = renderHeader(rollout, { segment: next, first: next }) + kept.map((line) => `${line.text}\n`).join("");
  const made = await files.createWhole(`${own}/${fileName(next)}`, text);
  if (!made.ok) return made;
  // Somebody added something first; there will be another time.
  if (!made.value) return { ok: true, value: { removed: 0 } };
  for (let number = first; number <= newest; number++) await files.remove(`${own}/${fileName(number)}`);
  return { ok: true, value: { removed: lines.length - kept.length } };
}

function gaveUp(folder: string): Problem {
  return {
    kind: "invalid",
    reason: `Nothing could be recorded in the folder ${folder} in ${patience.tries} tries: others write all the time.`,
    remedy: "Run it again when fewer runs record at the same time.",
    file: folder,
  };
}
