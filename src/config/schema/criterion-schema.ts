import { z } from "zod";
import { parseAmount } from "../parse-amount.ts";
import { notParsed, type Parsed, parsed } from "../parsed.ts";
import { directionSchema, severitySchema } from "./stage-schema.ts";
import { limitText, missingSide, missingUnit, parsedText } from "./text-types.ts";

interface Floor {
  readonly value: number;
  readonly unit: string;
}

function parseFloor(text: string): Parsed<Floor> {
  const amount = parseAmount(text);
  if (!amount.ok) return amount;
  const { value, unit, sign } = amount.value;
  if (value < 0 || sign === "-") return notParsed({ message: "a floor cannot be negative" });
  return parsed({ value, unit });
}

const criterionObject = z.strictObject({
  pass: limitText().describe('What passes: "< 500 ms", "< +10 %", "within 5 %", "all of 15"'),
  warn: limitText()
    .describe('A second level: beyond "pass" and within "warn" is a warning, beyond it a fail')
    .optional(),
  severity: severitySchema
    .describe("What a fail costs: critical (NO-GO), warning (GO WITH CONDITIONS), info (told only). Default critical")
    .optional(),
  action: z
    .string()
    .max(500, { error: "the action is longer than 500 characters" })
    .describe("What to do when it is not met")
    .optional(),
  floor: parsedText(parseFloor, 'an amount with its unit, such as "0.05 ms"', missingUnit(["ms", "KB"]))
    .describe("Differences smaller than this are ignored")
    .meta({ examples: ["0.05 ms"] })
    .optional(),
  direction: directionSchema.optional(),
});

const oneCriterion = z.union([limitText().transform((pass) => ({ pass })), criterionObject], {
  error: 'a criterion is a limit such as "< 500 ms", or { pass, warn, severity, action }',
});

/** What one metric must meet: a limit, a map, or a list of either where a metric has several. */
const criterionSchema = z.union(
  [
    limitText().transform((pass) => [{ pass }]),
    criterionObject.transform((criterion) => [criterion]),
    z.array(oneCriterion).min(1, { error: "the list is empty: it needs a criterion" }),
  ],
  {
    error: ({ input }) =>
      typeof input === "number"
        ? missingSide(String(input))
        : 'a criterion is a limit such as "< 500 ms", { pass, warn, severity, action }, or a list of them',
  },
);

export type CriterionInput = z.output<typeof criterionObject>;

const maxMetricKey = 200;
/** A metric, `stage/metric`, or either with `*`. Benchmarks' names may hold almost anything. */
const metricKey = z
  .string()
  .regex(/^[^\s\p{Cc}](?:[^\p{Cc}]*[^\s\p{Cc}])?$/u, {
    error: "a metric's name is empty, or begins or ends with a space",
  })
  .max(maxMetricKey, { error: `a metric's name has at most ${maxMetricKey} characters` });

export const criteriaSchema = z.record(metricKey, criterionSchema);
