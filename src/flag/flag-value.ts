import type { Problem, Reading } from "../domain/problem.ts";

/** A single value as a settings file holds it. `.env` files hold text alone. */
export type FlagValue = string | number | boolean | null;

/** A settings file's text after one value was set in it. */
export interface EditedText {
  readonly text: string;
  /** What the reader should know though the edit worked, one sentence each: a key that is written twice. */
  readonly notes: readonly string[];
}

/** What every editor offers. Both are pure; neither ever throws. */
export interface FlagEditor {
  /** A key that is not there is a problem of kind `missing`. */
  read(text: string, path: readonly string[]): Reading<FlagValue>;
  /** Changes the one value and no other byte; a key that is not there is added at the end of its table. */
  set(text: string, path: readonly string[], value: string | number | boolean): Reading<EditedText>;
}

/** A problem as a reading. */
export function failed(
  kind: Problem["kind"],
  reason: string,
  remedy: string,
  place: { readonly line?: number; readonly column?: number } = {},
): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem: { kind, reason, remedy, ...place } };
}

/** A key path as people write it, quoted for a message and cut to a length that fits one. */
export function showPath(path: readonly string[]): string {
  const text = path.join(".");
  return `\`${text.length > 80 ? `${text.slice(0, 79)}…` : text}\``;
}
