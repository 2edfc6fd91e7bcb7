import type { Issue } from "../../shape/issue.ts";
import { formatPath } from "../json/json-path.ts";
import { kindOf } from "../json/json-value.ts";
import { plainName } from "../plain-name.ts";

const maxSentenceChars = 160;

/** The first of the things that are wrong with evidence, with its place, and how many more there are. */
export function describeIssues(issues: readonly Issue[]): string {
  const [first] = issues;
  if (first === undefined) return "";
  const more = issues.length > 1 ? `, and ${issues.length - 1} more` : "";
  return `${formatPath(first.path) || "its top level"}: ${plainName(sentenceOf(first), maxSentenceChars)}${more}`;
}

function sentenceOf(issue: Issue): string {
  if (issue.message !== undefined) return issue.message;
  switch (issue.code) {
    case "kind":
      return issue.input === undefined
        ? "it is missing"
        : `it must be ${nounOf(issue.expected)} and is ${kindOf(issue.input)}`;
    case "word":
      return issue.input === undefined ? "it is missing" : `it is none of ${issue.words.join(", ")}`;
    case "unknown-keys":
      return `unknown ${issue.keys.length === 1 ? "key" : "keys"} ${issue.keys.slice(0, 5).join(", ")}`;
    case "limit":
      return "it is too long, or out of its range";
    default:
      return "it is not understood";
  }
}

function nounOf(expected: Extract<Issue, { code: "kind" }>["expected"]): string {
  switch (expected) {
    case "map":
      return "an object";
    case "text":
    case "true or false":
    case "nothing":
      return expected;
    default:
      return `a ${expected}`;
  }
}
