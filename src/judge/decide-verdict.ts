import type { Finding } from "../domain/finding.ts";
import type { Decision, Verdict } from "../domain/verdict.ts";

/**
 * Draws the verdict from all findings.
 *
 * What is waived is a condition, whatever it is otherwise. Of the rest:
 *
 * 1. A critical fail is NO-GO, whatever else is unknown.
 * 2. Otherwise, when something that counts is missing or invalid, or something critical is inconclusive, or nothing was judged
 *    at all: INCONCLUSIVE.
 * 3. Otherwise, when a warning failed or is inconclusive, anything that counts is at its warning level, or something is waived:
 *    GO WITH CONDITIONS.
 * 4. Otherwise GO.
 *
 * Information never counts. Risk is high when anything critical did not pass, medium when anything else that counts did not,
 * low when all passed.
 */
export function decideVerdict(findings: readonly Finding[]): Verdict {
  const counted = findings.filter((finding) => finding.severity !== "info");
  const unmet = counted.filter((finding) => finding.outcome !== "pass");
  const failed = unmet.filter(isCriticalFail);
  const unknown = unmet.filter(isUnknown);
  const conditions = unmet.filter((finding) => !isCriticalFail(finding) && !isUnknown(finding));
  const decision = decide(failed, unknown, conditions, counted.length);
  return {
    decision,
    because: because(decision, failed, unknown, conditions, counted.length),
    conditions: decision === "GO WITH CONDITIONS" ? conditions.map(conditionSentence) : [],
    met: counted.length - unmet.length,
    judged: counted.length,
    risk: riskOf(unmet, counted.length),
  };
}

function decide(
  failed: readonly Finding[],
  unknown: readonly Finding[],
  conditions: readonly Finding[],
  counted: number,
): Decision {
  if (failed.length > 0) return "NO-GO";
  if (unknown.length > 0 || counted === 0) return "INCONCLUSIVE";
  return conditions.length > 0 ? "GO WITH CONDITIONS" : "GO";
}

export function isCriticalFail(finding: Finding): boolean {
  return finding.outcome === "fail" && finding.severity === "critical" && finding.waived === undefined;
}

export function isUnknown(finding: Finding): boolean {
  if (finding.outcome === "missing" || finding.outcome === "invalid") return true;
  return finding.outcome === "inconclusive" && finding.severity === "critical" && finding.waived === undefined;
}

function because(
  decision: Decision,
  failed: readonly Finding[],
  unknown: readonly Finding[],
  conditions: readonly Finding[],
  counted: number,
): string {
  switch (decision) {
    case "NO-GO":
      return firstOf(failed, "critical check failed", "critical checks failed");
    case "INCONCLUSIVE":
      return counted === 0
        ? "Nothing was judged, so nothing is known"
        : firstOf(unknown, "answer is missing", "answers are missing");
    case "GO WITH CONDITIONS":
      return firstOf(conditions, "condition applies", "conditions apply");
    case "GO":
      return counted === 1 ? "The one check passed" : `All ${counted} checks passed`;
  }
}

export function firstOf(findings: readonly Finding[], one: string, many: string): string {
  const [first] = findings;
  const count = findings.length === 1 ? `1 ${one}` : `${findings.length} ${many}`;
  return first === undefined ? count : `${count}: ${first.subject}, ${first.reason}`;
}

/** One sentence with its action. */
export function conditionSentence(finding: Finding): string {
  const what = `${finding.subject}: ${finding.reason}`;
  if (finding.waived !== undefined) {
    const { owner, reason, until } = finding.waived;
    return `Waived by ${owner} until ${until}, because ${reason.replace(/\.$/, "")} (${what}).`;
  }
  return finding.action === "" ? `${what}.` : `${finding.action} (${what}).`;
}

function riskOf(unmet: readonly Finding[], counted: number): Verdict["risk"] {
  if (counted === 0 || unmet.some((finding) => finding.severity === "critical")) return "high";
  return unmet.length > 0 ? "medium" : "low";
}
