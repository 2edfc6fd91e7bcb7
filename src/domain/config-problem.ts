/** A complaint about the config that points at its place. */
export interface ConfigProblem {
  readonly message: string;
  /** What to do, e.g. the nearest right word; empty when there is nothing more to say. */
  readonly hint: string;
  /** Dotted path of the key: `stages.unit.timeout`. */
  readonly key: string;
  /** How the config was named to whoever read it. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units, as editors count. */
  readonly column: number;
  /** Length of the part that is wrong, for the caret; at least 1. */
  readonly length: number;
  readonly severity: "error" | "warning";
}
