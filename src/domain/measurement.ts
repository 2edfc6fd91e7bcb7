import type { Arm, CanonicalUnit, Direction } from "./arm.ts";

/** The samples that one run of a benchmark command gave. Samples inside a launch are not independent of each other. */
export interface Launch {
  readonly arm: Arm;
  /** Place in the order in which the stage's launches began, counted over both arms from 0. */
  readonly index: number;
  /** In the measurement's unit, in the order taken; at least one, all finite. */
  readonly samples: readonly number[];
  /**
   * Launches that share a number came out of one process that switched the flag itself; they are judged as pairs.
   * Absent: the arms ran in processes of their own.
   */
  readonly pair?: number;
}

/** One metric of one stage, by arm and launch. */
export interface Measurement {
  /** Unique within the stage: the name under `measure:`, or the benchmark's own name. */
  readonly metric: string;
  readonly stage: string;
  readonly unit: CanonicalUnit;
  /** Absent where neither the tool nor the unit says it; a criterion's own sign decides then. */
  readonly direction?: Direction;
  /** Where it came from, for people: `pytest-benchmark bench.json`, `pattern on stdout`, `peak resident memory`. */
  readonly source: string;
  /** In the order in which they began. */
  readonly launches: readonly Launch[];
  /** True when the samples are the tool's own summaries because its file holds no raw ones. */
  readonly summarised?: boolean;
}

/** One benchmark as a result file tells it, before a stage and an arm are known. */
export interface Series {
  /** The benchmark's name as its tool writes it, parameters included. */
  readonly name: string;
  readonly unit: CanonicalUnit;
  readonly direction?: Direction;
  /** One inner list for each independent run that the file tells apart; most files hold one. All finite, none empty. */
  readonly launches: readonly (readonly number[])[];
  /** Set by files that report both arms themselves (in-process toggling, or the project's own harness format). */
  readonly arm?: Arm;
  /**
   * For each launch, the number of the process it came from, when the file says it: launches of the two arms that share a
   * number came out of one process and are judged as pairs.
   */
  readonly pairs?: readonly number[];
  /** True when the samples are the tool's own summary (a mean, a median) because the file holds no raw samples. */
  readonly summarised?: boolean;
}
