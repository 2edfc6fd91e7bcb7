import { RE2JS } from "re2js";
import type { Reading } from "../../domain/problem.ts";
import { plainName } from "../plain-name.ts";
import { invalid, read } from "../refusal.ts";

/** A pattern whose time grows with the text alone, whatever it looks like. */
export type LinearPattern = RE2JS;

/** Longer patterns are machine-made, and cost memory. */
const maxPatternChars = 2000;

/** Compiles a pattern in RE2's syntax: no look-around and no back-references, since those cannot be linear. */
export function compilePattern(pattern: string): Reading<LinearPattern> {
  if (pattern === "") return invalid("the pattern is empty", "Write what to look for.");
  if (pattern.length > maxPatternChars) {
    return invalid(`the pattern is longer than ${maxPatternChars} characters`, "Write a shorter one.");
  }
  try {
    return read(RE2JS.compile(pattern));
  } catch (error) {
    const said = error instanceof Error ? plainName(error.message, 160) : "";
    return invalid(
      `the pattern is not one of RE2's: ${said}`,
      "Look-around and back-references cannot be used; see RE2's syntax.",
    );
  }
}
