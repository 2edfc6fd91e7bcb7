import type { Severity } from "../domain/criterion.ts";
import type { Evidence, EvidenceGap } from "../domain/evidence.ts";
import type { Finding } from "../domain/finding.ts";

/**
 * What the evidence as a whole owes: that there is any, and that it was not cut short. Whether its parts belong together is
 * checked by `check-evidence-set.ts`.
 *
 * Always critical: nothing that is missing can be told to be harmless.
 */
export function judgeWholeness(evidence: readonly Evidence[]): readonly Finding[] {
  if (evidence.length === 0)
    return [whole("evidence", "there is no evidence", "Run collect, and hand its files to conclude")];
  return evidence.some((part) => part.cancelled)
    ? [whole("evidence cancelled", "the run was stopped before all stages had run", "Run it again")]
    : [];
}

/** A gap that no criterion speaks of, so that nothing a stage owed vanishes without a word. */
export function judgeGap(subject: string, gap: EvidenceGap, severity: Severity): Finding {
  return {
    subject,
    kind: "evidence",
    outcome: gap.problem.kind,
    // A fact is for the record; the rollout can be judged without it.
    severity: gap.subject.startsWith("fact ") ? "info" : severity,
    reason: gap.problem.reason.replace(/\.$/, ""),
    limit: "",
    action: gap.problem.remedy ?? "Look at what the stage wrote",
    unit: "",
    footnotes: [],
    places:
      gap.problem.file === undefined
        ? []
        : [
            {
              file: gap.problem.file,
              message: gap.problem.reason,
              ...(gap.problem.line === undefined ? {} : { line: gap.problem.line }),
            },
          ],
  };
}

function whole(subject: string, reason: string, action: string): Finding {
  return {
    subject,
    kind: "evidence",
    outcome: "missing",
    severity: "critical",
    reason,
    limit: "",
    action,
    unit: "",
    footnotes: [],
    places: [],
  };
}
