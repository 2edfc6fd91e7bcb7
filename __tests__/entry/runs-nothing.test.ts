import { expect, test } from "@jest/globals";
import { actionModes } from "../../src/entry/inputs.ts";
import { runsNothing } from "../../src/entry/runs-nothing.ts";

test("only these modes start nothing and send nothing where a config says", () => {
  // `doctor` asks servers that a config names, with tokens from the environment: a fork's config must not choose them.
  expect(actionModes.filter(runsNothing)).toEqual(["conclude", "status", "plan", "explain"]);
  expect(["", "run", "gate "].filter(runsNothing)).toEqual([]);
  expect(runsNothing(" Conclude ")).toBe(true);
});
