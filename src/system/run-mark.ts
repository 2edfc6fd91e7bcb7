import type { ProcessId } from "./process-table.ts";

/** A note of what a run has started, for whoever has to clean up after it. */
export interface RunMark {
  /** Part of the mark of every launch of the run. */
  readonly token: string;
  /** Notes a launch; what it returns takes the note back. */
  launched(leader: ProcessId): () => void;
}
