/** How long to wait, and how often to try, when others write at the same time. */
export interface Patience {
  /** The ceiling before the first repetition, in milliseconds; it doubles each time. */
  readonly baseMs: number;
  /** The highest ceiling. */
  readonly capMs: number;
  /** Tries in all; at least 1. */
  readonly tries: number;
}

/**
 * How long to wait before a repetition: anything up to a ceiling that doubles ("full jitter"). Of the ways to spread clients that
 * compete, this one costs the fewest calls: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 *
 * @param repetition 1 for the first one
 * @param random from 0 to below 1
 */
export function fullJitterMs(repetition: number, patience: Patience, random: () => number): number {
  return random() * Math.min(patience.capMs, patience.baseMs * 2 ** (repetition - 1));
}
