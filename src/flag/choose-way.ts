import type { Arm } from "../domain/arm.ts";
import type { Flag, FlagWay } from "../domain/config.ts";
import type { FlagReading } from "../domain/evidence.ts";
import type { Problem } from "../domain/problem.ts";
import { atShare } from "./at-share.ts";
import { type FlagSwitch, nameWay } from "./create-flag-switch.ts";

/**
 * `as-configured`: the config's order, for a change that is to last. `least-lasting`: ways that change nothing outside of
 * the child first (variables, then files, then scripts), for arms that are only measured.
 */
export type WayPreference = "as-configured" | "least-lasting";

/** One way that was tried, and what the flag read. */
export interface WayAttempt {
  readonly way: string;
  readonly readings: readonly FlagReading[];
  /** One sentence: why this way cannot be relied on; null when it can. */
  readonly failure: string | null;
}

export interface WayChoice {
  /** Null when no way makes the flag read as it was set. */
  readonly way: FlagWay | null;
  /** Of the chosen way; of all that were tried when there is none. */
  readonly readings: readonly FlagReading[];
  readonly attempts: readonly WayAttempt[];
  /** What trying left behind that a person must look at. */
  readonly problems: readonly Problem[];
}

const lasting: Readonly<Record<FlagWay["kind"], number>> = { env: 0, file: 1, script: 2 };

/** The ways of a flag in the order in which they are tried; the config's order decides between equals. */
export function orderWays(ways: readonly FlagWay[], preference: WayPreference): readonly FlagWay[] {
  if (preference === "as-configured") return ways;
  return [...ways].sort((one, other) => lasting[one.kind] - lasting[other.kind]);
}

/**
 * Tries the ways to set a flag until one makes it read as it was set, in every arm asked for. Everything is put back
 * before the next way is tried and before it returns. Where the config does not say how to read the flag, the first way that
 * can be set is taken, and its readings stay `unknown`, so that the report says that nothing vouches for the arms.
 *
 * @param arms the arms that are needed, e.g. both for a comparison
 */
export async function chooseWay(
  flag: Flag,
  flagSwitch: FlagSwitch,
  arms: readonly Arm[],
  preference: WayPreference,
  signal?: AbortSignal,
): Promise<WayChoice> {
  const attempts: WayAttempt[] = [];
  const problems: Problem[] = [];
  for (const way of orderWays(flag.set, preference)) {
    if (isCancelled(signal)) break;
    let attempt: WayAttempt;
    try {
      attempt = await tryWay(flagSwitch, way, arms, flag.read !== null, signal);
    } finally {
      problems.push(...(await flagSwitch.restore()));
    }
    attempts.push(attempt);
    if (isCancelled(signal)) break;
    if (attempt.failure === null) return { way, readings: attempt.readings, attempts, problems };
  }
  return { way: null, readings: attempts.flatMap((attempt) => attempt.readings), attempts, problems };
}

async function tryWay(
  flagSwitch: FlagSwitch,
  way: FlagWay,
  arms: readonly Arm[],
  readable: boolean,
  signal: AbortSignal | undefined,
): Promise<WayAttempt> {
  const readings: FlagReading[] = [];
  const name = nameWay(way);
  for (const arm of arms) {
    const setting = await flagSwitch.setArm(way, arm, signal);
    if (!setting.ok) {
      const { reason, file } = setting.problem;
      readings.push({ arm, way: name, value: "unknown", said: reason });
      return { way: name, readings, failure: file === undefined ? reason : `${file}: ${reason}` };
    }
    readings.push(await flagSwitch.readArm(setting.value, signal));
  }
  return { way: name, readings, failure: readable ? whyUnreliable(way, readings) : null };
}

/** Compares what was read with what was set; null when they agree in every arm. */
export function whyUnreliable(way: FlagWay, readings: readonly FlagReading[]): string | null {
  const unknown = readings.find((reading) => reading.value === "unknown");
  if (unknown !== undefined) {
    return `The flag could not be read after ${setWords(way, unknown.arm)}: ${unknown.said}.`;
  }
  const wrong = readings.filter((reading) => reading.value !== wanted(reading.arm));
  const [first] = wrong;
  if (first === undefined) return null;
  if (readings.length > 1 && new Set(readings.map((reading) => reading.value)).size === 1) {
    return `The flag reads ${first.value} (${first.said}) in both arms, so ${setWords(way, first.arm)} has no effect: ${cause(way)}.`;
  }
  if (readings.length > 1 && wrong.length === readings.length) {
    return `The flag reads the wrong way round: ${readings.map((reading) => `${reading.value} after ${setWords(way, reading.arm)}`).join(", ")}. Swap the values for on and off.`;
  }
  return `The flag reads ${first.value} (${first.said}) after ${setWords(way, first.arm)}: ${cause(way)}.`;
}

function isCancelled(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

function wanted(arm: Arm): "on" | "off" {
  return arm === "candidate" ? "on" : "off";
}

function setWords(given: FlagWay, arm: Arm): string {
  const way = atShare(given, 100);
  const on = arm === "candidate";
  switch (way.kind) {
    case "env":
      return `setting ${way.name}=${on ? way.on : way.off}`;
    case "file":
      return `setting \`${way.key}\` to ${JSON.stringify(on ? way.on : way.off)} in ${way.path}`;
    case "script":
      return `the script that turns it ${wanted(arm)}`;
  }
}

/** The causes met most often, for each way. */
function cause(way: FlagWay): string {
  switch (way.kind) {
    case "env":
      return "the target may expect another name or prefix, or take any text for true";
    case "file":
      return "the target may read another file or key, or take any text for true";
    case "script":
      return "the script reported success and did not do its work, or the target reads the flag elsewhere";
  }
}
