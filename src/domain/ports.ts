import type { Command, ShellName } from "./config.ts";
import type { Exit, Machine, Origin, StageRecord } from "./evidence.ts";
import type { Reading } from "./problem.ts";

/** Time. Durations are taken from `monotonicMs`, which no clock change moves; dates from `now`. */
export interface Clock {
  now(): Date;
  monotonicMs(): number;
  /** Ends early, without an error, when the signal aborts. */
  sleep(durationMs: number, signal?: AbortSignal): Promise<void>;
}

export type OutputStream = "stdout" | "stderr";

export interface ProcessRequest {
  /** Program and arguments; no shell looks at them. */
  readonly argv: readonly [string, ...string[]];
  readonly directory: string;
  /** The whole environment of the child. */
  readonly env: Readonly<Record<string, string>>;
  /** Null: the child reads an empty standard input. */
  readonly input: string | null;
  /** Any size, `Infinity` for none; 0 or less (or NaN) ends the child at once. */
  readonly timeoutMs: number;
  /** Ends the whole tree when it aborts; when it has aborted already, nothing is started. */
  readonly signal?: AbortSignal;
  /** Called with the bytes as they come. A promise holds the child back until it settles, so memory stays flat. */
  readonly onOutput: (bytes: Uint8Array, stream: OutputStream) => void | Promise<void>;
}

export interface ProcessOutcome {
  readonly exit: Exit;
  readonly durationMs: number;
  readonly timedOut: boolean;
  readonly cancelled: boolean;
  /** Of the whole tree, sampled; null where the system cannot tell. */
  readonly peakRssBytes: number | null;
  /** Processes of the tree that were still alive after the child had ended, and were ended. */
  readonly strays: number;
  /**
   * Why the child could not be started; null when it was. `ENOENT`, `EACCES`, `E2BIG`, … are about the program and its
   * arguments, `CWD` is about the working directory. The message is a whole sentence for people.
   */
  readonly startError: { readonly code: string; readonly message: string } | null;
}

/** What a command becomes in this place: a program and its arguments. */
export interface ResolvedCommand {
  readonly argv: readonly [string, ...string[]];
  /** The shell that reads the script; null for a program without one. */
  readonly shell: ShellName | null;
}

/** Starts processes and ends their whole trees. */
export interface Processes {
  /** Whatever the child does is told in the outcome; it rejects only when `onOutput` threw, after the tree was ended. */
  run(request: ProcessRequest): Promise<ProcessOutcome>;
  /** What to run for a command: the script's shell (asked for, or the system's default) is looked up and given the script. */
  resolve(
    command: Command,
    env: Readonly<Record<string, string>>,
    directory: string,
  ): Promise<Reading<ResolvedCommand>>;
  /** The file that a program's name means in this environment; null when there is none that may be executed. */
  find(program: string, env: Readonly<Record<string, string>>, directory: string): Promise<string | null>;
}

export type FileKind = "file" | "folder" | "other" | "nothing";

/**
 * Files. What is read from a stage's folder was written by code that is not trusted: only regular files are opened, links
 * are not followed out of `within`, sizes are capped.
 */
export interface Files {
  kind(path: string): Promise<FileKind>;
  /** UTF-8 text without its byte order mark. A file above `maxBytes`, a link out of `within`, a FIFO: a problem. */
  readText(path: string, limits: ReadLimits): Promise<Reading<string>>;
  /** The same, in pieces, for files too large to hold. Problems found later end the iteration with an error. */
  readChunks(path: string, limits: ReadLimits): Promise<Reading<AsyncIterable<string>>>;
  /** When a file was last written, in milliseconds since 1970; null where there is none, or the system does not tell. */
  modifiedMs(path: string): Promise<number | null>;
  /** Paths of regular files below a folder, relative to it, sorted; folders that are links are not entered. */
  list(folder: string, limits: ListLimits): Promise<readonly string[]>;
  /** The old content or the new, never a part: temporary file, write, sync, rename, sync of the folder. Keeps the mode. */
  writeAtomically(path: string, text: string): Promise<void>;
  makeFolder(path: string): Promise<void>;
  makeTemporaryFolder(prefix: string): Promise<string>;
  /** Removes a file or a folder with all that is in it; nothing there is no error. */
  remove(path: string): Promise<void>;
  /** Free bytes for an ordinary user where `path` lies, or would lie: its nearest ancestor that exists. */
  freeBytes(path: string): Promise<Reading<{ readonly measuredAt: string; readonly bytes: number }>>;
}

export interface ListLimits {
  readonly maxFiles: number;
  /** Names of folders that are not entered, at any depth. */
  readonly skip?: readonly string[];
}

export interface ReadLimits {
  readonly maxBytes: number;
  /** The folder that the file's real path must lie in. */
  readonly within: string;
}

/** What is known of the place the program runs in, taken once at the start. */
export interface Host {
  readonly env: Readonly<Record<string, string>>;
  readonly workspace: string;
  readonly home: string;
  readonly platform: "linux" | "darwin" | "win32";
  readonly machine: Machine;
  readonly cores: number;
  origin(): Promise<Origin>;
}

/** Told what happens while it happens. Nothing it does can change a result. */
export interface Progress {
  stageStarted(stage: string, detail: string): void;
  /** What a stage's processes print, as it comes. Untrusted bytes. */
  output(stage: string, bytes: Uint8Array, stream: OutputStream): void | Promise<void>;
  /** `done` of at most `total` launches a side, and what the looks so far say. */
  launched(stage: string, done: number, total: number, detail: string): void;
  stageEnded(record: StageRecord): void;
  note(message: string): void;
  warning(message: string): void;
}
