import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Reading } from "../../src/domain/problem.ts";
import { readChecklist } from "../../src/evidence/checklist/read-checklist.ts";
import { readNpmPackages } from "../../src/evidence/dependencies/npm-packages.ts";
import { readPipInspect } from "../../src/evidence/dependencies/pip-inspect.ts";
import { readEvidence } from "../../src/evidence/file/read-evidence.ts";
import { renderEvidence } from "../../src/evidence/file/render-evidence.ts";
import { readJsonNumber } from "../../src/evidence/json/read-json-number.ts";
import { readCoverage } from "../../src/evidence/line-coverage/read-coverage.ts";
import { createJUnitReader } from "../../src/evidence/tests/junit-reader.ts";
import { sampleEvidence } from "./file/sample-evidence.ts";
import { mustRead, problemOf, readFixture } from "./read-fixture.ts";

function readJUnit(text: string) {
  const reader = createJUnitReader();
  reader.write(text);
  return reader.end();
}

const checklist = JSON.stringify({
  results: [
    { name: "a", passed: true },
    { name: "b", status: "ok" },
  ],
});

/** Each reader with a file that it understands. */
const readers: readonly (readonly [name: string, read: (text: string) => Reading<unknown>, sound: string])[] = [
  ["JUnit XML", readJUnit, readFixture("junit/vitest.xml")],
  ["coverage.py", (text) => readCoverage(text, []), readFixture("line-coverage/coverage-py.json")],
  ["lcov", (text) => readCoverage(text, []), readFixture("line-coverage/coverage-py.lcov")],
  ["Cobertura", (text) => readCoverage(text, []), readFixture("line-coverage/coverage-py-cobertura.xml")],
  ["Istanbul", (text) => readCoverage(text, []), readFixture("line-coverage/jest-coverage-final.json")],
  ["Istanbul summary", (text) => readCoverage(text, []), readFixture("line-coverage/jest-coverage-summary.json")],
  ["checklist", readChecklist, checklist],
  ["pip inspect", readPipInspect, readFixture("dependencies/pip-inspect.json")],
  ["npm ls", readNpmPackages, readFixture("dependencies/npm-ls.json")],
  ["number in JSON", (text) => readJsonNumber(text, "a[0]"), '{"a": [1, 2]}'],
  ["evidence", readEvidence, renderEvidence(sampleEvidence)],
];

describe.each(readers)("%s", (_name, read, sound) => {
  test("reads what is sound, with a byte order mark and other ends of lines too", () => {
    const value = mustRead(read(sound));
    expect(mustRead(read(`\uFEFF${sound}`))).toEqual(value);
    mustRead(read(sound.replaceAll("\n", "\r\n")));
  });

  test.each([
    ["0 bytes", ""],
    ["white space", "  \r\n\t\n"],
    ["only a mark", "\uFEFF"],
    ["null", "null"],
    ["a number", "3"],
    ["text in quotes", '"passed"'],
    ["true", "true"],
    ["an empty list", "[]"],
    ["NaN", "NaN"],
    ["a list of NaN", "[NaN]"],
    ["1e999", '{"a":[1e999]}'],
    ["an empty element", "<a/>"],
    ["a page", "<!doctype html><html><body>404</body></html>"],
    ["plain text", "bash: pytest: command not found\n"],
    ["zeros", "\u0000".repeat(4096)],
    ["UTF-16", sound.slice(0, 200).split("").join("\u0000")],
    ["nested without end", "[".repeat(100_000)],
    ["nested objects without end", '{"a":'.repeat(100_000)],
    ["nested elements without end", "<testsuite>".repeat(100_000)],
  ])("has words for %s", (_case, text) => {
    problemOf(read(text));
  });

  test("a file that was cut off is never read as a whole one", () => {
    const end = sound.trimEnd().length;
    for (let at = 1; at < end; at += Math.max(1, Math.floor(end / 300))) {
      const reading = read(sound.slice(0, at));
      // lcov has no end of its own: whole records alone are a file.
      if (reading.ok) expect(sound.slice(0, at).trimEnd().endsWith("end_of_record")).toBe(true);
    }
  });

  test("any change of characters gives a value or a problem, never an exception", () => {
    fc.assert(
      fc.property(fc.nat(), fc.string({ maxLength: 12, unit: "binary" }), fc.nat({ max: 40 }), (place, piece, cut) => {
        const at = place % (sound.length + 1);
        const reading = read(sound.slice(0, at) + piece + sound.slice(at + cut));
        if (!reading.ok) problemOf(reading);
      }),
      { numRuns: 150 },
    );
  });
});
