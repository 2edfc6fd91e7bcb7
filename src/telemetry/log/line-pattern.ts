import type { Reading } from "../../domain/problem.ts";

/** A pattern whose time grows with the text alone. */
export interface LinePattern {
  /** Whether it occurs in the text. */
  occurs(text: string): boolean;
  /** The named groups of its first occurrence; null when it does not occur. */
  groups(text: string): Readonly<Record<string, string | undefined>> | null;
}

/** The engine of patterns is large and belongs to whoever calls, who loads it only when a config holds a pattern. */
export type CompilePattern = (pattern: string) => Reading<LinePattern>;
