import type { Decision } from "../domain/verdict.ts";

/** From which verdict on the exit status tells a failure. */
export type FailOn = "no-go" | "inconclusive" | "never";

/** What a shell or a job is told. 130 and 143 (ended by a signal) are the doors' own. */
export const exitStatus = { go: 0, notGo: 1, broke: 2 } as const;

/**
 * The exit status of a verdict: 0 for GO, with or without conditions; 1 for everything else.
 *
 * @param failOn `inconclusive`: everything that is no GO fails; `no-go`: an inconclusive verdict is let through;
 *   `never`: the verdict is told but fails nothing
 */
export function exitStatusOf(decision: Decision, failOn: FailOn): number {
  switch (decision) {
    case "GO":
    case "GO WITH CONDITIONS":
      return exitStatus.go;
    case "NO-GO":
      return failOn === "never" ? exitStatus.go : exitStatus.notGo;
    case "INCONCLUSIVE":
      return failOn === "inconclusive" ? exitStatus.notGo : exitStatus.go;
  }
}
