import type { ApiEffect, ApiFault } from "./github-api.ts";

/** How long and how often one program may trouble GitHub. */
export interface ApiLimits {
  /** For one request. */
  readonly requestMs: number;
  /** How often one call is sent at the most; at least 1. */
  readonly tries: number;
  /** For all waiting between tries, over all calls. */
  readonly waitMs: number;
  /** From the first request on; later calls are not sent any more. */
  readonly totalMs: number;
}

export const usualLimits: ApiLimits = { requestMs: 20_000, tries: 3, waitMs: 90_000, totalMs: 300_000 };

export interface FailedTry {
  readonly effect: ApiEffect;
  readonly fault: ApiFault;
  readonly retryAfterMs: number | null;
  /** How often the call was sent, this time included. */
  readonly tries: number;
  /** How much waiting is left for all calls together, in milliseconds. */
  readonly leftMs: number;
}

/** The first wait; the next ones are at most 2, 4, … times as long. */
const firstMs = 500;
const longestMs = 8_000;

/**
 * How long to wait before a call is sent again, in milliseconds; null: not at all. What makes something is never sent twice, since its
 * answer may have been lost after it was done; neither is what GitHub refused, since it would refuse it again. A time that
 * GitHub asks for is kept, or the call is given up: never shortened.
 *
 * @param random in [0, 1): many who fail at once must not come back at once
 */
export function retryWait(failed: FailedTry, limits: ApiLimits, random: number): number | null {
  const { fault, retryAfterMs } = failed;
  if (failed.effect === "create" || failed.tries >= limits.tries) return null;
  if (fault.kind !== "unreachable" && fault.kind !== "limited") return null;
  const most = Math.min(longestMs, firstMs * 2 ** (failed.tries - 1));
  const waitMs = (retryAfterMs ?? 0) + Math.round(most * random);
  return waitMs <= failed.leftMs ? waitMs : null;
}
