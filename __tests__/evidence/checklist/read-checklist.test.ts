import { describe, expect, test } from "@jest/globals";
import { compareNames } from "../../../src/evidence/checklist/compare-names.ts";
import { readChecklist } from "../../../src/evidence/checklist/read-checklist.ts";
import { mustRead, problemOf } from "../read-fixture.ts";

const read = (value: unknown) => readChecklist(JSON.stringify(value));
const statuses = (value: unknown) => mustRead(read(value)).map((item) => `${item.name} ${item.status}`);
const reasonOf = (value: unknown) => problemOf(read(value)).reason;

test("the report of a validator, with all that it tells", () => {
  const result = {
    name: "ConfigCoordinator",
    category: "init",
    passed: true,
    duration_ms: 12.5,
    details: "constructed",
    error: null,
    metrics: { calls: 3 },
    critical: true,
  };
  const failed = {
    ...result,
    name: "ToolCoordinator",
    passed: false,
    error: "ImportError:\n no module",
    critical: false,
  };
  const text = { summary: { total: 2, passed: 1, failed: 1 }, results: [result, failed] };
  expect(mustRead(read(text))).toEqual([
    {
      name: "ConfigCoordinator",
      status: "passed",
      category: "init",
      critical: true,
      durationMs: 12.5,
      message: "constructed",
    },
    {
      name: "ToolCoordinator",
      status: "failed",
      category: "init",
      critical: false,
      durationMs: 12.5,
      message: "ImportError: no module",
    },
  ]);
});

describe("shapes", () => {
  const a = { name: "a", passed: true };
  const b = { name: "b", passed: false };
  test.each([
    ["a list at the top", [a, b]],
    ["results", { results: [a, b] }],
    ["items", { items: [a, b], when: "today" }],
    ["checks", { checks: [a, b] }],
    ["tests", { tests: [a, b] }],
    ["components", { components: [a, b] }],
    ["names to booleans", { a: true, b: false }],
    ["names to words", { a: "ok", b: "FAILED" }],
    ["names to objects", { a: { status: "ready" }, b: { ok: false } }],
    ["names to statuses under a key", { checks: { a: true, b: { state: "down" } }, version: 3 }],
    ["beside a summary", { summary: { note: "x" }, a: true, b: false }],
    [
      "other names for the name",
      [
        { id: "a", ok: true },
        { title: "b", success: false },
      ],
    ],
  ])("%s", (_name, value) => {
    expect(statuses(value)).toEqual(["a passed", "b failed"]);
  });
});

describe("statuses", () => {
  const known = { name: "other", passed: true };
  test.each([
    [{ passed: true }, "passed"],
    [{ passed: 1 }, "passed"],
    [{ passed: "true" }, "passed"],
    [{ status: "PASS" }, "passed"],
    [{ status: "✅ Ready" }, "passed"],
    [{ status: "✓" }, "passed"],
    [{ status: "ok." }, "passed"],
    [{ status: true }, "passed"],
    [{ status: "completed", conclusion: "success" }, "passed"],
    [{ status: "✗ failed" }, "failed"],
    [{ status: "not ok" }, "failed"],
    [{ status: "not ready" }, "failed"],
    [{ state: "DOWN" }, "failed"],
    [{ passed: 0 }, "failed"],
    [{ result: "error" }, "failed"],
    [{ passed: false, status: "failed" }, "failed"],
    [{ status: "skipped" }, "skipped"],
    [{ skipped: true, passed: false }, "skipped"],
    [{ status: "N/A" }, "skipped"],
    [{ status: "degraded" }, "unknown"],
    [{ status: "warning" }, "unknown"],
    [{ status: "completed" }, "unknown"],
    [{ status: "ok but slow" }, "unknown"],
    [{ status: "✅ failed" }, "unknown"],
    [{ status: "" }, "unknown"],
    [{ status: 200 }, "unknown"],
    [{ passed: 2 }, "unknown"],
    [{ passed: null }, "unknown"],
    [{}, "unknown"],
    [{ passed: true, status: "failed" }, "unknown"],
    [{ passed: true, error: "it broke" }, "unknown"],
    [{ passed: true, error: "" }, "passed"],
    [{ passed: [true] }, "unknown"],
    [{ status: { toString: "passed" } }, "unknown"],
  ])("%j is %s", (fields, status) => {
    const [item] = mustRead(read([{ name: "it", ...fields }, known]));
    expect(item?.status).toBe(status);
    if (status === "unknown") expect(item?.message).toBeTruthy();
  });
});

describe("what cannot be told", () => {
  const a = { name: "a", passed: true };
  test.each([
    ["an empty list", [], /has no items/],
    ["an empty list under a key", { results: [] }, /has no items/],
    ["an empty object", {}, /has no items/],
    ["two lists", { results: [a], items: [a] }, /both "results" and "items"/],
    ["a number", 3, /is a number, not a list/],
    ["null", null, /is null, not a list/],
    ["other fields", { hello: "world", list: [1] }, /at its top level are hello \(text\) and list \(a list of 1\)/],
    ["an item that is text", ["a ok"], /Item 1 is text/],
    ["an item that is a pair", [["a", true]], /Item 1 is a list of 2/],
    ["an item without a name", [a, { passed: true }], /Item 2 has no name; it has passed/],
    ["no status anywhere", [{ name: "a" }, { name: "b" }], /none of its 2 items has a status/i],
    ["an empty name", { "": true, b: false }, /has an empty name/],
    ["a name that cannot be seen", { "\b": true, b: false }, /has an empty name/],
    ["an item's name that cannot be seen", [{ name: "\u200b", ok: true }], /Item 1 has no name/],
    ["one name twice", [a, a], /two of its items are called a/i],
    ["a total that is another", { total: 3, results: [a] }, /says that it has 3 items and holds 1/],
    [
      "a summary that counts more passes",
      { summary: { passed: 2 }, results: [a] },
      /2 passed, and its items say 1 passed/,
    ],
    [
      "a summary that counts fewer failures",
      { summary: { failed: 0 }, results: [{ name: "b", ok: false }] },
      /0 failed/,
    ],
    ["a summary that failed", { status: "failed", results: [a] }, /says failed, and its items say 1 passed/],
    ["a summary that passed", { success: true, results: [{ name: "b", ok: false }] }, /says passed.*not passed: b/],
    ["an overall verdict", { summary: { all_passed: true }, checks: { a: true, b: false } }, /all_passed says passed/],
  ])("%s", (_name, value, reason) => {
    expect(reasonOf(value)).toMatch(reason);
  });

  test("one name in two categories is two items", () => {
    const value = [
      { name: "init", category: "a", ok: true },
      { name: "init", category: "b", ok: false },
    ];
    expect(statuses(value)).toEqual(["a: init passed", "b: init failed"]);
  });

  test("keys of the prototype are names like any other, and lend no status", () => {
    expect(mustRead(readChecklist('{"__proto__": true, "b": false}')).map((item) => item.name)).toEqual([
      "__proto__",
      "b",
    ]);
    expect(
      mustRead(readChecklist('[{"name":"x","__proto__":{"passed":true}},{"name":"y","passed":true}]'))[0]?.status,
    ).toBe("unknown");
  });

  test("a summary may agree", () => {
    const value = {
      success: false,
      total: 2,
      passed: 1,
      failed: 1,
      results: [
        { name: "a", ok: true },
        { name: "b", ok: false },
      ],
    };
    expect(statuses(value)).toEqual(["a passed", "b failed"]);
  });
});

test("names that are extra and names that are missing", () => {
  expect(compareNames(["a", "b", "é"], [{ name: "b" }, { name: "c" }, { name: "e\u0301 " }])).toEqual({
    extra: ["c"],
    missing: ["a"],
  });
});
