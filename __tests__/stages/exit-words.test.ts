import { describe, expect, test } from "@jest/globals";
import { exitWords } from "../../src/stages/exit-words.ts";
import { failureCause } from "../../src/stages/failure-cause.ts";

describe("exitWords", () => {
  test.each<[string, number, string[], string, RegExp]>([
    ["success", 0, [], "passed", /ended well/],
    ["pytest 1", 1, ["pytest"], "failed", /some tests failed/],
    ["pytest 2", 2, ["pytest"], "failed", /could not be imported/],
    ["pytest 3", 3, ["pytest"], "broken", /internal error/],
    ["pytest 4", 4, ["pytest"], "broken", /path that does not exist/],
    ["pytest 5", 5, ["pytest"], "broken", /found no test/],
    ["another program's 5", 5, ["node"], "failed", /^exit 5$/],
    ["not executable", 126, [], "broken", /may not be executed/],
    ["not found", 127, ["pytest"], "broken", /not found/],
    ["killed", 137, [], "failed", /out of memory/],
    ["terminated", 143, [], "failed", /SIGTERM/],
  ])("%s", (_name, code, programs, kind, words) => {
    const meaning = exitWords({ code, signal: null }, programs, [0]);
    expect(meaning.kind).toBe(kind);
    expect(meaning.words).toMatch(words);
  });

  test("a signal is never a pass, whatever is accepted", () => {
    expect(exitWords({ code: null, signal: "SIGKILL" }, [], [0, 137])).toMatchObject({ kind: "failed" });
    expect(exitWords({ code: null, signal: "SIGXCPU" }, [], [0]).words).toContain("SIGXCPU");
  });

  test("an accepted exit passes, and 0 fails where another was expected", () => {
    expect(exitWords({ code: 3, signal: null }, ["pytest"], [3]).kind).toBe("passed");
    expect(exitWords({ code: 0, signal: null }, [], [3, 4])).toEqual({
      kind: "failed",
      words: "exit 0, but exit 3 or 4 was expected",
    });
  });

  test("no exit at all is broken", () => {
    expect(exitWords({ code: null, signal: null }, [], [0]).kind).toBe("broken");
  });
});

describe("failureCause", () => {
  test.each<[string, string, RegExp]>([
    ["Python module", "E   ModuleNotFoundError: No module named 'victor_coding'", /Python module victor_coding is not/],
    ["Python name", "ImportError: cannot import name 'Foo' from 'bar'", /Python name Foo/],
    ["Node module", "Error: Cannot find module './x.js'", /Node module \.\/x\.js/],
    ["program, bash", "bash: line 1: nosuch: command not found", /program nosuch was not found/],
    ["program, dash", "sh: 1: nosuch: not found", /program nosuch was not found/],
    ["plugin", "pytest: error: unrecognized arguments: --benchmark-json=x", /option --benchmark-json is not known/],
    ["disk", "OSError: [Errno 28] No space left on device", /disk is full/],
  ])("%s", (_name, line, words) => {
    expect(failureCause(["noise", line, "more noise"])?.words).toMatch(words);
  });

  test("nothing known is null, and a long hostile line takes no time", () => {
    expect(failureCause(["all is well"])).toBeNull();
    expect(failureCause([`Cannot find module '${"a".repeat(1e6)}`])).toBeNull();
  });
});
