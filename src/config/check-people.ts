import type { ProblemDraft } from "./problem-draft.ts";
import { quoteText } from "./quote-text.ts";
import { entryOf, mapEntries } from "./raw-config.ts";

/** What people tick is known by its words, so nothing may be there twice. */
export function checkPeople(config: unknown): readonly ProblemDraft[] {
  return [
    ...mapEntries(entryOf(config, "manual")).flatMap(([group, items]) =>
      repeated(items, "item").map(({ text, index }) => twice(["manual", group, index], text, "is in the group twice")),
    ),
    ...repeated(entryOf(config, "sign-offs"), "role").map(({ text, index }) =>
      twice(["sign-offs", index], text, "signs off twice"),
    ),
  ];
}

function repeated(list: unknown, key: string): readonly { readonly text: string; readonly index: number }[] {
  if (!Array.isArray(list)) return [];
  const seen = new Set<unknown>();
  return list.flatMap((entry: unknown, index) => {
    const text = typeof entry === "string" ? entry : entryOf(entry, key);
    if (typeof text !== "string") return [];
    if (seen.has(text)) return [{ text, index }];
    seen.add(text);
    return [];
  });
}

function twice(path: ProblemDraft["path"], text: string, what: string): ProblemDraft {
  return { path, at: "value", message: `${quoteText(text)} ${what}`, hint: "remove one, or word it differently" };
}
