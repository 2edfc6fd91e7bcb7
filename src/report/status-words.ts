import type { ConcernStatus, Duty, RolloutStatus } from "../domain/status.ts";
import type { Tone } from "./marks.ts";
import { momentWords } from "./watch-words.ts";

/** The first thing that is read: `ON, 2 things are due`. */
export function statusHeadline({ flag, duties }: Pick<RolloutStatus, "flag" | "duties">): string {
  const due = duties.filter(({ isDue }) => isDue).length;
  const words = due === 0 ? "nothing is due" : due === 1 ? "1 thing is due" : `${due} things are due`;
  return `${flag.toUpperCase()}, ${words}`;
}

export function toneOfStatus({ turnedOff, concerns, duties }: RolloutStatus): Tone {
  const isBroken = turnedOff?.ending === "failed" || turnedOff?.ending === "turning back failed";
  if (isBroken || concerns.some(({ severity }) => severity === "critical")) return "bad";
  return concerns.some(({ severity }) => severity === "warning") || duties.some(({ isDue }) => isDue)
    ? "doubtful"
    : "good";
}

export function toneOfConcern({ severity }: Pick<ConcernStatus, "severity">): Tone {
  return severity === "critical" ? "bad" : severity === "warning" ? "doubtful" : "unknown";
}

/** `now`, or `by 2026-01-02 03:04 UTC`. */
export function dutyTime({ by, isDue }: Duty): string {
  if (by === null) return "now";
  return isDue ? `since ${momentWords(by)}` : `by ${momentWords(by)}`;
}

/** Everything that is known of a rollout beside what somebody must do, as pairs of a name and a sentence. */
export function statusFacts(status: RolloutStatus): readonly (readonly [string, string])[] {
  const { on, turnedOff, verdict, windows, missingTicks, waivers, untold } = status;
  return [
    ["flag", flagWords(status)],
    ...(on === null ? [] : [["turned on by", turnedOnWords(on)] as const]),
    ...(turnedOff === null ? [] : [["then", turnedOffWords(turnedOff)] as const]),
    ...(verdict === null
      ? []
      : [
          [
            "gate",
            `${verdict.decision} at ${momentWords(verdict.at)}${commitWords(verdict.commit)}: ${verdict.because}`,
          ] as const,
        ]),
    ...windows.concluded.map(
      ({ window, due, decision, because }) =>
        [`window ${window}`, `${decision} (due ${momentWords(due)}): ${because}`] as const,
    ),
    ...(windows.next === null
      ? []
      : [["next window", `${windows.next.window} at ${momentWords(windows.next.due)}`] as const]),
    ...(missingTicks === null ? [["ticks", "What people ticked cannot be told from here."] as const] : []),
    ...waivers
      .filter((waiver) => waiver.void === null)
      .map(
        ({ metric, owner, reason, until }) => ["waived", `${metric} until ${until} by ${owner}: ${reason}`] as const,
      ),
    ...untold.map((words) => ["untold", words] as const),
    ["ledger", status.ledger],
  ];
}

function flagWords({ flag, on }: RolloutStatus): string {
  if (on === null) return "It was never turned on, as the ledger has it.";
  return flag === "on" ? `on since ${momentWords(on.since)}` : `off; it was on from ${momentWords(on.since)}`;
}

function turnedOnWords({ way, operation, commit, run, override }: NonNullable<RolloutStatus["on"]>): string {
  const why = override === null ? "" : `; without a GO, because: ${override}`;
  return `${way}${commitWords(commit)}, operation ${operation}${run === null ? "" : `, ${run}`}${why}`;
}

function turnedOffWords({ ending, at, flag, reason, incident }: NonNullable<RolloutStatus["turnedOff"]>): string {
  return `${ending} at ${momentWords(at)}, the flag read ${flag}: ${reason}${incident === null ? "" : ` (${incident})`}`;
}

function commitWords(commit: string | null): string {
  return commit === null ? "" : ` at commit ${commit.slice(0, 12)}`;
}
