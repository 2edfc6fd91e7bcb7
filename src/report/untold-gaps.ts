import type { EvidenceGap } from "../domain/evidence.ts";
import type { Report } from "../domain/report.ts";

/** Results that a stage owed and that could not be used, as far as no finding gives the same reason already. */
export function untoldGaps(report: Report): readonly EvidenceGap[] {
  const told = new Set(report.findings.map((finding) => finding.reason));
  return report.evidence
    .flatMap((one) => one.gaps)
    .filter((gap) => {
      const { reason } = gap.problem;
      const known = told.has(reason) || (gap.arm !== undefined && told.has(`${reason} in the ${gap.arm} arm`));
      told.add(gap.problem.reason);
      return !known;
    });
}

/** `benchmark, chat-latency in the baseline`. */
export function gapWords(gap: EvidenceGap): string {
  return `${gap.stage}, ${gap.subject}${gap.arm === undefined ? "" : ` in the ${gap.arm}`}`;
}
