import type { Command } from "../domain/config.ts";
import type { FlagReading } from "../domain/evidence.ts";
import type { ProcessOutcome } from "../domain/ports.ts";
import type { Reading } from "../domain/problem.ts";

export interface CommandResult {
  readonly outcome: ProcessOutcome;
  /** What was printed, cut to a size that the caller chooses. Untrusted. */
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs one short command of the config in the workspace.
 *
 * @param overrides added to the environment that every child gets
 * @param timeoutMs the whole tree is ended after it
 */
export type RunCommand = (
  command: Command,
  overrides: Readonly<Record<string, string>>,
  timeoutMs: number,
  signal?: AbortSignal,
) => Promise<CommandResult>;

/** Files as bytes, so that what is put back is what was there, byte order mark and all. */
export interface FlagFiles {
  /** A regular file, links followed; a folder, a FIFO or more than `maxBytes` is a problem, and nothing there one of kind `missing`. */
  readBytes(path: string, maxBytes: number): Promise<Reading<Uint8Array>>;
  /** The old content or the new, never a part. Keeps the mode. Rejects when it cannot be written; the old content is then still there. */
  writeBytesAtomically(path: string, bytes: Uint8Array): Promise<void>;
}

export interface FlagPorts {
  readonly files: FlagFiles;
  readonly runCommand: RunCommand;
  /** `~` and variables in a path of the config, made into an absolute path. */
  readonly expandPath: (path: string) => Reading<string>;
  /** What a value printed by `flag.read` means. Anything not clearly on or off is `unknown`. */
  readonly parseValue: (printed: string) => FlagReading["value"];
}
