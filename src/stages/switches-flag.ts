import type { ArmsPlan } from "../domain/config.ts";

/** Whether a stage runs with the flag set by the gate. A process that switches the flag itself, or finds it as it is, does not. */
export function switchesFlag(arms: ArmsPlan): boolean {
  switch (arms.kind) {
    case "as-is":
      return false;
    case "one":
      return true;
    case "recorded":
      return arms.arm !== null;
    case "both":
      return !arms.inProcess;
  }
}
