import type { KeyPath, ProblemDraft } from "./problem-draft.ts";
import { quoteText } from "./quote-text.ts";
import { listedTexts } from "./raw-config.ts";

/** Every stage that something names must be there. */
export function checkStageNames(value: unknown, path: KeyPath, stages: readonly string[]): readonly ProblemDraft[] {
  const known = new Set(stages);
  return listedTexts(value)
    .filter(({ text }) => !known.has(text))
    .map(({ text, index }) => ({
      path: index === null ? path : [...path, index],
      at: "value",
      message: `there is no stage ${quoteText(text)}`,
      word: text,
      known: stages,
    }));
}
