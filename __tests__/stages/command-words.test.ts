import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { commandWords } from "../../src/stages/command-words.ts";
import { namedPaths, namedProgram } from "../../src/stages/named-paths.ts";

const script = (text: string) => commandWords({ kind: "script", script: text, shell: null });

describe("commandWords", () => {
  test.each<[string, string, string[]]>([
    ["one program", "pytest tests -q", ["pytest"]],
    ["assignments come before it", "A=1 B='x y' node run.js", ["node"]],
    ["a list", "npm ci && npm test; echo done", ["npm", "npm", "echo"]],
    ["lines, one continued", "make \\\n  all\ncargo test", ["make", "cargo"]],
    ["a pipe", "seq 3 | sort -r", ["seq", "sort"]],
    ["a comment", "# pytest nothing\nls # more", ["ls"]],
    ["a redirection is no operand", "node a.js > out.txt 2>&1", ["node"]],
    ["stops at a condition", "true\nif x; then missing; fi", ["true"]],
    ["stops at what may never run", "a || b", ["a"]],
    ["stops at a changed folder", "cd sub && ./run.sh", []],
    ["stops at a here-document", "cat <<X\nnot-a-program\nX", []],
    ["stops at a substitution", "a\necho $(missing)", ["a"]],
    ["stops at a quote over two lines", "a\nnode -e 'x\ny z'", ["a"]],
    ["a variable is no program", "$TOOL run", []],
    ["a quoted hash is no comment", "node -e '# x' && ls", ["node", "ls"]],
  ])("%s", (_name, text, programs) => {
    expect(script(text).map((call) => call.program)).toEqual(programs);
  });

  test("a list of words is one program", () => {
    expect(commandWords({ kind: "program", argv: ["a b", "$x", "*"] })).toEqual([
      { program: "a b", args: ["$x", "*"] },
    ]);
  });

  test("other shells' scripts are not guessed at", () => {
    expect(commandWords({ kind: "script", script: "Get-Item x", shell: "pwsh" })).toEqual([]);
  });

  test("any text is read without an error", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."ab'\"\\$`(){}<>|&;#*? \n=/"), maxLength: 60 }), (text) => {
        for (const call of script(text)) {
          expect(call.program).not.toContain("\0");
          expect(call.args.join("")).not.toContain("\0");
        }
      }),
    );
  });
});

describe("namedPaths", () => {
  test.each<[string, string, string[]]>([
    [
      "pytest's tests",
      "pytest tests/unit tests/test_a.py::test_b -q tests/last",
      ["tests/unit", "tests/test_a.py", "tests/last"],
    ],
    ["not an option's value", 'pytest -k a/b -c conf/p.ini -m "not slow" tests/x', ["tests/x"]],
    ["not an output", "pytest --junitxml=$EVIDENCE/unit.xml tests/x", ["tests/x"]],
    ["not a plain word", "pytest unit", []],
    ["python -m pytest", "python3.11 -m pytest tests/a", ["tests/a"]],
    ["a script and not its arguments", "python scripts/v.py --output out/x.json", ["scripts/v.py"]],
    ["a module", "python -m http.server", []],
    ["inline code", "node -e 'x/y'", []],
    ["a Node script", "node ./run.js a/b", ["./run.js"]],
    ["another program", "mkdir -p build/x", []],
  ])("%s", (_name, text, paths) => {
    expect(script(text).flatMap(namedPaths)).toEqual(paths);
  });

  test("what the shell does itself is no program", () => {
    expect(script("export A=1\necho x\nnode y.js").map(namedProgram)).toEqual([null, null, "node"]);
  });
});
