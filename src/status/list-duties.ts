import type { Duty, RolloutStatus } from "../domain/status.ts";
import { timeOf } from "../escalate/compose-message.ts";

const dayMs = 24 * 60 * 60 * 1000;
/** A waiver that ends sooner is told, so that nobody is surprised by the day after. */
const soonMs = 7 * dayMs;

/** Who must act, what does not wait first, then by time. */
export function listDuties(status: Omit<RolloutStatus, "duties" | "commands">, now: Date): readonly Duty[] {
  const duties = [
    ...turningOff(status),
    ...concerns(status),
    ...windows(status),
    ...decisions(status),
    ...people(status),
    ...waivers(status, now),
  ].map((duty) => ({ ...duty, isDue: duty.by === null || Date.parse(duty.by) <= now.getTime() }));
  const order = ({ by }: Duty) => (by === null ? Number.NEGATIVE_INFINITY : Date.parse(by));
  // Stable: what is equally urgent stays in the order in which it was listed.
  return duties.sort((one, other) => (order(one) === order(other) ? 0 : order(one) - order(other)));
}

type Open = Omit<Duty, "isDue">;

function turningOff({ turnedOff, flag }: Pick<RolloutStatus, "turnedOff" | "flag">): readonly Open[] {
  switch (turnedOff?.ending) {
    case "failed":
      return [{ what: "The rollback failed: a person must turn the flag off now.", by: null }];
    case "turning back failed":
      return [
        { what: "Turning the flag on failed, and not everything was turned back: a person must look now.", by: null },
      ];
    case "rolled back with findings":
      return flag === "off"
        ? [{ what: "The flag is off, and the rollback found something that must be looked at.", by: null }]
        : [];
    default:
      return [];
  }
}

function concerns({ concerns }: Pick<RolloutStatus, "concerns">): readonly Open[] {
  return concerns.flatMap(({ subject, severity, told, answerBy, next }): readonly Open[] => {
    if (severity === "info") return [];
    const who = told.length === 0 ? "Somebody" : told.join(", ");
    const tells = next === null || next.tell.length === 0 ? "" : `, which tells ${next.tell.join(", ")},`;
    const then = next === null ? "" : ` Level ${next.level}${tells} comes at ${timeOf(next.at)}.`;
    return [{ what: `${who}: look into ${subject} (${severity}).${then}`, by: answerBy }];
  });
}

function windows({ windows }: Pick<RolloutStatus, "windows">): readonly Open[] {
  return windows.due.map(({ window, due }) => ({ what: `The look ${window} is to be made: run verify.`, by: due }));
}

function decisions({ flag, on, postMortemDue }: Pick<RolloutStatus, "flag" | "on" | "postMortemDue">): readonly Open[] {
  return [
    ...(flag === "on" && on !== null ? [{ what: "Decide whether the flag stays on.", by: on.decideBy }] : []),
    ...(postMortemDue === null ? [] : [{ what: "Write the post-mortem.", by: postMortemDue }]),
  ];
}

function people({ missingTicks, flag }: Pick<RolloutStatus, "missingTicks" | "flag">): readonly Open[] {
  if (missingTicks === null || missingTicks.length === 0 || flag === "on") return [];
  return [{ what: `Tick what is required: ${missingTicks.join("; ")}.`, by: null }];
}

function waivers({ waivers }: Pick<RolloutStatus, "waivers">, now: Date): readonly Open[] {
  return waivers.flatMap(({ metric, owner, until, void: why }): readonly Open[] => {
    const by = new Date(Date.parse(`${until}T00:00:00Z`) + dayMs);
    if (why !== null)
      return [{ what: `${owner}: the waiver of ${metric} lets nothing through, ${why}. Remove it.`, by: null }];
    if (by.getTime() - now.getTime() > soonMs) return [];
    return [{ what: `${owner}: the waiver of ${metric} ends.`, by: by.toISOString() }];
  });
}
