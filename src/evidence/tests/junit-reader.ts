import type { TestReport } from "../../domain/evidence.ts";
import type { Reading } from "../../domain/problem.ts";
import { listNames, plainName } from "../plain-name.ts";
import { invalid, missing, type Refusal, read } from "../refusal.ts";
import { type XmlAttributes, XmlReader } from "../xml/xml-reader.ts";
import { outcomeOf } from "./case-outcome.ts";
import { CaseStore, type StoredCase } from "./case-store.ts";
import { createSuite, hiddenFailures, lostTests, type Suite } from "./junit-suite.ts";
import { parseTestTime } from "./junit-time.ts";
import { notJUnit } from "./not-junit.ts";
import {
  beginCase,
  cut,
  markCase,
  maxNameChars,
  type OpenCase,
  readTextChars,
  tellsOutcome,
  textsOf,
} from "./open-case.ts";
import { retriedStatus, type TestWriter } from "./retried-status.ts";

export interface TestReaderLimits {
  /** Cases kept in the report; all are counted. */
  readonly maxCases: number;
  /** Characters kept of a case's message and of its detail, each. */
  readonly maxTextChars: number;
}

export const defaultTestLimits: TestReaderLimits = { maxCases: 1000, maxTextChars: 4000 };

/** What a reader of test results tells; the caller adds stage and arm. */
export type TestResult = Omit<TestReport, "stage" | "arm">;

/** Reads test results as they arrive. */
export interface TestReader {
  write(chunk: string): void;
  end(): Reading<TestResult>;
}

/**
 * Reads JUnit XML as all common writers make it, as a stream, in memory that does not grow with the number of tests.
 *
 * - All counts come from the cases. A suite that says that it has more tests than it holds is a problem; one that says
 *   that it has more failures than its cases show (a crash outside of any test) adds an error of its own.
 * - A test that failed and passed when tried again is `flaky`. That is known from the elements of Surefire and nextest,
 *   and from a repeated name where the writer never gives two tests one name (Go, pytest). With other writers two cases of
 *   one name are two tests, and one that failed has failed.
 * - A file without a test is a problem, never a pass.
 */
export function createJUnitReader(limits: TestReaderLimits = defaultTestLimits): TestReader {
  const reader = new JUnitReader(limits);
  return reader;
}

class JUnitReader implements TestReader {
  readonly #limits: TestReaderLimits;
  readonly #xml: XmlReader;
  readonly #store: CaseStore;
  readonly #suites: Suite[] = [];
  #sawRoot = false;
  #case: OpenCase | null = null;
  /** How deep inside the open case the reader is; 1 for a direct child. */
  #depthInCase = 0;
  #attributesOfChild: XmlAttributes = {};
  #writer: TestWriter = "other";
  #lost: string | null = null;

  constructor(limits: TestReaderLimits) {
    this.#limits = limits;
    this.#store = new CaseStore(limits.maxCases);
    this.#xml = new XmlReader(
      {
        open: (name, attributes) => this.#open(name, attributes),
        close: (name, text) => this.#close(name, text),
        wantsText: (name) => this.#wantsText(name),
      },
      { maxDepth: 300, maxTextChars: readTextChars },
    );
  }

  write(chunk: string): void {
    this.#xml.write(chunk);
  }

  end(): Reading<TestResult> {
    const problem = this.#xml.end();
    if (problem !== null) return this.#withFailures(problem);
    if (this.#lost !== null) {
      return this.#withFailures(
        invalid(this.#lost, "Find out what ended the runner early, or which of its reporters loses tests."),
      );
    }
    if (this.#store.total === 0) {
      return missing("it holds no test", "Look whether the runner found any: its pattern, its folder, its filter.");
    }
    return read(this.#store.report("JUnit XML"));
  }

  #open(name: string, attributes: XmlAttributes): Refusal | undefined {
    if (!this.#sawRoot) {
      this.#sawRoot = true;
      if (name !== "testsuites" && name !== "testsuite") return notJUnit(name);
    }
    if (this.#case !== null) {
      this.#depthInCase++;
      if (this.#depthInCase === 1) this.#attributesOfChild = attributes;
    } else if (name === "testsuites" || name === "testsuite") {
      if (attributes.name === "pytest") this.#writer = "pytest";
      const parent = this.#suites.at(-1);
      if (parent !== undefined) parent.children++;
      this.#suites.push(createSuite(attributes));
    } else if (name === "property") {
      if (attributes.name === "go.version") this.#writer = "go";
    } else if (name === "testcase") {
      this.#case = beginCase(attributes);
      this.#depthInCase = 0;
    }
    return undefined;
  }

  #close(name: string, text: string): void {
    if (this.#case !== null) {
      if (this.#depthInCase === 0) this.#endCase(this.#case);
      else {
        if (this.#depthInCase === 1 && markCase(this.#case, name, this.#attributesOfChild, text)) this.#countFailure();
        this.#depthInCase--;
      }
    } else if (name === "testsuites" || name === "testsuite") {
      const suite = this.#suites.pop();
      if (suite !== undefined) this.#endSuite(suite);
    }
  }

  #wantsText(name: string): boolean {
    return this.#case !== null && this.#depthInCase === 1 && tellsOutcome(name);
  }

  /** Some writers count the failures of earlier tries in a suite's attributes, so all of them count here. */
  #countFailure(): void {
    const suite = this.#suites.at(-1);
    if (suite !== undefined) suite.failures++;
  }

  #endCase(open: OpenCase): void {
    this.#case = null;
    const suite = this.#suites.at(-1);
    if (suite !== undefined) {
      suite.cases++;
      suite.children++;
    }
    const status = outcomeOf(open.marks);
    const test: StoredCase = {
      name: cut(open.attributes.name ?? "", maxNameChars) || "(without a name)",
      suite: cut(this.#suiteName(open.attributes), maxNameChars),
      status,
      durationMs: parseTestTime(open.attributes.time ?? open.attributes.duration),
    };
    if (status !== "passed" && this.#store.hasRoom(status))
      Object.assign(test, textsOf(open, this.#limits.maxTextChars, this.#writer));
    if (suite === undefined || this.#writer === "other") this.#store.add(test);
    else this.#addRepeatable(suite, test);
  }

  /** Adds a case of a writer that never gives two tests of a suite one name: a name seen again is a further try. */
  #addRepeatable(suite: Suite, test: StoredCase): void {
    const key = `${test.suite}\n${test.name}`;
    const earlier = suite.byName.get(key);
    const retried = earlier === undefined ? null : retriedStatus(this.#writer, earlier.status, test.status);
    if (earlier !== undefined && retried !== null) {
      this.#store.remove(earlier);
      test.status = retried;
      test.durationMs += earlier.durationMs;
      if (test.message === undefined && earlier.message !== undefined) test.message = earlier.message;
    }
    suite.byName.set(key, test);
    this.#store.add(test);
  }

  #endSuite(suite: Suite): void {
    const hidden = hiddenFailures(suite);
    if (hidden > 0) {
      this.#store.add({
        name: cut(suite.name, maxNameChars) || "(suite without a name)",
        suite: cut(suite.name, maxNameChars),
        status: "error",
        durationMs: 0,
        message: `The suite counts ${hidden} more ${hidden === 1 ? "failure" : "failures"} than its test cases show: it went wrong outside of a test.`,
      });
      // So that the suites around it do not count the same once more.
      suite.failures += hidden;
    }
    // With subtests pytest counts each of them and writes a case for their test alone.
    if (lostTests(suite) > 0 && this.#writer !== "pytest") {
      const name = suite.name === "" ? "a suite" : `the suite ${plainName(suite.name)}`;
      this.#lost ??= `${name} says that it has ${suite.declaredTests} tests and holds ${suite.cases}`;
    }
    const parent = this.#suites.at(-1);
    if (parent === undefined) return;
    parent.cases += suite.cases;
    parent.failures += suite.failures;
  }

  #suiteName(attributes: XmlAttributes): string {
    const { classname, name } = attributes;
    // node writes "test" for every case; some reporters repeat the test's name.
    if (classname !== undefined && classname !== "" && classname !== "test" && classname !== name) return classname;
    return this.#suites
      .map((suite) => suite.name)
      .filter((suite) => suite !== "" && suite !== "Root Suite")
      .slice(-3)
      .join(" › ");
  }

  /** A file that cannot be trusted to be whole may still tell of failures. */
  #withFailures(refusal: Refusal): Refusal {
    if (this.#store.unsuccessful === 0) return refusal;
    const names = listNames([...this.#store.names("failed"), ...this.#store.names("error")], 3);
    const { problem } = refusal;
    const said = `Of the ${this.#store.total} tests read from it ${this.#store.unsuccessful} failed: ${names}.`;
    return { ok: false, problem: { ...problem, reason: `${problem.reason} ${said}` } };
  }
}
