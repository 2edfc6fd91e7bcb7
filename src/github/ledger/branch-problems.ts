import type { Problem } from "../../domain/problem.ts";
import type { ApiFault } from "../api/github-api.ts";

/** What kept the branch from being read or written, and what to do about it. */
export function faultProblem(fault: ApiFault, place: string, effort: "read" | "write"): Problem {
  return {
    kind: "invalid",
    reason: `The ${place} could not be ${effort === "read" ? "read" : "written"}: ${fault.message}.`,
    remedy: remedy(fault, effort),
  };
}

function remedy(fault: ApiFault, effort: "read" | "write"): string {
  if (isRule(fault)) return "Let the token write this branch: take it out of the branch rules that protect others.";
  switch (fault.kind) {
    case "unauthorized":
      return "Give the step a token that is valid.";
    case "forbidden":
    case "not-found":
      return `Give the job the permission \`contents: ${effort}\`, and look whether the repository is the right one.`;
    case "limited":
      return "Wait until GitHub takes requests again; docs/ledger.md says what a ledger costs.";
    case "unreachable":
      return "Run it again when GitHub answers.";
    case "conflict":
      return "Run it again: somebody else wrote at the same time.";
    default:
      return "Look at what GitHub says, and at the branch.";
  }
}

/** A rule of the repository forbids it: it is told as a conflict, and stays one. */
export function isRule(fault: ApiFault): boolean {
  return (
    (fault.kind === "conflict" || fault.kind === "invalid" || fault.kind === "forbidden") &&
    /rule violation|protected branch|required status|pull request|signed/i.test(fault.message)
  );
}

/** An answer in which what was asked for is not. */
export function unusable(place: string, what: string): Problem {
  return {
    kind: "invalid",
    reason: `GitHub gave an answer ${what} of the ${place} in which something is missing.`,
    remedy: "Run it again when GitHub answers as it should.",
  };
}
