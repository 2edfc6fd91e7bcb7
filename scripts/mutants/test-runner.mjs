// A test runner for Stryker that keeps everything in one process: a mutant is switched on and the tests that reach it run at once,
// in milliseconds, where Jest would take a second to begin. Tests are those of Jest, as they are.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { commonTokens, declareFactoryPlugin, PluginKind, tokens } from "@stryker-mutator/api/plugin";
import {
  DryRunStatus,
  determineHitLimitReached,
  TestStatus,
  toMutantRunResult,
} from "@stryker-mutator/api/test-runner";
import { calmFastCheck } from "./calm-fast-check.mjs";
import { createGlobals, runTest } from "./jest-globals.mjs";
import { createLoader } from "./load-modules.mjs";
import { testsFor as chooseTests, leftOut } from "./tests-to-run.mjs";

/** What the run without a mutant took, for the processes that did not make it. */
const dryRunFile = "dry-run.json";

/** A test that meets a mutant this many times as often as it met the code, and some more, is in a loop without an end. */
const loopFactor = 20;
const loopHits = 2000;

/** A test that takes this many times as long as it took, and some more, waits for what never comes. */
const waitFactor = 20;
const waitMs = 3000;

/** Where instrumented code looks for the mutant that is on, and counts what it reaches. */
// biome-ignore lint/suspicious/noAssignInExpressions: one global, made here or by the code under test.
const context = (globalThis.__stryker__ ??= {});

function createTestRunner({ mutate }) {
  const { globals, collect } = createGlobals();
  const loader = createLoader({ "@jest/globals": globals, "fast-check": calmFastCheck() });
  const beginnings = chooseTests(mutate);
  const files = testsBelow(resolve("__tests__")).filter((file) =>
    beginnings.some((beginning) => relative(process.cwd(), file).startsWith(beginning)),
  );
  /** Of each test, without a mutant: milliseconds, and how often it meets each mutant. */
  let known = null;
  /** Test file → ids, from a load without a mutant. */
  const idsByFile = new Map();
  let testsByFile = new Map();

  function loadTests(file) {
    const known = testsByFile.get(file);
    if (known !== undefined) return known;
    const path = relative(process.cwd(), file);
    const seen = new Map();
    const tests = collect(() => loader.load(file)).map((test) => {
      const count = (seen.get(test.name) ?? 0) + 1;
      seen.set(test.name, count);
      return { ...test, file, id: `${path} › ${test.name}${count > 1 ? ` (${count})` : ""}` };
    });
    const kept = tests.filter(({ id }) => !leftOut.some((part) => id.includes(part)));
    testsByFile.set(file, kept);
    return kept;
  }

  function forget() {
    loader.forget();
    testsByFile = new Map();
  }

  async function init() {
    for (const file of files) await loader.prepare(file);
    for (const file of files) {
      idsByFile.set(
        file,
        loadTests(file).map(({ id }) => id),
      );
    }
  }

  async function runOne(test) {
    const before = performance.now();
    const result = { id: test.id, name: test.id, fileName: test.file, status: TestStatus.Success, failureMessage: "" };
    context.currentTestId = test.id;
    try {
      result.ended = await endsWithin(runTest(test), waitFactor * (known?.[test.id]?.ms ?? 3000) + waitMs);
    } catch (error) {
      result.status = TestStatus.Failed;
      result.failureMessage = String(error?.message ?? error);
    }
    context.currentTestId = undefined;
    result.timeSpentMs = performance.now() - before;
    return result;
  }

  async function dryRun({ coverageAnalysis }) {
    forget();
    context.activeMutant = undefined;
    context.mutantCoverage = coverageAnalysis === "off" ? undefined : { static: {}, perTest: {} };
    const tests = [];
    for (const file of files) for (const test of loadTests(file)) tests.push(await runOne(test));
    const mutantCoverage = context.mutantCoverage;
    context.mutantCoverage = undefined;
    known = Object.fromEntries(
      tests.map(({ id, timeSpentMs }) => [id, { ms: timeSpentMs, hits: mutantCoverage?.perTest[id] ?? {} }]),
    );
    writeFileSync(dryRunFile, JSON.stringify(known));
    return { status: DryRunStatus.Complete, tests, mutantCoverage };
  }

  /** The files whose tests may notice the mutant. A mutant that is met while loading has no tests of its own named. */
  function filesFor({ testFilter, sandboxFileName }) {
    if (testFilter === undefined) return files.filter((file) => loader.reaches(file, sandboxFileName));
    const wanted = new Set(testFilter);
    return files.filter((file) => idsByFile.get(file)?.some((id) => wanted.has(id)));
  }

  function testsFor(options) {
    const wanted = options.testFilter === undefined ? null : new Set(options.testFilter);
    const tests = filesFor(options).flatMap((file) => loadTests(file));
    const chosen = wanted === null ? tests : tests.filter(({ id }) => wanted.has(id));
    return chosen.sort((one, other) => (known[one.id]?.ms ?? 0) - (known[other.id]?.ms ?? 0));
  }

  async function mutantRun(options) {
    const { activeMutant, mutantActivation, reloadEnvironment, disableBail } = options;
    known ??= JSON.parse(readFileSync(dryRunFile, "utf8"));
    context.hitCount = undefined;
    context.activeMutant = mutantActivation === "static" ? activeMutant.id : undefined;
    const results = [];
    try {
      if (reloadEnvironment) forget();
      const tests = testsFor(options);
      context.activeMutant = activeMutant.id;
      for (const test of tests) {
        context.hitCount = 0;
        context.hitLimit = loopFactor * (known[test.id]?.hits[activeMutant.id] ?? 0) + loopHits;
        const result = await runOne(test);
        const timeout =
          result.ended === false
            ? { status: DryRunStatus.Timeout, reason: `It waits for what never comes: ${test.id}` }
            : determineHitLimitReached(context.hitCount, context.hitLimit);
        if (timeout !== undefined) return toMutantRunResult(timeout);
        results.push(result);
        if (result.status === TestStatus.Failed && !disableBail) break;
      }
    } catch (error) {
      // The module does not even load with this mutant in it: every test of the files that import it fails.
      const [id = "load"] = filesFor(options).flatMap((file) => idsByFile.get(file) ?? []);
      const failureMessage = `Loading failed: ${String(error?.message ?? error)}`;
      results.push({ id, name: id, status: TestStatus.Failed, timeSpentMs: 0, failureMessage });
      forget();
    } finally {
      context.activeMutant = undefined;
    }
    return toMutantRunResult({ status: DryRunStatus.Complete, tests: results });
  }

  return { capabilities: () => ({ reloadEnvironment: true }), init, dryRun, mutantRun };
}

/** Whether a promise settles in time; one that does not is left alone. @throws what it rejects with */
async function endsWithin(promise, ms) {
  let timer;
  const late = new Promise((done) => {
    timer = setTimeout(() => done(false), ms);
  });
  try {
    return await Promise.race([promise.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

createTestRunner.inject = tokens(commonTokens.options);

function testsBelow(folder) {
  const names = readdirSync(folder, { recursive: true }).map(String);
  return names
    .filter((name) => name.endsWith(".test.ts"))
    .sort()
    .map((name) => join(folder, name));
}

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, "in-process", createTestRunner)];
