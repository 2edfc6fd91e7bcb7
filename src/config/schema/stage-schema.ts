import { z } from "zod";
import { checkPattern } from "../output-pattern.ts";
import { notParsed, type Parsed, parsed } from "../parsed.ts";
import { quoteText } from "../quote-text.ts";
import { runSchema, shellSchema } from "./command-schema.ts";
import { environmentName, scalarSchema } from "./flag-schema.ts";
import { onlyOneOf } from "./only-one-of.ts";
import {
  durationText,
  evidenceFile,
  filledText,
  nameText,
  oneOrMore,
  parsedText,
  parseInsidePath,
  shareText,
  unitText,
} from "./text-types.ts";

const day = 86_400_000;
const maxLaunches = 1000;

export const severitySchema = z.enum(["critical", "warning", "info"]);
export const directionSchema = z
  .enum(["lower", "higher"])
  .describe("Which way is better, where neither the tool nor the unit says it");

const patternText = (groups: "value" | "any") =>
  parsedText((text) => checkPattern(text, groups), "a pattern (text)").meta({ minLength: 1, maxLength: 1000 });

const launchesText = parsedText(parseLaunches, 'a number of launches, or "5..24"').meta({
  pattern: "^\\s*[0-9]+\\s*(\\.\\.\\s*[0-9]+)?\\s*$",
});

const launchesSchema = z.union(
  [
    z
      .int({ error: "launches are counted in whole numbers" })
      .min(1, { error: "at least one launch is needed" })
      .max(maxLaunches, { error: `at most ${maxLaunches} launches` })
      .transform((count) => ({ min: count, max: count })),
    launchesText,
  ],
  { error: 'this must be a number of launches, or from and to: "5..24"' },
);

function parseLaunches(text: string): Parsed<{ min: number; max: number }> {
  const match = /^\s*(\d{1,6})\s*(?:\.\.\s*(\d{1,6})\s*)?$/.exec(text);
  if (match === null) {
    return notParsed({
      message: `${quoteText(text)} is not a number of launches`,
      hint: 'write 7, or from and to: "5..24"',
    });
  }
  const min = Number(match[1]);
  const max = Number(match[2] ?? match[1]);
  if (min < 1) return notParsed({ message: "at least one launch is needed" });
  if (max > maxLaunches) return notParsed({ message: `at most ${maxLaunches} launches` });
  if (max < min)
    return notParsed({ message: `${quoteText(text)} ends before it begins`, hint: `write "${max}..${min}"` });
  return parsed({ min, max });
}

const armsSchema = z
  .union(
    [
      z.enum(["candidate", "baseline", "as-is"]),
      z.strictObject({
        launches: launchesSchema.describe("Launches a side: a number, or from and to such as 5..24"),
        "warm-ups": z
          .int({ error: "warm-ups are counted in whole numbers" })
          .min(0, { error: "warm-ups cannot be negative" })
          .max(100, { error: "at most 100 warm-ups" })
          .describe("Launches a side that are thrown away first (default 1)")
          .optional(),
        within: durationText({ maxMs: 7 * day })
          .describe("Time limit for all launches together")
          .optional(),
        error: shareText()
          .describe('The chance of a wrong decision over all looks together (default "1 %")')
          .optional(),
        "in-process": z
          .boolean()
          .describe("One process reports both arms itself; $ARM_ORDER tells it which to run first")
          .optional(),
      }),
    ],
    { error: 'this must be "candidate", "baseline", "as-is" or { launches: 5..24 }' },
  )
  .describe(
    "In which arms the stage runs: candidate (flag on, the default where the flag can be set), baseline (flag off), as-is, or both, launched in turns",
  );

const textMatches = oneOrMore(
  z.union(
    [filledText("the text", 2000), z.strictObject({ pattern: patternText("any").describe("A pattern in RE2 syntax") })],
    {
      error: "this must be a text, or { pattern }",
    },
  ),
  "a text or { pattern }",
);

const exitCode = z
  .int({ error: "an exit code is a whole number" })
  .min(0, { error: "exit codes run from 0 to 255" })
  .max(255, { error: "exit codes run from 0 to 255" });

const expectSchema = z.strictObject({
  exit: oneOrMore(exitCode, "an exit code").describe("Exit codes that count as passed (default 0)").optional(),
  output: textMatches.describe("What the output must hold: texts, or patterns").optional(),
  never: textMatches.describe("What the output must not hold").optional(),
});

const isTrue = (what: string) => z.literal(true, { error: `write true, or leave the line out: ${what}` });
const measureKinds = ["benchmark", "stdout", "stderr", "output", "json", "peak-rss", "duration"] as const;
const oneSource = onlyOneOf(measureKinds);

const measureSchema = z
  .strictObject({
    benchmark: filledText("the benchmark's name", 1000)
      .describe("A benchmark's name in the stage's benchmark file")
      .optional(),
    stdout: patternText("value").describe("A pattern on standard output; its group is the value").optional(),
    stderr: patternText("value").describe("A pattern on standard error; its group is the value").optional(),
    output: patternText("value").describe("A pattern on either output; its group is the value").optional(),
    json: filledText("the path", 500)
      .describe("Where the value stands in a JSON file, with dots: summary.latency")
      .optional(),
    "peak-rss": isTrue("it measures peak resident memory")
      .describe("Peak resident memory of all the stage's processes")
      .optional(),
    duration: isTrue("it measures how long a launch takes").describe("How long a launch takes").optional(),
    file: evidenceFile().describe("The file it is read from, in $EVIDENCE").optional(),
    unit: unitText().describe("The unit of the number; none is a bare count").optional(),
    direction: directionSchema.optional(),
  })
  .superRefine(oneSource.check)
  .meta(oneSource.meta);

const folderText = parsedText(
  (text) => parseInsidePath(text, "the workspace", "name a folder of the repository"),
  "a folder (text)",
);

export const stageSchema = z.strictObject({
  run: runSchema.describe(
    "The command: a script, or a list of a program and its arguments. It writes its results into $EVIDENCE",
  ),
  shell: shellSchema.optional(),
  needs: oneOrMore(nameText("a stage's name"), "a stage's name")
    .describe("Stages that must have passed before")
    .optional(),
  dir: folderText.describe("The folder to run in, from the repository's root").optional(),
  env: z.record(environmentName, scalarSchema).describe("Environment variables for the command").optional(),
  input: z
    .string()
    .max(32_768, { error: "the input is too long: put it in a file" })
    .describe("Text for the command's standard input")
    .optional(),
  timeout: durationText({ maxMs: 7 * day })
    .describe("Time limit of one launch (default 30 min)")
    .optional(),
  alone: z.boolean().describe("Whether nothing else may run beside it; always so for stages that measure").optional(),
  arms: armsSchema.optional(),
  severity: severitySchema.describe("What it costs when the stage fails (default critical)").optional(),
  expect: expectSchema.describe("What counts as passed").optional(),
  tests: oneOrMore(evidenceFile(), "a file").describe("Test results (JUnit XML) in $EVIDENCE").optional(),
  coverage: z
    .strictObject({
      file: evidenceFile().describe("The coverage file in $EVIDENCE"),
      of: oneOrMore(filledText("the path", 4096), "a path")
        .describe("Paths whose coverage counts; none: all")
        .optional(),
    })
    .describe("Coverage of the paths asked for")
    .optional(),
  checklist: z
    .union(
      [
        evidenceFile(),
        z.strictObject({
          file: evidenceFile().describe("The checklist's JSON file in $EVIDENCE"),
          expected: z
            .array(filledText("the item's name", 500))
            .min(1, { error: "the list is empty: name the items, or leave it out" })
            .describe("Names that must be there, and no others")
            .optional(),
        }),
      ],
      { error: "this must be a file, or { file, expected }" },
    )
    .describe("A report of named items that passed or failed")
    .optional(),
  benchmarks: oneOrMore(evidenceFile(), "a file")
    .describe("Benchmark files in $EVIDENCE; every benchmark becomes a metric")
    .optional(),
  measure: z
    .record(nameText("a metric's name"), measureSchema)
    .describe("Metrics and where their values come from")
    .optional(),
  requires: oneOrMore(filledText("the path or program", 4096), "a path or program")
    .describe("Paths and programs that must be there before anything runs")
    .optional(),
});

export type StageInput = z.output<typeof stageSchema>;
export type MeasureInput = z.output<typeof measureSchema>;
export type ArmsInput = z.output<typeof armsSchema>;
