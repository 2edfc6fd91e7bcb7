import { describe, expect, test } from "@jest/globals";
import { readConfig } from "../../src/config/read-config.ts";
import type { Config } from "../../src/domain/config.ts";

function read(stage: string, more = ""): Config {
  const reading = readConfig(`rollout: a\n${more}stages:\n  parts: ${stage}\n`, "gate.yml");
  if (!reading.ok) throw new Error(reading.problems.map((problem) => problem.message).join("\n"));
  return reading.config;
}

const argvOf = ({ stages: [stage] }: Config) => (stage?.run.kind === "program" ? stage.run.argv : []);

describe("a stage that validates parts", () => {
  test("asks with every default, and reads the checklist and the figures that the answer is", () => {
    const { stages } = read("{ validate: { python: shop.parts } }");
    expect(stages[0]).toMatchObject({
      alone: true,
      input: null,
      checklist: { file: "parts.json", expected: null, othersPass: false },
      benchmarks: ["parts-figures.json"],
      validation: {
        language: "python",
        modules: ["shop.parts"],
        submodules: true,
        match: [],
        except: [],
        base: null,
        registry: null,
        arguments: {},
        limitMs: 30_000,
        memory: false,
      },
    });
  });

  test("keeps all that is written", () => {
    const { stages } = read(
      `{ validate: { node: [./a.js, b], match: "*Part", except: [X], base: ./a.js#Part, registry: ./a.js#all, limit: 2 s,
        submodules: false, memory: true, expected: [one, two], arguments: { one: { size: 3, deep: [{ x: null }] }, "t*": [1, y] } } }`,
    );
    expect(stages[0]?.checklist?.expected).toEqual(["one", "two"]);
    expect(stages[0]?.validation).toEqual({
      language: "node",
      modules: ["./a.js", "b"],
      submodules: false,
      match: ["*Part"],
      except: ["X"],
      base: "./a.js#Part",
      registry: "./a.js#all",
      arguments: { one: { size: 3, deep: [{ x: null }] }, "t*": [1, "y"] },
      limitMs: 2000,
      memory: true,
    });
  });

  test.each([
    ["{ validate: { python: m } }", "", ["python3", "-c"]],
    ["{ validate: { python: m } }", "python: .venv/bin/python\n", [".venv/bin/python", "-c"]],
    ["{ validate: { python: m }, dir: a/./b }", "python: a/.venv/bin/python\n", ["../../a/.venv/bin/python", "-c"]],
    ["{ validate: { python: m }, dir: a }", "python: /opt/bin/python\n", ["/opt/bin/python", "-c"]],
    ["{ validate: { python: m }, dir: a }", "python: python3.12\n", ["python3.12", "-c"]],
    ["{ validate: { python: m, interpreter: .venv/bin/python }, dir: a }", "", [".venv/bin/python", "-c"]],
    ["{ validate: { node: ./m.ts } }", "", ["node", "--input-type=module", "-e"]],
    ["{ validate: { node: ./m.ts, interpreter: [node, --import, tsx] } }", "", ["node", "--import", "tsx"]],
  ])("%s, with %j, starts the right interpreter", (stage, more, argv) => {
    expect(argvOf(read(stage, more)).slice(0, argv.length)).toEqual(argv);
  });

  test("gives metrics for the whole, for each part, and a checklist", () => {
    const more =
      'criteria: { parts: all of 3, parts/failed-items: "== 0", parts/init-total: "< 500 ms", "parts/init/*": "< 50 ms", parts/memory/Lexer: "< 1 MB" }\n';
    expect(read("{ validate: { node: ./m.js } }", more).criteria).toHaveLength(5);
  });
});
