import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { actionInputs } from "../../src/entry/inputs.ts";
import { actionOutputs } from "../../src/entry/outputs.ts";

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

describe("action.yml, the reference and the code name the same", () => {
  const action = parse(read("action.yml"));
  const reference = read("docs/reference/action.md");

  test("inputs in action.yml", () => {
    const expected = actionInputs.map(({ name, default: usual, type, description }) => [
      name,
      { description: `${description} (${type})`, required: false, default: usual },
    ]);
    expect(Object.entries(action.inputs)).toEqual(expected);
  });

  test("outputs in action.yml", () => {
    const expected = actionOutputs.map(({ name, type, description }) => [
      name,
      { description: `${description} (${type})` },
    ]);
    expect(Object.entries(action.outputs)).toEqual(expected);
  });

  test("the reference's tables", () => {
    const inputs = actionInputs.map(
      ({ name, default: usual, type, description }) =>
        `| \`${name}\` | ${words(type)} | ${usual === "" ? "none" : `\`${usual}\``} | ${description} |`,
    );
    const outputs = actionOutputs.map(
      ({ name, type, description }) => `| \`${name}\` | ${words(type)} | ${description} |`,
    );
    expect(rows(reference, "## Inputs")).toEqual(inputs);
    expect(rows(reference, "## Outputs")).toEqual(outputs);
  });

  test("what runs", () => {
    expect(action.runs).toEqual({ using: "node24", main: "dist/action/index.js", post: "dist/post/index.js" });
  });
});

function words(type: string): string {
  return type.replaceAll(" | ", " \\| ");
}

/** The body of the table below a heading. */
function rows(page: string, heading: string): readonly string[] {
  const section = page.split(`${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  return section.split("\n").filter((line) => line.startsWith("| `"));
}
