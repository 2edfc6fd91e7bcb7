import type { Reading } from "../domain/problem.ts";
import { type EditedText, failed, showPath } from "./flag-value.ts";
import { type Data, sameData, withValue } from "./same-data.ts";

/** Replaces the text between two places. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly insert: string;
}

/**
 * Makes an edit and believes it only when the format's own parser agrees: the new text must hold the old data with the
 * one value changed. An editor that misjudged a file therefore changes nothing.
 *
 * @param parse gives the data as maps, lists and single values
 */
export function checkedEdit(
  text: string,
  splice: Splice,
  expected: { readonly path: readonly string[]; readonly value: unknown; readonly notes?: readonly string[] },
  parse: (text: string) => Reading<Data>,
): Reading<EditedText> {
  const before = parse(text);
  if (!before.ok) return before;
  const edited = text.slice(0, splice.start) + splice.insert + text.slice(splice.end);
  const wanted = withValue(before.value, expected.path, expected.value);
  const after = parse(edited);
  if (wanted === null || !after.ok || !sameData(after.value, wanted.data)) {
    return failed(
      "invalid",
      `The value of ${showPath(expected.path)} cannot be changed without changing something else in the file too.`,
      "Write the key on a line of its own with a plain value, or set the flag by a script or a variable.",
    );
  }
  return { ok: true, value: { text: edited, notes: expected.notes ?? [] } };
}

/** The line end that a text uses: that of its first line, or a line feed. */
export function lineEndOf(text: string): "\n" | "\r\n" {
  return text[text.indexOf("\n") - 1] === "\r" ? "\r\n" : "\n";
}

/** The index of the end of the line that holds `at`, before its line end. */
export function endOfLine(text: string, at: number): number {
  const feed = text.indexOf("\n", at);
  if (feed === -1) return text.length;
  return feed > at && text[feed - 1] === "\r" ? feed - 1 : feed;
}
