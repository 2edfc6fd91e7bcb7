import type { TestStatus } from "../../domain/evidence.ts";

/** Who wrote a file, as far as it changes what a repeated name means. */
export type TestWriter = "pytest" | "go" | "other";

/**
 * What two cases of one name are together; null when both must stand. gotestsum writes each try of a test; pytest with
 * rerunfailures writes the tries before the last as if they had passed, and a test that failed in its body and in its
 * teardown as two cases.
 */
export function retriedStatus(writer: TestWriter, earlier: TestStatus, later: TestStatus): TestStatus | null {
  if (writer === "pytest") {
    if (earlier !== "passed" && earlier !== "flaky") return null;
    return later === "passed" ? "flaky" : later;
  }
  if (earlier !== "failed" && earlier !== "error" && earlier !== "flaky") return null;
  return later === "passed" ? "flaky" : later;
}
