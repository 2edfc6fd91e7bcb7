import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { readConfig } from "../../src/config/read-config.ts";
import { mayHoldPatterns, readConfigWithoutPatterns } from "../../src/config/read-config-without-patterns.ts";

const quickstart = readFileSync(new URL("../../examples/quickstart/rollout-gate.yml", import.meta.url), "utf8");
const full = readFileSync(new URL("fixtures/full.yml", import.meta.url), "utf8");
const measure = (line: string) => `rollout: a\nstages: { s: { run: x, measure: { m: { ${line} } } } }\n`;
const source = (lines: string) =>
  `rollout: a\nstages: { s: { run: x } }\nverify: { windows: {}, sources: { s: { log: { path: x, ${lines} } } } }\n`;

describe("a config without patterns", () => {
  test("is seen to have none, and is read the same", () => {
    expect(mayHoldPatterns(quickstart)).toBe(false);
    expect(readConfigWithoutPatterns(quickstart, "f")).toEqual(readConfig(quickstart, "f"));
    expect(readConfig(quickstart, "f").ok).toBe(true);
  });

  test("has the same problems", () => {
    const broken = quickstart.replaceAll("needs:", "neds:").replaceAll("< +20 %", "20 %");
    expect(mayHoldPatterns(broken)).toBe(false);
    expect(readConfigWithoutPatterns(broken, "f")).toEqual(readConfig(broken, "f"));
    expect(readConfig(broken, "f").ok).toBe(false);
  });
});

describe("a config with patterns", () => {
  test.each([
    ["stdout", measure("stdout: '([0-9]+)'")],
    ["stderr", measure("stderr: '([0-9]+)'")],
    ["output", measure("output: '([0-9]+)'")],
    ["a key with an escape", measure("\"std\\x6fut\": '([0-9]+)'")],
    ["expected output", "rollout: a\nstages: { s: { run: x, expect: { never: [{ pattern: x }] } } }\n"],
    ["the lines of a log", source("line: x, metrics: {}")],
    ["lines that count", source("metrics: { m: { match: x } }")],
    ["lines that do not count", source("metrics: { m: { ignore: x } }")],
    ["everything", full],
  ])("%s: is seen to have some, and is never let through unchecked", (_name, text) => {
    expect(readConfig(text, "f").ok).toBe(true);
    expect(mayHoldPatterns(text)).toBe(true);
    expect(readConfigWithoutPatterns(text, "f").ok).toBe(false);
  });
});
