import type { Finding } from "../domain/finding.ts";
import { type Tone, toneOfOutcome } from "./marks.ts";

/** The outcome as people read it: `fail`, or `fail, waived`. */
export function outcomeWords({ outcome, waived }: Pick<Finding, "outcome" | "waived">): string {
  return waived === undefined ? outcome : `${outcome}, waived`;
}

/** What is waived costs a condition, like a warn. */
export function toneOfFinding({ outcome, waived }: Pick<Finding, "outcome" | "waived">): Tone {
  return waived === undefined ? toneOfOutcome(outcome) : "doubtful";
}
