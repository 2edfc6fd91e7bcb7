import { list, strictMap, union } from "../../shape/compound-shapes.ts";
import { boolean, finiteNumber, text } from "../../shape/scalar-shapes.ts";
import type { Infer } from "../../shape/shape.ts";
import { commandSchema } from "./command-schema.ts";
import { onlyOneOf } from "./only-one-of.ts";
import { durationText, filledText } from "./text-types.ts";

const scalar = union([text(), boolean(), finiteNumber()], "this must be text, a number, true or false");
const environmentName = text()
  .matching(/^[A-Za-z_][A-Za-z0-9_]*$/, 'a variable is made of letters, digits and "_", and begins with no digit')
  .max(200, "the variable's name is too long");

export { environmentName, scalar as scalarSchema };

const fileWay = strictMap({
  path: filledText("the path", 4096).describe("The settings file; ~ and $NAME are expanded. YAML, JSON, TOML or .env"),
  key: filledText("the key", 500).describe("The key to change, with dots between levels: features.new-parser"),
  on: scalar.describe("What to write to turn the flag on (default true)").optional(),
  off: scalar.describe("What to write to turn the flag off (default false)").optional(),
});

const envWay = strictMap({
  name: environmentName.describe("The variable's name"),
  on: scalar.describe('Its value with the flag on (default "true")').optional(),
  off: scalar.describe('Its value with the flag off (default "false")').optional(),
});

const ways = onlyOneOf(["script", "file", "env"]);

const waySchema = strictMap(
  {
    script: strictMap({
      on: commandSchema.describe("Turns the flag on"),
      off: commandSchema.describe("Turns the flag off"),
    })
      .describe("Commands that turn the flag on and off. What they claim is not believed: the flag is read back")
      .optional(),
    file: fileWay.describe("One key of a settings file; comments, order and quoting are kept").optional(),
    env: union([environmentName, envWay], "this must be a variable's name, or { name, on, off }")
      .describe("An environment variable")
      .optional(),
  },
  [ways.rule],
).annotate(ways.keywords);

export const flagSchema = strictMap({
  read: commandSchema.describe("Prints the flag's effective value: on/off, true/false, 1/0 or yes/no").optional(),
  "read-timeout": durationText().describe("How long reading the flag may take (default 30 s)").optional(),
  set: list(waySchema, { min: 1, tooFew: "the list is empty: name at least one way to set the flag" })
    .describe("Ways to set the flag, tried in order until reading it back agrees")
    .optional(),
});

export type FlagInput = Infer<typeof flagSchema>;

export const backupSchema = list(
  union(
    [
      filledText("the path", 4096),
      strictMap({
        path: filledText("the path", 4096).describe("The file; ~ and $NAME are expanded"),
        optional: boolean().describe("Whether the file may be absent").optional(),
      }),
    ],
    "this must be a path, or { path, optional }",
  ),
);
