import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { formatConfigProblems } from "../../src/config/format-config-problems.ts";
import { readConfig } from "../../src/config/read-config.ts";

const text = readFileSync(new URL("../../examples/victor/.github/rollout-gate.yml", import.meta.url), "utf8");

test("the checklist's config is read without so much as a warning", () => {
  const reading = readConfig(text, "rollout-gate.yml");
  const problems = reading.ok ? reading.warnings : reading.problems;
  expect(formatConfigProblems(problems, text, "rollout-gate.yml")).toBe("");
});
