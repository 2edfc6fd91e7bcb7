import { describe, expect, test } from "@jest/globals";
import { parseYaml, yamlLimits } from "../../src/config/parse-yaml.ts";

function messageOf(text: string): string {
  const result = parseYaml(text);
  return result.problems[0]?.message ?? "";
}

const flow = (depth: number) => `a: ${"[".repeat(depth - 1)}${"]".repeat(depth - 1)}`;
const block = (depth: number) => Array.from({ length: depth }, (_, level) => `${" ".repeat(level)}a:`).join("\n");
const dashes = (depth: number) => `${"- ".repeat(depth)}x`;
const questions = (depth: number) => `${"? ".repeat(depth)}x`;

describe("parseYaml", () => {
  test.each([
    ["flow lists", flow],
    ["block maps", block],
    ["lists in one line", dashes],
    ["keys in keys", questions],
  ])("%s: 64 deep is read, 65 is refused", (_name, nest) => {
    expect(messageOf(nest(yamlLimits.maxDepth))).not.toContain("deep");
    expect(messageOf(nest(yamlLimits.maxDepth + 1))).toContain("more than 64 deep");
  });

  test.each([
    ["flow lists", "[".repeat(65_536)],
    ["flow maps", "{a: ".repeat(16_384)],
    ["lists in one line", "- ".repeat(32_768)],
    ["keys in keys", "? ".repeat(32_768)],
    ["maps in one line", "a: ".repeat(21_845)],
    ["both", "- [".repeat(21_845)],
  ])("the deepest %s that fit are refused, and no stack overflows", (_name, text) => {
    expect(messageOf(text)).toMatch(/deep|parts/);
  });

  test("64 KiB are read and one more is refused, counted in bytes", () => {
    const text = `a: ${"x".repeat(yamlLimits.maxBytes - 3)}`;
    expect(messageOf(text)).toBe("");
    expect(messageOf(`${text}x`)).toContain("larger than 64 KiB");
    expect(messageOf(`a: ${"é".repeat(yamlLimits.maxBytes / 2)}`)).toContain("larger than 64 KiB");
  });

  test("a billion laughs are refused at the first anchor, unexpanded", () => {
    const lines = ["a: &a [lol, lol]"];
    for (let letter = 98; letter < 123; letter += 1) {
      const [name, last] = [String.fromCharCode(letter), String.fromCharCode(letter - 1)];
      lines.push(`${name}: &${name} [*${last}, *${last}, *${last}, *${last}, *${last}, *${last}, *${last}, *${last}]`);
    }
    const before = performance.now();
    expect(messageOf(lines.join("\n"))).toContain("anchors are not allowed");
    expect(performance.now() - before).toBeLessThan(500);
  });

  test("more parts than a config ever has are refused", () => {
    expect(messageOf(`a: [${"x,".repeat(yamlLimits.maxNodes)}]`)).toContain("more than 20000 parts");
  });

  test("maps have no prototype and keep numbers as written in keys", () => {
    const result = parseYaml("1: a\ntrue: b\n1.10: c\n~: d\n");
    const value = result.ok ? result.tree.value : undefined;
    expect(Object.getPrototypeOf(value)).toBeNull();
    expect(Object.keys(value ?? {})).toEqual(["1", "true", "1.10", "~"]);
  });
});
