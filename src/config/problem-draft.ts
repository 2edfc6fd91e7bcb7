import type { TextProblem } from "./parsed.ts";
import { quoteText } from "./quote-text.ts";

/** A place in the config's tree: keys and list positions from the top. */
export type KeyPath = readonly (string | number)[];

/** A complaint before its place in the text is known. */
export interface ProblemDraft extends TextProblem {
  readonly path: KeyPath;
  /** Whether the key itself is wrong or what stands behind it. */
  readonly at: "key" | "value";
  readonly severity?: "error" | "warning";
}

/** `stages.unit.needs[0]`; keys that hold a dot or a space are quoted. */
export function formatKeyPath(path: KeyPath): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else text += (text === "" ? "" : ".") + (/^[\w*/-]+$/.test(step) ? step : quoteText(step));
  }
  return text;
}
