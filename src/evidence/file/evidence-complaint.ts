import type { Issue } from "../../shape/issue.ts";
import { issueSentence } from "../issue-sentence.ts";
import { formatPath } from "../json/json-path.ts";
import { plainName } from "../plain-name.ts";

const maxSentenceChars = 160;

/** The first of the things that are wrong with evidence, with its place, and how many more there are. */
export function describeIssues(issues: readonly Issue[]): string {
  const [first] = issues;
  if (first === undefined) return "";
  const more = issues.length > 1 ? `, and ${issues.length - 1} more` : "";
  return `${formatPath(first.path) || "its top level"}: ${plainName(issueSentence(first), maxSentenceChars)}${more}`;
}
