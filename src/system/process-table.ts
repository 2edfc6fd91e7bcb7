import type { Host } from "../domain/ports.ts";
import { createLinuxProcessTable } from "./linux-process-table.ts";
import { createPsProcessTable } from "./ps-process-table.ts";

/** The variable that marks every process of a launch; children inherit it whatever they do to groups and sessions. */
export const launchVariable = "ROLLOUT_GATE_LAUNCH";

/** One process. A number alone is used again after its process has ended; number and start time together are not. */
export interface ProcessId {
  readonly pid: number;
  /** In the system's own words; only ever compared with another of the same system. */
  readonly startedAt: string;
}

/** The processes of one launch, as far as they have been seen: start time by process number, and how often seen. */
export type KnownTree = Map<number, { readonly startedAt: string; sightings: number }>;

export interface TreeMemory {
  /** Resident memory of all processes of the tree at this moment, summed. */
  readonly rssBytes: number;
  /** The highest that any single one of them has ever had, where the system keeps it; else 0. */
  readonly highestOfOneBytes: number;
}

/** What marks a process as belonging to a launch. */
export interface LaunchMarks {
  /** Text that occurs in the environment of its processes and of no others. */
  readonly token: string;
  /** Text that occurs in the limits of its processes and of no others; null where none could be set. */
  readonly limit: string | null;
  /** The session and group that its first process leads; null when that is not known any more. */
  readonly leader: ProcessId | null;
}

/** The system's list of processes. Nothing here throws: what cannot be read is taken as not there. */
export interface ProcessTable {
  /** The process with its start time; null when there is none, or when it has ended and only waits to be collected. */
  identify(pid: number): Promise<ProcessId | null>;
  /** Adds the descendants of the known processes to them, forgets those that ended, and weighs the tree; null: no figures. */
  sample(known: KnownTree): Promise<TreeMemory | null>;
  /** Every process alive that is marked or known, this program itself left out. */
  survivors(marks: LaunchMarks, known: KnownTree): Promise<readonly ProcessId[]>;
  /** Every process, this program left out, that holds one of the named ends of pipes. */
  holders(ends: readonly string[]): Promise<readonly ProcessId[]>;
  /** The shortest time between two samples that is worth their cost. */
  readonly sampleEveryMs: number;
}

/** Null on Windows, where `taskkill /T` ends a tree by itself and no memory is sampled. */
export function processTableOf(platform: Host["platform"]): ProcessTable | null {
  switch (platform) {
    case "linux":
      return createLinuxProcessTable();
    case "darwin":
      return createPsProcessTable();
    case "win32":
      return null;
  }
}
