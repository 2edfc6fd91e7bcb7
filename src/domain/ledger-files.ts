import type { ReadLimits } from "./ports.ts";
import type { Reading } from "./problem.ts";

/** The files of a ledger that lies in a folder. Several processes, on one machine or on a shared disk, may use it at once. */
export interface LedgerFiles {
  /** Names of everything in a folder, sorted; null when there is no such folder. A folder that may not be read is a problem. */
  names(folder: string): Promise<Reading<readonly string[] | null>>;
  /** As `Files.readText`. */
  readText(path: string, limits: ReadLimits): Promise<Reading<string>>;
  /**
   * Makes a file that is whole from its first moment on: of two who make the same one, one succeeds. Its folder is made where
   * there is none.
   *
   * @returns false when there is such a file already
   */
  createWhole(path: string, text: string): Promise<Reading<boolean>>;
  /** A file that is not there is no error. */
  remove(path: string): Promise<void>;
}
