import type { Reading } from "../domain/problem.ts";
import { openMap } from "../shape/compound-shapes.ts";
import { wrong } from "../shape/issue.ts";
import { exactly, text, wholeNumber } from "../shape/scalar-shapes.ts";
import { type LedgerLine, parseObject, readLines } from "./read-lines.ts";
import { byteLength } from "./render-events.ts";

/** The first line of every file of a ledger. Numbers of segments are never used twice. */
export interface SegmentHeader {
  /** 1-based. */
  readonly segment: number;
  /** The oldest segment that counts when this is the newest one; those between are all there. */
  readonly first: number;
}

/** One file of a ledger: the newest one, or one that was sealed. */
export interface Segment extends SegmentHeader {
  readonly text: string;
  readonly lines: readonly LedgerLine[];
}

const version = "rollout-gate/ledger/1";
const headerShape = openMap({
  schema: exactly(version),
  rollout: text().max(500),
  segment: wholeNumber().min(1),
  first: wholeNumber().min(1),
}).refine(({ segment, first }) => first <= segment, "it begins after its end");

export function renderHeader(rollout: string, { segment, first }: SegmentHeader): string {
  return `${JSON.stringify({ schema: version, rollout, segment, first })}\n`;
}

/** @param file its name, for problems */
export function readSegment(content: string, rollout: string, file: string): Reading<Segment> {
  const end = content.indexOf("\n");
  const value = end === -1 ? null : parseObject(content.slice(0, end));
  const header = value === null ? wrong : headerShape.parse(value, []);
  if (header === wrong || header.rollout !== rollout) {
    return {
      ok: false,
      problem: {
        kind: "invalid",
        reason: `${file} does not begin as a ledger of ${rollout} does.`,
        remedy:
          content === ""
            ? "It is empty. Restore it from its history, or from a backup."
            : "Look what wrote it. A later version of Rollout Gate may need to read it.",
        file,
        line: 1,
      },
    };
  }
  const lines = readLines(content.slice(end + 1), { file, rollout, firstLine: 2 });
  if (!lines.ok) return lines;
  return { ok: true, value: { segment: header.segment, first: header.first, text: content, lines: lines.value } };
}

/** Beyond this, a newest segment is sealed before anything is added, so that appending costs the same however long the ledger. */
const sealLimits = { bytes: 64 * 1024, events: 200 } as const;

/** @param added lines with their ends */
export function isFull(segment: Segment, added: string): boolean {
  if (segment.lines.length === 0) return false;
  return segment.lines.length >= sealLimits.events || byteLength(segment.text) + byteLength(added) > sealLimits.bytes;
}

/** What a compacted segment may have: fewer and larger files are quicker to read, and this is well below GitHub's megabyte. */
const packedBytes = 512 * 1024;

/**
 * Segments that hold the lines, and a new newest one after them, which is empty.
 *
 * @param start number of the first of them
 */
export function packSegments(
  rollout: string,
  start: number,
  lines: readonly LedgerLine[],
): { readonly sealed: readonly { readonly number: number; readonly text: string }[]; readonly head: string } {
  const groups: string[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const { text: line } of lines) {
    const bytes = byteLength(line) + 1;
    if (size + bytes > packedBytes) {
      groups.push([]);
      size = 0;
    }
    groups.at(-1)?.push(`${line}\n`);
    size += bytes;
  }
  return {
    sealed: groups.map((group, at) => ({
      number: start + at,
      text: renderHeader(rollout, { segment: start + at, first: start }) + group.join(""),
    })),
    head: renderHeader(rollout, { segment: start + groups.length, first: start }),
  };
}
