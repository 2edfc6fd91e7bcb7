import type { MapRule } from "../../shape/compound-shapes.ts";
import type { JsonSchema } from "../../shape/shape.ts";
import { joinWords } from "../quote-text.ts";

/** What `onlyOneOf` says of a map that lacks the key that says what it is. */
export const noneOfThem = Symbol("none of them");

/**
 * A rule for a map that must hold exactly one of several keys, which say what kind of thing it is. All are optional in the
 * shape, so that a misspelled key is told as such and not as several failed alternatives; the JSON Schema has `oneOf`.
 */
export function onlyOneOf(keys: readonly string[]): { readonly rule: MapRule; readonly keywords: JsonSchema } {
  return {
    rule: (value) => {
      const present = keys.filter((key) => Reflect.get(value, key) !== undefined);
      if (present.length === 1) return [];
      const message =
        present.length === 0
          ? `one of ${joinWords(keys, "or")} is missing`
          : `${joinWords(present, "and")} exclude each other: keep one of them`;
      const detail = present.length === 0 ? noneOfThem : undefined;
      return [{ code: "meaning", path: [], input: value, message, detail }];
    },
    keywords: { oneOf: keys.map((key) => ({ required: [key] })) },
  };
}
