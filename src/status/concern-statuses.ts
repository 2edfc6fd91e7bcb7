import type { EscalationLevel } from "../domain/escalation.ts";
import type { LedgerEvent } from "../domain/ledger.ts";
import type { ConcernStatus } from "../domain/status.ts";
import { foldConcerns } from "../escalate/fold-concerns.ts";
import { gravityOf } from "../escalate/weigh-findings.ts";

/**
 * Everything that is not as it should be since the flag is on, the gravest first; empty when it is off.
 *
 * @param investigateMs how long people may look into what is not critical
 */
export function concernStatuses(
  events: readonly LedgerEvent[],
  levels: readonly EscalationLevel[],
  investigateMs: number,
): readonly ConcernStatus[] {
  const { isOn, concerns } = foldConcerns(events);
  if (!isOn) return [];
  const reasons = new Map(
    events.flatMap((event) => (event.kind === "concern-noted" ? [[event.subject, event.reason] as const] : [])),
  );
  return [...concerns.values()]
    .map(({ subject, severity, sinceMs, reached, told }): ConcernStatus => {
      const level = reached.length === 0 ? null : Math.max(...reached.map((one) => one.level));
      const since = new Date(sinceMs).toISOString();
      const next = nextLevel({ severity, sinceMs, level }, levels);
      const answerBy = severity === "critical" ? null : new Date(sinceMs + investigateMs).toISOString();
      return { subject, severity, since, reason: reasons.get(subject) ?? "", level, told, answerBy, next };
    })
    .sort((one, other) => gravityOf(other.severity) - gravityOf(one.severity));
}

function nextLevel(
  { severity, sinceMs, level }: Pick<ConcernStatus, "severity" | "level"> & { readonly sinceMs: number },
  levels: readonly EscalationLevel[],
): ConcernStatus["next"] {
  const coming = levels
    .map((one, index) => ({ ...one, number: index + 1 }))
    .filter(({ on, number }) => gravityOf(severity) >= gravityOf(on) && number > (level ?? 0))
    .sort((one, other) => one.afterMs - other.afterMs)[0];
  if (coming === undefined) return null;
  return { level: coming.number, at: new Date(sinceMs + coming.afterMs).toISOString(), tell: coming.tell };
}
