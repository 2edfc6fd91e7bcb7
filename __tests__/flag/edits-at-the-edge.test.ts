import { describe, expect, test } from "@jest/globals";
import { endOfLine, lineEndOf } from "../../src/flag/checked-edit.ts";
import { sameData, toMaps, withValue } from "../../src/flag/same-data.ts";
import {
  type FlagFileFormat,
  flagFileFormat,
  readFlagFromText,
  setFlagInText,
} from "../../src/flag/set-flag-in-text.ts";

type Value = string | number | boolean;
type Row = readonly [name: string, format: FlagFileFormat, before: string, key: string, value: Value, after: string];

const rows: readonly Row[] = [
  [
    "a hundred lines are not deep",
    "yaml",
    `b: 1\n${Array.from({ length: 100 }, (_, at) => `k${at}: 1\n`).join("")}a: 1\n`,
    "a",
    2,
    `b: 1\n${Array.from({ length: 100 }, (_, at) => `k${at}: 1\n`).join("")}a: 2\n`,
  ],
  [
    "steps up and down are not deep",
    "yaml",
    `b: 1\n${Array.from({ length: 70 }, (_, at) => `k${at}:\n${" ".repeat(at + 1)}c: 1\n`).join("")}a: 1\n`,
    "a",
    2,
    `b: 1\n${Array.from({ length: 70 }, (_, at) => `k${at}:\n${" ".repeat(at + 1)}c: 1\n`).join("")}a: 2\n`,
  ],
  [
    "blank lines are not deep",
    "yaml",
    `a: 1\n${Array.from({ length: 70 }, (_, at) => `${" ".repeat(at)}\n`).join("")}`,
    "a",
    2,
    `a: 2\n${Array.from({ length: 70 }, (_, at) => `${" ".repeat(at)}\n`).join("")}`,
  ],
  [
    "brackets that close are not deep",
    "yaml",
    `b: [${"[], {}, ".repeat(70)}]\na: 1\n`,
    "a",
    2,
    `b: [${"[], {}, ".repeat(70)}]\na: 2\n`,
  ],
  ["empty text", "yaml", 'a: ""\nb: 1\n', "a", true, "a: true\nb: 1\n"],
  ["empty text, by text", "yaml", 'a: "" # c\n', "a", "on", 'a: "on" # c\n'],
  ["empty text in single quotes", "yaml", "a: ''\n", "a", "on", "a: 'on'\n"],
  ["single quotes inside single quotes", "yaml", "a: 'x'\n", "a", "it's", "a: 'it''s'\n"],
  ["what single quotes cannot hold", "yaml", "a: 'x'\n", "a", "1\n2", 'a: "1\\n2"\n'],
  ["a sign that is not printed", "yaml", 'a: "x"\n', "a", "\u007f", 'a: "\\x7f"\n'],
  ["plain words stay plain", "yaml", "a: x\n", "a", "b1_c d.e/f@g+h-i é", "a: b1_c d.e/f@g+h-i é\n"],
  ["text that begins with a sign is quoted", "yaml", "a: x\n", "a", "-b", 'a: "-b"\n'],
  ["text that ends with a sign is quoted", "yaml", "a: x\n", "a", "b:", 'a: "b:"\n'],
  ["a sign between words is quoted", "yaml", "a: x\n", "a", "b & c", 'a: "b & c"\n'],
  ["a sign in the second word is quoted", "yaml", "a: x\n", "a", "b c&", 'a: "b c&"\n'],
  ["two spaces are quoted", "yaml", "a: x\n", "a", "b  c", 'a: "b  c"\n'],
  ["text that is a number is quoted", "yaml", "a: x\n", "a", "1.5", 'a: "1.5"\n'],
  ["200 letters stay plain", "yaml", "a: x\n", "a", "y".repeat(200), `a: ${"y".repeat(200)}\n`],
  ["201 letters are quoted", "yaml", "a: x\n", "a", "y".repeat(201), `a: "${"y".repeat(201)}"\n`],
  ["three dots are quoted nowhere and read back", "yaml", "a: x\n", "a", "...", "a: ...\n"],
  ["added beside an anchored key", "yaml", "m:\n  &k a: 1\n", "m.z", true, "m:\n  &k a: 1\n  z: true\n"],
  ["added beside an explicit key", "yaml", "m:\n  ? a\n  : 1\n", "m.z", true, "m:\n  ? a\n  : 1\n  z: true\n"],
  ["added below a comment", "yaml", "m:\n  # c\n  a: 1\n", "m.z", true, "m:\n  # c\n  a: 1\n  z: true\n"],
  [
    "added after brackets over lines",
    "yaml",
    "m:\n  a: [1,\n    2\n  ]\nz: 1\n",
    "m.k",
    true,
    "m:\n  a: [1,\n    2\n  ]\n  k: true\nz: 1\n",
  ],
  ["added after a key without a value", "yaml", "m:\n  a:\nz: 1\n", "m.k", true, "m:\n  a:\n  k: true\nz: 1\n"],
  ["added after a list", "yaml", "m:\n  - 1\n", "z", true, "m:\n  - 1\nz: true\n"],
  [
    "added after an alias",
    "yaml",
    "b: &x 1\nm:\n  a: *x\n\n# end\n",
    "m.k",
    true,
    "b: &x 1\nm:\n  a: *x\n  k: true\n\n# end\n",
  ],
  [
    "added to an indented empty parent",
    "yaml",
    "m:\n    n:\n    o: 1\n",
    "m.n.k",
    true,
    "m:\n    n:\n      k: true\n    o: 1\n",
  ],
  ["added with a key that must be quoted", "yaml", "a: 1\n", '"x: y"', true, 'a: 1\n"x: y": true\n'],
  ["added to brackets with quoted keys", "yaml", 'm: {"x": 1}\n', "m.z", true, 'm: {"x": 1, "z": true}\n'],
  [
    "added to brackets with some quoted keys",
    "yaml",
    'm: {w: 1, "x": 1}\n',
    "m.z.y",
    true,
    'm: {w: 1, "x": 1, "z": {"y": true}}\n',
  ],
  ["added to brackets whose last key has no value", "yaml", "m: {x: 1, y}\n", "m.z", "on", "m: {x: 1, y, z: on}\n"],
  ["added to brackets with a single quoted key", "yaml", "m: {'x': 1}\n", "m.z", true, "m: {'x': 1, z: true}\n"],
  ["added to a file that is one pair of brackets", "yaml", "{a: 1}", "z", true, "{a: 1, z: true}"],
  ["text that would be a boolean, in brackets", "yaml", "m: {}\n", "m.z", "true", 'm: {z: "true"}\n'],

  [
    "brackets in text are not deep",
    "json",
    `{"b": "${"[".repeat(70)}", "a": 1}`,
    "a",
    2,
    `{"b": "${"[".repeat(70)}", "a": 2}`,
  ],
  [
    "brackets after an escaped quote are not deep",
    "json",
    `{"b": "\\"${"{".repeat(70)}", "a": 1}`,
    "a",
    2,
    `{"b": "\\"${"{".repeat(70)}", "a": 2}`,
  ],
  [
    "brackets that close are not deep",
    "json",
    `{"b": [${"[], {}, ".repeat(70)}0], "a": 1}`,
    "a",
    2,
    `{"b": [${"[], {}, ".repeat(70)}0], "a": 2}`,
  ],
  [
    "added with the file's tabs",
    "json",
    '{"k": "v",\n\t"x": {\n\t}\n}',
    "x.a",
    true,
    '{"k": "v",\n\t"x": {\n\t\t"a": true\n\t}\n}',
  ],
  [
    "added with four spaces",
    "json",
    '{\n    "x": {\n    }\n}',
    "x.a",
    true,
    '{\n    "x": {\n        "a": true\n    }\n}',
  ],
  ["added below a comment", "json", "{\n  // c\n}", "a", true, '{\n  // c\n  "a": true\n}'],
  ["added inside spaces", "json", "{ }", "a", true, '{ "a": true}'],
  ["added after one on a line of its own", "json", '{"a":1,\n  "b":2}', "z", 3, '{"a":1,\n  "b":2,\n  "z":3}'],
  ["added after one beside another, lines before", "json", '{\n"a":1, "b":2}', "z", 3, '{\n"a":1, "b":2, "z":3}'],
  [
    "added after one of three without a space",
    "json",
    '{ "a": 1,"b": 2,"c": 3 }',
    "z",
    3,
    '{ "a": 1,"b": 2,"c": 3,"z": 3 }',
  ],
  ["added after the only one", "json", '{"a":1}', "z", 3, '{"a":1, "z":3}'],
  ["a space before the colon", "json", '{"a" :1}', "z", 3, '{"a" :1, "z" :3}'],
  ["a tab after the colon", "json", '{"a":\t1}', "z", 3, '{"a":\t1, "z":\t3}'],
  ["a comment before the colon is not copied", "json", '{"a"/**/:1}', "z", 3, '{"a"/**/:1, "z": 3}'],
  ["a comment after the colon is not copied", "json", '{"a":/**/1}', "z", 3, '{"a":/**/1, "z": 3}'],
  ["added two levels down", "json", "{}", "a.b.c", true, '{"a": {"b": {"c": true}}}'],
  ["an object that is twice elsewhere", "json", '{"b":1,"b":2,"a":false}', "a", true, '{"b":1,"b":2,"a":true}'],

  ["a large number elsewhere", "toml", "b = 9007199254740993\na = 1\n", "a", 2, "b = 9007199254740993\na = 2\n"],
  ["what literal text cannot hold", "toml", "a = 'x'\n", "a", "it's", 'a = "it\'s"\n'],
  ["a sign that is not printed, literal", "toml", "a = 'x'\n", "a", "\u007f", 'a = "\\u007f"\n'],
  ["quoted text stays so", "toml", 'a = "x"\n', "a", "y", 'a = "y"\n'],
  ["a number in place of text", "toml", "a = 'x'\n", "a", 2, "a = 2\n"],
  ["added as quoted text", "toml", "a = 1\n", "use_it", "on", 'a = 1\nuse_it = "on"\n'],
  ["added with the indent of the line before", "toml", "[t]\n  a = 1\n", "t.b", 2, "[t]\n  a = 1\n  b = 2\n"],
  [
    "added behind a list of tables",
    "toml",
    "[[l]]\nx = 1\n[t]\na = 1\n",
    "t.b",
    2,
    "[[l]]\nx = 1\n[t]\na = 1\nb = 2\n",
  ],
  [
    "added where a dotted key has begun its table",
    "toml",
    "z = 0\na.x = 1\n[t]\ny = 1\n",
    "a.b",
    2,
    "z = 0\na.x = 1\na.b = 2\n[t]\ny = 1\n",
  ],
  [
    "added in a table of its own, without a last line end",
    "toml",
    "[t]\nx = 1",
    "u.b",
    2,
    "[t]\nx = 1\n\n[u]\nb = 2\n",
  ],
  [
    "added in a table of its own, beside other keys",
    "toml",
    "z = 0\n[t]\nx = 1\n",
    "u.b",
    2,
    "z = 0\n[t]\nx = 1\n\n[u]\nb = 2\n",
  ],
  ["added after comments without a line end", "toml", "# c", "b", 2, "# c\nb = 2\n"],
  ["added after comments", "toml", "\n# c\n", "b", 2, "\n# c\nb = 2\n"],
  ["added with a key that must be quoted", "toml", "", '"a b"', 2, '"a b" = 2\n'],
  ["a date elsewhere", "toml", "d = 2026-01-05\na = 1\n", "a", 2, "d = 2026-01-05\na = 2\n"],

  ["quotes escaped inside quotes", "env", 'A="x\\"y" # c\nB=1\n', "A", "on", 'A="on" # c\nB=1\n'],
  ["a backslash at the end of single quotes", "env", "A='x\\'\nB=1\n", "A", "on", "A='on'\nB=1\n"],
  ["space before a comment stays", "env", "A=x  # c\n", "A", "on", "A=on  # c\n"],
  ["a name inside another", "env", "1A=1\nA=2\n", "A", 3, "1A=1\nA=3\n"],
  ["export with more spaces", "env", "\texport  A=1\n", "A", 3, "\texport  A=3\n"],
  ["a name with dots", "env", "a.b=1\n", "a.b", 3, "a.b=3\n"],
  ["added after a first empty line", "env", "\nA=1", "B", 3, "\nA=1\nB=3\n"],
  ["single quotes for what double ones change", "env", "A=x\n", "A", "$x", "A='$x'\n"],
  ["double quotes for a single one", "env", "A=x\n", "A", "it's", 'A="it\'s"\n'],
];

describe("edits at the edge", () => {
  test.each(rows)("%s (%s)", (_name, format, before, key, value, after) => {
    expect(setFlagInText(before, format, key, value)).toEqual({ ok: true, value: { text: after, notes: [] } });
    expect(readFlagFromText(after, format, key)).toEqual({ ok: true, value: format === "env" ? String(value) : value });
  });

  test.each<[string, FlagFileFormat, string]>([
    ["brackets", "yaml", `a: 1\nb: ${"[".repeat(65)}${"]".repeat(65)}\n`],
    ["braces", "yaml", `a: 1\nb: ${"{".repeat(65)}${"}".repeat(65)}\n`],
    ["brackets after closing ones in text", "yaml", `a: 1\ns: "]]}}"\nb: ${"[".repeat(65)}${"]".repeat(65)}\n`],
    ["dashes", "yaml", `${"- ".repeat(65)}x\n`],
    ["dashes further apart", "yaml", `${"-  ".repeat(65)}x\n`],
    ["indents", "yaml", Array.from({ length: 65 }, (_, at) => `${" ".repeat(at)}a:\n`).join("")],
    ["brackets", "json", `{"a": 1, "b": ${"[".repeat(64)}${"]".repeat(64)}}`],
    ["braces", "json", `{"a": 1, "b": ${'{"c": '.repeat(64)}1${"}".repeat(64)}}`],
    ["brackets after text that does not end", "json", `{"a": "x\n${"[".repeat(64)}`],
  ])("65 %s are too deep for %s", (_name, format, text) => {
    expect(readFlagFromText(text, format, "a")).toMatchObject({
      ok: false,
      problem: { reason: expect.stringMatching(/nested more than 64 levels deep/) },
    });
  });

  test.each<[string, FlagFileFormat, string]>([
    ["brackets", "yaml", `a: 1\nb: ${"[".repeat(64)}${"]".repeat(64)}\n`],
    ["dashes", "yaml", `b:\n ${"- ".repeat(62)}x\na: 1\n`],
    ["indents", "yaml", `${Array.from({ length: 64 }, (_, at) => `${" ".repeat(at)}b:\n`).join("")}a: 1\n`],
    ["brackets", "json", `{"a": 1, "b": ${"[".repeat(63)}${"]".repeat(63)}}`],
    ["lists", "toml", `a = 1\nb = ${"[".repeat(60)}${"]".repeat(60)}\n`],
  ])("64 %s are not too deep for %s", (_name, format, text) => {
    expect(readFlagFromText(text, format, "a")).toEqual({ ok: true, value: 1 });
  });

  test("64 dashes are read as the list that they are", () => {
    expect(readFlagFromText(`${"- ".repeat(64)}x\n`, "yaml", "a")).toMatchObject({
      problem: { reason: "The YAML file holds no map, so `a` cannot be in it." },
    });
  });

  test("what is below a key without a value is missing", () => {
    expect(readFlagFromText("a:\n", "yaml", "a.b")).toMatchObject({ problem: { kind: "missing" } });
  });

  test("lists deeper than the parser goes are no valid TOML", () => {
    expect(readFlagFromText(`a = 1\nb = ${"[".repeat(65)}${"]".repeat(65)}\n`, "toml", "a")).toMatchObject({
      ok: false,
      problem: { reason: expect.stringMatching(/no valid TOML/) },
    });
  });

  test.each<[FlagFileFormat, string, string, unknown]>([
    ["yaml", "a:\n", "a", null],
    ["yaml", "a: ~\n", "a", null],
    ["yaml", "b: &x 3\na: *x\n", "a", 3],
    ["yaml", "1: x\n", "1", "x"],
    ["json", '{"a": null}', "a", null],
    ["json", '{"a": {"b": "x"}}', "a.b", "x"],
    ["toml", "a.b = 1.5\n", "a.b", 1.5],
    ["env", "A = 'x # y' # z\n", "A", "x # y"],
    ["env", "A=\t x y \t# z\n", "A", "x y"],
    ["env", "A=#x\n", "A", ""],
    ["env", "A=1\r\nB=2\r\n", "A", "1"],
    ["env", "A=1\nA=2\n", "A", "2"],
    ["env", "A='1\n2'\nB=3\n", "B", "3"],
  ])("%s %j: %s reads %p", (format, text, key, value) => {
    expect(readFlagFromText(text, format, key)).toEqual({ ok: true, value });
  });

  test.each<[FlagFileFormat, string, string, RegExp]>([
    ["yaml", "? a\n", "a.b", /without changing something else/],
    ["yaml", "? a\n", "a", /not a single value/],
    ["yaml", "a: >\n  x\n", "a", /not a single value/],
    ["toml", "a = 9007199254740993\n", "a", /not a single value/],
  ])("%s %j: %s cannot be set", (format, text, key, reason) => {
    expect(setFlagInText(text, format, key, true)).toMatchObject({
      ok: false,
      problem: { reason: expect.stringMatching(reason) },
    });
  });

  test.each([
    [
      "A=1\nB=1\n\nA=2\nA=3\n",
      "A=1\nB=1\n\nA=2\nA=on\n",
      "`A` is set 3 times in the file, on lines 1, 4, 5; the last one counts and was changed.",
    ],
    [
      'B="1\n2"\nA=1\nA=2\n',
      'B="1\n2"\nA=1\nA=on\n',
      "`A` is set 2 times in the file, on lines 3, 4; the last one counts and was changed.",
    ],
    [
      "A=1\r\n\r\nA=2\r\n",
      "A=1\r\n\r\nA=on\r\n",
      "`A` is set 2 times in the file, on lines 1, 3; the last one counts and was changed.",
    ],
  ])("a variable that is set more than once: %j", (before, text, note) => {
    expect(setFlagInText(before, "env", "A", "on")).toEqual({ ok: true, value: { text, notes: [note] } });
  });
});

test("another name for a map is no value to read, and can be replaced by one", () => {
  const text = "b: &x {c: 1}\na: *x\n";
  expect(readFlagFromText(text, "yaml", "a")).toMatchObject({ ok: false, problem: { kind: "invalid" } });
  expect(setFlagInText(text, "yaml", "a", true)).toMatchObject({ value: { text: "b: &x {c: 1}\na: true\n" } });
});

test.each([
  ["a.yaml.bak", null],
  ["a.jsonc", "json"],
  ["a.json5", null],
  ["5.json", "json"],
  ["a.json.bak", null],
  ["a.toml.bak", null],
  ["a.env.bak", null],
  ["a.env.local", null],
  [".environment", null],
  ["folder.env/x", null],
])("the format of %s is %p", (path, format) => {
  expect(flagFileFormat(path)).toBe(format);
});

describe("line ends", () => {
  test.each([
    ["", "\n"],
    ["a", "\n"],
    ["\r", "\n"],
    ["\na\r\n", "\n"],
    ["a\r\nb\n", "\r\n"],
    ["\r\n", "\r\n"],
  ])("of %j: %j", (text, end) => expect(lineEndOf(text)).toBe(end));

  test.each([
    ["abc", 1, 3],
    ["ab\ncd\n", 0, 2],
    ["ab\ncd\n", 3, 5],
    ["ab\r\ncd", 0, 2],
    ["ab\r\ncd", 3, 3],
    ["\n", 0, 0],
  ])("of %j from %p: at %p", (text, at, end) => expect(endOfLine(text, at)).toBe(end));
});

describe("data", () => {
  const map = (...entries: readonly (readonly [unknown, unknown])[]) => new Map(entries);
  const day = new Date("2026-01-05");

  test.each<[string, unknown, unknown, boolean]>([
    ["maps, whatever their order", map(["a", 1], ["b", 2]), map(["b", 2], ["a", 1]), true],
    ["a map with one key more", map(["a", 1]), map(["a", 1], ["b", 2]), false],
    ["a map with one key less", map(["a", 1], ["b", 2]), map(["a", 1]), false],
    ["a key that is undefined and one that is not there", map(["a", undefined]), map(["b", undefined]), false],
    ["maps in maps", map(["a", map(["b", 1])]), map(["a", map(["b", 2])]), false],
    ["lists", [1, [2]], [1, [2]], true],
    ["a longer list", [1], [1, 2], false],
    ["a shorter list", [1, 2], [1], false],
    ["lists of other things", [1, 2], [1, 3], false],
    ["a list and a map", [], map(), false],
    ["a map and a list", map(), [], false],
    ["a map and nothing", map(), null, false],
    ["nothing and a list", null, [], false],
    ["dates", day, new Date("2026-01-05"), true],
    ["other dates", day, new Date("2026-01-06"), false],
    ["a date and its text", day, String(day), false],
    ["a text and its date", String(day), day, false],
    ["not a number", Number.NaN, Number.NaN, true],
    ["a number and its text", 1, "1", false],
  ])("%s", (_name, one, other, same) => expect(sameData(one, other)).toBe(same));

  test("plain objects become maps at every level, and nothing else does", () => {
    const bare = Object.assign(Object.create(null), { x: 1 });
    expect(toMaps({ a: [{ b: 1 }], c: map(["d", { e: 2 }]), f: bare, g: null, h: day, i: "t", j: undefined })).toEqual(
      map(
        ["a", [map(["b", 1])]],
        ["c", map(["d", map(["e", 2])])],
        ["f", map(["x", 1])],
        ["g", null],
        ["h", day],
        ["i", "t"],
        ["j", undefined],
      ),
    );
  });

  test.each<[string, unknown, readonly string[], unknown]>([
    ["replaces", map(["a", 1], ["b", 2]), ["a"], map(["a", 9], ["b", 2])],
    ["adds", map(["b", 2]), ["a"], map(["b", 2], ["a", 9])],
    ["makes tables on the way", null, ["a", "b"], map(["a", map(["b", 9])])],
    ["goes through what is null", map(["a", null]), ["a", "b"], map(["a", map(["b", 9])])],
    ["finds a key that is no text", map([1, 2]), ["1"], map([1, 9])],
    ["prefers a key that is text", map([1, 2], ["1", 3]), ["1"], map([1, 2], ["1", 9])],
  ])("a value in data: %s", (_name, data, path, wanted) => {
    expect(withValue(data, path, 9)).toEqual({ data: wanted });
  });

  test.each<[unknown, readonly string[]]>([
    [1, ["a"]],
    [[], ["0"]],
    [map(["a", "x"]), ["a", "b"]],
  ])("no value in %p at %p", (data, path) => expect(withValue(data, path, 9)).toBeNull());

  test("the data that was given stays as it was", () => {
    const data = map(["a", map(["b", 1])]);
    withValue(data, ["a", "b"], 9);
    expect(data).toEqual(map(["a", map(["b", 1])]));
  });
});
