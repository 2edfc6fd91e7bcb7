import { describe, expect, test } from "@jest/globals";
import type { TestCase } from "../../../src/domain/evidence.ts";
import { createJUnitReader, type TestResult } from "../../../src/evidence/tests/junit-reader.ts";
import { mustRead, readFixture } from "../read-fixture.ts";

function read(file: string): TestResult {
  const reader = createJUnitReader();
  reader.write(readFixture(`junit/${file}`));
  return mustRead(reader.end());
}

const placeOf = ({ file, line }: TestCase) => (line === undefined ? (file ?? null) : `${file}:${line}`);

describe("files of real writers", () => {
  // Counted by hand in the files: passed, failed, errors, skipped, flaky; then the first case that went wrong.
  test.each([
    ["pytest.xml", [6, 4, 3, 2, 1], "test_fail", "tests/test_a.py:9"],
    ["pytest-collection-error.xml", [0, 0, 1, 0, 0], "tests.test_broken", "tests/test_broken.py:1"],
    ["pytest-xunit1.xml", [1, 2, 0, 1, 0], "test_fail", "tests/test_a.py:9"],
    ["node.xml", [2, 3, 0, 2, 0], "fails", "/repo/test/a.test.mjs:2"],
    ["jest-junit.xml", [4, 2, 0, 1, 0], "outer bad", "/repo/a.test.js:1"],
    ["mocha-xunit.xml", [1, 2, 0, 2, 0], "bad", "/repo/m/a.spec.js:1"],
    ["vitest.xml", [2, 2, 0, 2, 0], "outer > bad", "a.test.js:2"],
    ["gotestsum.xml", [4, 1, 0, 1, 1], "TestBad", "a_test.go:6"],
    ["go-junit-report.xml", [4, 2, 0, 1, 0], "TestBad", "a_test.go:6"],
  ])("%s", (file, [passed, failed, errors, skipped, flaky], name, place) => {
    const report = read(file);
    expect(report).toMatchObject({ format: "JUnit XML", passed, failed, errors, skipped, flaky, omitted: 0 });
    expect(report.total).toBe(report.cases.length);
    const [first] = report.cases;
    expect(first?.name).toBe(name);
    expect(first === undefined ? null : placeOf(first)).toBe(place);
  });

  test("a failing todo of node's runner is no failure", () => {
    const todo = read("node.xml").cases.find((one) => one.name === "todo that fails");
    expect(todo?.status).toBe("skipped");
  });

  test("node's crashed test file is a failed test", () => {
    const crashed = read("node.xml").cases.find((one) => one.name === "/repo/test/b.test.mjs");
    expect(crashed?.status).toBe("failed");
  });

  test("two tests of one name are two tests where a writer allows it, and one that failed has failed", () => {
    const twins = read("jest-junit.xml").cases.filter((one) => one.name === "outer dup");
    expect(twins.map((one) => one.status)).toEqual(["failed", "passed"]);
  });

  test("what failed in its body and in its teardown stands twice", () => {
    const doubles = read("pytest.xml").cases.filter((one) => one.name === "test_double");
    expect(doubles.map((one) => one.status)).toEqual(["failed", "error"]);
  });

  test("gotestsum's three tries of one test are one test", () => {
    const tries = read("gotestsum.xml").cases.filter((one) => one.name === "TestBad");
    expect(tries).toHaveLength(1);
  });
});
