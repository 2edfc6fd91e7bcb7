import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "@jest/globals";
import type { Problem, Reading } from "../../src/domain/problem.ts";

/** A file that a real tool wrote; fixtures/README.md says which. */
export function readFixture(path: string): string {
  return readFileSync(fileURLToPath(new URL(`./fixtures/${path}`, import.meta.url)), "utf8");
}

/** The value of a reading that must have gone well. */
export function mustRead<T>(reading: Reading<T>): T {
  if (!reading.ok) throw new Error(`${reading.problem.kind}: ${reading.problem.reason}`);
  return reading.value;
}

/** The problem of a reading that must have failed; it must be fit to be shown. */
export function problemOf(reading: Reading<unknown>): Problem {
  if (reading.ok) throw new Error(`read as ${JSON.stringify(reading.value).slice(0, 300)}`);
  const { problem } = reading;
  expect(problem.reason).toMatch(/^[^a-z\s].*[.!?…]$/su);
  expect(problem.reason.length).toBeLessThan(1000);
  return problem;
}
