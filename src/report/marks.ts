import type { ItemStatus, Requirement, StageStatus } from "../domain/evidence.ts";
import type { Outcome } from "../domain/finding.ts";
import type { Decision } from "../domain/verdict.ts";

/** How good something is, in four steps; every rendering has a colour or an emoji for each, always beside a word. */
export type Tone = "good" | "doubtful" | "bad" | "unknown";

export function toneOfDecision(decision: Decision): Tone {
  switch (decision) {
    case "GO":
      return "good";
    case "GO WITH CONDITIONS":
      return "doubtful";
    case "NO-GO":
      return "bad";
    case "INCONCLUSIVE":
      return "unknown";
  }
}

export function toneOfOutcome(outcome: Outcome): Tone {
  switch (outcome) {
    case "pass":
      return "good";
    case "warn":
      return "doubtful";
    case "fail":
      return "bad";
    default:
      return "unknown";
  }
}

export function toneOfStage(status: StageStatus): Tone {
  switch (status) {
    case "passed":
      return "good";
    case "failed":
    case "timed-out":
      return "bad";
    default:
      return "unknown";
  }
}

export function toneOfItem(status: ItemStatus): Tone {
  return status === "passed" ? "good" : status === "failed" ? "bad" : "unknown";
}

export function toneOfRequirement(requirement: Pick<Requirement, "met">): Tone {
  return requirement.met === null ? "unknown" : requirement.met ? "good" : "bad";
}

export function stageWords(status: StageStatus): string {
  return status === "timed-out" ? "timed out" : status;
}
