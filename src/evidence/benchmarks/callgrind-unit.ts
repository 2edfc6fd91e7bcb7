import type { ToolUnit } from "./tool-unit.ts";

/** Hits in a near cache are neither good nor bad in themselves; everything else that Callgrind counts is work. */
const neutral = /^(?:L1|L2|L3|LL)\s?(?:hits|accesses)$/i;

/** The unit of a Callgrind event, by the name it is shown under. */
export function callgrindUnit(event: string): ToolUnit {
  const unit = event.toLowerCase();
  return neutral.test(event) ? { unit, scale: 1 } : { unit, scale: 1, direction: "lower-is-better" };
}
