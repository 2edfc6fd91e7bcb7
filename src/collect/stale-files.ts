import { createHash } from "node:crypto";
import type { Problem } from "../domain/problem.ts";
import { chanceDigits, copyDigits } from "../judge/chance-digits.ts";
import { quantityOf } from "../units/quantity-of.ts";

/** File systems keep times in steps of up to two seconds. */
const slackMs = 2000;

/**
 * Why a result file was not written by its launch: it is older than the launch's beginning. Each launch has an empty folder, so such a
 * file was copied there with its time.
 *
 * @param modifiedMs since 1970; null where it cannot be told
 * @param startedAt ISO 8601
 */
export function olderThanLaunch(file: string, modifiedMs: number | null, startedAt: string): Problem | null {
  if (modifiedMs === null || !(modifiedMs < Date.parse(startedAt) - slackMs)) return null;
  const written = new Date(modifiedMs).toISOString();
  return {
    kind: "invalid",
    reason: `${file} is stale: it was written at ${written}, before the launch began at ${startedAt}.`,
    remedy: "Let the command write its results into $EVIDENCE itself, rather than copy those of an earlier run there.",
  };
}

/** Remembers what the launches of one stage wrote. */
export interface CopyWatch {
  /** Remembers a launch's file. @returns the earlier launch that wrote the very same bytes under that name; null when none did */
  copyOf(file: string, content: string, launch: number): number | null;
}

export function createCopyWatch(): CopyWatch {
  const seen = new Map<string, number>();
  return {
    copyOf(file, content, launch) {
      const key = JSON.stringify([file, createHash("sha256").update(content).digest("hex")]);
      const earlier = seen.get(key);
      if (earlier === undefined) seen.set(key, launch);
      return earlier === undefined || earlier === launch ? null : earlier;
    },
  };
}

/**
 * Whether values can only be equal to the last digit of all because they were copied. Counts repeat, and so may memory, which comes in
 * pages, and times of few digits.
 */
export function wouldDiffer(samples: readonly number[], unit: string): boolean {
  if (!["duration", "rate", "throughput"].includes(quantityOf(unit))) return false;
  let digits = 0;
  for (const sample of samples) {
    digits += chanceDigits(sample);
    if (digits >= copyDigits) return true;
  }
  return false;
}

/** For a file that is an earlier launch's to the byte. */
export function copyProblem(file: string, earlier: number): Problem {
  return {
    kind: "invalid",
    reason: `${file} is stale: it is, to the byte, what launch ${earlier + 1} of the stage wrote, and times never repeat to the last digit.`,
    remedy: "Let every launch measure anew; look for a cache, or a file that is copied into $EVIDENCE.",
  };
}
