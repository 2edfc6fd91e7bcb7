import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import { parse } from "yaml";
import { configJsonSchema } from "../../src/config/json-schema.ts";
import { readConfig } from "../../src/config/read-config.ts";

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
const validate = new Ajv({
  allErrors: true,
  strict: true,
  strictTypes: false,
  strictTuples: false,
  strictRequired: false,
}).compile(configJsonSchema());

/** The fenced YAML blocks of a page. */
function yamlBlocks(page: string): readonly string[] {
  return [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? "");
}

describe("the JSON Schema", () => {
  test("is committed as it is generated (node scripts/write-schemas.mjs)", () => {
    expect(JSON.parse(read("../../schema/rollout-gate.schema.json"))).toEqual(configJsonSchema());
  });

  test.each(["full", "requirements"])("takes the %s example", (name) => {
    expect(validate(parse(read(`fixtures/${name}.yml`)))).toBe(true);
  });

  const sound = { rollout: "a", stages: { s: { run: "x" } } };
  test.each([
    ["an unknown key", { ...sound, zzz: 1 }],
    ["no stages", { rollout: "a" }],
    ["a rollout with a space", { ...sound, rollout: "a b" }],
    ["a bare number as a duration", { ...sound, stages: { s: { run: "x", timeout: 20 } } }],
    ["a duration without unit", { ...sound, stages: { s: { run: "x", timeout: "20" } } }],
    ["an unknown unit", { ...sound, stages: { s: { run: "x", measure: { m: { stdout: "(x)", unit: "mb" } } } } }],
    [
      "two sources of one measure",
      { ...sound, stages: { s: { run: "x", measure: { m: { stdout: "(x)", duration: true } } } } },
    ],
    ["a limit without comparator", { ...sound, criteria: { m: "10 ms" } }],
    ["an unknown severity", { ...sound, criteria: { m: { pass: "< 1", severity: "crit" } } }],
    ["an unknown way back", { ...sound, rollback: { try: ["flga"] } }],
  ])("refuses %s", (_name, value) => {
    expect(validate(value)).toBe(false);
  });

  test("describes every key, for editors", () => {
    const bare: string[] = [];
    const visit = (node: unknown, path: string): void => {
      if (typeof node !== "object" || node === null) return;
      for (const [key, value] of Object.entries(node)) {
        if (key === "properties" && typeof value === "object" && value !== null) {
          for (const [name, property] of Object.entries(value)) {
            if (typeof property !== "object" || property === null || !("description" in property))
              bare.push(`${path}/${name}`);
          }
        }
        visit(value, `${path}/${key}`);
      }
    };
    visit(configJsonSchema(), "");
    expect(bare).toEqual([]);
  });

  test("takes no less than the reader: spellings that the reader takes pass its patterns", () => {
    for (const duration of ["20m", "5 min", " 90s ", "1.5h", ".5 s", "+5 s", "1e3 ms", "1_000 ms", "3 µs", "3 μs"]) {
      const text = `rollout: a\nstages: { s: { run: x, timeout: "${duration}" } }`;
      expect([duration, readConfig(text, "f").ok, validate(parse(text))]).toEqual([duration, true, true]);
    }
    for (const limit of ["<1", "≤ 1", "Within 5", "ALL of 3", " == 0"]) {
      expect([limit, validate({ ...sound, criteria: { m: limit } })]).toEqual([limit, true]);
    }
  });
});

describe("docs/reference/criteria.md", () => {
  const blocks = yamlBlocks(read("../../docs/reference/criteria.md"));

  test("shows configs", () => {
    expect(blocks.length).toBeGreaterThan(2);
  });

  test.each(blocks.map((block, index) => [index + 1, block] as const))(
    "block %i is a sound config",
    (_index, block) => {
      const result = readConfig(block, "criteria.md");
      expect(result.ok ? [] : result.problems).toEqual([]);
      expect(validate(parse(block))).toBe(true);
    },
  );
});
