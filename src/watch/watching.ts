import type { Config } from "../domain/config.ts";
import type { GateConcluded } from "../domain/ledger.ts";
import type { Verify } from "../domain/verify.ts";
import type { WatchPorts } from "./watch-ports.ts";
import type { WatchState } from "./watch-state.ts";
import type { WatchedMetric } from "./watched-metrics.ts";

/** What all looks of one run have in common. */
export interface Watching {
  readonly config: Config;
  readonly verify: Verify;
  readonly metrics: readonly WatchedMetric[];
  readonly state: WatchState;
  /** The latest verdict of the gate; null when there is none. */
  readonly gate: GateConcluded | null;
  /** Since when a subject has not been as it should be. */
  readonly since: ReadonlyMap<string, Date>;
  readonly now: Date;
  readonly ports: WatchPorts;
  readonly signal: AbortSignal;
}
