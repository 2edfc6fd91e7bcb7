import type { Arm } from "../domain/arm.ts";

/**
 * The arm of each launch when two arms are interleaved: A B B A A B B A …
 *
 * Each arm goes first equally often, so a drift of the machine, or a second launch that finds warmer caches than the
 * first, falls on both arms alike.
 *
 * @param round 0-based; each round launches both arms once
 */
export function launchOrder(round: number): readonly [Arm, Arm] {
  return round % 2 === 0 ? ["baseline", "candidate"] : ["candidate", "baseline"];
}
