import { expandPath } from "../config/expand-path.ts";
import type { Arm } from "../domain/arm.ts";
import type { Config, Stage } from "../domain/config.ts";
import type { EvidenceGap, FlagReading } from "../domain/evidence.ts";
import type { Problem } from "../domain/problem.ts";
import { readFlagValue } from "../evidence/flag/read-flag-value.ts";
import { chooseWay, type WayAttempt } from "../flag/choose-way.ts";
import { createFlagSwitch, nameWay } from "../flag/create-flag-switch.ts";
import type { FlagPorts } from "../flag/flag-ports.ts";
import { switchesFlag } from "../stages/switches-flag.ts";
import { type ArmSwitch, noSwitch } from "./arm-switch.ts";
import type { CollectPorts } from "./collect-ports.ts";
import { runCommand } from "./run-command.ts";

/** A toggle script edits a file or two; one that takes longer than this waits for somebody. */
const scriptTimeoutMs = 60_000;

/** The flag, ready to be set for each launch, and what finding a way to set it has shown. */
export interface ArmSession {
  readonly arms: ArmSwitch;
  readonly readings: readonly FlagReading[];
  readonly gaps: readonly EvidenceGap[];
  /** Why no arm can be relied on, as part of a sentence; null when they can. */
  readonly blocked: string | null;
  /** Puts everything back as it was found. Harmless to call again. */
  close(): Promise<readonly EvidenceGap[]>;
}

/**
 * Finds a way to set the flag that the target is seen to obey in both arms, unless no stage runs in an arm.
 *
 * Both arms are always read, also when all stages run with the flag on: a flag that reads the same in both does nothing,
 * and whatever is shown with it on is not about it.
 */
export async function openArmSession(
  config: Config,
  stages: readonly Stage[],
  ports: CollectPorts,
  signal: AbortSignal,
): Promise<ArmSession> {
  const { flag } = config;
  const switched = stages.some(({ arms }) => switchesFlag(arms));
  if (flag === null || flag.set.length === 0 || !switched) {
    return { arms: noSwitch, readings: [], gaps: [], blocked: null, close: async () => [] };
  }
  const flagSwitch = createFlagSwitch(flag, flagPorts(ports), scriptTimeoutMs);
  const choice = await chooseWay(flag, flagSwitch, ["baseline", "candidate"], "least-lasting", signal);
  const left = choice.problems.map(flagGap);
  const close = async (): Promise<readonly EvidenceGap[]> => (await flagSwitch.restore()).map(flagGap);
  const { way } = choice;
  if (way === null) {
    return {
      arms: noSwitch,
      readings: choice.readings,
      gaps: [noWay(choice.attempts), ...left],
      blocked: "the flag could not be set so that the target obeys",
      close,
    };
  }
  const arms: ArmSwitch = {
    way: nameWay(way),
    shared: way.kind !== "env",
    readings: choice.readings,
    to: async (arm: Arm) => {
      const setting = await flagSwitch.setArm(way, arm, signal);
      return setting.ok ? { ok: true, value: setting.value.env } : setting;
    },
  };
  return { arms, readings: choice.readings, gaps: left, blocked: null, close };
}

function flagPorts(ports: CollectPorts): FlagPorts {
  const { host } = ports;
  return {
    files: ports.flagFiles,
    // Without a signal of its own a command is one that puts things back, which must run to its end.
    runCommand: (command, env, timeoutMs, ownSignal) =>
      runCommand(
        { command, env, directory: host.workspace, timeoutMs, signal: ownSignal ?? new AbortController().signal },
        ports,
      ),
    expandPath: (path) => {
      const expanded = expandPath(path, host.env, host.home);
      if (!expanded.ok) return expanded;
      const absolute = /^(?:[\\/]|[A-Za-z]:[\\/])/.test(expanded.value);
      return { ok: true, value: absolute ? expanded.value : `${host.workspace}/${expanded.value}` };
    },
    parseValue: (printed) => readFlagValue(printed).value,
  };
}

function noWay(attempts: readonly WayAttempt[]): EvidenceGap {
  const tried = attempts.map((attempt) => `${attempt.way}: ${attempt.failure ?? "no reason"}`);
  return flagGap({
    kind: "invalid",
    reason: `No way to set the flag is one that the target obeys. ${tried.join(" ")}`,
    remedy:
      "Run the `flag.read` command by hand with the flag on and off, and correct `flag.set` until it tells them apart.",
  });
}

function flagGap(problem: Problem): EvidenceGap {
  return { stage: "", subject: "flag", problem };
}
