import type { CanonicalUnit } from "./arm.ts";

/** One figure that the ledger has of a metric. */
export interface HistoryPoint {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly value: number;
}

/** A metric over time. */
export interface HistoryLine {
  readonly subject: string;
  readonly unit: CanonicalUnit;
  /** `gate`: measured by passing runs of the default branch. `production`: by looks at it while the flag was on. */
  readonly from: "gate" | "production";
  /** In order of time, at least two. */
  readonly points: readonly HistoryPoint[];
}

/** When the flag was turned on or off for good. */
export interface HistorySwitch {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly flag: "on" | "off";
}

/** What the ledger knows of a rollout over time, for people to look at; nothing is judged by it. */
export interface History {
  readonly lines: readonly HistoryLine[];
  /** In order of time. */
  readonly switches: readonly HistorySwitch[];
}
