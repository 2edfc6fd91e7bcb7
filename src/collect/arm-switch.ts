import type { Arm } from "../domain/arm.ts";
import type { FlagReading } from "../domain/evidence.ts";
import type { Reading } from "../domain/problem.ts";

/** Puts the program under test into one arm or the other, by the way that was found to work. */
export interface ArmSwitch {
  /** How, in words: `env USE_NEW`, `file ~/.app/settings.yaml`, `script`. */
  readonly way: string;
  /** True when setting an arm changes something that every process sees, so that stages in two arms cannot run side by side. */
  readonly shared: boolean;
  /** Sets the arm and tells what the command's environment needs for it. */
  to(arm: Arm): Promise<Reading<Readonly<Record<string, string>>>>;
  /** What reading the flag gave when the way was chosen; one for each arm that is used. */
  readonly readings: readonly FlagReading[];
}

/** The switch of a config without a flag: commands are told their arm and nothing else changes. */
export const noSwitch: ArmSwitch = {
  way: "none",
  shared: false,
  to: async () => ({ ok: true, value: {} }),
  readings: [],
};
