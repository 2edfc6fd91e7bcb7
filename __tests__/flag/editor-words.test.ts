import { describe, expect, test } from "@jest/globals";
import type { Problem } from "../../src/domain/problem.ts";
import { showPath } from "../../src/flag/flag-value.ts";
import { parseKeyPath } from "../../src/flag/parse-key-path.ts";
import { type FlagFileFormat, readFlagFromText, setFlagInText } from "../../src/flag/set-flag-in-text.ts";

/** What people are told, word for word: the sentence is all they have to put their file right. */

const own = "Keep the flag in a file of its own.";
const plain = "Point the flag's `key` at a plain value such as `true`.";
const correct = "Correct the flag's `key`, or the file.";
const addIt = "Correct the flag's `key`, or add it to the file.";

type Row = readonly [format: FlagFileFormat, text: string, key: string, problem: Problem];

const invalid = (reason: string, remedy: string, place: { line?: number; column?: number } = {}): Problem => ({
  kind: "invalid",
  reason,
  remedy,
  ...place,
});

/** The same whether the flag is read or set. */
const either: readonly Row[] = [
  ["yaml", "[".repeat(65), "a", invalid("The YAML file is nested more than 64 levels deep.", own)],
  ["json", "[".repeat(65), "a", invalid("The JSON file is nested more than 64 levels deep.", own)],
  [
    "yaml",
    "a: 1\n---\na: 2\n",
    "a",
    invalid(
      "The YAML file holds several documents, so it is not clear which one the flag is in.",
      "Keep the flag in a file with one document.",
    ),
  ],
  [
    "yaml",
    "b: 2\nc: a: 1\n",
    "a",
    invalid("The file is no valid YAML: Nested mappings are not allowed in compact mappings", "Correct the file.", {
      line: 2,
      column: 4,
    }),
  ],
  [
    "json",
    '{\n  "a": }',
    "a",
    invalid("The file is no valid JSON: ValueExpected.", "Correct the file.", { line: 2, column: 8 }),
  ],
  ["json", "", "a", invalid("The file is no valid JSON: ValueExpected.", "Correct the file.", { line: 1, column: 1 })],
  [
    "toml",
    "b = 1\na = \n",
    "a",
    invalid("The file is no valid TOML: invalid value.", "Correct the file.", {
      line: 2,
      column: 5,
    }),
  ],
  [
    "env",
    'B=1\n\nA="x\n',
    "A",
    invalid("On line 3 a quote is not closed.", "Close the quote, or remove it.", { line: 3 }),
  ],
  ["env", "A=1\n", "1.b", invalid("`1.b` is no name for a variable.", "Use letters, digits and underscores.")],
  ["env", "A=1\n", "a$", invalid("`a$` is no name for a variable.", "Use letters, digits and underscores.")],
  ["yaml", "- 1\n", "a.b", invalid("The YAML file holds no map, so `a.b` cannot be in it.", correct)],
  [
    "yaml",
    "a:\n  b: 1\n",
    "a.b.c",
    invalid("In the YAML file, `a.b` holds no map, so `a.b.c` cannot be in it.", correct),
  ],
  ["json", "[1]", "a.b", invalid("The JSON file holds no object, so `a.b` cannot be in it.", correct)],
  [
    "json",
    '{"a":{"b":1}}',
    "a.b.c",
    invalid("In the JSON file, `a.b` holds no object, so `a.b.c` cannot be in it.", correct),
  ],
  [
    "json",
    '{"a":{"b":1,"b":2}}',
    "a.b",
    invalid(
      "`a.b` is written 2 times in the JSON file.",
      "Remove all but one of them: programs differ in which they believe.",
    ),
  ],
  [
    "json",
    '{"a":1,"a":{"b":2},"a":3}',
    "a.b",
    invalid(
      "`a` is written 3 times in the JSON file.",
      "Remove all but one of them: programs differ in which they believe.",
    ),
  ],
  [
    "toml",
    "a = 1\n",
    "a.b",
    invalid("A part of `a.b` is not a table in the TOML file, so the rest cannot be in it.", correct),
  ],
  ["yaml", "a: {b: 1}\n", "a", invalid("`a` is not a single value on its line in the YAML file.", plain)],
  ["yaml", "a: [1]\n", "a", invalid("`a` is not a single value on its line in the YAML file.", plain)],
  ["json", '{"a":{}}', "a", invalid("`a` is an object or a list in the JSON file, not a single value.", plain)],
  ["json", '{"a":[]}', "a", invalid("`a` is an object or a list in the JSON file, not a single value.", plain)],
  ["toml", "a = []\n", "a", invalid("`a` is a table, a list or a date in the TOML file, not a single value.", plain)],
  ["toml", "[a]\n", "a", invalid("`a` is a table, a list or a date in the TOML file, not a single value.", plain)],
  ["toml", "a = {}\n", "a", invalid("`a` is a table, a list or a date in the TOML file, not a single value.", plain)],
  [
    "toml",
    "a = 2026-01-05\n",
    "a",
    invalid("`a` is a table, a list or a date in the TOML file, not a single value.", plain),
  ],
];

describe("what is wrong with a settings file", () => {
  test.each(either)("%s %j %s", (format, text, key, problem) => {
    expect(readFlagFromText(text, format, key)).toEqual({ ok: false, problem });
    expect(setFlagInText(text, format, key, true)).toEqual({ ok: false, problem });
  });

  test.each<[FlagFileFormat, string, string]>([
    ["yaml", "b: 1\n", "`a.c` is not in the YAML file."],
    ["json", '{"b": 1}', "`a.c` is not in the JSON file."],
    ["toml", "b = 1\n", "`a.c` is not in the TOML file."],
    ["env", "b=1\n", "`a.c` is not in the file."],
  ])("a key that is not in a %s file is missing when it is read", (format, text, reason) => {
    expect(readFlagFromText(text, format, "a.c")).toEqual({
      ok: false,
      problem: { kind: "missing", reason, remedy: addIt },
    });
  });

  test("a settings file may be as large as 1 MiB, and no larger", () => {
    const fits = "A=1\n".repeat(262_144);
    expect(readFlagFromText(fits, "env", "A")).toEqual({ ok: true, value: "1" });
    expect(readFlagFromText(`${fits}\n`, "env", "A")).toEqual({
      ok: false,
      problem: invalid("The settings file is larger than 1 MiB.", own),
    });
  });

  test("a YAML file that refers to itself too often is read, and not changed", () => {
    const bomb = `a: &a [1,1]\n${[..."bcdefghijklmn"]
      .map((name, at) => `${name}: &${name} [*${"abcdefghijklm"[at]}, *${"abcdefghijklm"[at]}]`)
      .join("\n")}\nflag: 0\n`;
    expect(readFlagFromText(bomb, "yaml", "flag")).toEqual({ ok: true, value: 0 });
    expect(setFlagInText(bomb, "yaml", "flag", true)).toEqual({
      ok: false,
      problem: invalid("The YAML file refers to itself too often to be read.", "Write the aliases out."),
    });
  });

  test("an edit that would change something else is refused", () => {
    expect(setFlagInText("m:\n  a: &x false\n  b: *x\n", "yaml", "m.a", true)).toEqual({
      ok: false,
      problem: invalid(
        "The value of `m.a` cannot be changed without changing something else in the file too.",
        "Write the key on a line of its own with a plain value, or set the flag by a script or a variable.",
      ),
    });
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])("%p is no value for a flag", (value) => {
    expect(setFlagInText("a: 1\n", "yaml", "a", value)).toEqual({
      ok: false,
      problem: invalid("The flag's value is not a finite number.", "Use a plain value such as `true`."),
    });
  });

  test.each(['it\'s "x"', "a\nb", "it's $x", "\u2028"])("a variable cannot be %j", (value) => {
    expect(setFlagInText("A='x'\n", "env", "A", value)).toEqual({
      ok: false,
      problem: invalid(
        "The value for `A` holds quotes or line ends that `.env` loaders read in different ways.",
        "Use a plain value such as `true`.",
      ),
    });
  });

  test("a long YAML error is cut, and on one line", () => {
    const read = readFlagFromText(`a: "${"x".repeat(300)}\n`, "yaml", "a");
    if (read.ok) throw new Error("read");
    expect(read.problem.reason.length).toBeLessThanOrEqual("The file is no valid YAML: ".length + 200);
    expect(read.problem.reason).toMatch(/^The file is no valid YAML: \S+( \S+)*$/);
  });
});

describe("key paths", () => {
  const remedy =
    'Write the key as a dotted path such as `features.checkout`, with double quotes around a part that holds a dot: `"my.app".checkout`.';
  const parts = (count: number): string => Array.from({ length: count }, () => "a").join(".");

  test.each<[string, readonly string[]]>([
    ["a", ["a"]],
    ["a.b.c", ["a", "b", "c"]],
    [" a . b ", ["a", "b"]],
    ['"a.b".c', ["a.b", "c"]],
    ['c."a.b"', ["c", "a.b"]],
    ['a"b', ['a"b']],
    [parts(32), parts(32).split(".")],
  ])("%s", (text, value) => {
    expect(parseKeyPath(text)).toEqual({ ok: true, value });
  });

  test.each<[string, string]>([
    ["", "a part of it is empty"],
    ["a.", "a part of it is empty"],
    [".a", "a part of it is empty"],
    ["a. .b", "a part of it is empty"],
    ['""', "a part of it is empty"],
    ['"a', "a double quote is not closed"],
    ['a."b.c', "a double quote is not closed"],
    ['"a"b', "after a closing double quote there must be a dot or the end"],
    [parts(33), "it has more than 32 parts"],
  ])("%j cannot be read", (text, why) => {
    expect(parseKeyPath(text)).toEqual({
      ok: false,
      problem: { kind: "invalid", reason: `The flag's key \`${text}\` cannot be read: ${why}.`, remedy },
    });
  });

  test("a long one is cut where it is shown", () => {
    const cut = `${"x".repeat(79)}…`;
    expect(parseKeyPath(`${"x".repeat(80)}.`)).toMatchObject({
      problem: { reason: `The flag's key \`${cut}\` cannot be read: a part of it is empty.` },
    });
    expect(parseKeyPath(`${"x".repeat(79)}.`)).toMatchObject({
      problem: { reason: `The flag's key \`${"x".repeat(79)}.\` cannot be read: a part of it is empty.` },
    });
    expect(showPath(["x".repeat(81)])).toBe(`\`${cut}\``);
    expect(showPath(["x".repeat(78), "y"])).toBe(`\`${"x".repeat(78)}.y\``);
    expect(showPath(["a", "b"])).toBe("`a.b`");
  });
});
