import type { Problem, Reading } from "./problem.ts";

/** A file as it was read. `version` tells this content apart from any other. */
export interface BranchFile {
  readonly text: string;
  readonly version: string;
}

/**
 * - `nothing`: it was made sure that the branch, or the file on it, does not exist; not that it may not be seen.
 * - `unreachable`: no answer that can be used; it may be asked again.
 */
export type BranchRead =
  | { readonly kind: "found"; readonly file: BranchFile }
  | { readonly kind: "nothing"; readonly what: "branch" | "file" }
  | { readonly kind: "unreachable"; readonly problem: Problem }
  | { readonly kind: "problem"; readonly problem: Problem };

/**
 * What a folder holds, by whole paths; a file that could not be had this way is left out and read by itself.
 *
 * - `unknown`: it could not be had in one go, which says nothing about what is there.
 */
export type BranchFolder =
  | { readonly kind: "found"; readonly files: ReadonlyMap<string, BranchFile> }
  | { readonly kind: "nothing"; readonly what: "branch" | "file" }
  | { readonly kind: "unknown" };

/**
 * - `conflict`: somebody else was first; nothing was written by the call that got this answer.
 * - `unreachable`: no answer; it may have been written.
 * - `problem`: it was refused, and asking again is of no use.
 */
export type BranchWrite =
  | { readonly kind: "written" }
  | { readonly kind: "conflict" | "unreachable" | "problem"; readonly problem: Problem };

/** The branch at one commit. */
export interface BranchSnapshot {
  readonly commit: string;
  readonly tree: string;
}

/** A file's new text; null removes it. */
export type BranchChanges = Readonly<Record<string, string | null>>;

/** Small text files on a branch of their own, without a checkout. Paths are relative, with `/`. */
export interface BranchFiles {
  /** For people: `branch rollout-gate of octo-org/shop`. */
  readonly place: string;
  /** @param at a commit; left out: the branch as it is now, which may be a little behind */
  read(path: string, at?: BranchSnapshot): Promise<BranchRead>;
  /** Everything in a folder at once, as the branch is now; a matter of speed alone. */
  readFolder(path: string): Promise<BranchFolder>;
  /**
   * Writes one file if it is still what it was.
   *
   * @param version of what is replaced; null: there must be no such file
   */
  write(path: string, text: string, version: string | null, message: string): Promise<BranchWrite>;
  /** Begins the branch, without any history before it; a conflict when it is there already. */
  begin(files: Readonly<Record<string, string>>, message: string): Promise<BranchWrite>;
  /** The branch's latest commit; null when there is no branch. */
  snapshot(): Promise<Reading<BranchSnapshot | null>>;
  /** Changes several files in one commit on top of the snapshot, if that is still the latest. */
  commit(snapshot: BranchSnapshot, changes: BranchChanges, message: string): Promise<BranchWrite>;
}
