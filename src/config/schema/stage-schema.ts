import { list, mapOf, strictMap, union } from "../../shape/compound-shapes.ts";
import { boolean, exactly, oneOf, text, wholeNumber } from "../../shape/scalar-shapes.ts";
import type { Infer } from "../../shape/shape.ts";
import type { PatternCheck } from "../output-pattern.ts";
import { maxLaunches, parseLaunchesText } from "../parse-launches.ts";
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
import { validationSchema } from "./validation-schema.ts";

const day = 86_400_000;

export const severitySchema = oneOf(["critical", "warning", "info"]);
export const directionSchema = oneOf(["lower", "higher"]).describe(
  "Which way is better, where neither the tool nor the unit says it",
);

const patternText = (check: PatternCheck, groups: "value" | "any") =>
  parsedText((text) => check(text, groups), "a pattern (text)").annotate({ minLength: 1, maxLength: 1000 });

const launchesText = parsedText(parseLaunchesText, 'a number of launches, or "5..24"').annotate({
  pattern: "^\\s*[0-9]+\\s*(\\.\\.\\s*[0-9]+)?\\s*$",
});

const launchesSchema = union(
  [
    wholeNumber("launches are counted in whole numbers")
      .min(1, "at least one launch is needed")
      .max(maxLaunches, `at most ${maxLaunches} launches`)
      .transform((count) => ({ min: count, max: count })),
    launchesText,
  ],
  'this must be a number of launches, or from and to: "5..24"',
);

const armsSchema = union(
  [
    oneOf(["candidate", "baseline", "as-is"]),
    strictMap({
      launches: launchesSchema.describe("Launches a side: a number, or from and to such as 5..24"),
      "warm-ups": wholeNumber("warm-ups are counted in whole numbers")
        .min(0, "warm-ups cannot be negative")
        .max(100, "at most 100 warm-ups")
        .describe("Launches a side that are thrown away first (default 1)")
        .optional(),
      within: durationText({ maxMs: 7 * day })
        .describe("Time limit for all launches together")
        .optional(),
      error: shareText().describe('The chance of a wrong decision over all looks together (default "1 %")').optional(),
      baseline: exactly("ledger", 'write "baseline: ledger", or leave the line out: both arms are then launched')
        .describe("ledger: launch the candidate alone, and hold it against earlier runs of the default branch; weaker")
        .optional(),
      "in-process": boolean()
        .describe("One process reports both arms itself; $ARM_ORDER tells it which to run first")
        .optional(),
    }),
  ],
  'this must be "candidate", "baseline", "as-is" or { launches: 5..24 }',
).describe(
  "In which arms the stage runs: candidate (flag on, the default where the flag can be set), baseline (flag off), as-is, or both, launched in turns",
);

const textMatches = (check: PatternCheck) =>
  oneOrMore(
    union(
      [
        filledText("the text", 2000),
        strictMap({ pattern: patternText(check, "any").describe("A pattern in RE2 syntax") }),
      ],
      "this must be a text, or { pattern }",
    ),
    "a text or { pattern }",
  );

const exitCode = wholeNumber("an exit code is a whole number")
  .min(0, "exit codes run from 0 to 255")
  .max(255, "exit codes run from 0 to 255");

const expectSchema = (check: PatternCheck) =>
  strictMap({
    exit: oneOrMore(exitCode, "an exit code").describe("Exit codes that count as passed (default 0)").optional(),
    output: textMatches(check).describe("What the output must hold: texts, or patterns").optional(),
    never: textMatches(check).describe("What the output must not hold").optional(),
  });

const isTrue = (what: string) => exactly(true, `write true, or leave the line out: ${what}`);
const measureKinds = ["benchmark", "stdout", "stderr", "output", "json", "peak-rss", "duration"] as const;
const oneSource = onlyOneOf(measureKinds);

const measureSchema = (check: PatternCheck) =>
  strictMap(
    {
      benchmark: filledText("the benchmark's name", 1000)
        .describe("A benchmark's name in the stage's benchmark file")
        .optional(),
      stdout: patternText(check, "value").describe("A pattern on standard output; its group is the value").optional(),
      stderr: patternText(check, "value").describe("A pattern on standard error; its group is the value").optional(),
      output: patternText(check, "value").describe("A pattern on either output; its group is the value").optional(),
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
    },
    [oneSource.rule],
  ).annotate(oneSource.keywords);

const folderText = parsedText(
  (text) => parseInsidePath(text, "the workspace", "name a folder of the repository"),
  "a folder (text)",
);

const oneEffect = onlyOneOf(["run", "metric"]);

const effectSchema = strictMap(
  {
    run: runSchema
      .describe("A command whose output must differ between the arms and be the same within one; run twice in each")
      .optional(),
    shell: shellSchema.optional(),
    timeout: durationText({ maxMs: 7 * day })
      .describe("Time limit of one run of the command (default 1 min)")
      .optional(),
    metric: filledText("the metric's name", 1000)
      .describe("A metric of the stage whose values must differ between the arms")
      .optional(),
  },
  [oneEffect.rule],
).annotate(oneEffect.keywords);

/** One stage; `check` knows patterns. */
export const stageSchema = (check: PatternCheck) =>
  strictMap(stageKeys(check), [oneTask.rule]).annotate(oneTask.keywords);

const oneTask = onlyOneOf(["run", "validate"]);

const stageKeys = (check: PatternCheck) =>
  ({
    run: runSchema
      .describe("The command: a script, or a list of a program and its arguments. It writes its results into $EVIDENCE")
      .optional(),
    validate: validationSchema
      .describe("In place of a command: the parts of a module, each imported and constructed")
      .optional(),
    shell: shellSchema.optional(),
    needs: oneOrMore(nameText("a stage's name"), "a stage's name")
      .describe("Stages that must have passed before")
      .optional(),
    dir: folderText.describe("The folder to run in, from the repository's root").optional(),
    env: mapOf(environmentName, scalarSchema).describe("Environment variables for the command").optional(),
    input: text()
      .max(32_768, "the input is too long: put it in a file")
      .describe("Text for the command's standard input")
      .optional(),
    timeout: durationText({ maxMs: 7 * day })
      .describe("Time limit of one launch (default 30 min)")
      .optional(),
    alone: boolean().describe("Whether nothing else may run beside it; always so for stages that measure").optional(),
    arms: armsSchema.optional(),
    severity: severitySchema.describe("What it costs when the stage fails (default critical)").optional(),
    expect: expectSchema(check).describe("What counts as passed").optional(),
    tests: oneOrMore(evidenceFile(), "a file").describe("Test results (JUnit XML) in $EVIDENCE").optional(),
    coverage: strictMap({
      file: evidenceFile().describe("The coverage file in $EVIDENCE"),
      of: oneOrMore(filledText("the path", 4096), "a path")
        .describe("Paths whose coverage counts; none: all")
        .optional(),
    })
      .describe("Coverage of the paths asked for")
      .optional(),
    checklist: union(
      [
        evidenceFile(),
        strictMap({
          file: evidenceFile().describe("The checklist's file in $EVIDENCE: JSON, or a table for people"),
          expected: list(filledText("the item's name", 500), {
            min: 1,
            tooFew: "the list is empty: name the items, or leave it out",
          })
            .describe("Names that must be there, and no others")
            .optional(),
          only: list(filledText("the item's name", 500), {
            min: 1,
            tooFew: "the list is empty: name the items, or leave it out",
          })
            .describe("Names that must be there; others are passed over")
            .optional(),
        }),
      ],
      "this must be a file, or { file, expected }",
    )
      .describe("A report of named items that passed or failed")
      .optional(),
    vulnerabilities: evidenceFile()
      .describe("A scanner's JSON in $EVIDENCE; its vulnerabilities are counted by how grave they are")
      .optional(),
    benchmarks: oneOrMore(evidenceFile(), "a file")
      .describe("Benchmark files in $EVIDENCE; every benchmark becomes a metric")
      .optional(),
    "expect-benchmarks": list(filledText("the benchmark's name", 1000), {
      min: 1,
      tooFew: "the list is empty: name the benchmarks, or leave it out",
    })
      .describe("The benchmarks that must be in the benchmark files, and no others")
      .optional(),
    measure: mapOf(nameText("a metric's name"), measureSchema(check))
      .describe("Metrics and where their values come from")
      .optional(),
    effect: effectSchema
      .describe(
        "What must differ between the arms: { run: COMMAND } whose output does, or { metric: NAME } whose values do",
      )
      .optional(),
    requires: oneOrMore(filledText("the path or program", 4096), "a path or program")
      .describe("Paths and programs that must be there before anything runs")
      .optional(),
  }) as const;

export type StageInput = Infer<ReturnType<typeof stageSchema>>;
export type MeasureInput = Infer<ReturnType<typeof measureSchema>>;
export type ArmsInput = Infer<typeof armsSchema>;
