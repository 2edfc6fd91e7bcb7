import { afterMs } from "./after-ms.ts";
import type { KnownTree, ProcessTable } from "./process-table.ts";

/** At most this part of one core goes into sampling: a sample that took 1 ms is followed by a pause of at least 50 ms. */
const pauseForCost = 50;
/** The first pauses are short whatever a sample costs: most of a short process's life happens in them. */
const firstPauseMs = 1;
const shortPauseMs = 20;

/** See {@link startMemorySampler}. */
export interface MemorySampler {
  /** Ends the sampling. The highest sum seen, or the highest of one process where that is more; null: nothing was read. */
  stop(): number | null;
}

/**
 * Follows the memory of a launch's tree until it is stopped. The first sample is taken at once, pauses then double up to the
 * table's own interval. A process that lives only a few milliseconds is seen while it still grows: its figure is too low,
 * or missing.
 */
export function startMemorySampler(table: ProcessTable, known: KnownTree): MemorySampler {
  let peakBytes: number | null = null;
  let pauseMs = firstPauseMs;
  let stopped = false;
  let cancel = () => {};
  const look = async () => {
    const startedAt = performance.now();
    const memory = await table.sample(known);
    if (memory !== null) peakBytes = Math.max(peakBytes ?? 0, memory.rssBytes, memory.highestOfOneBytes);
    if (stopped) return;
    const costMs = (performance.now() - startedAt) * pauseForCost;
    cancel = afterMs(pauseMs < shortPauseMs ? pauseMs : Math.max(pauseMs, costMs), look);
    pauseMs = Math.min(pauseMs * 2, table.sampleEveryMs);
  };
  void look();
  return {
    stop: () => {
      stopped = true;
      cancel();
      return peakBytes;
    },
  };
}
