import { describe, expect, test } from "@jest/globals";
import { benchmarkFormats } from "../../../src/evidence/benchmarks/benchmark-formats.ts";
import { viewBenchmarks } from "../../../src/evidence/benchmarks/benchmark-view.ts";
import { fixture } from "./fixture.ts";
import { formatOf, fixtureNames as names } from "./fixture-format.ts";
import { problemOf, readingOf } from "./outcome.ts";

describe("recognition", () => {
  test.each(names)("%s is recognised as its own format and no other", (name) => {
    const view = viewBenchmarks(fixture(name));
    expect(benchmarkFormats.filter((format) => format.recognise(view)).map((format) => format.id)).toEqual([
      formatOf(name),
    ]);
  });

  test("every format has a fixture", () => {
    const covered = new Set(names.map(formatOf));
    expect(benchmarkFormats.map((format) => format.id).filter((id) => !covered.has(id))).toEqual([]);
  });

  test("ids are unique", () => {
    const ids = benchmarkFormats.map((format) => format.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each(names)("%s is read the same behind a byte order mark and with Windows line ends", (name) => {
    const text = fixture(name);
    const strange = `\uFEFF${text.replaceAll("\n", "\r\n")}`;
    const format = { format: formatOf(name) ?? "" };
    const outcome = (given: string) => {
      try {
        return JSON.stringify(readingOf(given, undefined, format).series);
      } catch (error) {
        return String(error);
      }
    };
    expect(outcome(strange)).toBe(outcome(text));
  });
});

describe("what cannot be recognised", () => {
  test("0 bytes: the likely cause, in words for any tool", () => {
    const problem = problemOf("");
    expect(problem).toMatchObject({ kind: "invalid", reason: "The benchmark file is empty (0 bytes)." });
    expect(problem.remedy).toMatch(/measured nothing, or was stopped/);
    expect(problem.remedy).toMatch(/no test used the `benchmark` fixture/);
  });

  test("only white space is as good as empty", () => {
    expect(problemOf(" \n\t\n").reason).toMatch(/only white space/);
  });

  test.each([
    ["prose", "all good, 3 tests passed\n", /plain text without a result line/],
    ["another XML", "<?xml version='1.0'?>\n<testsuites/>", /element "testsuites"/],
    ["another JSON", '{"a":1,"b":2}', /a JSON object with the keys "a", "b"/],
    ["a JSON list", "[1,2]", /a JSON list of 2/],
    ["an empty JSON list", "[]", /a JSON list of 0/],
    ["an empty object", "{}", /without keys/],
    ["a number", "12", /a single JSON value/],
    ["JSON lines", '{"a":1}\n{"a":2}\n', /JSON lines with the keys "a"/],
    ["binary", "\u0000\u0001\u0002", /binary data/],
  ])("%s", (_, text, reason) => {
    const problem = problemOf(text);
    expect(problem.reason).toMatch(reason);
    expect(problem.remedy).toMatch(/^Supported: pytest-benchmark, asv, .*rollout-gate\.$/);
  });

  test("a file that was cut off says so, not that its format is unknown", () => {
    const text = fixture("pytest-benchmark.json");
    expect(problemOf(text.slice(0, text.length / 2)).reason).toMatch(/ends in the middle/);
  });

  test("two tools in one text: the candidates are listed", () => {
    const problem = problemOf(fixture("go.txt") + fixture("libtest.txt"));
    expect(problem.reason).toBe("The file could be of several formats: `go`, `libtest`.");
    expect(problem.remedy).toMatch(/`format`/);
    const chosen = readingOf(fixture("go.txt") + fixture("libtest.txt"), "go", { format: "go" });
    expect(chosen.series.map((one) => one.name)).toContain("BenchmarkFib");
  });

  test("a wrong `format` says what the file looks like", () => {
    expect(problemOf(fixture("go.txt"), { format: "jmh" }).reason).toBe("The file is no JMH JSON; it looks like `go`.");
    expect(problemOf("nothing", { format: "jmh" }).reason).toMatch(/^The file is no JMH JSON\. No benchmark format/);
    expect(problemOf(fixture("go.txt"), { format: "jhm" }).reason).toBe('There is no benchmark format "jhm".');
  });
});
