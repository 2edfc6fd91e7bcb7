import type { CanonicalUnit, Direction, Quantity } from "../domain/arm.ts";

/** The kind of quantity a stored unit measures; a tool's own label (`allocs/op`) is a count. */
export function quantityOf(unit: CanonicalUnit): Quantity {
  switch (unit) {
    case "ns":
      return "duration";
    case "B":
      return "size";
    case "%":
      return "proportion";
    case "1/s":
      return "rate";
    case "B/s":
      return "throughput";
    default:
      return "count";
  }
}

/**
 * Which way a quantity usually gets better: time and memory by falling, rates by rising.
 *
 * @returns undefined for proportions and counts, which may mean either: only the tool or the config can say
 */
export function directionOf(unit: CanonicalUnit): Direction | undefined {
  switch (quantityOf(unit)) {
    case "duration":
    case "size":
      return "lower-is-better";
    case "rate":
    case "throughput":
      return "higher-is-better";
    default:
      return undefined;
  }
}
