import type { TestStatus } from "../../domain/evidence.ts";

/** What a `<testcase>` holds, gathered while it is read. */
export interface CaseMarks {
  failures: number;
  errors: number;
  /** Elements that say that a later try passed: `flakyFailure`, `flakyError`. */
  flakes: number;
  /** Elements that say that a later try failed too: `rerunFailure`, `rerunError`. */
  reruns: number;
  skips: number;
  /** `<skipped type="todo">`: node's runner counts a failing todo test as no failure. */
  todos: number;
  /** The attributes by which some writers say it instead: googletest, bazel, CTest, cucumber. */
  readonly status: string;
  readonly result: string;
}

const failWords = new Set(["fail", "failed", "failure"]);
const errorWords = new Set(["error", "errored", "broken", "crashed", "interrupted", "timeout", "timedout", "aborted"]);
const skipWords = new Set([
  "notrun",
  "skip",
  "skipped",
  "disabled",
  "ignored",
  "suppressed",
  "pending",
  "todo",
  "filtered",
]);

/** What became of a test case; whatever says that it went wrong outweighs whatever says that it went well. */
export function outcomeOf(marks: CaseMarks): TestStatus {
  const words = [marks.status, marks.result].map((word) => word.trim().toLowerCase());
  if (marks.failures + marks.errors > 0) {
    if (marks.todos > 0) return "skipped";
    return marks.failures > 0 ? "failed" : "error";
  }
  // Every try failed, and yet no failure of its own is written.
  if (marks.reruns > 0) return "failed";
  if (words.some((word) => failWords.has(word))) return "failed";
  if (words.some((word) => errorWords.has(word))) return "error";
  if (marks.flakes > 0) return "flaky";
  if (marks.skips > 0 || words.some((word) => skipWords.has(word))) return "skipped";
  return "passed";
}
