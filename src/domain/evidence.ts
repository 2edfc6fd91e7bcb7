import type { Arm } from "./arm.ts";
import type { Measurement } from "./measurement.ts";
import type { Problem } from "./problem.ts";

/** How a process ended. Exactly one of `code` and `signal` is set, or neither when it could not be started. */
export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

export type StageStatus = "passed" | "failed" | "timed-out" | "cancelled" | "skipped" | "broken";

/** One run of a stage's command in one arm. */
export interface LaunchRecord {
  readonly arm: Arm;
  readonly index: number;
  /** A launch whose samples are thrown away. */
  readonly warmUp: boolean;
  readonly exit: Exit;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  /** Peak resident memory of the whole process tree, sampled; null where the system cannot tell. */
  readonly peakRssBytes: number | null;
}

/** What became of one stage. */
export interface StageRecord {
  readonly stage: string;
  readonly status: StageStatus;
  /** One sentence a person understands: `passed in 3.1 s`, `pytest found no tests (exit 5)`, `not run: unit failed`. */
  readonly reason: string;
  readonly startedAt: string | null;
  readonly durationMs: number;
  readonly launches: readonly LaunchRecord[];
  /** The last lines of the last launch's output, stdout and stderr mixed as they came, cut to a fixed size. */
  readonly tail: readonly string[];
  readonly outputBytes: number;
  /** How many processes were still alive when the stage's own had ended, and were ended for it. */
  readonly strays: number;
}

export type TestStatus = "passed" | "failed" | "error" | "skipped" | "flaky";

export interface TestCase {
  readonly name: string;
  readonly suite: string;
  readonly status: TestStatus;
  readonly durationMs: number;
  readonly file?: string;
  readonly line?: number;
  readonly message?: string;
  readonly detail?: string;
}

/** A test run's totals, and its cases as far as they fit. `total` = passed + failed + errors + skipped + flaky. */
export interface TestReport {
  readonly stage: string;
  readonly arm: Arm;
  readonly format: string;
  readonly total: number;
  readonly passed: number;
  readonly failed: number;
  readonly errors: number;
  readonly skipped: number;
  /** Failed at first, passed when tried again. */
  readonly flaky: number;
  readonly durationMs: number;
  /** Those that did not pass come first and are kept longest; at most the reader's cap. */
  readonly cases: readonly TestCase[];
  /** How many cases the cap left out of `cases`. */
  readonly omitted: number;
}

export interface FileCoverage {
  readonly path: string;
  readonly linesCovered: number;
  readonly linesTotal: number;
}

/** Line coverage of the paths that were asked for, not of the whole program. */
export interface CoverageReport {
  readonly stage: string;
  readonly format: string;
  /** The paths asked for; empty means everything in the file. */
  readonly of: readonly string[];
  readonly linesCovered: number;
  readonly linesTotal: number;
  /** The files counted, least covered first; cut to a cap. */
  readonly files: readonly FileCoverage[];
  readonly fileCount: number;
}

export type ItemStatus = "passed" | "failed" | "skipped" | "unknown";

export interface ChecklistItem {
  readonly name: string;
  readonly status: ItemStatus;
  readonly category?: string;
  readonly critical?: boolean;
  readonly durationMs?: number;
  readonly message?: string;
}

export interface Checklist {
  readonly stage: string;
  readonly items: readonly ChecklistItem[];
}

/** Something that was true when the evidence was taken: a version, a flag's value. */
export interface Fact {
  readonly name: string;
  readonly value: string;
  /** Where it comes from: a command, a file. */
  readonly source: string;
}

/** One thing that must be there: a package at a version, free disk, a program. */
export interface Requirement {
  /** `pip pydantic`, `npm react`, `disk ~/.victor`. */
  readonly name: string;
  readonly wanted: string;
  /** What was found; null when nothing was. */
  readonly found: string | null;
  /** Null when it could not be told; `problem` then says why. */
  readonly met: boolean | null;
  readonly problem?: Problem;
}

/** What reading the flag in one arm gave. `unknown` is neither on nor off, and never taken for either. */
export interface FlagReading {
  readonly arm: Arm;
  readonly value: "on" | "off" | "unknown";
  /** What the read command printed, shortened; for `unknown`, why. */
  readonly said: string;
  /** How the arm was set: `env NAME`, `file PATH`, `script`. */
  readonly way: string;
}

/** What a stage's effect command printed when it was run in one arm. */
export interface EffectReading {
  readonly stage: string;
  readonly arm: Arm;
  /** Without white space at its ends; null when it gave nothing that can be compared: `problem` then says why. */
  readonly said: string | null;
  readonly problem?: Problem;
}

/** A result that a stage owed and that could not be used. */
export interface EvidenceGap {
  readonly stage: string;
  /** The metric, `tests`, `coverage`, `checklist`, `facts`, `benchmarks` or `flag` that it leaves without evidence. */
  readonly subject: string;
  readonly arm?: Arm;
  readonly problem: Problem;
}

/** The kind of machine, told apart where it changes what a benchmark measures. */
export interface Machine {
  readonly os: string;
  readonly architecture: string;
  readonly cpuModel: string;
  readonly cores: number;
  readonly memoryBytes: number;
  /** Of the program that runs the gate, e.g. `node v24.9.0`. */
  readonly runtime: string;
}

/** Where the code under test comes from. Null where it is not known, as outside a repository. */
export interface Origin {
  readonly repository: string | null;
  readonly commit: string | null;
  readonly ref: string | null;
  /** Uncommitted changes at the time; null where it cannot be told. */
  readonly dirty: boolean | null;
}

/** Everything that one `collect` found out. It is the only thing that passes from collect to conclude. */
export interface Evidence {
  readonly schema: "rollout-gate/evidence/1";
  readonly rollout: string;
  readonly tool: string;
  /** SHA-256 of the config's text with line feeds as line ends, so that evidence taken under another config is noticed. */
  readonly configDigest: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly origin: Origin;
  readonly machine: Machine;
  /** Which part of the whole this is; absent when one job ran everything. `stages` are the ones this part had to run. */
  readonly shard?: { readonly index: number; readonly total: number; readonly stages: readonly string[] };
  /** True when it was stopped before all stages had run. */
  readonly cancelled: boolean;
  readonly stages: readonly StageRecord[];
  readonly measurements: readonly Measurement[];
  readonly tests: readonly TestReport[];
  readonly coverage: readonly CoverageReport[];
  readonly checklists: readonly Checklist[];
  readonly facts: readonly Fact[];
  readonly requirements: readonly Requirement[];
  readonly flag: readonly FlagReading[];
  /** In the order in which they were taken; absent where no stage asks for any. */
  readonly effects?: readonly EffectReading[];
  readonly gaps: readonly EvidenceGap[];
}
