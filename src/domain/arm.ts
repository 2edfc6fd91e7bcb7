/**
 * The two sides of a comparison: `baseline` runs with the flag off, `candidate` with the flag on.
 * A stage that compares nothing runs in the candidate arm, because what a gate proves is that the flag may be turned on.
 */
export type Arm = "baseline" | "candidate";

/** Which way a metric gets better. */
export type Direction = "lower-is-better" | "higher-is-better";

/** What kind of quantity a unit measures; values of two kinds never compare. */
export type Quantity = "duration" | "size" | "proportion" | "rate" | "throughput" | "count";

/**
 * The unit in which a value is stored: `ns`, `B`, `%`, `1/s`, `B/s`, the empty string for a bare count, or a label of the
 * measuring tool's own (`allocs/op`, `instructions`), which counts as a bare count when it is compared.
 */
export type CanonicalUnit = string;
