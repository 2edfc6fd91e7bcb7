import type { RolloutReport, RolloutStep } from "../domain/rollout.ts";
import type { Tone } from "./marks.ts";

/** The ending in capitals, as the first thing that is read. */
export function endingWords({ ending }: Pick<RolloutReport, "ending">): string {
  return ending.toUpperCase();
}

export function toneOfEnding(ending: RolloutReport["ending"]): Tone {
  switch (ending) {
    case "enabled":
    case "rolled back":
      return "good";
    case "turned back":
    case "rolled back with findings":
      return "doubtful";
    case "refused":
    case "turning back failed":
    case "failed":
      return "bad";
    case "planned":
      return "unknown";
  }
}

export function toneOfStep(outcome: RolloutStep["outcome"]): Tone {
  switch (outcome) {
    case "done":
    case "not needed":
      return "good";
    case "doubtful":
      return "doubtful";
    case "failed":
      return "bad";
    case "planned":
      return "unknown";
  }
}

/** `turn on positions-index`. */
export function actionWords({ action, rollout }: Pick<RolloutReport, "action" | "rollout">): string {
  return action === "enable" ? `turn on ${rollout}` : `roll back ${rollout}`;
}
