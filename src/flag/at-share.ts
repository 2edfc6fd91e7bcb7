import type { FlagWay } from "../domain/config.ts";

/** The variable that tells scripts, and whoever reads the flag, for how many percent it is on. */
export const shareVariable = "ROLLOUT_PERCENT";
const placeholder = `$${shareVariable}`;

/**
 * A way to set the flag for a share: where a file or a variable is to hold the share itself, its value becomes the number.
 *
 * @param percent a whole number from 1 to 100
 */
export function atShare(way: FlagWay, percent: number): FlagWay {
  if (way.kind === "script" || way.on !== placeholder) return way;
  return way.kind === "file" ? { ...way, on: percent } : { ...way, on: String(percent) };
}

/** Whether a way can turn the flag on for less than all. */
export function canShare(way: FlagWay): boolean {
  return way.kind === "script" || way.on === placeholder;
}
