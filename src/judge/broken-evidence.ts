import type { Finding } from "../domain/finding.ts";

/** A finding about the evidence itself: it is critical, because what it should have shown is not known. */
export function brokenEvidence(
  subject: string,
  outcome: "missing" | "invalid",
  reason: string,
  action: string,
): Finding {
  return {
    subject,
    kind: "evidence",
    outcome,
    severity: "critical",
    reason,
    limit: "",
    action,
    unit: "",
    footnotes: [],
    places: [],
  };
}
