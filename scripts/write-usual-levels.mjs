// Writes src/stats/usual-levels.ts: the levels of the plan that configs have when they say nothing else. They are constants,
// and making them takes eight milliseconds of a start that may take 120.
//   node scripts/build.mjs --emit && node scripts/write-usual-levels.mjs
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { computedLevels } from "../build/stats/look-levels.js";

const plan = { minLaunches: 5, maxLaunches: 24 };
const error = 0.01 * 0.2;

const entries = ["independent", "crossover", "paired"].map((design) => {
  const levels = computedLevels({ ...plan, design }, error).map((level) => `    ${level},`);
  return `  [\n    "${design} ${plan.minLaunches} ${plan.maxLaunches} ${error}",\n    [\n${levels.join("\n")}\n    ],\n  ],`;
});
writeFileSync(
  fileURLToPath(new URL("../src/stats/usual-levels.ts", import.meta.url)),
  `/**
 * Levels of the usual plan, ${plan.minLaunches} to ${plan.maxLaunches} launches a side, for a decision that may be wrong ${error * 100} % of the time, by the key that
 * \`lookLevels\` gives a plan. Written by scripts/write-usual-levels.mjs; a test computes them anew.
 */
export const usualLevels: ReadonlyMap<string, readonly number[]> = new Map([
${entries.join("\n")}
]);
`,
);
