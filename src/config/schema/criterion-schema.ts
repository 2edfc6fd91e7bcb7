import { list, mapOf, strictMap, union } from "../../shape/compound-shapes.ts";
import { text } from "../../shape/scalar-shapes.ts";
import type { Infer } from "../../shape/shape.ts";
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

const criterionObject = strictMap({
  pass: limitText().describe('What passes: "< 500 ms", "< +10 %", "within 5 %", "all of 15"'),
  warn: limitText()
    .describe('A second level: beyond "pass" and within "warn" is a warning, beyond it a fail')
    .optional(),
  severity: severitySchema
    .describe("What a fail costs: critical (NO-GO), warning (GO WITH CONDITIONS), info (told only). Default critical")
    .optional(),
  action: text()
    .max(500, "the action is longer than 500 characters")
    .describe("What to do when it is not met")
    .optional(),
  floor: parsedText(parseFloor, 'an amount with its unit, such as "0.05 ms"', missingUnit(["ms", "KB"]))
    .describe("Differences smaller than this are ignored")
    .annotate({ examples: ["0.05 ms"] })
    .optional(),
  direction: directionSchema.optional(),
});

const oneCriterion = union(
  [limitText().transform((pass) => ({ pass })), criterionObject],
  'a criterion is a limit such as "< 500 ms", or { pass, warn, severity, action }',
);

/** What one metric must meet: a limit, a map, or a list of either where a metric has several. */
const criterionSchema = union(
  [
    limitText().transform((pass) => [{ pass }]),
    criterionObject.transform((criterion) => [criterion]),
    list(oneCriterion, { min: 1, tooFew: "the list is empty: it needs a criterion" }),
  ],
  (input) =>
    typeof input === "number"
      ? missingSide(String(input))
      : 'a criterion is a limit such as "< 500 ms", { pass, warn, severity, action }, or a list of them',
);

export type CriterionInput = Infer<typeof criterionObject>;

const maxMetricKey = 200;
/** A metric, `stage/metric`, or either with `*`. Benchmarks' names may hold almost anything. */
export const metricKey = text()
  .matching(/^[^\s\p{Cc}](?:[^\p{Cc}]*[^\s\p{Cc}])?$/u, "a metric's name is empty, or begins or ends with a space")
  .max(maxMetricKey, `a metric's name has at most ${maxMetricKey} characters`);

export const criteriaSchema = mapOf(metricKey, criterionSchema);
