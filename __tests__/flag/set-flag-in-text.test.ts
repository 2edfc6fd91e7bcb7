import { describe, expect, test } from "@jest/globals";
import {
  type FlagFileFormat,
  flagFileFormat,
  readFlagFromText,
  setFlagInText,
} from "../../src/flag/set-flag-in-text.ts";

type Value = string | number | boolean;

interface Case {
  readonly name: string;
  readonly key: string;
  readonly value: Value;
  readonly before: string;
  readonly after: string;
}

const yaml: readonly Case[] = [
  {
    name: "one value among comments, order and blank lines",
    key: "use_coordinator_orchestrator",
    value: true,
    before:
      "# profiles\n\nzeta: 1   # last first\nuse_coordinator_orchestrator:   false  # off for now\n\nalpha: 'x'\n",
    after: "# profiles\n\nzeta: 1   # last first\nuse_coordinator_orchestrator:   true  # off for now\n\nalpha: 'x'\n",
  },
  { name: "single quotes stay", key: "a", value: "on", before: "a: 'off'\n", after: "a: 'on'\n" },
  { name: "double quotes stay", key: "a", value: "on", before: 'a: "off" # c\n', after: 'a: "on" # c\n' },
  { name: "a plain YAML 1.1 word stays plain", key: "a", value: "yes", before: "a: no\n", after: "a: yes\n" },
  { name: "text that would be a boolean is quoted", key: "a", value: "true", before: "a: off\n", after: 'a: "true"\n' },
  { name: "a boolean replaces quoted text", key: "a", value: true, before: "a: 'false'\n", after: "a: true\n" },
  { name: "an empty value", key: "a", value: true, before: "a:\nb: 1\n", after: "a: true\nb: 1\n" },
  {
    name: "an empty value before a comment",
    key: "a",
    value: true,
    before: "a: # c\nb: 1\n",
    after: "a: true # c\nb: 1\n",
  },
  { name: "null", key: "a", value: true, before: "a: ~\n", after: "a: true\n" },
  { name: "an alias", key: "b", value: false, before: "a: &x true\nb: *x\n", after: "a: &x true\nb: false\n" },
  { name: "an anchor that nothing refers to", key: "a", value: false, before: "a: &x true\n", after: "a: &x false\n" },
  {
    name: "nested",
    key: "m.n.x",
    value: 2,
    before: "m:\n    n:\n      x: 1\n    o: 3\n",
    after: "m:\n    n:\n      x: 2\n    o: 3\n",
  },
  {
    name: "in a flow map",
    key: "m.x",
    value: true,
    before: "m: {x: false, y: [1]}\n",
    after: "m: {x: true, y: [1]}\n",
  },
  { name: "a key with dots", key: '"a.b".c', value: true, before: "a.b:\n  c: false\n", after: "a.b:\n  c: true\n" },
  { name: "Windows line ends", key: "b", value: true, before: "a: 1\r\nb: false\r\n", after: "a: 1\r\nb: true\r\n" },
  { name: "added at the end", key: "b", value: true, before: "a: 1\n# end\n", after: "a: 1\nb: true\n# end\n" },
  { name: "added without a final line end", key: "b", value: true, before: "a: 1", after: "a: 1\nb: true" },
  { name: "added with Windows line ends", key: "b", value: true, before: "a: 1\r\n", after: "a: 1\r\nb: true\r\n" },
  {
    name: "added after nested maps",
    key: "z",
    value: true,
    before: "a:\n  b:\n    - 1\n    - 2\n",
    after: "a:\n  b:\n    - 1\n    - 2\nz: true\n",
  },
  {
    name: "added to a nested map",
    key: "a.z",
    value: true,
    before: "a:\n   b: 1\n\n# next\nc: 2\n",
    after: "a:\n   b: 1\n   z: true\n\n# next\nc: 2\n",
  },
  {
    name: "added with its parents",
    key: "a.b.c",
    value: true,
    before: "x: 1\n",
    after: "x: 1\na:\n  b:\n    c: true\n",
  },
  {
    name: "added to an empty parent",
    key: "a.b",
    value: true,
    before: "a: # none\nx: 1\n",
    after: "a: # none\n  b: true\nx: 1\n",
  },
  {
    name: "added after a block text",
    key: "z",
    value: true,
    before: "a: |\n  hi\n  ho\n",
    after: "a: |\n  hi\n  ho\nz: true\n",
  },
  { name: "added to a flow map", key: "m.z", value: "on", before: "m: {x: 1}\n", after: "m: {x: 1, z: on}\n" },
  { name: "added to an empty flow map", key: "m.z", value: true, before: "m: {}\n", after: "m: {z: true}\n" },
  {
    name: "added to a file of comments",
    key: "a",
    value: true,
    before: "# nothing yet\n",
    after: "# nothing yet\na: true\n",
  },
  { name: "added to an empty file", key: "a", value: true, before: "", after: "a: true\n" },
  {
    name: "added before the end of the document",
    key: "b",
    value: true,
    before: "---\na: 1\n...\n",
    after: "---\na: 1\nb: true\n...\n",
  },
];

const json: readonly Case[] = [
  {
    name: "a value, formatting kept",
    key: "b.c",
    value: true,
    before: '{\n\t"a" : [1,\n 2],\n\t"b":{"c":false , "d":1}\n}\n',
    after: '{\n\t"a" : [1,\n 2],\n\t"b":{"c":true , "d":1}\n}\n',
  },
  {
    name: "comments stay",
    key: "a",
    value: "on",
    before: '{\n  // why\n  "a": "off", /* x */\n}\n',
    after: '{\n  // why\n  "a": "on", /* x */\n}\n',
  },
  {
    name: "added to lines",
    key: "z",
    value: true,
    before: '{\n    "a": 1\n}\n',
    after: '{\n    "a": 1,\n    "z": true\n}\n',
  },
  { name: "added to one line", key: "z", value: true, before: '{"a":1,"b":2}', after: '{"a":1,"b":2,"z":true}' },
  {
    name: "added to one line with spaces",
    key: "z",
    value: true,
    before: '{ "a": 1, "b": 2 }',
    after: '{ "a": 1, "b": 2, "z": true }',
  },
  { name: "added to an empty object", key: "a", value: true, before: "{}\n", after: '{"a": true}\n' },
  {
    name: "added to an empty object over lines",
    key: "a",
    value: true,
    before: "{\n}\n",
    after: '{\n  "a": true\n}\n',
  },
  {
    name: "added nested",
    key: "x.y",
    value: true,
    before: '{\n  "a": 1\n}',
    after: '{\n  "a": 1,\n  "x": {"y": true}\n}',
  },
  {
    name: "added to a nested object",
    key: "x.y",
    value: 3,
    before: '{\n  "x": {\n    "a": 1\n  }\n}',
    after: '{\n  "x": {\n    "a": 1,\n    "y": 3\n  }\n}',
  },
  {
    name: "a key named as a prototype",
    key: "__proto__",
    value: true,
    before: '{"__proto__":false}',
    after: '{"__proto__":true}',
  },
];

const toml: readonly Case[] = [
  {
    name: "a value in a table",
    key: "features.checkout",
    value: true,
    before: "# c\n[features]\nother = 1\ncheckout   =  false   # off\n\n[x]\ncheckout = 2\n",
    after: "# c\n[features]\nother = 1\ncheckout   =  true   # off\n\n[x]\ncheckout = 2\n",
  },
  {
    name: "quotes of both kinds",
    key: "a",
    value: "on",
    before: "a = 'off'\nb = \"x\"\n",
    after: "a = 'on'\nb = \"x\"\n",
  },
  { name: "a dotted key", key: "a.b.c", value: 2, before: 'a."b".c = 1\n', after: 'a."b".c = 2\n' },
  {
    name: "an inline table",
    key: "a.b",
    value: true,
    before: "a = { x = [1, 2], b = false }\n",
    after: "a = { x = [1, 2], b = true }\n",
  },
  {
    name: "text that looks like a table",
    key: "a",
    value: true,
    before: 't = """\n[a]\na = 1\n"""\na = false\n',
    after: 't = """\n[a]\na = 1\n"""\na = true\n',
  },
  {
    name: "lists over lines with comments",
    key: "a",
    value: true,
    before: "l = [ # ]\n  '#', \"]\",\n]\na = false\n",
    after: "l = [ # ]\n  '#', \"]\",\n]\na = true\n",
  },
  {
    name: "added to its table",
    key: "t.b",
    value: true,
    before: "[t]\n  a = 1 # x\n\n[u]\n",
    after: "[t]\n  a = 1 # x\n  b = true\n\n[u]\n",
  },
  {
    name: "added to an empty table",
    key: "t.b",
    value: true,
    before: "[t] # x\n[u]\n",
    after: "[t] # x\nb = true\n[u]\n",
  },
  {
    name: "added at the root",
    key: "b",
    value: true,
    before: "a = 1\n\n[t]\nx = 1\n",
    after: "a = 1\nb = true\n\n[t]\nx = 1\n",
  },
  {
    name: "added before the first table",
    key: "b",
    value: true,
    before: "[t]\nx = 1\n",
    after: "b = true\n\n[t]\nx = 1\n",
  },
  {
    name: "added in a table of its own",
    key: "u.b",
    value: true,
    before: "[t]\nx = 1\n",
    after: "[t]\nx = 1\n\n[u]\nb = true\n",
  },
  { name: "added to an empty file", key: "u.b", value: true, before: "", after: "u.b = true\n" },
  {
    name: "added below a header it extends",
    key: "t.u.b",
    value: true,
    before: "[t]\nx = 1\n",
    after: "[t]\nx = 1\nu.b = true\n",
  },
  { name: "Windows line ends", key: "b", value: true, before: "a = 1\r\n", after: "a = 1\r\nb = true\r\n" },
  {
    name: "not the one in a list of tables",
    key: "a",
    value: 2,
    before: "a = 1\n[[l]]\na = 1\n[l.m]\na = 1\n[[l]]\na = 1\n",
    after: "a = 2\n[[l]]\na = 1\n[l.m]\na = 1\n[[l]]\na = 1\n",
  },
];

const env: readonly Case[] = [
  {
    name: "a plain value",
    key: "USE_IT",
    value: true,
    before: "# x\nA=1\nUSE_IT=false # off\nB=2\n",
    after: "# x\nA=1\nUSE_IT=true # off\nB=2\n",
  },
  { name: "export and spaces", key: "USE_IT", value: 1, before: "export USE_IT = 0\n", after: "export USE_IT = 1\n" },
  { name: "double quotes", key: "A", value: "on", before: 'A="off" # x\n', after: 'A="on" # x\n' },
  { name: "single quotes", key: "A", value: "on", before: "A='off'\n", after: "A='on'\n" },
  { name: "an empty value", key: "A", value: "on", before: "A=\nB=1\n", after: "A=on\nB=1\n" },
  { name: "an empty value before a comment", key: "A", value: "on", before: "A= # none\n", after: "A=on # none\n" },
  { name: "a hash inside a value", key: "A", value: "on", before: "A=x#y\n", after: "A=on\n" },
  { name: "a value with spaces is quoted", key: "A", value: "x y", before: "A=1\n", after: 'A="x y"\n' },
  {
    name: "quotes over lines",
    key: "B",
    value: "on",
    before: 'A="1\nB=off\n"\nB=off\n',
    after: 'A="1\nB=off\n"\nB=on\n',
  },
  { name: "added", key: "B", value: true, before: "A=1", after: "A=1\nB=true\n" },
  { name: "added to an empty file", key: "B", value: true, before: "", after: "B=true\n" },
  { name: "Windows line ends", key: "B", value: true, before: "A=1\r\nB=false\r\n", after: "A=1\r\nB=true\r\n" },
  { name: "the last of several", key: "A", value: 3, before: "A=1\nA=2\n", after: "A=1\nA=3\n" },
  { name: "not the one in a comment", key: "A", value: 3, before: "#A=1\nAA=1\nA=2\n", after: "#A=1\nAA=1\nA=3\n" },
];

function check(format: FlagFileFormat, { key, value, before, after }: Case): void {
  const edited = setFlagInText(before, format, key, value);
  expect(edited).toMatchObject({ ok: true, value: { text: after } });
  const read = readFlagFromText(after, format, key);
  expect(read).toEqual({ ok: true, value: format === "env" ? String(value) : value });
}

describe("setFlagInText", () => {
  test.each(yaml)("YAML: $name", (row) => check("yaml", row));
  test.each(json)("JSON: $name", (row) => check("json", row));
  test.each(toml)("TOML: $name", (row) => check("toml", row));
  test.each(env)(".env: $name", (row) => check("env", row));

  test("tells every line on which a variable is set", () => {
    const edited = setFlagInText("A=1\nB=1\nA=2\n", "env", "A", "3");
    expect(edited).toMatchObject({
      ok: true,
      value: { notes: [expect.stringContaining("2 times in the file, on lines 1, 3")] },
    });
  });
});

const refused: readonly [name: string, format: FlagFileFormat, text: string, key: string, reason: RegExp][] = [
  ["YAML with an error", "yaml", "a: [1\n", "a", /no valid YAML/],
  ["YAML with a key twice", "yaml", "a: 1\na: 2\n", "a", /no valid YAML/],
  ["several documents", "yaml", "a: 1\n---\na: 2\n", "a", /several documents/],
  ["an anchor others refer to", "yaml", "a: &x false\nb: *x\n", "a", /without changing something else/],
  ["a tag that changes the value", "yaml", "a: !!str no\n", "a", /without changing something else/],
  ["a map", "yaml", "a:\n  b: 1\n", "a", /not a single value/],
  ["a list", "yaml", "a: [1]\n", "a", /not a single value/],
  ["a block text", "yaml", "a: |\n  x\n", "a", /not a single value/],
  ["through a value", "yaml", "a: 1\n", "a.b", /holds no map/],
  ["a list at the root", "yaml", "- 1\n", "a", /holds no map/],
  ["deep brackets", "yaml", "[".repeat(100_000), "a", /more than 64 levels/],
  ["deep dashes", "yaml", "- ".repeat(100_000), "a", /more than 64 levels/],
  [
    "an alias bomb",
    "yaml",
    `a: &a [1,1]\n${"bcdefghijklmn"
      .split("")
      .map((n, i) => `${n}: &${n} [*${"abcdefghijklm"[i]}, *${"abcdefghijklm"[i]}]`)
      .join("\n")}\nflag: 0\n`,
    "flag",
    /refers to itself/,
  ],
  ["JSON with an error", "json", '{"a": }', "a", /no valid JSON/],
  ["an empty JSON file", "json", "", "a", /no valid JSON/],
  ["JSON with a key twice", "json", '{"a":1,"a":2}', "a", /written 2 times/],
  ["a JSON list", "json", '{"a":[1]}', "a", /not a single value/],
  ["through a JSON value", "json", '{"a":1}', "a.b", /holds no object/],
  ["deep JSON", "json", '{"a":'.repeat(100_000), "a", /more than 64 levels/],
  ["TOML with an error", "toml", "a = \n", "a", /no valid TOML/],
  ["a TOML table", "toml", "[a]\nb = 1\n", "a", /not a single value/],
  ["a TOML list", "toml", "a = [1]\n", "a", /not a single value/],
  ["a list of tables", "toml", "[[a]]\nb = 1\n", "a.b", /is not a table/],
  ["a quote that is not closed", "env", 'A="x\n', "A", /line 1 a quote is not closed/],
  ["no variable's name", "env", "A=1\n", "1a b", /no name for a variable/],
  ["an empty part in the key", "yaml", "a: 1\n", "a..b", /a part of it is empty/],
  ["a file too large", "env", "A=1\n".repeat(300_000), "A", /larger than 1 MiB/],
];

describe("what setFlagInText refuses, without changing anything", () => {
  test.each(refused)("%s", (_name, format, text, key, reason) => {
    const edited = setFlagInText(text, format, key, true);
    expect(edited).toMatchObject({
      ok: false,
      problem: { reason: expect.stringMatching(reason), remedy: expect.any(String) },
    });
  });
});

test.each([
  ["yaml", "a: 1\n"],
  ["json", '{"a": 1}'],
  ["toml", "a = 1\n"],
  ["env", "a=1\n"],
] as const)("a key that is not in a %s file is missing", (format, text) => {
  expect(readFlagFromText(text, format, "other")).toMatchObject({ ok: false, problem: { kind: "missing" } });
});

test.each([
  ["~/.victor/profiles.yaml", "yaml"],
  ["a/b.YML", "yaml"],
  ["settings.json", "json"],
  ["pyproject.toml", "toml"],
  [".env", "env"],
  ["/srv/.env.production", "env"],
  ["C:\\app\\prod.env", "env"],
  ["environment", null],
  ["a.ini", null],
])("the format of %s is %p", (path, format) => {
  expect(flagFileFormat(path)).toBe(format);
});
