import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseCliArguments } from "../../src/entry/cli-arguments.ts";
import { cliHelp } from "../../src/entry/cli-help.ts";

/** `baseline paths | candidate paths | paths of no side`, or what is wrong. */
function read(...words: readonly string[]): string {
  const request = parseCliArguments(["compare", ...words]);
  if (request.kind !== "run") return request.kind === "wrong" ? request.message : request.kind;
  const paths = request.options.comparison?.paths ?? [];
  const of = (side: string | null) => paths.filter((one) => one.side === side).map(({ path }) => path);
  return [of("baseline"), of("candidate"), of(null)].map((some) => some.join(" ")).join(" | ");
}

describe("compare's arguments", () => {
  test.each([
    ["two files", ["a", "b"], " |  | a b"],
    ["one file, which may hold both arms", ["a"], " |  | a"],
    ["three files, for the files to say", ["a", "b", "c"], " |  | a b c"],
    ["--", ["a1", "a2", "--", "b1", "b2"], "a1 a2 | b1 b2 | "],
    ["options before --", ["--json", "a1", "--criterion", "< +5 %", "--", "b1"], "a1 | b1 | "],
    ["-- before all files parts nothing", ["--", "a", "b"], " |  | a b"],
    ["options that the shell has expanded", ["--baseline", "a1", "a2", "--candidate", "b1", "b2"], "a1 a2 | b1 b2 | "],
    ["options that come again", ["-b", "a1", "--candidate", "b1", "-b", "a2"], "a1 a2 | b1 | "],
    ["=", ["--baseline=a", "--candidate=b"], "a | b | "],
  ] as const)("%s", (_name, words, expected) => {
    expect(read(...words)).toBe(expected);
  });

  test.each([
    ["no file", [], /needs files/],
    ["no candidate", ["-b", "a"], /given no candidate/],
    ["no baseline", ["--candidate", "a"], /given no baseline/],
    ["-- without a candidate", ["a", "--"], /given no candidate/],
    ["a file before the sides", ["x", "-b", "a", "--candidate", "b"], /^x stands before/],
    ["an option after --", ["a", "--", "b", "--json"], /^--json stands after --/],
    ["an empty name", ["a", ""], /without a name/],
    ["a criterion that is none", ["a", "b", "--criterion", "+10 %"], /^--criterion: .*; write "< \+10 %"/],
    ["a checklist's criterion", ["a", "b", "--criterion", "all"], /is for checklists/],
    ["a floor alone", ["a", "b", "--floor", "1 ms"], /give --criterion/],
    ["a floor beside an absolute limit", ["a", "b", "--criterion", "< 5 ms", "--floor", "1 ms"], /does nothing here/],
    ["a floor without a unit that is known", ["a", "b", "--criterion", "< +5 %", "--floor", "1 mx"], /^--floor: /],
    ["a floor of nothing", ["a", "b", "--criterion", "< +5 %", "--floor", "0 ms"], /above 0/],
    ["another mode's option", ["a", "b", "--stage", "x"], /compare takes no --stage/],
  ] as const)("%s is refused", (_name, words, expected) => {
    expect(read(...words)).toMatch(expected);
  });

  test("the criterion and its floor", () => {
    const request = parseCliArguments(["compare", "a", "b", "--criterion", "< +10 %", "--floor", "0.05 ms"]);
    expect(request).toMatchObject({
      options: {
        comparison: { criterion: { pass: { kind: "relative", change: 0.1 }, floor: 50_000, floorUnit: "ns" } },
      },
    });
  });

  test("every command of the documentation is understood", () => {
    const page = readFileSync(new URL("../../docs/compare.md", import.meta.url), "utf8");
    const commands = [...page.matchAll(/^(?:\$ )?rollout-gate (compare [^#\n]+)/gm)].map((match) => match[1] ?? "");
    expect(commands.length).toBeGreaterThan(5);
    for (const command of commands) {
      const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? "");
      expect([command, parseCliArguments(words).kind]).toEqual([command, "run"]);
    }
  });

  test("only compare takes them", () => {
    expect(parseCliArguments(["read", "a", "--criterion", "< 1"])).toMatchObject({ kind: "wrong" });
    expect(parseCliArguments(["read", "a"])).toMatchObject({ options: { comparison: null } });
  });

  test("every option is in the help, and no words end in anything but a request or a sentence", () => {
    for (const option of ["--criterion", "--floor", "--benchmark", "--baseline", "--candidate", "--format"]) {
      expect(cliHelp("compare")).toContain(option);
    }
    const word = fc.oneof(
      fc.constantFrom("--", "-b", "--baseline", "--candidate", "--criterion", "< +1 %", "--json", "a", "-", "--floor"),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), (words) => {
        const request = parseCliArguments(["compare", ...words]);
        if (request.kind === "wrong") expect(request.message).toMatch(/\S/);
        if (request.kind === "run") expect(request.options.comparison?.paths.length).toBeGreaterThan(0);
      }),
    );
  });
});
