import type { LedgerFiles } from "../domain/ledger-files.ts";
import type { Problem, Reading } from "../domain/problem.ts";
import { encodeRollout } from "./encode-rollout.ts";
import type { LedgerLine } from "./read-lines.ts";
import { readSegment, type Segment } from "./segment.ts";

/** What a ledger's folder holds of a rollout. */
export interface FolderView {
  /** Number of the newest file; 0 when there is none. */
  readonly newest: number;
  /** The oldest file that counts; those before it were taken together in it. */
  readonly first: number;
  /** Numbers of files that no longer count and were not yet taken away. */
  readonly outdated: readonly number[];
  readonly lines: readonly LedgerLine[];
}

/** `again`: the folder changed while it was being read. */
export type FolderReading =
  | { readonly kind: "found"; readonly view: FolderView }
  | { readonly kind: "again"; readonly problem: Problem }
  | { readonly kind: "problem"; readonly problem: Problem };

export function rolloutFolder(folder: string, rollout: string): string {
  return `${folder}/rollouts/${encodeRollout(rollout)}`;
}

export function fileName(number: number): string {
  return `${String(number).padStart(8, "0")}.jsonl`;
}

/** No file of a ledger is larger: a compacted one holds what is needed of all before it. */
const maxBytes = 64 * 1024 * 1024;

/**
 * Reads a rollout's files. Each holds what one append added, and says in its header from which file on they count.
 *
 * @param last how many of the newest files are read; null for all
 */
export async function readFolder(
  files: LedgerFiles,
  folder: string,
  rollout: string,
  last: number | null,
  cache: Map<number, Segment>,
): Promise<FolderReading> {
  const own = rolloutFolder(folder, rollout);
  const names = await files.names(own);
  if (!names.ok) return { kind: "problem", problem: names.problem };
  const numbers = numbersOf(names.value ?? [], own);
  if (!numbers.ok) return { kind: "problem", problem: numbers.problem };
  const newest = numbers.value.at(-1) ?? 0;
  if (newest === 0) return { kind: "found", view: { newest: 0, first: 1, outdated: [], lines: [] } };
  const head = await readOne(files, own, rollout, newest, cache);
  if (head.kind !== "found") return head;
  const { first } = head.segment;
  const wanted = Array.from({ length: newest - first + 1 }, (_, index) => first + index);
  const missing = wanted.find((number) => !numbers.value.includes(number));
  if (missing !== undefined) return { kind: "again", problem: missingFile(own, missing) };
  const segments: Segment[] = [];
  for (const number of last === null ? wanted : wanted.slice(-last)) {
    const read = await readOne(files, own, rollout, number, cache);
    if (read.kind !== "found") return read;
    segments.push(read.segment);
  }
  const outdated = numbers.value.filter((number) => number < first);
  return { kind: "found", view: { newest, first, outdated, lines: segments.flatMap(({ lines }) => lines) } };
}

/** What begins with a dot is left of writers that were killed; nothing else belongs here. */
function numbersOf(names: readonly string[], folder: string): Reading<readonly number[]> {
  const numbers: number[] = [];
  for (const name of names) {
    if (/^\.[0-9a-f]{16}\.tmp$/.test(name)) continue;
    if (!/^\d{8}\.jsonl$/.test(name) || Number(name.slice(0, 8)) === 0) {
      return {
        ok: false,
        problem: {
          kind: "invalid",
          reason: `The folder ${folder} holds something that is no part of a ledger.`,
          remedy: "Keep nothing but the ledger's own files, such as 00000001.jsonl, in it.",
          file: folder,
        },
      };
    }
    numbers.push(Number(name.slice(0, 8)));
  }
  return { ok: true, value: numbers.sort((one, other) => one - other) };
}

async function readOne(
  files: LedgerFiles,
  folder: string,
  rollout: string,
  number: number,
  cache: Map<number, Segment>,
): Promise<
  | { readonly kind: "found"; readonly segment: Segment }
  | { readonly kind: "again"; readonly problem: Problem }
  | { readonly kind: "problem"; readonly problem: Problem }
> {
  const known = cache.get(number);
  if (known !== undefined) return { kind: "found", segment: known };
  const path = `${folder}/${fileName(number)}`;
  const text = await files.readText(path, { maxBytes, within: folder });
  if (!text.ok) return { kind: text.problem.kind === "missing" ? "again" : "problem", problem: text.problem };
  const segment = readSegment(text.value, rollout, path);
  if (!segment.ok) return { kind: "problem", problem: segment.problem };
  if (segment.value.segment !== number) {
    const reason = `${path} says that it is file ${segment.value.segment}.`;
    return { kind: "problem", problem: { kind: "invalid", reason, file: path, line: 1 } };
  }
  cache.set(number, segment.value);
  return { kind: "found", segment: segment.value };
}

function missingFile(folder: string, number: number): Problem {
  return {
    kind: "missing",
    reason: `The file ${fileName(number)} of the ledger in ${folder} is not there.`,
    remedy: "Restore it from a backup: what it said is not known without it.",
    file: `${folder}/${fileName(number)}`,
  };
}
