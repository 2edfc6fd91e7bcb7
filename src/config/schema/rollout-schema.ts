import { list, strictMap, union } from "../../shape/compound-shapes.ts";
import { oneOf, wholeNumber } from "../../shape/scalar-shapes.ts";
import type { Infer } from "../../shape/shape.ts";
import type { PatternCheck } from "../output-pattern.ts";
import { parseAmount } from "../parse-amount.ts";
import { notParsed, type Parsed, parsed } from "../parsed.ts";
import { quoteText } from "../quote-text.ts";
import { commandSchema } from "./command-schema.ts";
import { durationText, filledText, nameText, oneOrMore, parsedText } from "./text-types.ts";
import { windowSchema } from "./window-schema.ts";

const stagesOf = () => oneOrMore(nameText("a stage's name"), "a stage's name");

/** Where what must outlive a run is kept. */
export const stateSchema = strictMap({
  folder: filledText("the path", 4096)
    .describe("The folder for backups, journal and lock; ~ and $NAME are expanded (default .rollout-gate/rollout)")
    .optional(),
  keep: wholeNumber("backups are counted in whole numbers")
    .min(1, "at least one backup is kept")
    .max(1000, "at most 1000 backups")
    .describe("How many backups are kept at the least (default 10)")
    .optional(),
  for: durationText().describe("Older backups are kept as well while they are younger than this").optional(),
});

function parseStep(written: string): Parsed<number> {
  const amount = parseAmount(written);
  if (!amount.ok) return amount;
  const { value, unit } = amount.value;
  if (unit !== "%" || !Number.isInteger(value) || value < 1 || value > 100) {
    return notParsed({ message: `${quoteText(written.trim())} is not a step`, hint: 'write whole percents: "5 %"' });
  }
  return parsed(value);
}

const stepText = parsedText(parseStep, 'a percentage, such as "5 %"', (number) => `write "${number} %"`).annotate({
  examples: ["5 %", "100 %"],
});

const canarySchema = strictMap({
  steps: list(stepText, { min: 1, tooFew: "the list is empty: it needs a step" })
    .refine((steps) => steps.every((step, at) => step > (steps[at - 1] ?? 0)), "the steps must rise")
    .refine((steps) => steps.at(-1) === 100, "the last step must be 100 %")
    .describe("Shares that are turned on one after the other; $ROLLOUT_PERCENT in the flag's way"),
  stages: stagesOf().describe("Stages that are judged after each step"),
  wait: durationText({ zero: true })
    .describe("How long each step is left to work before it is judged (default 0 s)")
    .optional(),
});

/** How the flag is turned on for good. */
export const enableSchema = strictMap({
  validate: stagesOf().describe("Stages that must pass once the flag is on").optional(),
  smoke: stagesOf().describe("Stages that must pass after those").optional(),
  window: windowSchema.describe("When it may be turned on; rollback is never held back by it").optional(),
  canary: canarySchema.describe("Turn it on for a share first, judged step by step").optional(),
  deadline: durationText()
    .describe("Until when it must be decided whether the flag stays on (default 24 h)")
    .optional(),
  "known-issues": list(filledText("the issue", 500)).describe("What is known and accepted; recorded").optional(),
});

export type EnableInput = Infer<typeof enableSchema>;

const rollbackWays = ["flag", "version", "backup"] as const;

/** An exact commit, or something with a number in it that names a version. Never an abbreviation, a branch or an option. */
const versionForm = /^(?:[0-9a-f]{40}|[vV]?\d{1,12}(?:\.\d{1,12}){0,5}(?:[-+.]?[A-Za-z][A-Za-z0-9.+-]{0,60})?)$/;
const abbreviation = /^(?=.*[a-f])[0-9a-f]{4,39}$/;

function parseVersion(written: string): Parsed<string> {
  if (versionForm.test(written) && !(abbreviation.test(written) && !written.includes("."))) return parsed(written);
  const hint = abbreviation.test(written)
    ? "a part of a commit may come to mean another one: write all 40 digits"
    : 'write a version such as "1.4.2", or a commit with all its 40 digits; a branch moves, and nothing here begins with "-"';
  return notParsed({ message: `${quoteText(written)} is no exact version or commit`, hint });
}

const logSchema = (check: PatternCheck) =>
  strictMap({
    path: filledText("the path", 4096).describe("The log; ~ and $NAME are expanded, rotations are followed"),
    component: filledText("the component", 200)
      .describe("Only messages that name it count, in their line or below it (default: all)")
      .optional(),
    line: parsedText((written) => check(written, "any"), "a pattern (text)")
      .describe("How a line begins, with groups named time, level and component; by default usual forms are recognised")
      .optional(),
  });

/** How the flag is turned off again. */
export const rollbackSchema = (check: PatternCheck) =>
  strictMap({
    to: parsedText(parseVersion, "a version or commit, in quotes", (number) => `put it in quotes: "${number}"`)
      .describe("The version or commit to go back to: exact, and not the running one")
      .optional(),
    try: list(oneOf(rollbackWays), { min: 1, tooFew: "the list is empty: name flag, version or backup" })
      .describe(
        "Ways back, in the order in which they are tried (default flag, version, backup, as far as they are there)",
      )
      .optional(),
    install: commandSchema.describe("Installs the version in $VERSION").optional(),
    running: commandSchema
      .describe("Prints the version that is installed; needed to go back to a version (for a commit, git is asked)")
      .optional(),
    restart: commandSchema.describe("Restarts the program after something was put back").optional(),
    verify: stagesOf().describe("Stages that must pass afterwards").optional(),
    log: union(
      [filledText("the path", 4096).transform((path) => ({ path })), logSchema(check)],
      "this must be a path, or { path, component, line }",
    )
      .describe("A log whose lines since the rollback began must be free of errors")
      .optional(),
    within: durationText().describe("How long a rollback may take (default 5 min)").optional(),
  });

export type RollbackInput = Infer<ReturnType<typeof rollbackSchema>>;
export type StateInput = Infer<typeof stateSchema>;
