import { describe, expect, test } from "@jest/globals";
import { readCoverage } from "../../../src/evidence/line-coverage/read-coverage.ts";
import { mustRead, problemOf, readFixture } from "../read-fixture.ts";

const json = (value: unknown) => JSON.stringify(value);
const py = (files: Record<string, [number[], number[]]>, total?: number) =>
  json({
    meta: { version: "7" },
    files: Object.fromEntries(
      Object.entries(files).map(([path, [executed_lines, missing_lines]]) => [
        path,
        { executed_lines, missing_lines, excluded_lines: [99] },
      ]),
    ),
    totals: { num_statements: total ?? Object.values(files).reduce((sum, [a, b]) => sum + a.length + b.length, 0) },
  });

function figures(text: string, ...of: string[]): string {
  const { linesCovered, linesTotal, fileCount } = mustRead(readCoverage(text, of));
  return `${linesCovered}/${linesTotal} in ${fileCount}`;
}

describe("files of real tools", () => {
  // coverage.py: pkg/a.py 6 of 8, pkg/sub.py 0 of 2, by its own summaries. Jest: lib.js 2 of 3, by its own summary.
  test.each([
    ["coverage-py.json", "coverage.py JSON", "6/10 in 3", "pkg"],
    ["coverage-py.json", "coverage.py JSON", "0/2 in 1", "pkg/sub.py"],
    ["coverage-py.json", "coverage.py JSON", "0/2 in 1", "pkg.sub"],
    ["coverage-py.lcov", "lcov", "6/10 in 3", "pkg"],
    ["coverage-py-cobertura.xml", "Cobertura XML", "6/10 in 3", "pkg"],
    ["coverage-py-cobertura.xml", "Cobertura XML", "6/8 in 1", "pkg/a.py"],
    ["jest-coverage-final.json", "Istanbul JSON", "2/3 in 1", "lib.js"],
    ["jest-coverage-summary.json", "Istanbul summary JSON", "2/3 in 1", "lib.js"],
    ["jest-cobertura-coverage.xml", "Cobertura XML", "2/3 in 1", "repo/lib.js"],
    ["jest.lcov", "lcov", "2/3 in 1", "*.js"],
    ["c8-coverage-final.json", "Istanbul JSON", "3/3 in 1", "/repo"],
  ])("%s (%s) has %s for %s", (file, format, expected, of) => {
    const text = readFixture(`line-coverage/${file}`);
    expect(mustRead(readCoverage(text, [of])).format).toBe(format);
    expect(figures(text, of)).toBe(expected);
  });

  test("the total of the whole program is not that of a package", () => {
    const text = py({ "app/a.py": [[1, 2, 3, 4, 5, 6, 7, 8, 9], []], "app/new/b.py": [[1], [2, 3]] });
    expect(figures(text)).toBe("10/12 in 2");
    expect(figures(text, "app/new")).toBe("1/3 in 1");
  });

  test("two source folders leave open which one a file is in", () => {
    const problem = problemOf(readCoverage(readFixture("line-coverage/coverage-py-two-sources.xml"), ["pkg"]));
    expect(problem.reason).toContain("cannot be told");
  });

  test("Clover is named", () => {
    expect(problemOf(readCoverage(readFixture("line-coverage/jest-clover.xml"), [])).reason).toContain("Clover");
  });
});

describe("paths", () => {
  const text = py({
    "victor/agent/a.py": [[1], []],
    "victor/agent/coordinators/b.py": [[1, 2], [3]],
    "victor/agent_tools/c.py": [[], [1]],
    "tests/victor/agent/d.py": [[1], []],
  });
  test.each([
    ["a folder", "victor/agent", "3/4 in 2"],
    ["with a slash behind", "victor/agent/", "3/4 in 2"],
    ["with a dot before", "./victor/agent", "3/4 in 2"],
    ["with backslashes", "victor\\agent", "3/4 in 2"],
    ["a dotted module", "victor.agent", "3/4 in 2"],
    ["a dotted module that is a file", "victor.agent.a", "1/1 in 1"],
    ["a file", "victor/agent/a.py", "1/1 in 1"],
    ["a star within a segment", "victor/agent*", "3/5 in 3"],
    ["two stars", "**/coordinators", "2/3 in 1"],
    ["two stars in the middle", "victor/**/*.py", "3/5 in 3"],
    ["a question mark", "victor/agent/?.py", "1/1 in 1"],
    ["dots that lead nowhere", "victor/x/../agent", "3/4 in 2"],
    ["everything", ".", "4/6 in 4"],
  ])("%s", (_name, of, expected) => {
    expect(figures(text, of)).toBe(expected);
  });

  test("absolute paths of another machine are found, installed packages are not", () => {
    const absolute = py({
      "/home/runner/work/r/r/src/a.py": [[1], []],
      "/home/runner/work/r/r/.venv/lib/site-packages/x/src/b.py": [[], [1]],
      "C:\\work\\src\\c.py": [[1], [2]],
    });
    expect(figures(absolute, "src")).toBe("2/3 in 2");
    expect(figures(absolute, "/home/runner/work/r/r/src")).toBe("1/1 in 1");
  });

  test("several paths are added up, and a file counts once", () => {
    expect(figures(text, "victor/agent", "victor/agent/a.py", "victor/agent_tools")).toBe("3/5 in 3");
  });

  test("a path that matches nothing is missing, with what is near", () => {
    const problem = problemOf(readCoverage(text, ["victor/agent", "victor/agents"]));
    expect(problem.kind).toBe("missing");
    expect(problem.reason).toBe("None of its files lies in victor/agents.");
    expect(problem.remedy).toContain("such as victor, ");
    const absolute = py({ "/home/me/r/src/a.py": [[1], []], "/home/me/r/lib/b.py": [[1], []] });
    expect(problemOf(readCoverage(absolute, ["scr"])).remedy).toContain("such as lib and src,");
  });

  test("a part of a segment is no match", () => {
    expect(problemOf(readCoverage(text, ["vic"])).kind).toBe("missing");
  });
});

describe("lcov", () => {
  const record = (body: string, path = "a.c") => `TN:t\nSF:${path}\n${body}\nend_of_record\n`;
  test.each([
    ["a file told twice has its lines put together", record("DA:1,0\nDA:2,1") + record("DA:1,3\nDA:3,0"), "2/3 in 1"],
    ["branches and functions do not count", record("FN:1,f\nFNDA:0,f\nBRDA:1,0,0,-\nDA:1,1\nBRF:2\nBRH:0"), "1/1 in 1"],
    ["checksums", record("DA:1,1,abc=="), "1/1 in 1"],
    ["counts without lines", record("LF:10\nLH:7"), "7/10 in 1"],
    ["carriage returns", record("DA:1,1").replaceAll("\n", "\r\n"), "1/1 in 1"],
    ["a negative count is none", record("DA:1,-1\nDA:2,1"), "1/2 in 1"],
  ])("%s", (_name, text, expected) => {
    expect(figures(text)).toBe(expected);
  });

  test.each([
    ["cut off", "SF:a.c\nDA:1,1\n", /ends in the middle/],
    ["lines lost", record("DA:1,1\nLF:5\nLH:5"), /counts 5 lines and tells 1/],
    ["no number", record("DA:x,1"), /no number or no count/],
    ["NaN", record("DA:1,NaN"), /no number or no count/],
    ["more hit than found", record("LF:1\nLH:2"), /contradict/],
    ["no line at all", record(""), /no line that can be covered/],
    ["a record in a record", "SF:a\nDA:1,1\nSF:b\nend_of_record\n", /before the one before it/],
  ])("%s", (_name, text, reason) => {
    expect(problemOf(readCoverage(text, [])).reason).toMatch(reason);
  });
});

describe("JaCoCo", () => {
  const lines = '<line nr="3" mi="0" ci="2" mb="0" cb="0"/><line nr="4" mi="3" ci="0" mb="0" cb="0"/>';
  const report = (body: string) =>
    `<?xml version="1.0"?><!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd"><report name="r">${body}</report>`;
  const source = (body: string) =>
    `<package name="com/x"><class name="com/x/A"/><sourcefile name="A.java">${body}</sourcefile></package>`;
  const counter = (missed: number, covered: number) => `<counter type="LINE" missed="${missed}" covered="${covered}"/>`;
  test.each([
    ["lines", report(source(lines + counter(1, 1))), "com/x", "1/2 in 1"],
    ["a dotted package", report(source(lines)), "com.x", "1/2 in 1"],
    ["below a source root", report(source(lines)), "app/src/main/java/com/x", "1/2 in 1"],
    ["the source root itself", report(source(lines)), "src/main/java", "1/2 in 1"],
    [
      "counters alone",
      report(source(`<counter type="BRANCH" missed="9" covered="9"/>${counter(3, 7)}`)),
      "com/x/A.java",
      "7/10 in 1",
    ],
    [
      "modules that share a package",
      report(`<group name="a">${source(lines)}</group><group name="b">${source(lines)}</group>`),
      "com/x",
      "2/4 in 2",
    ],
    [
      "one of the modules",
      report(`<group name="a">${source(lines)}</group><group name="b">${source(lines)}</group>`),
      "b",
      "1/2 in 1",
    ],
  ])("%s", (_name, text, of, expected) => {
    expect(figures(text, of)).toBe(expected);
  });

  test("a counter that contradicts the lines", () => {
    expect(problemOf(readCoverage(report(source(lines + counter(5, 1))), [])).reason).toMatch(
      /counts 6 lines and tells 2/,
    );
  });
});

describe("Cobertura", () => {
  const line = (number: number, hits: number) => `<line number="${number}" hits="${hits}"/>`;
  const text = (classes: string, attributes = "") =>
    `<coverage line-rate="1"${attributes}><packages><package name="p"><classes>${classes}</classes></package></packages></coverage>`;
  const one = (body: string, methods = "") =>
    `<class name="A" filename="src/a.kt"><methods>${methods}</methods><lines>${body}</lines></class>`;
  test.each([
    [
      "methods repeat lines of their class",
      one(line(1, 1) + line(2, 0), `<method name="m"><lines>${line(1, 1)}</lines></method>`),
      "1/2 in 1",
    ],
    ["methods alone", one("", `<method name="m"><lines>${line(1, 1)}${line(2, 0)}</lines></method>`), "1/2 in 1"],
    ["two classes in a file", one(line(1, 1) + line(2, 0)) + one(line(2, 3) + line(3, 0)), "2/3 in 1"],
  ])("%s", (_name, classes, expected) => {
    expect(figures(text(classes), "src")).toBe(expected);
  });
  test.each([
    ["counted lines that are not there", text(one(""), ' lines-valid="7"'), /counts 7 lines and tells none/],
    ["a line without hits", text(one('<line number="1"/>')), /no number or no count/],
    ["a class without a file", text("<class name='A'/>"), /names no file/],
    ["cut off", text(one(line(1, 1))).slice(0, -30), /ends in the middle/],
    ["nothing", text(""), /no file is measured/i],
  ])("%s", (_name, xml, reason) => {
    expect(problemOf(readCoverage(xml, [])).reason).toMatch(reason);
  });
});

describe("JSON", () => {
  const statement = (line: unknown) => ({ start: { line, column: 0 }, end: { line, column: 9 } });
  test("a line of Istanbul's is run as often as its busiest statement", () => {
    const statementMap = { "0": statement(1), "1": statement(1), "2": statement(2) };
    expect(figures(json({ "a.js": { path: "a.js", statementMap, s: { "0": 0, "1": 4, "2": 0 } } }))).toBe("1/2 in 1");
  });

  test.each([
    ["totals that know more than the files", py({ "a.py": [[1], []] }, 9), /count 9 statements, its files hold 1/],
    ["no totals", json({ meta: {}, files: {} }), /no totals/],
    [
      "lines that are no numbers",
      json({ files: { a: { executed_lines: ["1"], missing_lines: [] } }, totals: {} }),
      /not two lists/,
    ],
    ["line 0", json({ files: { a: { executed_lines: [0], missing_lines: [] } }, totals: {} }), /not two lists/],
    ["no file", json({ files: {}, meta: {}, totals: { num_statements: 0 } }), /no file is measured/i],
    ["only empty files", py({ "a.py": [[], []] }), /no line that can be covered/],
    [
      "Istanbul without counts",
      json({ a: { statementMap: { "0": statement(1) }, s: {} } }),
      /1 statements and 0 counts/,
    ],
    [
      "Istanbul without a line",
      json({ a: { statementMap: { "0": statement(null) }, s: { "0": 1 } } }),
      /no line or no count/,
    ],
    ["a summary that covers more than there is", json({ a: { lines: { total: 1, covered: 2 } } }), /not counted/],
    [
      "a summary whose total is another",
      json({ total: { lines: { total: 9, covered: 1 } }, a: { lines: { total: 1, covered: 1 } } }),
      /total counts 9/,
    ],
    ["something else", json({ hello: 1 }), /no coverage report that is known/],
    ["a list", "[]", /no coverage report that is known/],
    ["nothing", "", /is empty/],
    ["Go's profile", "mode: set\na.go:1.1,2.2 1 1\n", /Go's cover profile/],
    ["test results", "<testsuite/>", /holds test results/],
  ])("%s", (_name, text, reason) => {
    expect(problemOf(readCoverage(text, [])).reason).toMatch(reason);
  });

  test("a byte order mark is no matter", () => {
    expect(figures(`\uFEFF${py({ "a.py": [[1], []] })}`)).toBe("1/1 in 1");
  });

  test("a file named __proto__ is a file", () => {
    const text =
      '{"meta":{},"files":{"__proto__":{"executed_lines":[1],"missing_lines":[]}},"totals":{"num_statements":1}}';
    expect(figures(text, "__proto__")).toBe("1/1 in 1");
  });

  test("the least covered files come first", () => {
    const report = mustRead(readCoverage(py({ "a.py": [[1], []], "b.py": [[], [1]], "c.py": [[1], [2]] }), []));
    expect(report.files.map((file) => file.path)).toEqual(["b.py", "c.py", "a.py"]);
  });
});
