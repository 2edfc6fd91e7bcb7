import type { BranchFiles, BranchWrite } from "../domain/branch-files.ts";
import type { Appended, LedgerEvent, LedgerStore } from "../domain/ledger.ts";
import type { Clock } from "../domain/ports.ts";
import type { Problem } from "../domain/problem.ts";
import { branchReadme } from "./branch-readme.ts";
import { type Head, headPath, readView, type SegmentCache, segmentPath, type View } from "./branch-view.ts";
import { compactBranch, type LastSeen } from "./compact-branch.ts";
import { encodeRollout } from "./encode-rollout.ts";
import { fullJitterMs, type Patience } from "./full-jitter.ts";
import { eventsOf } from "./read-lines.ts";
import { renderEvents } from "./render-events.ts";
import { isFull, renderHeader } from "./segment.ts";

export interface BranchLedgerPorts {
  readonly files: BranchFiles;
  readonly clock: Pick<Clock, "sleep">;
  /** From 0 to below 1. */
  readonly random: () => number;
}

/** The client gives up after five minutes in any case. The last ceilings are so high because newcomers, who wait for moments only, push ahead of who waits long. */
const patience: Patience = { baseMs: 250, capMs: 60_000, tries: 50 };
/** For looking without writing, which nobody competes with. */
const readTries = 6;

/**
 * The ledger on a branch. A rollout has one newest file, which is appended to by compare-and-swap, and files that were sealed
 * when they were full and never change again. See docs/adr/0009-ledger-on-a-branch.md.
 */
export function createBranchLedger(ports: BranchLedgerPorts): LedgerStore {
  const { files } = ports;
  const cache: SegmentCache = new Map();
  const lastSeen = new Map<string, LastSeen>();

  const view = async (rollout: string, from: number | null): Promise<View> => {
    const seen = await readView(files, rollout, from, cache);
    if (seen.kind === "found") lastSeen.set(rollout, { header: seen.head.segment, hasSealed: false });
    return seen;
  };
  const change = (rollout: string, decide: Decide, whole: boolean) =>
    changeBranch(rollout, decide, whole, view, { ...ports, lastSeen });

  return {
    place: files.place,
    read: async (rollout) => {
      let last: Problem | null = null;
      for (let repetition = 0; repetition < readTries; repetition++) {
        if (repetition > 0) await ports.clock.sleep(fullJitterMs(repetition, patience, ports.random));
        const seen = await view(rollout, null);
        if (seen.kind === "found") return { ok: true, value: eventsOf(seen.lines) };
        if (seen.kind === "nothing") return { ok: true, value: [] };
        if (seen.kind === "problem") return { ok: false, problem: seen.problem };
        last = seen.problem;
      }
      return { ok: false, problem: last ?? gaveUp(files.place, null, false) };
    },
    append: (rollout, events) => change(rollout, () => events, false),
    update: (rollout, decide) => change(rollout, decide, true),
    compact: (rollout, retention) => compactBranch(rollout, retention, lastSeen.get(rollout) ?? null, ports, patience),
  };
}

type Decide = (events: readonly LedgerEvent[]) => readonly LedgerEvent[];

interface ChangePorts extends BranchLedgerPorts {
  readonly lastSeen: Map<string, LastSeen>;
}

/**
 * Compare-and-swap. Whenever it is not certain that a write failed, the next look at the branch tells whether its events are
 * there: they are never written twice on a guess.
 *
 * @param whole whether `decide` must see all events, or only the newest ones
 */
async function changeBranch(
  rollout: string,
  decide: Decide,
  whole: boolean,
  view: (rollout: string, from: number | null) => Promise<View>,
  ports: ChangePorts,
): Promise<Appended> {
  const tried: (readonly LedgerEvent[])[] = [];
  let newest: number | null = null;
  let last: Problem | null = null;
  let isUncertain = false;
  for (let repetition = 0; repetition < patience.tries; repetition++) {
    if (repetition > 0) await ports.clock.sleep(fullJitterMs(repetition, patience, ports.random));
    // What this call wrote can lie no further back than in the segment that was the newest when it began.
    const seen: View = await view(rollout, whole ? null : (newest ?? Number.MAX_SAFE_INTEGER));
    if (seen.kind === "problem") return { ok: false, problem: seen.problem };
    if (seen.kind === "again") {
      last = seen.problem;
      continue;
    }
    const lines = seen.kind === "found" ? seen.lines : [];
    if (seen.kind === "found") newest ??= seen.head.segment.segment;
    const there = new Set(lines.map(({ id }) => id));
    const ours = tried.find((events) => events.every(({ id }) => there.has(id)));
    if (ours !== undefined) return { ok: true, value: { added: ours } };
    const events = firstOfEach(decide(eventsOf(lines))).filter(({ id }) => !there.has(id));
    if (events.length === 0) return { ok: true, value: { added: [] } };
    const text = renderEvents(rollout, events);
    if (!text.ok) return text;
    tried.push(events);
    const message = `${encodeRollout(rollout)}: ${[...new Set(events.map(({ kind }) => kind))].join(", ")}`;
    const written = await write(rollout, seen, text.value, message, ports);
    if (written.kind === "written") return { ok: true, value: { added: events } };
    if (written.kind === "problem") return { ok: false, problem: written.problem };
    last = written.problem;
    isUncertain ||= written.kind === "unreachable";
    // A first segment that somebody else began in the meantime is where this call's events may lie.
    newest ??= 1;
  }
  return { ok: false, problem: gaveUp(ports.files.place, last, isUncertain) };
}

async function write(
  rollout: string,
  seen: Extract<View, { kind: "found" | "nothing" }>,
  text: string,
  message: string,
  { files, lastSeen }: ChangePorts,
): Promise<BranchWrite> {
  const path = headPath(rollout);
  if (seen.kind === "nothing") {
    const content = renderHeader(rollout, { segment: 1, first: 1 }) + text;
    return seen.what === "branch"
      ? files.begin({ "README.md": branchReadme, [path]: content }, message)
      : files.write(path, content, null, message);
  }
  const { segment, version } = seen.head;
  if (!isFull(segment, text)) return files.write(path, segment.text + text, version, message);
  const sealed = await seal(rollout, seen.head, files);
  if (sealed.kind !== "written") return sealed;
  const next = { segment: segment.segment + 1, first: segment.first };
  lastSeen.set(rollout, { header: next, hasSealed: true });
  return files.write(path, renderHeader(rollout, next) + text, version, message);
}

/**
 * Copies the newest segment to where it stays. Until the newest one is replaced, the copy does not count; a copy that somebody
 * left who was killed in between may be older than the segment, and is then brought up to date.
 */
async function seal(rollout: string, { segment }: Head, files: BranchFiles): Promise<BranchWrite> {
  const path = segmentPath(rollout, segment.segment);
  const message = `${encodeRollout(rollout)}: seal segment ${segment.segment}`;
  const written = await files.write(path, segment.text, null, message);
  if (written.kind !== "conflict") return written;
  const copy = await files.read(path);
  if (copy.kind !== "found") return written;
  if (copy.file.text === segment.text) return { kind: "written" };
  if (segment.text.startsWith(copy.file.text)) return files.write(path, segment.text, copy.file.version, message);
  return written;
}

function firstOfEach(events: readonly LedgerEvent[]): readonly LedgerEvent[] {
  const seen = new Set<string>();
  return events.filter(({ id }) => !seen.has(id) && seen.add(id));
}

/** @param isUncertain a write's answer was lost, and it was never seen whether it happened */
function gaveUp(place: string, last: Problem | null, isUncertain: boolean): Problem {
  const what = isUncertain
    ? `Whether anything was recorded on ${place} could not be told`
    : `Nothing could be recorded on ${place}`;
  return {
    kind: "invalid",
    reason: `${what} in ${patience.tries} tries${last === null ? "." : `; the last time: ${last.reason}`}`,
    remedy: last?.remedy ?? "Run it again when fewer runs record at the same time.",
  };
}
