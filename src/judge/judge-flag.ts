import type { Arm } from "../domain/arm.ts";
import type { Config } from "../domain/config.ts";
import type { FlagReading } from "../domain/evidence.ts";
import type { Finding, Outcome } from "../domain/finding.ts";

const wanted = { baseline: "off", candidate: "on" } as const;

/**
 * Whether the flag was really off in the baseline and on in the candidate, as read back in the target. Two arms in which it was
 * the same are one program measured twice: whatever is compared then says 0 %, and means nothing.
 *
 * @returns null when no stage depends on the flag
 */
export function judgeFlag(config: Config, readings: readonly FlagReading[]): Finding | null {
  const used = armsUsed(config);
  // An arm that was read counts although no stage runs in it: a flag that reads the same in both has no effect.
  const arms = (["baseline", "candidate"] as const).filter(
    (arm) => used.includes(arm) || (used.length > 0 && readings.some((reading) => reading.arm === arm)),
  );
  if (arms.length === 0 || (config.flag === null && readings.length === 0)) return null;
  const find = (outcome: Outcome, reason: string, action: string): Finding => ({
    subject: "flag",
    kind: "flag",
    outcome,
    severity: "critical",
    reason,
    limit: "",
    action,
    unit: "",
    footnotes: [...new Set(readings.map((reading) => `${reading.arm}: ${reading.value}, by ${reading.way}`))],
    places: [],
  });
  if (readings.length === 0) {
    return config.flag?.read === null
      ? find(
          "missing",
          "nothing reads the flag back, so it is not known that it has an effect",
          "Add `flag.read` to the config",
        )
      : find(
          "missing",
          "the flag was not read back in any arm",
          "Check that its `read` command runs in the stage's place",
        );
  }
  const valueIn = (arm: Arm): "on" | "off" | "unknown" | "unread" => agreedValue(readings.filter((r) => r.arm === arm));
  const values = arms.map((arm) => ({ arm, value: valueIn(arm) }));
  const baseline = valueIn("baseline");
  if (arms.length === 2 && (baseline === "on" || baseline === "off") && baseline === valueIn("candidate")) {
    const reason = `the flag has no effect: it reads ${baseline} in both arms, so both ran the same program`;
    return find(
      "fail",
      reason,
      "Check the flag's name and how it is set; nothing that compares the arms means anything",
    );
  }
  const unread = values.find(({ value }) => value === "unread" || value === "unknown");
  if (unread !== undefined) {
    const unknown = readings.find((reading) => reading.arm === unread.arm && reading.value === "unknown");
    const said = unknown === undefined ? "its readings there do not agree" : `it said "${unknown.said.slice(0, 120)}"`;
    const why = unread.value === "unread" ? "it was not read there" : said;
    const reason = `the flag could not be read in the ${unread.arm} arm: ${why}, so it is not known that it has an effect`;
    return find("invalid", reason, "Make `flag.read` print on or off");
  }
  const wrong = values.filter(({ arm, value }) => value !== wanted[arm]);
  if (wrong.length > 0) {
    const reason = wrong.map(({ arm, value }) => `the flag reads ${value} in the ${arm} arm`).join(" and ");
    return find("fail", reason, "Check which value means on; `flag.set` may have them the wrong way round");
  }
  return find("pass", values.map(({ arm, value }) => `${value} in the ${arm} arm`).join(", "), "");
}

function armsUsed(config: Config): readonly Arm[] {
  const used = new Set<Arm>();
  for (const { arms } of config.stages) {
    if (arms.kind === "one") used.add(arms.arm);
    // A process that switches the flag itself is not seen from outside.
    if (arms.kind === "both" && !arms.inProcess) for (const arm of ["baseline", "candidate"] as const) used.add(arm);
  }
  return (["baseline", "candidate"] as const).filter((arm) => used.has(arm));
}

/** Readings of one arm that do not agree are no reading. */
function agreedValue(readings: readonly FlagReading[]): "on" | "off" | "unknown" | "unread" {
  const [first] = readings;
  if (first === undefined) return "unread";
  return readings.every((reading) => reading.value === first.value) ? first.value : "unknown";
}
