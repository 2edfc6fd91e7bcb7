import type { Evidence, StageRecord } from "../domain/evidence.ts";
import { clipCharacters } from "./clip-characters.ts";

/** The stages whose output explains a verdict: those that neither passed nor were merely not run. */
export function troubledStages(evidence: readonly Evidence[]): readonly StageRecord[] {
  return evidence
    .flatMap((one) => one.stages)
    .filter((stage) => stage.status !== "passed" && stage.status !== "skipped");
}

/**
 * The last lines that a stage printed, as they would have stood on a screen: a progress line that rewrote itself is
 * shown in its last state, empty lines at either end are left out.
 *
 * @param maxLines at least 1
 * @param maxCharacters of one line; longer lines end in `…`
 */
export function outputTail(stage: StageRecord, maxLines: number, maxCharacters: number): readonly string[] {
  const lines = stage.tail
    .flatMap((line) => line.split("\n"))
    .map((line) => {
      const whole = line.replace(/\r$/, "");
      const shown = whole.slice(whole.lastIndexOf("\r") + 1).replaceAll("\t", "    ");
      return clipCharacters(shown, maxCharacters);
    });
  while (lines.at(-1)?.trim() === "") lines.pop();
  const last = lines.slice(-maxLines);
  const first = last.findIndex((line) => line.trim() !== "");
  return last.slice(Math.max(0, first));
}
