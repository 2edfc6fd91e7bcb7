import type { Contact } from "../domain/config.ts";
import type { Incident, IncidentStatus, IncidentStep } from "../domain/incident.ts";
import type { RolloutBeginning, RolloutReport, RolloutStep } from "../domain/rollout.ts";

/** What is known of a rollback so far. */
export interface RollbackSoFar {
  readonly beginning: RolloutBeginning;
  /** In the order in which they were done. */
  readonly steps: readonly RolloutStep[];
  /** Null as long as it goes on. */
  readonly report: RolloutReport | null;
}

const postMortemMs = 24 * 60 * 60 * 1000;

/** A rollback as the incident that people are told of. */
export function describeIncident(
  { beginning, steps, report }: RollbackSoFar,
  contacts: readonly Contact[],
  links: Incident["links"],
): Incident {
  const status = statusOf(report);
  const troubles = steps.filter(({ outcome }) => outcome === "failed" || outcome === "doubtful");
  const found = report === null ? [] : [...(status === "failed" ? [report.because] : []), ...report.findings];
  const [owner] = contacts;
  return {
    id: beginning.operation,
    rollout: beginning.rollout,
    // What has to be turned off is: nobody rolls back for a warning.
    severity: "critical",
    status,
    reason: beginning.reason,
    startedAt: beginning.startedAt,
    endedAt: report?.endedAt ?? null,
    issues: [...new Set([...troubles.map(({ what, detail }) => `${what}: ${detail}`), ...found])],
    timeline: [
      { at: beginning.startedAt, what: "the rollback began", outcome: "done" },
      ...steps.flatMap(stepLine),
      ...(report === null ? [] : [endLine(report)]),
    ],
    byHand: (report?.byHand ?? []).map(({ what, command }) => (command === null ? what : `${what} ${command}`)),
    owner: owner === undefined ? null : { role: owner.role, handle: owner.handle },
    postMortemDue: new Date(Date.parse(beginning.startedAt) + postMortemMs).toISOString(),
    links,
  };
}

function statusOf(report: RolloutReport | null): IncidentStatus {
  if (report === null) return "rolling back";
  return report.ending === "rolled back" || report.ending === "rolled back with findings" ? report.ending : "failed";
}

function stepLine({ what, outcome, detail, startedAt }: RolloutStep): readonly IncidentStep[] {
  if (startedAt === null) return [];
  const words = outcome === "not needed" ? `${what}: not needed. ${detail}` : `${what}: ${detail}`;
  return [{ at: startedAt, what: words.trim().replace(/:$/, ""), outcome: outcome === "failed" ? "failed" : "done" }];
}

function endLine({ endedAt, ending, because, flag }: RolloutReport): IncidentStep {
  const outcome = ending === "failed" ? "failed" : "done";
  return { at: endedAt, what: `${ending}; the flag reads ${flag}. ${because}`, outcome };
}
