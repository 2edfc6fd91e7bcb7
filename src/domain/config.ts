import type { Arm, CanonicalUnit, Direction } from "./arm.ts";
import type { Channel } from "./channel.ts";
import type { Criterion, Severity } from "./criterion.ts";
import type { EscalationLevel } from "./escalation.ts";
import type { EnablePlan, RollbackPlan, StateKeeping } from "./rollout-plan.ts";
import type { Validation } from "./validation.ts";
import type { Verify } from "./verify.ts";

export type ShellName = "bash" | "sh" | "pwsh" | "cmd";

/** What is run: a script for a shell (null: the system's default one), or a program with its arguments and no shell. */
export type Command =
  | { readonly kind: "script"; readonly script: string; readonly shell: ShellName | null }
  | { readonly kind: "program"; readonly argv: readonly [string, ...string[]] };

/** One way to set the flag. Values are what is written for on and off. */
export type FlagWay =
  | { readonly kind: "script"; readonly on: Command; readonly off: Command }
  | {
      readonly kind: "file";
      /** As written in the config; `~` and variables not yet expanded. */
      readonly path: string;
      /** Dotted path inside the file. */
      readonly key: string;
      readonly on: string | boolean | number;
      readonly off: string | boolean | number;
    }
  | { readonly kind: "env"; readonly name: string; readonly on: string; readonly off: string };

export interface Flag {
  /** Prints the effective value in the target; null when the config names none. */
  readonly read: Command | null;
  readonly readTimeoutMs: number;
  /** In the order in which they are tried. */
  readonly set: readonly FlagWay[];
}

export interface BackupPath {
  readonly path: string;
  readonly optional: boolean;
}

/** Text that output must hold: literally, or as a linear-time pattern. */
export type TextMatch =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "pattern"; readonly pattern: string };

export interface Expectation {
  /** Exit codes that count as passed. */
  readonly exit: readonly number[];
  /** All must occur somewhere in the output. */
  readonly output: readonly TextMatch[];
  /** None may occur in the output. */
  readonly never: readonly TextMatch[];
}

/** How one metric is had. Files are relative to the launch's evidence folder. */
export type Measure = { readonly name: string; readonly direction: Direction | null } & (
  | { readonly kind: "benchmark"; readonly benchmark: string; readonly file: string | null }
  | {
      readonly kind: "output";
      readonly pattern: string;
      readonly stream: "stdout" | "stderr" | "both";
      readonly unit: CanonicalUnit;
      /** Multiplies a captured number into `unit`. */
      readonly scale: number;
    }
  | {
      readonly kind: "json";
      readonly file: string;
      readonly path: string;
      readonly unit: CanonicalUnit;
      readonly scale: number;
    }
  | { readonly kind: "peak-rss" }
  | { readonly kind: "duration" }
);

/** In which arms a stage runs, and how often. */
export type ArmsPlan =
  /** Run once, the flag left as it is. */
  | { readonly kind: "as-is" }
  /** Run once in one arm. */
  | { readonly kind: "one"; readonly arm: Arm }
  /** Launched in one arm so many times, and held against what the ledger has of earlier runs. */
  | {
      readonly kind: "recorded";
      /** Null: the flag left as it is. */
      readonly arm: Arm | null;
      /** Launches that count, all of them made. */
      readonly launches: number;
      /** Launches that are thrown away first. */
      readonly warmUps: number;
      /** For all launches together; null: the stage's time limit alone. */
      readonly timeLimitMs: number | null;
      /** The chance of a wrong decision, e.g. 0.01. */
      readonly errorRate: number;
    }
  /** Launched in both arms, interleaved. */
  | {
      readonly kind: "both";
      /** Launches a side before the first look. */
      readonly minLaunches: number;
      /** Launches a side at the most. */
      readonly maxLaunches: number;
      /** Launches a side that are thrown away first. */
      readonly warmUps: number;
      /** For all launches together; null: the stage's time limit alone. */
      readonly timeLimitMs: number | null;
      /** The chance of a wrong decision that all looks together may spend, e.g. 0.01. */
      readonly errorRate: number;
      /** One process reports both arms itself; `$ARM_ORDER` tells it which to run first. */
      readonly inProcess: boolean;
    };

export interface ChecklistSource {
  /** Relative to the launch's evidence folder. */
  readonly file: string;
  /** Names that must be there and no others; null: any. */
  readonly expected: readonly string[] | null;
  /** Items of other names are passed over, as if they were not in the file. */
  readonly othersPass: boolean;
}

/** What must differ between the arms, or the flag does nothing where it should. */
export type Effect =
  /** A command whose standard output must differ. */
  | { readonly kind: "output"; readonly run: Command; readonly timeoutMs: number }
  /** A metric of the stage whose values must differ. */
  | { readonly kind: "metric"; readonly metric: string };

export interface Stage {
  readonly name: string;
  readonly needs: readonly string[];
  readonly run: Command;
  /** Relative to the workspace; null: the workspace itself. */
  readonly directory: string | null;
  readonly env: Readonly<Record<string, string>>;
  /** Parts that are validated; `run` then starts the interpreter that answers. Null for a command of the config's own. */
  readonly validation: Validation | null;
  /** Written to the command's standard input; null: an empty standard input. */
  readonly input: string | null;
  /** For one launch. */
  readonly timeoutMs: number;
  /** Nothing else runs beside it. True for every stage that measures. */
  readonly alone: boolean;
  readonly arms: ArmsPlan;
  readonly severity: Severity;
  readonly expect: Expectation;
  /** Test result files, relative to the evidence folder. */
  readonly tests: readonly string[];
  readonly coverage: { readonly file: string; readonly of: readonly string[] } | null;
  readonly checklist: ChecklistSource | null;
  /** A scanner's JSON, of which the vulnerabilities are counted; null: none. */
  readonly vulnerabilities: string | null;
  /** Benchmark result files of which every benchmark becomes a metric of the stage. */
  readonly benchmarks: readonly string[];
  /** The benchmarks that those files must hold, and no others; null: any. */
  readonly expectBenchmarks: readonly string[] | null;
  readonly measure: readonly Measure[];
  /** Null: only reading the flag back proves that it has an effect. */
  readonly effect: Effect | null;
  /** Paths and programs the config says the stage needs, beyond those that can be seen in its command. */
  readonly requires: readonly string[];
}

/** A version range for one package, in the words of its registry: PEP 440 for pip, semver for npm. */
export interface PackageRequirement {
  readonly manager: "pip" | "npm";
  readonly name: string;
  readonly range: string;
  readonly severity: Severity;
}

export interface DiskRequirement {
  readonly path: string;
  readonly freeBytes: number;
  readonly severity: Severity;
}

export interface FactSource {
  readonly name: string;
  readonly run: Command;
}

/** What lets a criterion that is not met through, until a date, in somebody's name. */
export interface Waiver {
  /** A key of `criteria`, or a metric that one of them is about: `metric` or `stage/metric`. */
  readonly metric: string;
  readonly reason: string;
  /** A GitHub user or team such as `@octocat`, or a role of the contacts. */
  readonly owner: string;
  /** The last day on which it applies, in UTC: `2026-03-31`. */
  readonly until: string;
}

export interface ManualGroup {
  readonly group: string;
  readonly items: readonly { readonly text: string; readonly required: boolean }[];
}

/** The approval of a role. */
export interface SignOff {
  readonly role: string;
  readonly required: boolean;
}

/** Who has a role, and how they are reached. */
export interface Contact {
  readonly role: string;
  /** A GitHub user `octocat` or team `octo-org/on-call`, without `@`; null when the config names none. */
  readonly handle: string | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly slack: string | null;
}

/** Where the record of rollouts is kept, and what of it. */
export interface LedgerPlan {
  readonly place:
    | {
        readonly kind: "branch";
        /** Without `refs/heads/`. */
        readonly branch: string;
      }
    | {
        readonly kind: "folder";
        /** As written in the config; `~` and variables not yet expanded. */
        readonly path: string;
      };
  /** Everything younger is kept. */
  readonly keepMs: number;
  /** How many of the latest baselines are kept for each kind of machine and config; at least 1. */
  readonly baselines: number;
}

/** Which recorded runs stand in for a baseline that is not measured. */
export interface BaselinePolicy {
  /** How many of the latest runs count at the most. */
  readonly runs: number;
  /** Runs that are older than this do not count, in milliseconds. */
  readonly maxAgeMs: number;
  /** `2026-11-24`: runs from before this day (UTC) do not count, as after a change of speed that was meant; null: all. */
  readonly since: string | null;
  /** The commit, 40 hexadecimal digits, whose runs the sum of all changes is held against; null: none. */
  readonly anchor: string | null;
}

/** A config that has been read, checked and put in order. Everything in it is in canonical units. */
export interface Config {
  readonly rollout: string;
  readonly flag: Flag | null;
  readonly backup: readonly BackupPath[];
  readonly state: StateKeeping;
  /** How `pip` and `npm` are asked, e.g. the Python whose packages count. */
  readonly python: string;
  readonly packages: readonly PackageRequirement[];
  readonly disk: readonly DiskRequirement[];
  readonly facts: readonly FactSource[];
  /** In the order of the file; `needs` form no cycle. */
  readonly stages: readonly Stage[];
  readonly criteria: readonly Criterion[];
  readonly baseline: BaselinePolicy;
  /** Each of another metric. */
  readonly waivers: readonly Waiver[];
  readonly manual: readonly ManualGroup[];
  /** What is watched after the flag is on; null when nothing is. */
  readonly verify: Verify | null;
  readonly signOffs: readonly SignOff[];
  readonly enable: EnablePlan;
  readonly rollback: RollbackPlan;
  readonly contacts: readonly Contact[];
  /** Mildest first; empty: nothing is escalated. */
  readonly escalation: readonly EscalationLevel[];
  /** Where people are told, besides GitHub. */
  readonly channels: readonly Channel[];
  /** The file name of the workflow that rolls back when an escalation asks for it; null: it is done in place. */
  readonly rollbackWorkflow: string | null;
  /** Null: nothing is recorded. */
  readonly ledger: LedgerPlan | null;
}
