import { describe, expect, test } from "@jest/globals";
import { parse } from "smol-toml";
import { scanToml } from "../../src/flag/scan-toml.ts";

/** Each entry as its path, the text of its value and its kind; each table as its path and the line its content ends on. */
function layout(text: string) {
  // What is scanned must be TOML: the scanner trusts its caller for that.
  parse(text);
  const { entries, tables, rootEnd } = scanToml(text);
  return {
    entries: entries.map(({ path, start, end, kind }) => [path.join("/"), text.slice(start, end), kind]),
    tables: tables.map(({ path, contentEnd }) => [
      path?.join("/") ?? null,
      text.slice(0, contentEnd).split("\n").at(-1),
    ]),
    root: rootEnd === null ? null : text.slice(0, rootEnd).split("\n").at(-1),
  };
}

const none = { tables: [], root: null };

describe("where keys and values are", () => {
  test.each<[string, string, readonly (readonly string[])[]]>([
    [
      "bare values",
      "a = 1\nb=true # x\nc = 1.5\t \n",
      [
        ["a", "1", "bare"],
        ["b", "true", "bare"],
        ["c", "1.5", "bare"],
      ],
    ],
    ["the last line without an end", "a = 1", [["a", "1", "bare"]]],
    ["tabs around the sign", "a\t=\t1\n", [["a", "1", "bare"]]],
    [
      "Windows line ends",
      "a = 1\r\nb = 2\r\n",
      [
        ["a", "1", "bare"],
        ["b", "2", "bare"],
      ],
    ],
    [
      "text",
      `a = "x"\nb = 'y'\n`,
      [
        ["a", '"x"', "text"],
        ["b", "'y'", "literal-text"],
      ],
    ],
    [
      "escaped quotes",
      'a = "x\\"#"\nb = 1\n',
      [
        ["a", '"x\\"#"', "text"],
        ["b", "1", "bare"],
      ],
    ],
    [
      "a backslash in literal text",
      "a = '\\'\nb = 1\n",
      [
        ["a", "'\\'", "literal-text"],
        ["b", "1", "bare"],
      ],
    ],
    [
      "text over lines",
      'a = """\n"x\n"""\nb = 1\n',
      [
        ["a", '"""\n"x\n"""', "text"],
        ["b", "1", "bare"],
      ],
    ],
    [
      "escaped quotes over lines",
      'a = """\\"""" # c\nb = 1\n',
      [
        ["a", '"""\\""""', "text"],
        ["b", "1", "bare"],
      ],
    ],
    [
      "a backslash in literal text over lines",
      "a = '''\\'''\nb = 1\n",
      [
        ["a", "'''\\'''", "literal-text"],
        ["b", "1", "bare"],
      ],
    ],
    [
      "an escaped quote before two more, over lines",
      'a = """\\"""x"""\nb = 1\n',
      [
        ["a", '"""\\"""x"""', "text"],
        ["b", "1", "bare"],
      ],
    ],
    [
      "one quote before the closing three",
      'a = """x""""\nb = 1\n',
      [
        ["a", '"""x""""', "text"],
        ["b", "1", "bare"],
      ],
    ],
    [
      "two quotes before the closing three",
      "a = '''x'''''\nb = 1\n",
      [
        ["a", "'''x'''''", "literal-text"],
        ["b", "1", "bare"],
      ],
    ],
    [
      "empty text",
      "a = \"\"\nb = ''\nc = 1\n",
      [
        ["a", '""', "text"],
        ["b", "''", "literal-text"],
        ["c", "1", "bare"],
      ],
    ],
    [
      "quoted keys",
      `"a.b" = 1\n'c"d' = 2\n"\\u0061x" = 3\n`,
      [
        ["a.b", "1", "bare"],
        ['c"d', "2", "bare"],
        ["ax", "3", "bare"],
      ],
    ],
    ["a key whose escapes JSON does not know", '"\\U00000061" = 1\n', [['"\\U00000061"', "1", "bare"]]],
    [
      "a key that holds signs",
      '"=" = 1\n"]" = 2\n',
      [
        ["=", "1", "bare"],
        ["]", "2", "bare"],
      ],
    ],
    ["dotted keys", 'a . "b".c = 1\n', [["a/b/c", "1", "bare"]]],
    [
      "a list",
      "a = [1, [2, '#'], \"]\" ]\nb = 1\n",
      [
        ["a", "[1, [2, '#'], \"]\" ]", "list"],
        ["b", "1", "bare"],
      ],
    ],
    [
      "a list over lines",
      "a = [ # [\n  1, # x\n  2,\n]\nb = 1\n",
      [
        ["a", "[ # [\n  1, # x\n  2,\n]", "list"],
        ["b", "1", "bare"],
      ],
    ],
    [
      "an empty list",
      "a = []\nb = [ ]\n",
      [
        ["a", "[]", "list"],
        ["b", "[ ]", "list"],
      ],
    ],
    [
      "an inline table",
      "a = { b = 1, c = '}' }\nd = 2\n",
      [
        ["a/b", "1", "bare"],
        ["a/c", "'}'", "literal-text"],
        ["a", "{ b = 1, c = '}' }", "table"],
        ["d", "2", "bare"],
      ],
    ],
    [
      "an empty inline table",
      "a = {}\nb = 1\n",
      [
        ["a", "{}", "table"],
        ["b", "1", "bare"],
      ],
    ],
    [
      "an inline table right after its bracket",
      "a = {b = 1}\n",
      [
        ["a/b", "1", "bare"],
        ["a", "{b = 1}", "table"],
      ],
    ],
    [
      "tables in tables",
      "a = { b = { c = 1 }, d = 2 }\n",
      [
        ["a/b/c", "1", "bare"],
        ["a/b", "{ c = 1 }", "table"],
        ["a/d", "2", "bare"],
        ["a", "{ b = { c = 1 }, d = 2 }", "table"],
      ],
    ],
    [
      "tables in lists have no address",
      "a = [{ b = 1 }, 2]\nc = 3\n",
      [
        ["a", "[{ b = 1 }, 2]", "list"],
        ["c", "3", "bare"],
      ],
    ],
    [
      "dates",
      "a = 2026-01-05T09:00:00Z\nb = 09:00:00\n",
      [
        ["a", "2026-01-05T09:00:00Z", "bare"],
        ["b", "09:00:00", "bare"],
      ],
    ],
  ])("%s", (_name, text, entries) => {
    expect(layout(text)).toMatchObject({ entries, tables: [] });
  });
});

describe("where tables end", () => {
  test.each<[string, string, ReturnType<typeof layout>]>([
    ["nothing", "", { entries: [], ...none }],
    ["comments alone", "# a\n \t\n# b", { entries: [], ...none }],
    [
      "the root's last value",
      "a = 1\n# c\nb = 2 # x\n\n",
      {
        entries: [
          ["a", "1", "bare"],
          ["b", "2", "bare"],
        ],
        tables: [],
        root: "b = 2",
      },
    ],
    [
      "a table's last value",
      "[t] # x\na = 1\n\n[ u . 'v' ]\n",
      {
        entries: [["t/a", "1", "bare"]],
        tables: [
          ["t", "a = 1"],
          ["u/v", "[ u . 'v' ]"],
        ],
        root: null,
      },
    ],
    [
      "the root before a table",
      "a = 1\n[t]\nb = 2\n",
      {
        entries: [
          ["a", "1", "bare"],
          ["t/b", "2", "bare"],
        ],
        tables: [["t", "b = 2"]],
        root: "a = 1",
      },
    ],
    [
      "a header whose name holds a bracket",
      "['a]b']\nc = 1\n",
      { entries: [["a]b/c", "1", "bare"]], tables: [["a]b", "c = 1"]], root: null },
    ],
  ])("%s", (_name, text, wanted) => {
    expect(layout(text)).toEqual(wanted);
  });

  test("a list of tables has no address, nor has what is below it; a name that only begins alike has one", () => {
    const text = "[[l]]\na = 1\n[l.m]\nb = 2\n[[l]]\n[[l.n]]\n[lm]\nc = 3\n[k.l]\nd = 4\n[k]\ne = 5\n";
    expect(layout(text)).toEqual({
      entries: [
        ["lm/c", "3", "bare"],
        ["k/l/d", "4", "bare"],
        ["k/e", "5", "bare"],
      ],
      tables: [
        [null, "a = 1"],
        [null, "b = 2"],
        [null, "[[l]]"],
        [null, "[[l.n]]"],
        ["lm", "c = 3"],
        ["k/l", "d = 4"],
        ["k", "e = 5"],
      ],
      root: null,
    });
  });

  test("a list of tables with a long address hides what is below it alone", () => {
    expect(layout("[[a.b]]\n[a]\nx = 1\n[a.c]\ny = 2\n[a.b.d]\n")).toMatchObject({
      entries: [
        ["a/x", "1", "bare"],
        ["a/c/y", "2", "bare"],
      ],
      tables: [
        [null, "[[a.b]]"],
        ["a", "x = 1"],
        ["a/c", "y = 2"],
        [null, "[a.b.d]"],
      ],
    });
  });
});
