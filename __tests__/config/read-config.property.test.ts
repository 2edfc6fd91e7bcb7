import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { formatConfigProblems } from "../../src/config/format-config-problems.ts";
import { yamlLimits } from "../../src/config/parse-yaml.ts";
import { readConfig } from "../../src/config/read-config.ts";
import { processorTimeMs } from "../processor-time.ts";

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}.yml`, import.meta.url), "utf8");
const seeds = [fixture("full"), fixture("requirements"), "rollout: a\nstages: { unit: { run: 'true' } }\n"];
/** Processor time for one text. What is not linear takes minutes; a busy machine takes a few times what a quiet one does. */
const maxMs = 4000;

/** Reads, renders, and checks what holds for every text. Gives back the processor time that it took. */
function readAny(text: string): number {
  return processorTimeMs(() => checkAny(text));
}

function checkAny(text: string): void {
  const result = readConfig(text, "gate.yml");
  if (!result.ok) {
    const rendered = formatConfigProblems(result.problems, text, "gate.yml");
    expect(result.problems.length).toBeGreaterThan(0);
    expect(rendered).not.toMatch(/(?!\n)\p{Cc}/u);
    const lines = text.split("\n").length;
    for (const problem of result.problems) {
      expect(problem.message).not.toBe("");
      expect(problem.line).toBeGreaterThanOrEqual(1);
      expect(problem.line).toBeLessThanOrEqual(lines);
      expect(problem.column).toBeGreaterThanOrEqual(1);
      expect(problem.length).toBeGreaterThanOrEqual(1);
    }
  }
}

/** Fragments that meet the parsers' edges more often than random letters do. */
const fragment = fc.constantFrom(
  ..."[]{}:,-?&*!|>%@`'\"#\\\n\t~<=+.0 9aµ\u{1f600}\u202e\0".split(""),
  ...[
    ": ",
    "- ",
    "\n  ",
    "<<: ",
    "&a ",
    "*a",
    "!!js ",
    "---\n",
    "null",
    "__proto__: ",
    "constructor: ",
    "1e999",
    "< +10 %",
    "within ",
    "all of ",
    "needs: ",
    "stages:\n",
    "{ run: x }",
    "5..24",
    "$EVIDENCE/",
    "((a*)*)*",
    "\r\n",
    "\ufeff",
  ],
);

describe("readConfig on anything", () => {
  test("mutated configs give a config or problems, never an exception", () => {
    const edit = fc.record({ at: fc.nat(10_000), cut: fc.nat(40), put: fc.array(fragment, { maxLength: 4 }) });
    fc.assert(
      fc.property(fc.constantFrom(...seeds), fc.array(edit, { minLength: 1, maxLength: 4 }), (seed, edits) => {
        let text = seed;
        for (const { at, cut, put } of edits) {
          const place = at % (text.length + 1);
          text = text.slice(0, place) + put.join("") + text.slice(place + cut);
        }
        expect(readAny(text)).toBeLessThan(maxMs);
      }),
      { numRuns: 300 },
    );
  }, 120_000);

  test("soups of YAML fragments do as well", () => {
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 60 }), (parts) => {
        expect(readAny(parts.join(""))).toBeLessThan(maxMs);
      }),
      { numRuns: 1000 },
    );
  }, 120_000);

  test("values of any shape in any place do as well", () => {
    const keys = [
      "rollout",
      "flag",
      "set",
      "env",
      "stages",
      "unit",
      "run",
      "arms",
      "measure",
      "needs",
      "criteria",
      "pass",
      "warn",
      "verify",
      "windows",
      "sources",
      "rollback",
      "contacts",
      "escalate",
      "levels",
      "__proto__",
      "constructor",
      "toString",
      "*",
      "unit/x",
    ];
    const value = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { depthSize: "medium", withCrossShrink: true },
        fc.constantFrom<unknown>(null, true, 0, -1, 1.5, "", "a", "< 5 ms", "5..24", "unit", "$X", "~"),
        fc.array(tie("node"), { maxLength: 3 }),
        fc
          .array(fc.tuple(fc.constantFrom(...keys), tie("node")), { maxLength: 4 })
          .map((entries) => Object.fromEntries(entries)),
      ),
    })).node;
    const top = fc.array(fc.tuple(fc.constantFrom(...keys), value), { maxLength: 8 });
    fc.assert(
      // JSON is YAML.
      fc.property(top, (entries) => {
        expect(readAny(JSON.stringify(Object.fromEntries(entries)))).toBeLessThan(maxMs);
      }),
      { numRuns: 500 },
    );
  }, 120_000);

  const fill = (piece: string) => piece.repeat(Math.floor(yamlLimits.maxBytes / piece.length));
  test.each([
    "[",
    "{",
    "- ",
    "? ",
    "a: ",
    "[[]",
    "- [",
    "{a: ",
    "[a, ",
    "{a, ",
    "}",
    "] ",
    '"',
    '"\n',
    "'\n",
    "&a ",
    "*a\n",
    "!a ",
    "%a\n",
    "---\n",
    "\n",
    "a: b\n",
    "a:\n",
    "- a\n",
    "[]: ",
    "{}: ",
    "a: [\n",
    ": ",
    "? [",
    "<<: ",
    "x: >5\n",
    "\t",
    "\r",
    "#",
    "a: |\n ",
  ])("64 KiB of %j ends in time", (piece) => {
    const read = () => expect(readConfig(fill(piece), "gate.yml").ok).toBe(false);
    expect(processorTimeMs(read)).toBeLessThan(maxMs);
  });

  test("configs full of mistakes end in time", () => {
    const many = (line: (index: number) => string) => {
      let text = "";
      for (let index = 0; text.length < yamlLimits.maxBytes - 2000; index += 1) text += line(index);
      return text;
    };
    const texts = [
      `rollout: a\n${many((index) => `stagex${index}: 1\n`)}`,
      `rollout: a\nstages:\n  s0: { run: x }\n${many((index) => `  s${index + 1}: {run: x, needs: s${index}}\n`)}`,
      `rollout: a\nstages:\n  s0: { run: x }\n${many((index) => `  s${index + 1}: {run: x, needs: t${index}}\n`)}`,
      `rollout: a\nstages: { u: { run: x, measure: { m: { peak-rss: true } } } }\ncriteria:\n${many((index) => `  m${index}: < 5 MX\n`)}`,
      `rollout: a\nstages: { u: { run: x, benchmarks: b } }\ncriteria:\n${many((index) => `  u/*a*a*a*a${index}*: < 5\n`)}`,
      `rollout: a\nstages:\n  u:\n    run: x\n    measure:\n${many((index) => `      m${index}: { stdout: '((a{30}){30})' }\n`)}`,
      `rollout: a\nstages:\n  u:\n    run: x\n    measure:\n${many((index) => `      m${index}: { stdout: '(\\pL{1000})' }\n`)}`,
      `rollout: a\nbackup: ["${"\\x41".repeat(15_000)}"]\nstages: { u: { run: x } }\n`,
    ];
    for (const text of texts) expect(readAny(text)).toBeLessThan(3 * maxMs);
  }, 60_000);
});
