import type { Clock, Files, Host, Processes, Progress } from "../domain/ports.ts";
import type { FlagFiles } from "../flag/flag-ports.ts";

/** The effects that collecting needs. */
export interface CollectPorts {
  readonly clock: Clock;
  readonly files: Files;
  readonly processes: Processes;
  readonly host: Host;
  readonly progress: Progress;
  /** Bytes rather than text, for files that are put back as they were found. */
  readonly flagFiles: FlagFiles;
  /** What processes were caught at that they must not do, a sentence each; put right already. */
  readonly tampering: () => readonly string[];
  /** What a stage's process may see of our own environment: no token, none of the runner's command files. */
  readonly childEnv: Readonly<Record<string, string>>;
}
