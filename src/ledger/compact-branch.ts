import type { BranchFiles, BranchSnapshot } from "../domain/branch-files.ts";
import type { Retention } from "../domain/ledger.ts";
import type { Clock } from "../domain/ports.ts";
import type { Problem, Reading } from "../domain/problem.ts";
import { headPath, readView, segmentPath } from "./branch-view.ts";
import { decideRetention } from "./decide-retention.ts";
import { encodeRollout } from "./encode-rollout.ts";
import { fullJitterMs, type Patience } from "./full-jitter.ts";
import { packSegments, type SegmentHeader } from "./segment.ts";

/** Fewer files than these are read quickly enough. */
const worthFiles = 8;

/** What a program knows of a rollout whose ledger it has just changed. */
export interface LastSeen {
  readonly header: SegmentHeader;
  /** Whether it began this segment itself: then it is its turn to look whether there is something to compact. */
  readonly hasSealed: boolean;
}

/** It can wait for another day. */
const compactTries = 6;

type Outcome = Reading<{ readonly removed: number }>;
type Ports = { readonly files: BranchFiles; readonly clock: Pick<Clock, "sleep">; readonly random: () => number };

/**
 * Writes what is still needed into new segments, with numbers that were never used, and takes the old ones away: all of it in
 * one commit on top of the very commit that was read. Whoever appends meanwhile makes it begin anew; whoever is killed leaves
 * the branch as it was.
 *
 * @param lastSeen to save looking; null when nothing is known
 */
export async function compactBranch(
  rollout: string,
  retention: Retention,
  lastSeen: LastSeen | null,
  ports: Ports,
  patience: Patience,
): Promise<Outcome> {
  if (lastSeen !== null && !isDue(lastSeen)) return removed(0);
  let last: Problem | null = null;
  for (let repetition = 0; repetition < compactTries; repetition++) {
    if (repetition > 0) await ports.clock.sleep(fullJitterMs(repetition, patience, ports.random));
    const snapshot = await ports.files.snapshot();
    if (!snapshot.ok) return snapshot;
    if (snapshot.value === null) return removed(0);
    const outcome = await compactAt(rollout, snapshot.value, retention, ports.files);
    if (!("again" in outcome)) return outcome;
    last = outcome.again;
  }
  return {
    ok: false,
    problem: last ?? { kind: "invalid", reason: `${ports.files.place} could not be compacted.` },
  };
}

async function compactAt(
  rollout: string,
  snapshot: BranchSnapshot,
  retention: Retention,
  files: BranchFiles,
): Promise<Outcome | { readonly again: Problem }> {
  // At a fixed commit, what is not there will not come; the cache of the branch as it moves is of no use here.
  const view = await readView(files, rollout, null, new Map(), snapshot);
  if (view.kind === "nothing") return removed(0);
  if (view.kind === "again") return { again: view.problem };
  if (view.kind === "problem") return { ok: false, problem: view.problem };
  const { segment } = view.head;
  if (!isWorthLooking(segment)) return removed(0);
  const kept = decideRetention(view.lines, retention);
  const packed = packSegments(rollout, segment.segment, kept);
  const filesNow = segment.segment - segment.first + 1;
  if (packed.sealed.length + 1 > filesNow / 2) return removed(0);
  const old = Array.from({ length: segment.segment - segment.first }, (_, index) => segment.first + index);
  const changes = {
    ...Object.fromEntries(old.map((number) => [segmentPath(rollout, number), null])),
    ...Object.fromEntries(packed.sealed.map(({ number, text }) => [segmentPath(rollout, number), text])),
    [headPath(rollout)]: packed.head,
  };
  const written = await files.commit(snapshot, changes, `${encodeRollout(rollout)}: compact`);
  if (written.kind === "written") return removed(view.lines.length - kept.length);
  return written.kind === "problem" ? { ok: false, problem: written.problem } : { again: written.problem };
}

/** Looking means reading everything, so it is not done again before as many more segments were sealed. */
function isDue({ header, hasSealed }: LastSeen): boolean {
  return hasSealed && isWorthLooking(header) && (header.segment - header.first + 1) % worthFiles === 0;
}

function isWorthLooking({ segment, first }: SegmentHeader): boolean {
  return segment - first + 1 >= worthFiles;
}

function removed(count: number): Outcome {
  return { ok: true, value: { removed: count } };
}
