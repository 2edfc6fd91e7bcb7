import { joinWords } from "../quote-text.ts";

/**
 * A check for a map that must hold exactly one of several keys, which say what kind of thing it is. All are optional in the
 * shape, so that a misspelled key is told as such and not as several failed alternatives; the JSON Schema has `oneOf`.
 */
export function onlyOneOf(keys: readonly string[]) {
  return {
    check: (
      value: object,
      context: { addIssue(issue: { code: "custom"; message: string; params: Record<string, unknown> }): void },
    ) => {
      const present = keys.filter((key) => Reflect.get(value, key) !== undefined);
      if (present.length === 1) return;
      const message =
        present.length === 0
          ? `one of ${joinWords(keys, "or")} is missing`
          : `${joinWords(present, "and")} exclude each other: keep one of them`;
      context.addIssue({ code: "custom", message, params: { missing: present.length === 0 } });
    },
    meta: { oneOf: keys.map((key) => ({ required: [key] })) },
  };
}
