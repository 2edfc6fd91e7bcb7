import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { folders, readOutcome } from "./outcome.mjs";
import { matchReasons, readReasons } from "./reasons.mjs";
import { renderReport } from "./render-report.mjs";

const page = new URL("../../docs/reference/mutants.md", import.meta.url);

/** Writes the page about mutants from what is kept. @returns the exit status: 1 while a survivor has no reason */
export function writeReport() {
  const { text, status } = report();
  writeFileSync(page, text);
  return status;
}

/** Whether the page is what is kept, and each survivor has a reason. @returns the exit status */
export function checkReport() {
  const { text, status } = report();
  const isCurrent = existsSync(page) && readFileSync(page, "utf8") === text;
  if (!isCurrent)
    console.error("docs/reference/mutants.md is not what was measured: run `npm run mutants -- --report`.");
  return isCurrent ? status : 1;
}

function report() {
  const outcomes = Object.fromEntries(
    folders.flatMap((folder) => {
      const outcome = readOutcome(folder);
      return outcome === null ? [] : [[folder, outcome]];
    }),
  );
  const reasons = readReasons();
  const files = Object.values(outcomes).flatMap((outcome) => outcome.files);
  const { missing, idle } = matchReasons(files, reasons);
  for (const change of missing) console.error(`No reason yet: ${change}`);
  for (const change of idle) console.error(`A reason for nothing: ${change}`);
  const isWhole = missing.length + idle.length === 0;
  if (!isWhole) console.error("Correct scripts/mutants/reasons.json: each survivor has one reason.");
  return { text: renderReport(outcomes, reasons), status: isWhole ? 0 : 1 };
}
