import type { Reading } from "./problem.ts";

/** Where the config of another commit comes from. */
export interface PolicySource {
  /**
   * The text of a file as it is at a commit; null when the commit is there and has no such file. Whatever leaves that open
   * (no permission, no answer, a link, a folder) is a problem.
   *
   * @param commit 40 hexadecimal digits
   * @param path relative to the repository, with `/`
   * @param next commits at which the same file will be asked for, so that all of it may come in one go; a matter of cost alone
   */
  read(commit: string, path: string, next?: readonly string[]): Promise<Reading<string | null>>;
}

/** One difference between two configs, as far as it bears on the verdict. */
export interface PolicyChange {
  /** `criteria.chat-latency.pass`, `stages.unit`. */
  readonly key: string;
  /** In the config's own words, shortened; null: not there. */
  readonly before: string | null;
  readonly after: string | null;
  /** Whether less is asked for afterwards, more, or it cannot be told. */
  readonly effect: "loosens" | "tightens" | "changes";
}

/** By whose terms a verdict was reached. */
export interface PolicyRecord {
  /**
   * - `base`: the config at the commit that the change is merged into.
   * - `own`: the change's own, because the base has none yet.
   */
  readonly source: "base" | "own";
  /** The base commit. */
  readonly commit: string;
  /** The config's path in the repository. */
  readonly file: string;
  /** From the base's config to the change's own; empty for `own`. */
  readonly changes: readonly PolicyChange[];
}
