import type { GivenArguments } from "../../domain/validation.ts";
import { list, listWithFirst, mapOf, strictMap, union } from "../../shape/compound-shapes.ts";
import { boolean, tested, text } from "../../shape/scalar-shapes.ts";
import type { Infer } from "../../shape/shape.ts";
import { onlyOneOf } from "./only-one-of.ts";
import { durationText, filledText, oneOrMore } from "./text-types.ts";

const language = onlyOneOf(["python", "node"]);
const anything = { type: ["string", "number", "boolean", "object", "array", "null"] };
const namePattern = (what: string) => oneOrMore(filledText(what, 500), "a name, with * for any characters");
const isGiven = (value: unknown): value is GivenArguments => typeof value === "object" && value !== null;

const argumentsSchema = mapOf(
  filledText("the part's name", 500),
  tested(isGiven, "this must be a map of arguments by their names, or a list of them", {
    type: ["object", "array"],
    items: anything,
    additionalProperties: anything,
  }),
);

/** The parts of a module that are listed, imported and constructed. */
export const validationSchema = strictMap(
  {
    python: oneOrMore(
      filledText("the module", 500).matching(/^[^\s/\\:]+$/, "a Python module is written with dots: shop.parts"),
      "a module",
    )
      .describe("Python modules, with dots; packages with all that is below them")
      .optional(),
    node: oneOrMore(filledText("the module", 1000), "a module")
      .describe("Node modules: paths from the stage's folder that begin with ./, or packages")
      .optional(),
    interpreter: union(
      [filledText("the program", 1000), listWithFirst(filledText("the program", 1000), text())],
      "this must be a program, or a list of a program and its arguments",
    )
      .describe("The Python or Node that they belong to (default the config's python, or node)")
      .optional(),
    submodules: boolean().describe("Whether modules below a Python package count (default true)").optional(),
    match: namePattern("the name")
      .describe("Which classes are parts: *Coordinator; none: all that do not begin with _")
      .optional(),
    except: namePattern("the name").describe("Classes and modules that are left out").optional(),
    base: filledText("the class", 1000)
      .describe("Only classes made from this one: module:Name, for Node module#Name")
      .optional(),
    registry: filledText("the registry", 1000)
      .describe(
        "A map, list or function that names the parts, in place of looking for classes: module:NAME, for Node module#NAME",
      )
      .optional(),
    arguments: argumentsSchema
      .describe(
        "What parts are constructed with, by name or pattern; { $from: module:name } and { $stand-in: true } are made there",
      )
      .optional(),
    expected: list(filledText("the part's name", 500), {
      min: 1,
      tooFew: "the list is empty: name the parts, or leave it out",
    })
      .describe("Names that must be there, and no others")
      .optional(),
    limit: durationText({ maxMs: 86_400_000 })
      .describe("How long one import and one part may take (default 30 s)")
      .optional(),
    memory: boolean()
      .describe("Whether each part is made twice, to measure what one more of it holds (default false)")
      .optional(),
  },
  [language.rule],
).annotate(language.keywords);

export type ValidationInput = Infer<typeof validationSchema>;
