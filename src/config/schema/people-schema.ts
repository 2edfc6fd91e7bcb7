import { list, strictMap, union } from "../../shape/compound-shapes.ts";
import { boolean } from "../../shape/scalar-shapes.ts";
import { filledText, nameText } from "./text-types.ts";

const required = () =>
  boolean().describe("Whether the verdict is NO-GO until it is ticked; otherwise it is a condition").optional();

/** Something that a person tries by hand; not required unless it says so, because a long list would stop every change. */
export const manualItem = () =>
  union(
    [
      filledText("the item", 500).transform((text) => ({ text, required: false })),
      strictMap({ item: filledText("the item", 500).describe("What to try"), required: required() }).transform(
        (input) => ({ text: input.item, required: input.required ?? false }),
      ),
    ],
    "an item is a text, or { item, required }",
  );

/** Roles that approve; required unless they say otherwise. */
export const signOffsSchema = list(
  union(
    [
      nameText("the role").transform((role) => ({ role, required: true })),
      strictMap({ role: nameText("the role").describe("The role"), required: required() }).transform((input) => ({
        role: input.role,
        required: input.required ?? true,
      })),
    ],
    "a sign-off is a role, or { role, required }",
  ),
  { min: 1, tooFew: "the list is empty: name at least one role" },
);
