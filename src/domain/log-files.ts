import type { Reading } from "./problem.ts";

/** One file that a log was written to: the live one, or what became of an earlier one. */
export interface LogFile {
  readonly path: string;
  /** What stays the same when the file is renamed (device and inode); empty where the system has nothing like it. */
  readonly identity: string;
  /** Of the file as it lies on the disk. */
  readonly bytes: number;
  readonly modifiedMs: number;
  /** Its content is compressed; positions in it are those of the content. */
  readonly compressed: boolean;
}

/** An open log file. Renaming, compressing or removing it does not disturb who reads on. */
export interface LogStream {
  readonly file: LogFile;
  /** Reads on from where the last call ended, into a part of `into`; 0 at the end of what is there now. */
  read(into: Uint8Array, at: number, length: number): Promise<Reading<number>>;
  close(): Promise<void>;
}

/** Log files, which are large, are renamed while they are read, and may be compressed. */
export interface LogFiles {
  /** Regular files in the folder of `path` whose names begin like its own, the file itself among them; in no order. */
  list(path: string): Promise<Reading<readonly LogFile[]>>;
  /** Opens the very file that was listed, at a position in its content; a problem when it is another one by now. */
  open(file: LogFile, position: number): Promise<Reading<LogStream>>;
}
