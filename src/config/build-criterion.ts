import type { Criterion } from "../domain/criterion.ts";
import type { CriterionInput } from "./schema/criterion-schema.ts";

/** A checked criterion with every default filled in. */
export function buildCriterion(metric: string, input: CriterionInput): Criterion {
  return {
    metric,
    pass: input.pass,
    warn: input.warn ?? null,
    severity: input.severity ?? "critical",
    action: input.action ?? "",
    floor: input.floor?.value ?? 0,
    floorUnit: input.floor?.unit ?? "",
    direction: toDirection(input.direction),
  };
}

/** The schema's word for a direction as the domain's. */
export function toDirection(direction: "lower" | "higher" | undefined): Criterion["direction"] {
  if (direction === undefined) return null;
  return direction === "lower" ? "lower-is-better" : "higher-is-better";
}
