import { writeFileSync } from "node:fs";
import { folders, readOutcome } from "./outcome.mjs";
import { matchReasons, readReasons } from "./reasons.mjs";
import { renderReport } from "./render-report.mjs";

/** Writes the page about mutants from what is kept. @returns the exit status: 1 while a survivor has no reason */
export function writeReport() {
  const outcomes = Object.fromEntries(
    folders.flatMap((folder) => {
      const outcome = readOutcome(folder);
      return outcome === null ? [] : [[folder, outcome]];
    }),
  );
  const reasons = readReasons();
  writeFileSync(new URL("../../docs/reference/mutants.md", import.meta.url), renderReport(outcomes, reasons));
  const { missing, idle } = matchReasons(
    Object.values(outcomes).flatMap(({ files }) => files),
    reasons,
  );
  for (const change of missing) console.error(`No reason yet: ${change}`);
  for (const change of idle) console.error(`A reason for nothing: ${change}`);
  if (missing.length + idle.length > 0)
    console.error("Correct scripts/mutants/reasons.json: each survivor has one reason.");
  return missing.length + idle.length > 0 ? 1 : 0;
}
