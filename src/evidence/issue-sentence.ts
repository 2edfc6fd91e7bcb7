import type { Issue } from "../shape/issue.ts";
import { kindOf } from "./json/json-value.ts";

/** What is wrong with a part of a JSON file, without its place. It may hold words of the file: make it plain before it is shown. */
export function issueSentence(issue: Issue): string {
  if (issue.message !== undefined) return issue.message;
  switch (issue.code) {
    case "kind":
      return issue.input === undefined
        ? "it is missing"
        : `it must be ${nounOf(issue.expected)} and is ${typeof issue.input === "number" ? issue.input : kindOf(issue.input)}`;
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
