import type { Severity } from "../domain/criterion.ts";
import type { Finding } from "../domain/finding.ts";

/** All findings of one look about one subject, together. */
export interface WeighedSubject {
  readonly subject: string;
  /** `met`, `waived`: nothing to worry about. `unmet`: known to be bad. `unknown`: neither could be told, or it is at its warning level. */
  readonly standing: "met" | "waived" | "unmet" | "unknown";
  /** How much it weighs; null for one that is met or waived, and for one that is too light to be told. */
  readonly severity: Severity | null;
  /** Of the finding that weighs most. */
  readonly reason: string;
}

const grave: readonly Severity[] = ["info", "warning", "critical"];

/** The larger, the graver; -1 for what does not weigh at all. */
export function gravityOf(severity: Severity | null): number {
  return severity === null ? -1 : grave.indexOf(severity);
}

/**
 * Weighs findings by subject. What failed weighs what its criterion says. Whatever else did not pass (a warning level, or nothing
 * that could be told) weighs one step less, so that a log that cannot be read does not wake everybody, and is not silent either.
 * A subject is met only when every finding about it is met or waived.
 */
export function weighFindings(findings: readonly Finding[]): ReadonlyMap<string, WeighedSubject> {
  const weighed = new Map<string, WeighedSubject>();
  for (const finding of findings) {
    const one = weighFinding(finding);
    const other = weighed.get(one.subject);
    weighed.set(one.subject, other === undefined || isHeavier(one, other) ? one : other);
  }
  return weighed;
}

function weighFinding({ subject, outcome, severity, reason, waived }: Finding): WeighedSubject {
  if (outcome === "pass") return { subject, standing: "met", severity: null, reason };
  if (waived !== undefined) return { subject, standing: "waived", severity: null, reason };
  if (outcome === "fail") return { subject, standing: "unmet", severity, reason };
  return { subject, standing: "unknown", severity: grave[gravityOf(severity) - 1] ?? null, reason };
}

const standings: readonly WeighedSubject["standing"][] = ["met", "waived", "unknown", "unmet"];

/** By severity, then by what is known: of a fail and a doubt that weigh the same, the fail. */
function isHeavier(one: WeighedSubject, other: WeighedSubject): boolean {
  const difference = gravityOf(one.severity) - gravityOf(other.severity);
  return difference === 0 ? standings.indexOf(one.standing) > standings.indexOf(other.standing) : difference > 0;
}
