import type { Finding } from "../domain/finding.ts";
import type { WatchDecision, WatchVerdict } from "../domain/verdict.ts";
import { conditionSentence, firstOf, isCriticalFail, isUnknown } from "./decide-verdict.ts";

/** What a verdict about a change that is on depends on, besides the findings. */
export interface WatchTimes {
  readonly now: Date;
  /** Since when a subject has not been as it should be, by subject; one that is not there begins now. */
  readonly since: ReadonlyMap<string, Date>;
  /** How long people may look into what is not as it should be; above 0. */
  readonly investigateMs: number;
  /** How long a scheduled rollback may take to begin; above 0. */
  readonly rollBackMs: number;
  /** Whether the criterion about a subject has a second level, so that a fail is beyond it. */
  readonly hasSecondLevel: (subject: string) => boolean;
}

/**
 * Draws the verdict about a change that is on from the findings of one look.
 *
 * 1. A critical fail is ROLL BACK NOW, whatever else is unknown.
 * 2. Otherwise a warning that failed is ROLL BACK (scheduled) when it is beyond its second level, or has not been met for longer than
 *    people may look into it.
 * 3. Otherwise whatever counts and did not pass, known to be bad or not known at all, is INVESTIGATE, by the earliest of their
 *    times; so is a look at nothing. What is unknown alone never rolls back, however long it lasts.
 * 4. Otherwise KEEP. What is waived is told, and asks for no more.
 *
 * Information never counts. A beginning in the future counts as now.
 */
export function decideWatch(findings: readonly Finding[], times: WatchTimes): WatchVerdict {
  const counted = findings.filter((finding) => finding.severity !== "info");
  const unmet = counted.filter((finding) => finding.outcome !== "pass");
  const open = unmet.filter((finding) => finding.waived === undefined);
  const now = open.filter(isCriticalFail);
  const scheduled = open.filter((finding) => isForSchedule(finding, times));
  const decision = decide(now, scheduled, open, counted.length);
  return {
    decision,
    because: because(decision, now, scheduled, open, unmet.length - open.length, counted.length),
    by: timeFor(decision, open, times),
    actions: unmet.map(conditionSentence),
    met: counted.length - unmet.length,
    judged: counted.length,
  };
}

function decide(
  now: readonly Finding[],
  scheduled: readonly Finding[],
  open: readonly Finding[],
  counted: number,
): WatchDecision {
  if (now.length > 0) return "ROLL BACK NOW";
  if (scheduled.length > 0) return "ROLL BACK (scheduled)";
  return open.length > 0 || counted === 0 ? "INVESTIGATE" : "KEEP";
}

function isForSchedule(finding: Finding, times: WatchTimes): boolean {
  if (finding.outcome !== "fail" || finding.severity !== "warning") return false;
  return times.hasSecondLevel(finding.subject) || answerDueMs(finding, times) <= times.now.getTime();
}

/** Until when people may look into it, in milliseconds since 1970. */
function answerDueMs({ subject }: Finding, { now, since, investigateMs }: WatchTimes): number {
  const nowMs = now.getTime();
  const sinceMs = since.get(subject)?.getTime() ?? Number.NaN;
  return (Number.isFinite(sinceMs) ? Math.min(sinceMs, nowMs) : nowMs) + investigateMs;
}

function timeFor(decision: WatchDecision, open: readonly Finding[], times: WatchTimes): Date | null {
  switch (decision) {
    case "KEEP":
    case "ROLL BACK NOW":
      return null;
    case "ROLL BACK (scheduled)":
      return new Date(times.now.getTime() + times.rollBackMs);
    case "INVESTIGATE": {
      const latestMs = times.now.getTime() + times.investigateMs;
      return new Date(Math.min(latestMs, ...open.map((finding) => answerDueMs(finding, times))));
    }
  }
}

function because(
  decision: WatchDecision,
  now: readonly Finding[],
  scheduled: readonly Finding[],
  open: readonly Finding[],
  waived: number,
  counted: number,
): string {
  switch (decision) {
    case "ROLL BACK NOW":
      return firstOf(now, "critical check failed", "critical checks failed");
    case "ROLL BACK (scheduled)":
      return firstOf(
        scheduled,
        "check is too far off, or was for too long",
        "checks are too far off, or were for too long",
      );
    case "INVESTIGATE": {
      if (counted === 0) return "Nothing was judged, so nothing is known";
      const known = open.filter((finding) => !isUnknown(finding));
      return known.length > 0
        ? firstOf(known, "check is not met", "checks are not met")
        : firstOf(open, "answer is missing", "answers are missing");
    }
    case "KEEP":
      if (waived > 0) return `${counted - waived} of ${counted} checks passed, and the others are waived`;
      return counted === 1 ? "The one check passed" : `All ${counted} checks passed`;
  }
}
