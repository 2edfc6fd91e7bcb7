import type { Stage } from "../domain/config.ts";
import type { StageResults } from "./stage-results.ts";

/** What the launches so far say. */
export interface LookResult {
  /** True when every criterion of the stage is decided, so that more launches would change nothing. */
  readonly decided: boolean;
  /** A few words for the progress line; empty when there is nothing to say. */
  readonly detail: string;
}

/** Judges a stage's measurements in the middle of its launches. Pure. */
export type Look = (stage: Stage, results: StageResults) => LookResult;
