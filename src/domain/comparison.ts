import type { Arm, CanonicalUnit } from "./arm.ts";
import type { ArmSummary, Change, Outcome } from "./finding.ts";
import type { Measurement } from "./measurement.ts";
import type { Problem } from "./problem.ts";

/** One benchmark with what both sides' files say about it. */
export interface PairedBenchmark {
  readonly name: string;
  /** The launches of both arms, or of one where the other has none; null when the files cannot be brought together. */
  readonly measurement: Measurement | null;
  /** Why not; null when there is a measurement. */
  readonly problem: Problem | null;
  /** The only side that has it; null where both do. */
  readonly only: Arm | null;
  /** Doubts that come from the files: a run that lacks it. */
  readonly footnotes: readonly string[];
}

/**
 * What a comparison says about one benchmark.
 *
 * - An {@link Outcome} where a criterion judged it; `missing` also without one: the candidate no longer has it.
 * - `worse`, `better`: without a criterion, the interval leaves no room for "no change". `different`: the same, where nobody said
 *   which way is better.
 * - `undecided`: without a criterion, the interval holds "no change", or there are too few launches for one.
 * - `new`: only the candidate has it, so there is nothing to compare it with.
 * - `broken`: the files cannot be compared in it, such as a time with a size.
 */
export type ComparisonStatus = Outcome | "worse" | "better" | "different" | "undecided" | "new" | "broken";

/** One row of a comparison. */
export interface ComparedBenchmark {
  readonly name: string;
  readonly status: ComparisonStatus;
  /** One sentence with the numbers behind the status; always set. */
  readonly reason: string;
  /** What to do now; empty where nothing is. */
  readonly action: string;
  readonly unit: CanonicalUnit;
  readonly baseline?: ArmSummary;
  readonly candidate?: ArmSummary;
  readonly change?: Change;
  readonly footnotes: readonly string[];
  /** How many launches a side would probably decide it; absent when it is decided or more would not help. */
  readonly launchesNeeded?: number;
}

/** The mean of several benchmarks' changes, each counting the same. */
export interface MeanChange {
  readonly unit: CanonicalUnit;
  /** How many benchmarks it is over; at least 2. */
  readonly benchmarks: number;
  /** A fraction: +0.1 is 10 % more. */
  readonly change: number;
}

/** A file that was read, and which side its launches belong to; null where the file itself holds both. */
export interface ComparedFile {
  readonly file: string;
  readonly side: Arm | null;
  readonly format: string;
  readonly benchmarks: number;
}

/** Two sets of benchmark files, compared. */
export interface FileComparison {
  readonly files: readonly ComparedFile[];
  /** The criterion in its own words; null when none was given. */
  readonly criterion: string | null;
  /** Whether every benchmark that can be judged passed and none is missing; null without a criterion. */
  readonly met: boolean | null;
  /** Worst first. */
  readonly benchmarks: readonly ComparedBenchmark[];
  /** One for each unit whose changes are all ratios; none where there would be one benchmark in it. */
  readonly means: readonly MeanChange[];
  /** Sentences for people about the files. */
  readonly notes: readonly string[];
}
