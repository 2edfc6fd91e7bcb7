import type { Arm } from "./arm.ts";
import type { TestStatus } from "./evidence.ts";

/** A value on an axis, marked with words. */
export interface PageMark {
  readonly at: number;
  readonly text: string;
}

/** One arm of a chart. */
export interface PageArm {
  readonly arm: Arm;
  /** What one dot stands for: a launch of today, or in a recorded baseline a whole run. */
  readonly each: "launch" | "run";
  readonly centre: number;
  /** The value of each launch, or of each run. */
  readonly values: readonly number[];
}

/** What one chart of two arms shows. All numbers are in `unit`, which is one that people read: `ms`, not `ns`. */
export interface PageChart {
  /** What it is about, for those who do not see it. */
  readonly label: string;
  readonly unit: string;
  /** How many of the report's own unit make one of `unit`. */
  readonly size: number;
  readonly arms: readonly PageArm[];
  readonly limits: readonly PageMark[];
  /** Null where nothing is compared. Changes in `changeUnit`; an end that is not bounded is null. */
  readonly change: {
    readonly unit: string;
    readonly estimate: number;
    readonly lower: number | null;
    readonly upper: number | null;
    readonly limits: readonly PageMark[];
    readonly confidence: string;
  } | null;
}

/** One bar of the timeline; times in milliseconds since the first stage began. */
export interface PageStage {
  readonly name: string;
  readonly status: string;
  readonly tone: string;
  readonly startMs: number;
  readonly durationMs: number;
  readonly text: string;
  readonly launches: readonly {
    readonly arm: Arm;
    readonly startMs: number;
    readonly durationMs: number;
    readonly warmUp: boolean;
  }[];
}

export interface PageTest {
  readonly name: string;
  readonly suite: string;
  readonly stage: string;
  readonly status: TestStatus;
  readonly took: string;
  readonly place: string;
  readonly message: string;
}

/** A metric over time; times in milliseconds since 1970. */
export interface PageTrend {
  /** What it is about, for those who do not see it. */
  readonly label: string;
  readonly unit: string;
  readonly points: readonly { readonly atMs: number; readonly value: number }[];
  readonly switches: readonly { readonly atMs: number; readonly flag: "on" | "off" }[];
}

/** What the page's own script gets; whatever else the page says is there without it. */
export interface PageModel {
  /** By the number that a chart's place in the page bears. */
  readonly charts: readonly PageChart[];
  readonly stages: readonly PageStage[];
  readonly tests: readonly PageTest[];
  /** By the number that a trend's place in the page bears. */
  readonly trends: readonly PageTrend[];
}
