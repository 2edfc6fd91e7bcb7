import type { Reading } from "./problem.ts";

/** What tells one state of a file apart from another, and what is kept when it is put back. */
export interface FileFacts {
  /** Hexadecimal. */
  readonly sha256: string;
  readonly sizeBytes: number;
  /** Permission bits alone: 0o600. */
  readonly mode: number;
  /** ISO 8601, UTC. For people: it is not put back, because programs notice a change by it. */
  readonly modifiedAt: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * Files that are backed up and put back. No link is followed, neither the file itself nor any folder on its way: what was
 * looked at is what is written, also when somebody exchanges it in between.
 */
export interface BackupFiles {
  /** A file as it is now. Nothing there is a problem of kind `missing`; a link, a folder, a FIFO one of kind `invalid`. */
  inspect(path: string): Promise<Reading<FileFacts>>;
  /** Copies a file into a new one, and tells what was copied. The copy is on the disk when it returns. */
  copy(source: string, target: string): Promise<Reading<FileFacts>>;
  /**
   * Puts a copy in a file's place, in one step: whoever reads the file finds the old content or the new. The copy is checked
   * while it is read: when it is not what `expected` says, nothing is changed. Mode and, where the system allows it, owner
   * become those of `expected`.
   */
  putBack(copy: string, target: string, expected: FileFacts): Promise<Reading<PutBack>>;
  /** Names in a folder, sorted; none where there is no such folder. Links and what cannot be read are a problem. */
  names(folder: string): Promise<Reading<readonly string[]>>;
  /** Removes what a run that was killed has left beside a file: temporary files of this program's, some time old. */
  removeLeftovers(path: string): Promise<void>;
}

export interface PutBack {
  /** False when the file was the same already. */
  readonly changed: boolean;
  /** What could not be kept, a sentence each: the owner. */
  readonly notes: readonly string[];
}

/**
 * Small text files of the program's own, in one folder; names are relative to it, with `/`. Whatever is written is on the
 * disk, whole, when the call returns; when it rejects, the old content is there, whole.
 */
export interface StateFiles {
  /** Where it is, absolute. */
  readonly place: string;
  /** Null when there is no such file. */
  read(name: string): Promise<Reading<string | null>>;
  /** Names of files and folders in a folder, sorted; none where there is no such folder. */
  names(folder: string): Promise<Reading<readonly string[]>>;
  write(name: string, text: string): Promise<void>;
  makeFolder(name: string): Promise<void>;
  /** Of two who make the same file, one succeeds. @returns false when it is there already */
  create(name: string, text: string): Promise<boolean>;
  /** Renames a file or a folder in one step; what is there already of the new name is a rejection. */
  rename(from: string, to: string): Promise<void>;
  /** A file, or a folder with all that is in it; nothing there is no error. */
  remove(name: string): Promise<void>;
}

/** Who holds a lock: enough to tell whether it is still alive. */
export interface LockHolder {
  readonly pid: number;
  /** In the system's own words; only compared with another of the same machine. */
  readonly startedAt: string;
  readonly host: string;
}

/** Tells this process, and whether another one is still alive. */
export interface Holders {
  readonly self: LockHolder;
  /** Null for one on another machine: that cannot be told from here. */
  isAlive(holder: LockHolder): Promise<boolean | null>;
}
