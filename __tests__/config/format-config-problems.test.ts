import { describe, expect, test } from "@jest/globals";
import { formatConfigProblems } from "../../src/config/format-config-problems.ts";
import { readConfig } from "../../src/config/read-config.ts";

function render(text: string): string {
  const result = readConfig(text, "gate.yml");
  return formatConfigProblems(result.ok ? result.warnings : result.problems, text, "gate.yml");
}

/** The text above the caret and its tail, cut out of the line it stands under. */
function marked(rendered: string): string {
  const [, source = "", caret = ""] = rendered.split("\n");
  return source.slice(caret.indexOf("^"), caret.lastIndexOf("^") + 1 + (caret.match(/~/g) ?? []).length);
}

describe("formatConfigProblems", () => {
  test("place, message, line, caret, hint", () => {
    expect(render("rollout: a\nstages:\n  unit: { run: x, timout: 5 m }\n")).toBe(
      `gate.yml:3:19: error: stages.unit.timout: unknown key "timout"
 3 |   unit: { run: x, timout: 5 m }
   |                   ^~~~~~
   = did you mean "timeout"? known here: run, validate, shell, needs, dir, env, input, timeout, alone, arms, severity, expect, tests, coverage, checklist, vulnerabilities, benchmarks, expect-benchmarks, measure, effect, requires
`,
    );
  });

  test.each([
    ["a flow map", "rollout: a\nstages: { s: { run: x, shell: zsh } }", "zsh"],
    ["a quoted key", 'rollout: a\nstages: { s: { run: x, "shel": sh } }', '"shel"'],
    ["a quoted value", 'rollout: a\nstages: { s: { run: x, "shell": "zsh" } }', '"zsh"'],
    ["a part of a quoted value", "rollout: a\nstages: { s: { run: x, timeout: '5 parsecs' } }", "parsecs"],
    ["a value with escapes, as a whole", 'rollout: a\nstages: { s: { run: x, timeout: "5 \\x41" } }', '"5 \\x41"'],
    ["a list's item", "rollout: a\nstages:\n  s:\n    run: x\n    needs:\n      - t", "t"],
    ["after a tab", "rollout: a\nstages: { s: { run: x,\tshell: zsh } }", "zsh"],
    ["Windows line ends", "rollout: a\r\nstages: { s: { run: x, shell: zsh } }\r\n", "zsh"],
    ["a byte order mark", "\ufeffrollout: a/b\nstages: { s: { run: x } }", "a/b"],
    ["a line of many columns", `rollout: a\nstages: { s: { run: ${"x".repeat(5000)}, shell: zsh } }`, "zsh"],
    ["a value over several lines, its first", "rollout: a\nstages: [a,\n  b]", "[a,"],
  ])("the caret stands below what is wrong: %s", (_name, text, expected) => {
    expect(marked(render(text))).toBe(expected);
  });

  test("wide and combining characters are counted in columns", () => {
    const [, source = "", caret = ""] = render("rollout: a\nstages: { s: { run: 日本e\u0301😀, shell: zsh } }").split(
      "\n",
    );
    // Two columns more for each wide character than UTF-16 gives, none for the accent.
    expect(caret.indexOf("^")).toBe(source.indexOf("zsh") + 2 - 1);
  });

  test("what a terminal obeys does not reach it", () => {
    const text = "rollout: a\nstages: { s: { run: \"x\", 'sh\u001b[31m\u202eell\u009b': \u0007 } }\n";
    const result = readConfig(text, "gate.yml");
    const rendered = formatConfigProblems(result.ok ? [] : result.problems, text, "ga\u001bte.yml");
    expect(rendered).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(rendered).toContain("ga�te.yml:2");
  });

  test("no problems, no text", () => {
    expect(formatConfigProblems([], "x", "gate.yml")).toBe("");
  });
});
