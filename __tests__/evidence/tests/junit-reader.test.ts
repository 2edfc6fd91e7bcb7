import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Reading } from "../../../src/domain/problem.ts";
import { createJUnitReader, defaultTestLimits, type TestResult } from "../../../src/evidence/tests/junit-reader.ts";
import { processorTimeMs } from "../../processor-time.ts";
import { mustRead, problemOf, readFixture } from "../read-fixture.ts";

function read(text: string, limits = defaultTestLimits): Reading<TestResult> {
  const reader = createJUnitReader(limits);
  reader.write(text);
  return reader.end();
}

const suite = (body: string, attributes = "") => `<testsuite name="s"${attributes}>${body}</testsuite>`;
const testcase = (name: string, body = "", attributes = "") =>
  `<testcase name="${name}"${attributes}>${body}</testcase>`;

describe("the outcome of a case", () => {
  test.each([
    ["nothing inside", "", "", "passed"],
    ["a failure", "<failure/>", "", "failed"],
    ["an error", "<error message='x'>y</error>", "", "error"],
    ["both", "<error/><failure/>", "", "failed"],
    ["skipped", "<skipped/>", "", "skipped"],
    ["TestNG's ignored", "<ignored/>", "", "skipped"],
    ["PHPUnit's warning", "<warning>risky</warning>", "", "failed"],
    ["skipped and failed", "<skipped/><failure/>", "", "failed"],
    ["node's todo that failed", "<skipped type='todo'/><failure/>", "", "skipped"],
    ["Surefire: passed at the second try", "<flakyFailure message='m'/>", "", "flaky"],
    ["Surefire: an error, then passed", "<flakyError/>", "", "flaky"],
    ["Surefire: failed at every try", "<failure/><rerunFailure/>", "", "failed"],
    ["nextest: reruns without a failure of its own", "<rerunFailure/>", "", "failed"],
    ["flaky, and failed after all", "<flakyFailure/><failure/>", "", "failed"],
    ["googletest: disabled", "", " status='notrun' result='suppressed'", "skipped"],
    ["googletest: run", "", " status='run' result='completed'", "passed"],
    ["bazel: interrupted", "", " status='run' result='interrupted'", "error"],
    ["CTest: failed without an element", "", " status='fail'", "failed"],
    ["CTest: disabled", "", " status='disabled'", "skipped"],
    ["a failure inside of its output is none", "<system-out><failure/></system-out>", "", "passed"],
    [
      "properties and output",
      "<properties><property name='a' value='b'/></properties><system-err>x</system-err>",
      "",
      "passed",
    ],
  ])("%s", (_name, body, attributes, status) => {
    const report = mustRead(read(suite(testcase("t", body, attributes))));
    expect(report.cases.map((one) => one.status)).toEqual([status]);
  });
});

describe("suites", () => {
  test("at any depth, under testsuites or bare", () => {
    const inner = `<testsuite name="b"><testsuite name="c">${testcase("deep")}</testsuite></testsuite>`;
    const report = mustRead(
      read(`<?xml version="1.0"?><testsuites>${suite(inner + testcase("shallow"))}</testsuites>`),
    );
    expect(report.cases.map((one) => [one.suite, one.name])).toEqual([
      ["s › b › c", "deep"],
      ["s", "shallow"],
    ]);
  });

  test("that say they have more tests than they hold", () => {
    const problem = problemOf(read(suite(testcase("a") + testcase("b") + testcase("c"), ' tests="5"')));
    expect(problem).toMatchObject({ kind: "invalid" });
    expect(problem.reason).toBe("The suite s says that it has 5 tests and holds 3.");
  });

  test("that hold fewer and tell of failures keep them", () => {
    const problem = problemOf(read(suite(testcase("a", "<failure/>") + testcase("b"), ' tests="5"')));
    expect(problem.reason).toContain("Of the 2 tests read from it 1 failed: a.");
  });

  test("whose number counts direct children, as node's does", () => {
    const inner = suite(testcase("a") + testcase("b") + testcase("c"));
    expect(mustRead(read(suite(inner + inner, ' tests="2"'))).total).toBe(6);
  });

  test("that crashed outside of a test add an error", () => {
    const report = mustRead(
      read(`<testsuites errors="1">${suite(testcase("a"), ' errors="1" failures="0"')}</testsuites>`),
    );
    expect(report).toMatchObject({ total: 2, passed: 1, errors: 1 });
    expect(report.cases[0]).toMatchObject({ name: "s", status: "error" });
  });

  test("that crashed before any test add one too", () => {
    expect(mustRead(read('<testsuites errors="1"/>'))).toMatchObject({ total: 1, errors: 1, passed: 0 });
  });

  test("whose failures are counted twice, by the retries that explain them", () => {
    const body = testcase("a", "<failure/><rerunFailure/><rerunFailure/>") + testcase("b", "<flakyFailure/>");
    expect(mustRead(read(suite(body, ' failures="4" tests="2"')))).toMatchObject({ total: 2, failed: 1, flaky: 1 });
  });
});

describe("tries of one name", () => {
  const go = (body: string) => suite(`<properties><property name="go.version" value="go1.26"/></properties>${body}`);
  const pytest = (body: string) => `<testsuites><testsuite name="pytest">${body}</testsuite></testsuites>`;
  const failed = testcase("t", "<failure/>");
  const passed = testcase("t");
  test.each([
    ["Go: failed, then passed", go(failed + passed), ["flaky"]],
    ["Go: failed each time", go(failed + failed + failed), ["failed"]],
    ["Go: failed, failed, passed", go(failed + failed + passed), ["flaky"]],
    ["Go: passed, then failed", go(passed + failed), ["failed", "passed"]],
    ["Go: passed twice, as with -count", go(passed + passed), ["passed", "passed"]],
    ["pytest: tries look as if they had passed", pytest(passed + passed), ["flaky"]],
    ["pytest: failed at last", pytest(passed + failed), ["failed"]],
    ["anybody else: failed, then passed", suite(failed + passed), ["failed", "passed"]],
  ])("%s", (_name, text, statuses) => {
    const report = mustRead(read(text));
    expect(report.cases.map((one) => one.status)).toEqual(statuses);
    expect(report.total).toBe(statuses.length);
  });
});

describe("times", () => {
  test.each([
    ["0.25", 250],
    ["1,234.5", 1_234_500],
    ["1,234", 1_234_000],
    ["0,005", 5],
    ["0,5", 500],
    ["0.5s", 500],
    ["12ms", 12],
    ["1e-3", 1],
    ["NaN", 0],
    ["-3", 0],
    ["1e999", 0],
    ["", 0],
    ["soon", 0],
  ])("%s", (time, durationMs) => {
    const report = mustRead(read(suite(testcase("t", "", ` time="${time}"`))));
    expect(report.cases[0]?.durationMs).toBeCloseTo(durationMs, 6);
    expect(report.durationMs).toBeCloseTo(durationMs, 6);
  });
});

describe("places", () => {
  test.each([
    ["attributes", ' file="src/a.cc" line="12"', "<failure/>", "src/a.cc", 12],
    ["googletest's message", ' file="src/a.cc" line="3"', "<failure>src/a.cc:15\nExpected</failure>", "src/a.cc", 15],
    ["Rust", "", "<failure>thread 't' panicked at src/lib.rs:7:9:\nboom</failure>", "src/lib.rs", 7],
    ["PHP", "", "<failure>Failed asserting\n\n/repo/tests/ATest.php:14</failure>", "/repo/tests/ATest.php", 14],
    [
      "past the runner's own frames",
      "",
      "<failure>Error\n at x (node:internal/a.js:1:2)\n at y (/r/node_modules/z/i.js:3:4)\n at z (/r/my tests/a.js:5:6)</failure>",
      "/r/my tests/a.js",
      5,
    ],
    ["a drive", "", "<failure>at f (C:\\r\\a.test.js:5:6)</failure>", "C:\\r\\a.test.js", 5],
    [
      "an address is none",
      "",
      "<failure>connect http://example.com:8080 or example.org:443</failure>",
      undefined,
      undefined,
    ],
    ["a file in a URL is none", "", "<failure>GET http://host/a.html:80</failure>", undefined, undefined],
    ["line 0 is none", ' file="a.py" line="0"', "<failure/>", "a.py", undefined],
  ])("%s", (_name, attributes, body, file, line) => {
    const [first] = mustRead(read(suite(testcase("t", body, attributes)))).cases;
    expect([first?.file, first?.line]).toEqual([file, line]);
  });
});

describe("limits", () => {
  test("those that did not pass are kept longest, and all are counted", () => {
    const body = Array.from({ length: 50 }, (_, i) => testcase(`p${i}`)).join("") + testcase("bad", "<failure/>");
    const report = mustRead(read(suite(body), { maxCases: 5, maxTextChars: 100 }));
    expect(report).toMatchObject({ total: 51, passed: 50, failed: 1, omitted: 46 });
    expect(report.cases.map((one) => one.name)).toEqual(["bad", "p0", "p1", "p2", "p3"]);
  });

  test("texts are cut", () => {
    const body = testcase("t", `<failure message="${"m".repeat(9000)}">${"d".repeat(90_000)}</failure>`);
    const [first] = mustRead(read(suite(body), { maxCases: 5, maxTextChars: 100 })).cases;
    expect([first?.message?.length, first?.detail?.length]).toEqual([100, 100]);
  });
});

describe("what is not a whole JUnit file", () => {
  test.each([
    ["nothing", "", "missing", /is empty/],
    ["white space", " \n ", "missing", /is empty/],
    ["no test", "<testsuites/>", "missing", /holds no test/],
    [
      "no test in a suite",
      '<testsuites tests="0"><testsuite name="pytest" tests="0"/></testsuites>',
      "missing",
      /holds no test/,
    ],
    ["cut off in a tag", '<testsuites><testsuite name="a"><testcase na', "invalid", /ends in the middle/],
    ["cut off between tags", '<testsuite><testcase name="a"/>', "invalid", /ends in the middle/],
    ["cut off in CDATA", '<testsuite><testcase name="a"><failure><![CDATA[xx', "invalid", /ends in the middle/],
    ["two documents", `${suite(testcase("a"))}${suite(testcase("b"))}`, "invalid", /Something follows/],
    ["trailing text", `${suite(testcase("a"))}\nDone.`, "invalid", /Something follows/],
    ["JSON", '{"tests": 1}', "invalid", /does not begin as XML/],
    ["HTML", "<!DOCTYPE html><html></html>", "invalid", /HTML/],
    ["Cobertura", '<coverage line-rate="1"/>', "invalid", /a coverage report, not JUnit/],
    ["NUnit", "<test-run/>", "invalid", /NUnit/],
    ["other XML", "<project/>", "invalid", /its root is <project>/],
    ["UTF-16 read as UTF-8", "<\u0000t\u0000e\u0000s\u0000", "invalid", /not UTF-8/],
    ["crossed tags", "<testsuite><testcase></testsuite></testcase>", "invalid", /not well-formed/],
    ["depth", "<testsuite>".repeat(5000), "invalid", /nest deeper/],
  ] as const)("%s", (_name, text, kind, reason) => {
    const problem = problemOf(read(text));
    expect(problem.kind).toBe(kind);
    expect(problem.reason).toMatch(reason);
  });

  test("entities of its own are refused, and nothing is expanded", () => {
    const lol = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join("");
    const text = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">${lol}]><testsuite><testcase name="&l9;"/></testsuite>`;
    expect(problemOf(read(text)).reason).toMatch(/declares entities/);
  });

  test("an external DOCTYPE is never fetched and does no harm", () => {
    const text = `<!DOCTYPE testsuite SYSTEM "file:///etc/passwd">${suite(testcase("a"))}`;
    expect(mustRead(read(text)).total).toBe(1);
  });
});

describe("what real writers do to XML", () => {
  test.each([
    ["a byte order mark", `\uFEFF${suite(testcase("a", "<skipped/>"))}`],
    ["an empty line first", `\n<?xml version="1.0"?>${suite(testcase("a", "<skipped/>"))}`],
    ["raw control characters", suite(testcase("a", "<skipped message='\u001b[31m\u0000'>\u0008</skipped>"))],
    ["forbidden references", suite(testcase("a", "<skipped message='&#x1b;[31m'>&#0;</skipped>"))],
    ["entities of HTML", suite(testcase("a", "<skipped>&nbsp;</skipped>"))],
    ["]]> in text", suite(testcase("a", "<skipped>a]]>b</skipped>"))],
    ["__proto__ as an attribute", suite(testcase("a", "<skipped/>", ' __proto__="x" constructor="y"'))],
    ["a comment with a tag in it", suite(`<!-- <testcase name="no"/> <![CDATA[ -->${testcase("a", "<skipped/>")}`)],
    [
      "CDATA with a tag in it",
      suite(testcase("a", "<skipped/><system-out><![CDATA[</testcase><testcase>]]></system-out>")),
    ],
  ])("%s", (_name, text) => {
    expect(mustRead(read(text))).toMatchObject({ total: 1, skipped: 1 });
  });
});

test("colour codes and other control characters are taken out of what is shown", () => {
  const body = testcase(
    "\u001b[1mbold\u001b[0m &#x1b;[31mred",
    '<failure message="a&#27;[31mb\u001b[0m\u0007c">one\u0000 &#x1B;[2mtwo\n three&#8;</failure>',
  );
  const [first] = mustRead(read(suite(body))).cases;
  expect(first).toMatchObject({ name: "bold red", message: "abc", detail: "one two\n three" });
});

test("millions of forbidden characters and unknown entities cost little", () => {
  for (const piece of ["\u0000", "\u001b[31m", "&#27;", "&nbsp;", "]]>", "\ud800"]) {
    const before = process.cpuUsage();
    read(suite(testcase("t", `<failure>${piece.repeat(300_000)}</failure>`)));
    expect(process.cpuUsage(before).user).toBeLessThan(3_000_000);
  }
});

test("what follows damage is not looked at", () => {
  const text = `<testsuite>${"<a>".repeat(200)}${"</b>".repeat(100_000)}`;
  const look = () => expect(problemOf(read(text)).reason).toMatch(/not well-formed/);
  expect(processorTimeMs(look)).toBeLessThan(4000);
});

test("how the text is cut into pieces changes nothing", () => {
  const text = readFixture("junit/node.xml") + " ".repeat(3);
  const whole = read(text);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 20 }), (sizes) => {
      const reader = createJUnitReader();
      for (let at = 0, i = 0; at < text.length; i++) {
        const size = sizes[i % sizes.length] ?? 1;
        reader.write(text.slice(at, at + size));
        at += size;
      }
      expect(reader.end()).toEqual(whole);
    }),
    { numRuns: 50 },
  );
});
