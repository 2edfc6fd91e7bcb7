import { z } from "zod";

/** Sizes beyond these are not evidence; whatever writes more must cut it first. */
const evidenceCaps = {
  /** Names, reasons, lines of output. */
  textChars: 65_536,
  /** Stages, metrics, cases, items: entries of one list. */
  entries: 100_000,
  /** Samples of one launch. */
  samples: 1_000_000,
} as const;

export const text = z.string().max(evidenceCaps.textChars);
export const name = text.min(1);
/** A number of things. */
export const count = z.int().min(0);
/** A duration in milliseconds. */
export const durationMs = z.number().min(0);
export const timestamp = z
  .string()
  .max(40)
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/);
export const arm = z.enum(["baseline", "candidate"]);

export function listOf<T extends z.ZodType>(item: T) {
  return z.array(item).max(evidenceCaps.entries);
}

/** Checked in one pass of its own: a schema would make a complaint for each of a million numbers. */
export const samples = z
  .custom<readonly number[]>(
    (value) =>
      Array.isArray(value) &&
      value.length > 0 &&
      value.length <= evidenceCaps.samples &&
      value.every((item) => Number.isFinite(item)),
    { error: "a list of at least one finite number is needed" },
  )
  .meta({ type: "array", items: { type: "number" }, minItems: 1, maxItems: evidenceCaps.samples });

export const problem = z.strictObject({
  kind: z.enum(["missing", "invalid"]),
  reason: name,
  remedy: text.exactOptional(),
  file: text.exactOptional(),
  line: z.int().min(1).exactOptional(),
  column: z.int().min(1).exactOptional(),
});
