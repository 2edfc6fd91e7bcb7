import type { CanonicalUnit, Direction } from "./arm.ts";
import type { Command } from "./config.ts";
import type { Criterion } from "./criterion.ts";
import type { Statistic } from "./metric-record.ts";

export type TimeFormat = "iso" | "epoch-s" | "epoch-ms" | "epoch-us" | "epoch-ns";
export type Scalar = string | number | boolean;

/** A field and the values of which it must have one. */
export interface FieldCondition {
  readonly field: string;
  readonly values: readonly Scalar[];
}

/** How much of a log may be unreadable before nothing is concluded from it: a share of its lines, or a number of them. */
export type BadLineLimit =
  | { readonly kind: "share"; readonly share: number }
  | { readonly kind: "count"; readonly count: number };

/** One metric of an event log. */
export interface EventMetric {
  readonly name: string;
  readonly direction: Direction | null;
  /** Null: events are counted. */
  readonly value: string | null;
  readonly unit: CanonicalUnit;
  /** Multiplies a number of the log into `unit`. */
  readonly scale: number;
  readonly statistic: Statistic;
  /** All must hold. */
  readonly where: readonly FieldCondition[];
  /** Null: failures are not what is measured. An event with all of these has failed. */
  readonly failed: readonly FieldCondition[] | null;
  readonly distinct: string | null;
  readonly by: string | null;
  readonly perMs: number | null;
  /** Null: an ordinary metric. Else the log is read as a sign of life. */
  readonly alive: AliveMetric | null;
}

/** What a log says about the life of who writes it. */
export interface AliveMetric {
  readonly figure: "uptime" | "failures" | "between-failures";
  /** So long without an event, and it was down. */
  readonly gapMs: number;
  /** An event with all of these is a start; a start that no gap came before is a failure too. Empty: gaps alone tell. */
  readonly start: readonly FieldCondition[];
}

export interface LineMetric {
  readonly name: string;
  readonly direction: Direction | null;
  /** In lower case; empty: any level. */
  readonly levels: readonly string[];
  readonly match: string | null;
  readonly ignore: string | null;
  readonly perMs: number | null;
}

export interface QueryMetric {
  readonly name: string;
  readonly direction: Direction | null;
  readonly query: string;
  readonly unit: CanonicalUnit;
  readonly scale: number;
}

export interface SampleMetric {
  readonly name: string;
  readonly direction: Direction | null;
  /** The metric's name in the text. */
  readonly sample: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly quantile: number | null;
  readonly unit: CanonicalUnit;
  readonly scale: number;
}

export interface ProcessMetric {
  readonly name: string;
  readonly read: "rss" | "rss-growth" | "cpu" | "uptime";
}

export type GitHubMetric = { readonly name: string } & (
  | { readonly kind: "issues"; readonly labels: readonly string[] }
  | { readonly kind: "failed-runs"; readonly workflow: string }
);

/** Where production writes what it does. Paths and addresses as in the config: `~` and variables not yet expanded. */
export type Source = { readonly name: string } & (
  | {
      readonly kind: "jsonl";
      readonly paths: readonly string[];
      readonly time: { readonly field: string; readonly format: TimeFormat; readonly zoneMinutes: number };
      readonly badLines: BadLineLimit;
      readonly metrics: readonly EventMetric[];
    }
  | {
      readonly kind: "log";
      readonly paths: readonly string[];
      readonly line: string | null;
      readonly component: string | null;
      /** Minutes east of Greenwich that times without a zone are in. */
      readonly zoneMinutes: number;
      readonly badLines: BadLineLimit;
      readonly metrics: readonly LineMetric[];
    }
  | {
      readonly kind: "prometheus";
      readonly url: string;
      /** The environment variable that holds the bearer token. */
      readonly token: string | null;
      readonly timeoutMs: number;
      readonly metrics: readonly QueryMetric[];
    }
  | { readonly kind: "openmetrics"; readonly from: string; readonly metrics: readonly SampleMetric[] }
  | {
      readonly kind: "process";
      readonly find: { readonly kind: "command" | "pid-file"; readonly text: string };
      /** How long the process is watched, and how often it is looked at. */
      readonly watchMs: number;
      readonly metrics: readonly ProcessMetric[];
    }
  | { readonly kind: "github"; readonly metrics: readonly GitHubMetric[] }
);

/** When to look, and what must hold then. */
export interface VerifyWindow {
  readonly name: string;
  readonly afterMs: number;
  /** Null: since the flag went on. */
  readonly overMs: number | null;
  readonly everyMs: number | null;
  readonly criteria: readonly Criterion[];
  readonly run: Command | null;
  readonly report: boolean;
}

/** What is watched after the flag is on. */
export interface Verify {
  readonly windows: readonly VerifyWindow[];
  readonly sources: readonly Source[];
  /** How much of the time before the flag went on is the record that is compared with. */
  readonly beforeMs: number;
  /** How long people may look into what is not as it should be. */
  readonly investigateMs: number;
  /** How long a scheduled rollback may take to begin. */
  readonly rollBackMs: number;
}
