import type { BranchFiles, BranchSnapshot } from "../domain/branch-files.ts";
import type { Problem } from "../domain/problem.ts";
import { encodeRollout } from "./encode-rollout.ts";
import type { LedgerLine } from "./read-lines.ts";
import { readSegment, type Segment, type SegmentHeader } from "./segment.ts";

/** The newest segment of a rollout, and what must still be so when it is replaced. */
export interface Head {
  readonly segment: Segment;
  readonly version: string;
}

/** What is there of a rollout. `lines` are in their order. */
export type View =
  | { readonly kind: "found"; readonly head: Head; readonly lines: readonly LedgerLine[] }
  | { readonly kind: "nothing"; readonly what: "branch" | "file" }
  /** It may be there the next time it is asked for. */
  | { readonly kind: "again"; readonly problem: Problem }
  | { readonly kind: "problem"; readonly problem: Problem };

type Found<T> =
  | { readonly kind: "found"; readonly value: T }
  | { readonly kind: "again"; readonly problem: Problem }
  | { readonly kind: "problem"; readonly problem: Problem };

/** Segments never change once they are sealed, so each is read once. By path. */
export type SegmentCache = Map<string, Segment>;

/** Where everything of a rollout lies. */
export function folderPath(rollout: string): string {
  return `rollouts/${encodeRollout(rollout)}`;
}

export function headPath(rollout: string): string {
  return `${folderPath(rollout)}/head.jsonl`;
}

export function segmentPath(rollout: string, number: number): string {
  return `${folderPath(rollout)}/segment-${String(number).padStart(6, "0")}.jsonl`;
}

/** GitHub asks not to be asked for everything at once. */
const readAtOnce = 6;

/**
 * Reads a rollout's newest segment, and those before it.
 *
 * @param from which sealed segments: `null` for all, else those from this number on; a number above all reads none
 * @param at a commit; left out: the branch as it is now
 */
export async function readView(
  branch: BranchFiles,
  rollout: string,
  from: number | null,
  cache: SegmentCache,
  at?: BranchSnapshot,
): Promise<View> {
  const path = headPath(rollout);
  const files = from === null && at === undefined ? await together(branch, rollout) : branch;
  const read = await files.read(path, at);
  if (read.kind === "nothing") return read;
  if (read.kind !== "found") return { kind: read.kind === "problem" ? "problem" : "again", problem: read.problem };
  const segment = readSegment(read.file.text, rollout, `${path} on ${files.place}`);
  if (!segment.ok) return { kind: "problem", problem: segment.problem };
  const sealed = await readSealed(files, rollout, segment.value, from, cache, at);
  if (sealed.kind !== "found") return sealed;
  const lines = [...sealed.value, segment.value].flatMap((part) => part.lines);
  return { kind: "found", head: { segment: segment.value, version: read.file.version }, lines };
}

type Readable = Pick<BranchFiles, "place" | "read">;

/** The same files, those of the rollout read at once: reading everything then costs the same however much there is. */
async function together(branch: BranchFiles, rollout: string): Promise<Readable> {
  const folder = await branch.readFolder(folderPath(rollout));
  if (folder.kind === "unknown") return branch;
  if (folder.kind === "nothing") return { place: branch.place, read: async () => folder };
  return {
    place: branch.place,
    read: async (path) => {
      const file = folder.files.get(path);
      return file === undefined ? branch.read(path) : { kind: "found", file };
    },
  };
}

async function readSealed(
  files: Readable,
  rollout: string,
  header: SegmentHeader,
  from: number | null,
  cache: SegmentCache,
  at: BranchSnapshot | undefined,
): Promise<Found<readonly Segment[]>> {
  const start = Math.max(header.first, from ?? 1);
  const numbers = Array.from({ length: Math.max(0, header.segment - start) }, (_, index) => start + index);
  const segments: Segment[] = [];
  for (let next = 0; next < numbers.length; next += readAtOnce) {
    const group = numbers.slice(next, next + readAtOnce);
    const read = await Promise.all(group.map((number) => readOne(files, rollout, number, cache, at)));
    for (const one of read) {
      if (one.kind !== "found") return one;
      segments.push(one.value);
    }
  }
  return { kind: "found", value: segments };
}

async function readOne(
  files: Readable,
  rollout: string,
  number: number,
  cache: SegmentCache,
  at: BranchSnapshot | undefined,
): Promise<Found<Segment>> {
  const path = segmentPath(rollout, number);
  const known = cache.get(path);
  if (known !== undefined) return { kind: "found", value: known };
  const read = await files.read(path, at);
  const file = `${path} on ${files.place}`;
  if (read.kind === "nothing") {
    // Just now it may have been compacted away, or not yet have arrived at the server that was asked.
    return { kind: "again", problem: missingSegment(file) };
  }
  if (read.kind !== "found") return { kind: read.kind === "problem" ? "problem" : "again", problem: read.problem };
  const segment = readSegment(read.file.text, rollout, file);
  if (!segment.ok) return { kind: "problem", problem: segment.problem };
  if (segment.value.segment !== number) return { kind: "problem", problem: wrongNumber(file, segment.value.segment) };
  cache.set(path, segment.value);
  return { kind: "found", value: segment.value };
}

function missingSegment(file: string): Problem {
  return {
    kind: "missing",
    reason: `The ledger names ${file}, and that file is not there.`,
    remedy: "Restore it from the branch's history: git log tells when it went.",
    file,
  };
}

function wrongNumber(file: string, number: number): Problem {
  return {
    kind: "invalid",
    reason: `${file} says that it is segment ${number}.`,
    remedy: "Restore it from the branch's history.",
    file,
    line: 1,
  };
}
