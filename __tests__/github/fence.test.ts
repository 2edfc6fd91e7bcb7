import { describe, expect, test } from "@jest/globals";
import { fenceText, neutralise } from "../../src/github/fence.ts";
import { processorTimeMs } from "../processor-time.ts";
import { runnerSees } from "./model-runner.ts";

describe("neutralise", () => {
  test.each([
    ["##[group]x", "## [group]x"],
    ["a ##[error] b ##[endgroup]", "a ## [error] b ## [endgroup]"],
    ["###[x]", "### [x]"],
    ["##VSO[task.setvariable]x", "## VSO[task.setvariable]x"],
    ["#\u200b#\u00ad[group]", "## [group]"],
    ["##\ufe0f[group]", "## [group]"],
    ["## [x] # [y] #[z] ##x[", "## [x] # [y] #[z] ##x["],
    ["#1 fixes ##2", "#1 fixes ##2"],
  ])("%j becomes %j", (line, shown) => {
    expect(neutralise(line)).toBe(shown);
  });

  test("takes time in proportion to the line", () => {
    const lines = ["#\u200b".repeat(200_000), `#${"\u200b".repeat(200_000)}`];
    expect(processorTimeMs(() => lines.map(neutralise))).toBeLessThan(4000);
  });
});

test("fenceText shows every line and lets none act", () => {
  const text = "one\n::error::x\r::set-output name=a::b\r\n##[group]y\n\nlast\n";
  expect(runnerSees(fenceText(text, "t1"))).toEqual({
    commands: [],
    text: ["one", "::error::x", "::set-output name=a::b", "## [group]y", "", "last"],
    stopped: false,
  });
});
