import type { StageRecord } from "../domain/evidence.ts";
import type { Report } from "../domain/report.ts";

/**
 * What the list of stages says of one beyond its state and time: why it did not pass, unless the table of findings says the
 * same; how many launches it took; what it left running.
 */
export function stageNote(stage: StageRecord, report: Report): string {
  const notes: string[] = [];
  const told = report.findings.some(
    ({ kind, outcome, reason }) => kind === "stage" && outcome !== "pass" && reason === stage.reason,
  );
  if (stage.status !== "passed" && !told) notes.push(stage.reason);
  if (stage.launches.length > 1) notes.push(`${stage.launches.length} launches`);
  if (stage.strays > 0) {
    notes.push(stage.strays === 1 ? "1 process left running, ended" : `${stage.strays} processes left running, ended`);
  }
  return notes.filter((note) => note.trim() !== "").join("; ");
}
