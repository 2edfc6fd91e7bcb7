/**
 * Modes of the Action in which none of the repository's code is run, and nothing is sent where its config says. Every other one is taken to
 * run some: `doctor` asks the servers that a config names, with tokens from the environment, so it is not for a fork's config.
 */
const modes: ReadonlySet<string> = new Set(["conclude", "status", "plan", "explain"]);

/** Whether a mode starts nothing that could see this step's secrets. @param mode as the input gives it */
export function runsNothing(mode: string): boolean {
  return modes.has(mode.trim().toLowerCase());
}
