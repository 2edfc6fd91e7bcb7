export default {
  testEnvironment: "node",
  roots: ["<rootDir>/__tests__"],
  testMatch: ["**/*.test.ts"],
  extensionsToTreatAsEsm: [".ts"],
  transform: {
    "\\.ts$": [
      "@swc/jest",
      {
        jsc: { parser: { syntax: "typescript" }, target: "es2023" },
        module: { type: "es6" },
        swcrc: false,
      },
    ],
  },
  // Two workers are what a small CI machine has; more only fight over cores.
  maxWorkers: 2,
  testTimeout: 20_000,
  reporters: ["default", "<rootDir>/scripts/plain-summary.mjs"],
};
