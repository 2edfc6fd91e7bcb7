import type { StoredCase } from "./case-store.ts";

/** One open `<testsuites>` or `<testsuite>`: what it says of itself, and what was found in it. */
export interface Suite {
  readonly name: string;
  /** Its own attributes; null where it has none or they are no count. */
  readonly declaredTests: number | null;
  /** Failures and errors together. */
  readonly declaredFailures: number;
  /** Test cases anywhere below. */
  cases: number;
  /** Its own test cases and suites: what node's runner counts. */
  children: number;
  /** Failure and error elements anywhere below: pytest counts each subtest's. */
  failures: number;
  /** The cases of this suite by name, kept only for writers that repeat a name when they repeat a test. */
  readonly byName: Map<string, StoredCase>;
}

export function createSuite(attributes: Readonly<Record<string, string>>): Suite {
  return {
    name: attributes.name ?? "",
    declaredTests: count(attributes.tests),
    declaredFailures: (count(attributes.failures) ?? 0) + (count(attributes.errors) ?? 0),
    cases: 0,
    children: 0,
    failures: 0,
    byName: new Map(),
  };
}

/** How many tests the suite says it has beyond those that it holds, by the count that is kindest to it. */
export function lostTests(suite: Suite): number {
  return Math.max(0, (suite.declaredTests ?? 0) - Math.max(suite.cases, suite.children));
}

/** How many failures and errors the suite says it has beyond those that its cases show. */
export function hiddenFailures(suite: Suite): number {
  return Math.max(0, suite.declaredFailures - suite.failures);
}

function count(text: string | undefined): number | null {
  return text !== undefined && /^\s*\d{1,12}\s*$/.test(text) ? Number(text) : null;
}
