import type { Problem } from "../../domain/problem.ts";
import type { BadLineLimit } from "../../domain/verify.ts";

/** How many lines there were, and how many of them could not be read. */
export interface LineTally {
  readonly lines: number;
  readonly bad: number;
  /** The first bad one; empty when there is none. */
  readonly firstBad: { readonly file: string; readonly line: number; readonly why: string } | null;
}

/** Null when as few lines are bad as are tolerated. */
export function tooManyBad(tally: LineTally, limit: BadLineLimit): Problem | null {
  const { lines, bad, firstBad } = tally;
  const tolerated = limit.kind === "count" ? bad <= limit.count : bad <= limit.share * lines;
  if (tolerated) return null;
  const most = limit.kind === "count" ? `${limit.count}` : `${formatShare(limit.share)} of them`;
  const where = firstBad === null ? "" : `; the first is line ${firstBad.line}: ${firstBad.why}`;
  return {
    kind: "invalid",
    reason: `${bad} of ${lines} lines cannot be read, and at most ${most} may be${where}.`,
    remedy: "Look at these lines. If the log is what it should be, correct the config, or raise bad-lines.",
    ...(firstBad === null ? {} : { file: firstBad.file, line: firstBad.line }),
  };
}

function formatShare(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}
