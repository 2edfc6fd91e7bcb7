import type { Reading } from "./problem.ts";

/** A process and all that it started, at one moment. */
export interface ObservedTree {
  /** Resident memory of all of them, summed: pages that several share count for each. */
  readonly rssBytes: number;
  /** Processor time that those which are there have used since they began. */
  readonly cpuMs: number;
  /** When the process itself began, in milliseconds since 1970. */
  readonly startedMs: number;
  readonly processes: number;
}

/** Looks at processes that somebody else runs. */
export interface ProcessObserver {
  /**
   * Processes whose command line, its words joined by single spaces, is exactly this text; those that were started by another such process,
   * this program, and whatever started it, are left out.
   */
  find(command: string): Promise<Reading<readonly number[]>>;
  /** The tree of a process; null when there is none of that number, or it has ended. */
  observe(pid: number): Promise<Reading<ObservedTree | null>>;
}
