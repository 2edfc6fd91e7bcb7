import type { FlagReading } from "../domain/evidence.ts";
import type { Report } from "../domain/report.ts";

/** The readings of the flag, where no finding judges them: then they are facts for the record. */
export function untoldReadings(report: Report): readonly FlagReading[] {
  return report.findings.some((finding) => finding.kind === "flag") ? [] : report.evidence.flatMap((one) => one.flag);
}
