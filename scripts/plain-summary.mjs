// A Jest reporter that closes with one plain line, for programs that read the log: `tests: 12 passed, 0 failed`.
export default class PlainSummary {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numFailedTestSuites, numPendingTests, numTodoTests }) {
    // A suite that could not even start has no failed test of its own.
    const failed = Math.max(numFailedTests, numFailedTestSuites);
    const skipped = numPendingTests + numTodoTests;
    console.log(`tests: ${numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  }
}
