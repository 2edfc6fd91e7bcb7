import type { CanonicalUnit } from "./arm.ts";

export type Comparator = "<" | "<=" | ">" | ">=" | "==" | "!=";

/**
 * What a value is held against, as the criterion grammar gives it. All values are in canonical units.
 * `unit` is empty for a bare number, which fits any count.
 */
export type Limit =
  /** `< 500 ms`: the candidate alone. */
  | {
      readonly kind: "absolute";
      readonly comparator: Comparator;
      readonly value: number;
      readonly unit: CanonicalUnit;
      readonly text: string;
    }
  /** `< +10 %`: `change` is a fraction of the baseline, 0.1 for +10 %. */
  | {
      readonly kind: "relative";
      readonly comparator: "<" | "<=" | ">" | ">=";
      readonly change: number;
      readonly text: string;
    }
  /** `< +100 MB`: candidate minus baseline. */
  | {
      readonly kind: "difference";
      readonly comparator: "<" | "<=" | ">" | ">=";
      readonly value: number;
      readonly unit: CanonicalUnit;
      readonly text: string;
    }
  /** `within 5 %`: `margin` is a fraction, above 0. */
  | { readonly kind: "within-relative"; readonly margin: number; readonly text: string }
  /** `within 2 ms`: `margin` is above 0. */
  | { readonly kind: "within-difference"; readonly margin: number; readonly unit: CanonicalUnit; readonly text: string }
  /** `all`, `all of 15`: every item of a checklist; `count` null where no number was asked for. */
  | { readonly kind: "all"; readonly count: number | null; readonly text: string };

/** What a fail costs: critical → NO-GO; warning → GO WITH CONDITIONS; info → told only. */
export type Severity = "critical" | "warning" | "info";

/** What one metric must meet. */
export interface Criterion {
  /** The key in the config: a metric, `stage/metric`, or a pattern with `*`. */
  readonly metric: string;
  readonly pass: Limit;
  /** Beyond `pass` and within `warn` is a warning; beyond `warn` is a fail. Null: beyond `pass` is a fail. */
  readonly warn: Limit | null;
  readonly severity: Severity;
  /** What to do when it is not met; empty when the config does not say. */
  readonly action: string;
  /** Differences smaller than this are ignored, in `floorUnit`; 0 when the config sets none. */
  readonly floor: number;
  readonly floorUnit: CanonicalUnit;
  /** Overrides what the tool or the unit says. */
  readonly direction: "lower-is-better" | "higher-is-better" | null;
}
