import base from "./jest.config.js";

/** The slower suites: real programs, other languages, the bundled doors. Each installs what it needs. */
export default {
  ...base,
  roots: ["<rootDir>/suites"],
  // One at a time: they measure, and what they measure should not be each other.
  maxWorkers: 1,
  testTimeout: 300_000,
};
