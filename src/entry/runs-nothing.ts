/** Modes of the Action in which none of the repository's code is run. Every other one is taken to run some. */
const modes: ReadonlySet<string> = new Set(["conclude", "status", "doctor", "plan", "explain"]);

/** Whether a mode starts nothing that could see this step's secrets. @param mode as the input gives it */
export function runsNothing(mode: string): boolean {
  return modes.has(mode.trim().toLowerCase());
}
