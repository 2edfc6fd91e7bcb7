import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Validation } from "../../src/domain/validation.ts";
import { readBenchmarks } from "../../src/evidence/benchmarks/read-benchmarks.ts";
import { readChecklist } from "../../src/evidence/checklist/read-checklist.ts";
import { interpreterCommand } from "../../src/validator/interpreter-command.ts";
import { figuresFile, partsFile } from "../../src/validator/result-files.ts";
import { validatorInput } from "../../src/validator/validator-input.ts";

let place = "";

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), "node-parts-"));
  writeFileSync(
    join(place, "parts.mjs"),
    `export class Part {}
export class Lexer extends Part {}
export class Parser extends Part {
  constructor(options) { super(); if (options.size !== 3) throw new Error("no size"); this.table = new Array(100_000).fill(1); }
}
export class Broken extends Part { constructor() { super(); throw new RangeError("no grammar\\nsecond line"); } }
export class Asking extends Part { constructor(one, two) { super(); this.both = one.name + two.length; } }
export class NotFound extends Error {}
export const notAClass = () => 1;
export const registry = { lexer: () => new Lexer(), nothing: () => undefined, made: new Lexer() };
export const slow = { first: () => 1, slow: () => new Promise(() => {}), last: () => 1 };
`,
  );
  writeFileSync(join(place, "other.mjs"), "export class Lexer {}\n");
  writeFileSync(join(place, "needs.mjs"), 'import "not-installed-here";\n');
  writeFileSync(join(place, "talks.mjs"), 'console.log("{}"); setInterval(() => {}, 1000); export class Talker {}\n');
});

afterAll(() => rmSync(place, { recursive: true, force: true }));

const question: Validation = {
  language: "node",
  modules: ["./parts.mjs"],
  submodules: true,
  match: [],
  except: ["Part", "Parser", "Broken", "Asking"],
  base: null,
  registry: null,
  arguments: {},
  limitMs: 20_000,
  memory: false,
};

/** What the script wrote, as the gate reads it. */
async function validate(changes: Partial<Validation>) {
  const command = interpreterCommand("node", [process.execPath]);
  if (command.kind !== "program") throw new Error("an interpreter is a program");
  const [program, ...args] = command.argv;
  const child = spawn(program, args, { cwd: place, env: { EVIDENCE: place }, stdio: ["pipe", "ignore", "pipe"] });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  child.stdin.end(validatorInput({ ...question, ...changes }));
  expect([await ended, stderr.replaceAll(/^part: .*\n/gm, "")]).toEqual([0, ""]);
  const items = readChecklist(readFileSync(join(place, partsFile), "utf8"));
  const figures = readBenchmarks(readFileSync(join(place, figuresFile), "utf8"), { path: figuresFile });
  if (!items.ok || !figures.ok) throw new Error("the script's own files are not read");
  const values = figures.value.series.map((one): [string, number] => [one.name, one.launches[0]?.[0] ?? Number.NaN]);
  return {
    items: items.value.map((item) => [item.name, item.status, item.message ?? ""]),
    figures: new Map(values),
  };
}

describe("the parts of Node modules", () => {
  test("exported classes are constructed and timed; errors and functions are no parts", async () => {
    const { items, figures } = await validate({});
    expect(items).toEqual([["Lexer", "passed", ""]]);
    expect([...figures.keys()]).toEqual(["import", "init/Lexer", "init-total"]);
    expect(figures.get("init-total")).toBe(figures.get("init/Lexer"));
    expect(figures.get("import")).toBeGreaterThan(0);
  });

  test("what cannot be constructed is named with one line of its cause", async () => {
    const { items, figures } = await validate({ except: [], match: ["*r*", "Asking"], base: "./parts.mjs#Part" });
    expect(items).toEqual([
      ["Asking", "failed", "it needs 2 arguments: give them under arguments"],
      ["Broken", "failed", expect.stringMatching(/^RangeError: no grammar \(parts\.mjs:\d+\)$/)],
      ["Lexer", "passed", ""],
      ["Parser", "failed", "it needs 1 argument: give them under arguments"],
    ]);
    expect(figures.has("init/Broken")).toBe(false);
  });

  test("arguments are a map of options, or a list; what is no plain value is made there", async () => {
    const given = { Parser: { size: 3 }, Asking: [{ $from: "./parts.mjs#Lexer" }, { "$stand-in": true }] };
    const { items, figures } = await validate({ except: ["Part", "Broken"], arguments: given, memory: true });
    expect(items.map(([name, status]) => [name, status])).toEqual([
      ["Asking", "passed"],
      ["Lexer", "passed"],
      ["Parser", "passed"],
    ]);
    expect(figures.get("memory/Parser")).toBeGreaterThan(700_000);
    expect(figures.get("memory/Lexer")).toBeLessThan(50_000);
  });

  test("arguments for a part that is not there are told", async () => {
    const { items } = await validate({ arguments: { Lexr: [] } });
    expect(items).toContainEqual(["arguments of Lexr", "failed", "no part has this name"]);
  });

  test("a registry's factories are called", async () => {
    const { items } = await validate({ registry: "./parts.mjs#registry" });
    expect(items).toEqual([
      ["lexer", "passed", ""],
      ["nothing", "failed", "its factory gave nothing"],
      ["made", "passed", "made when its module was imported"],
    ]);
  });

  test("two of one name bear their modules", async () => {
    const { items } = await validate({ modules: ["./parts.mjs", "./other.mjs"] });
    expect(items.map(([name]) => name)).toEqual(["./parts.mjs#Lexer", "./other.mjs#Lexer"]);
  });

  test.each([
    ["a package that a module needs", { modules: ["./needs.mjs"] }, "import ./needs.mjs", /not-installed-here was not/],
    ["a module that is not there", { modules: ["./no.mjs"] }, "import ./no.mjs", /Node module .*no\.mjs was not found/],
    ["a registry that is not there", { registry: "./parts.mjs#regstry" }, /^registry/, /has no regstry/],
    ["no part at all", { match: ["X*"] }, "parts of ./parts.mjs", /no part is in it; exported are: Asking, Broken/],
  ] satisfies [string, Partial<Validation>, string | RegExp, RegExp][])(
    "%s is named",
    async (_, changes, name, why) => {
      const { items } = await validate({ ...changes } as Partial<Validation>);
      expect(items).toEqual([[expect.stringMatching(name), "failed", expect.stringMatching(why)]]);
    },
  );

  test("a part that never ends is named, and none after it counts as passed", async () => {
    const { items } = await validate({ registry: "./parts.mjs#slow", limitMs: 400 });
    expect(items).toEqual([
      ["first", "passed", ""],
      ["slow", "failed", "it took more than 0.4 s; no part after it was tried"],
    ]);
  });

  test("what a module prints and leaves running changes nothing", async () => {
    expect((await validate({ modules: ["./talks.mjs"] })).items).toEqual([["Talker", "passed", ""]]);
  });
});
