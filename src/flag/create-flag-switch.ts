import type { Arm } from "../domain/arm.ts";
import type { Flag, FlagWay } from "../domain/config.ts";
import type { FlagReading } from "../domain/evidence.ts";
import type { Problem, Reading } from "../domain/problem.ts";
import { atShare, shareVariable } from "./at-share.ts";
import { createFlagFileEditor } from "./flag-file.ts";
import type { FlagPorts } from "./flag-ports.ts";
import { failed } from "./flag-value.ts";
import { commandFailure, readFlag } from "./read-flag.ts";

/** What setting an arm means for whoever runs something in it. */
export interface ArmSetting {
  readonly arm: Arm;
  /** For people and for the evidence: `env NAME`, `file PATH`, `script`. */
  readonly way: string;
  /** To be added to the environment of everything that runs in this arm. */
  readonly env: Readonly<Record<string, string>>;
  /** What the reader should know though it worked, one sentence each. */
  readonly notes: readonly string[];
}

/**
 * Sets a flag to either arm, reads it back, and puts everything back as it was. One switch holds one rollout's flag; its
 * methods are called one at a time, but for `restore`, which may be called at any moment.
 */
export interface FlagSwitch {
  /** Sets the flag off (`baseline`) or on (`candidate`). Says nothing about whether the target obeys: only a read does. */
  setArm(way: FlagWay, arm: Arm, signal?: AbortSignal): Promise<Reading<ArmSetting>>;
  /** Reads the flag as the target sees it in an arm that was set. Never rejects for what the target does. */
  readArm(setting: ArmSetting, signal?: AbortSignal): Promise<FlagReading>;
  /**
   * Puts back all that was changed outside of the children: files byte for byte, scripts by running them for the value
   * that was read before the first change (off, when that was unknown). Harmless to call again, and runs to its end even
   * when the run is cancelled. The problems say what a person must look at.
   */
  restore(): Promise<readonly Problem[]>;
}

/** @param scriptTimeoutMs for one run of an on or off script */
export function createFlagSwitch(flag: Flag, ports: FlagPorts, scriptTimeoutMs: number): FlagSwitch {
  const files = createFlagFileEditor(ports);
  /** Script ways that ran and were not yet undone, with what the flag was before the first of them. */
  const ran = new Map<FlagWay & { readonly kind: "script" }, FlagReading["value"]>();
  let current: Promise<unknown> = Promise.resolve();
  let restoring: Promise<readonly Problem[]> | null = null;

  const runScript = async (
    way: FlagWay & { readonly kind: "script" },
    on: boolean,
    signal?: AbortSignal,
  ): Promise<Problem | null> => {
    const share = { [shareVariable]: on ? "100" : "0" };
    const result = await ports.runCommand(on ? way.on : way.off, share, scriptTimeoutMs, signal);
    const failure = commandFailure(result, scriptTimeoutMs);
    if (failure === null) return null;
    return {
      kind: "invalid",
      reason: `The script that turns the flag ${on ? "on" : "off"} failed: ${failure}.`,
      remedy: "Run it by hand in the workspace to see what it says.",
    };
  };

  const set = async (given: FlagWay, arm: Arm, signal?: AbortSignal): Promise<Reading<ArmSetting>> => {
    const on = arm === "candidate";
    const name = nameWay(given);
    // An arm is all or nothing.
    const way = atShare(given, 100);
    switch (way.kind) {
      case "env":
        return { ok: true, value: { arm, way: name, env: { [way.name]: on ? way.on : way.off }, notes: [] } };
      case "file": {
        const notes = await files.set(way, on);
        return notes.ok ? { ok: true, value: { arm, way: name, env: {}, notes: notes.value } } : notes;
      }
      case "script": {
        if (!ran.has(way)) ran.set(way, (await readFlag(flag, ports, arm, name, {}, signal)).value);
        const problem = await runScript(way, on, signal);
        return problem === null ? { ok: true, value: { arm, way: name, env: {}, notes: [] } } : { ok: false, problem };
      }
    }
  };

  const undoScript = async (
    way: FlagWay & { readonly kind: "script" },
    before: FlagReading["value"],
  ): Promise<readonly Problem[]> => {
    const problem = await runScript(way, before === "on");
    if (problem !== null) return [problem];
    if (before === "unknown") {
      return [
        {
          kind: "invalid",
          reason: "The flag could not be read before its script ran, so the script was run for off.",
          remedy: "Check that off is what it was.",
        },
      ];
    }
    const now = await readFlag(flag, ports, before === "on" ? "candidate" : "baseline", nameWay(way), {});
    if (now.value === before) return [];
    return [
      {
        kind: "invalid",
        reason: `The flag was ${before} before, its script was run for ${before} again, and it now reads ${now.value} (${now.said}).`,
        remedy: `Turn the flag ${before} by hand.`,
      },
    ];
  };

  const restoreAll = async (): Promise<readonly Problem[]> => {
    await current.catch(() => undefined);
    const problems: Problem[] = [];
    // The last way set is undone first, as each may have been set on top of the one before.
    for (const [way, before] of [...ran].reverse()) {
      problems.push(...(await undoScript(way, before)));
      ran.delete(way);
    }
    // Files come last: a script may have written to them, and their bytes are known.
    problems.push(...(await files.restore()));
    return problems;
  };

  return {
    async setArm(way, arm, signal) {
      if (restoring !== null) await restoring;
      if (signal?.aborted === true)
        return failed("invalid", "The flag was not set: the run was cancelled.", "Run it again.");
      const setting = set(way, arm, signal);
      current = setting;
      return setting;
    },
    readArm: (setting, signal) => readFlag(flag, ports, setting.arm, setting.way, setting.env, signal),
    restore() {
      restoring ??= restoreAll().finally(() => {
        restoring = null;
      });
      return restoring;
    },
  };
}

/** How a way is named in evidence and reports. The path is the one the config gives. */
export function nameWay(way: FlagWay): string {
  switch (way.kind) {
    case "env":
      return `env ${way.name}`;
    case "file":
      return `file ${way.path}`;
    case "script":
      return "script";
  }
}
