import { list, strictMap } from "../../shape/compound-shapes.ts";
import { text as anyText, finiteNumber, oneOf, tested, wholeNumber } from "../../shape/scalar-shapes.ts";
import type { Shape } from "../../shape/shape.ts";

/** Sizes beyond these are not evidence; whatever writes more must cut it first. */
const evidenceCaps = {
  /** Names, reasons, lines of output. */
  textChars: 65_536,
  /** Stages, metrics, cases, items: entries of one list. */
  entries: 100_000,
  /** Samples of one launch. */
  samples: 1_000_000,
} as const;

export const text = anyText().max(evidenceCaps.textChars);
export const name = text.min(1);
/** A number of things. */
export const count = wholeNumber().min(0);
/** A duration in milliseconds. */
export const durationMs = finiteNumber().min(0);
export const timestamp = anyText()
  .max(40)
  .matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/);
export const arm = oneOf(["baseline", "candidate"]);

export function listOf<Item>(item: Shape<Item>) {
  return list(item, { max: evidenceCaps.entries });
}

/** At least one; for what means nothing without. */
export function filledListOf<Item>(item: Shape<Item>) {
  return list(item, { min: 1, max: evidenceCaps.entries });
}

/** Checked in one pass of its own: a list of shapes would make a complaint for each of a million numbers. */
export const samples = tested<readonly number[]>(isSamples, "a list of at least one finite number is needed", {
  type: "array",
  items: { type: "number" },
  minItems: 1,
  maxItems: evidenceCaps.samples,
});

function isSamples(value: unknown): value is readonly number[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.length <= evidenceCaps.samples &&
    value.every((item) => Number.isFinite(item))
  );
}

export const problem = strictMap({
  kind: oneOf(["missing", "invalid"]),
  reason: name,
  remedy: text.optional(),
  file: text.optional(),
  line: wholeNumber().min(1).optional(),
  column: wholeNumber().min(1).optional(),
});
