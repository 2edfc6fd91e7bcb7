import type { TextMatch } from "../../domain/config.ts";
import type { Reading } from "../../domain/problem.ts";
import { removeControlSequences } from "../../text/control-sequences.ts";
import { plainName } from "../plain-name.ts";
import { read } from "../refusal.ts";
import { compilePattern, type LinearPattern } from "./compile-pattern.ts";

/** What became of the expectations on a program's output. */
interface TextExpectationResult {
  /** Expected, and not printed. */
  readonly absent: readonly TextMatch[];
  /** Forbidden, and printed. */
  readonly forbidden: readonly TextMatch[];
  /** What the patterns could not be sure of. */
  readonly notes: readonly string[];
}

export interface TextExpectation {
  write(chunk: string): void;
  end(): TextExpectationResult;
}

/** A long line is searched in pieces of this length; each begins with the end of the one before it. */
const pieceChars = 65_536;
const overlapChars = 4096;

interface Search {
  readonly match: TextMatch;
  readonly never: boolean;
  readonly pattern: LinearPattern | null;
  found: boolean;
}

/**
 * Looks, while a program prints, for what it must print and for what it must not. Patterns are held against one line at a
 * time; text may run over several. Colour codes are taken out first, and the end of a line is one line feed.
 *
 * In a line of megabytes an `output` pattern is looked for at its beginning alone, and a `never` pattern in all of it: what
 * cannot be seen must not help to pass.
 */
export function createTextExpectation(expectation: {
  readonly output: readonly TextMatch[];
  readonly never: readonly TextMatch[];
}): Reading<TextExpectation> {
  const searches: Search[] = [];
  for (const never of [false, true]) {
    for (const match of never ? expectation.never : expectation.output) {
      const compiled = match.kind === "pattern" ? compilePattern(match.pattern) : read(null);
      if (!compiled.ok) return compiled;
      searches.push({ match, never, pattern: compiled.value, found: false });
    }
  }
  return read(new Expectation(searches));
}

class Expectation implements TextExpectation {
  readonly #searches: readonly Search[];
  readonly #longestText: number;
  /** The end of what was seen, in which a text may begin that the next piece ends. */
  #before = "";
  #held = "";
  /** The held piece goes on a line whose beginning has been looked at. */
  #continues = false;
  #afterReturn = false;
  #longLines = 0;

  constructor(searches: readonly Search[]) {
    this.#searches = searches;
    this.#longestText = Math.max(0, ...searches.map(({ match }) => (match.kind === "text" ? match.text.length : 0)));
  }

  write(chunk: string): void {
    if (this.#searches.every((search) => search.found)) return;
    let text = chunk;
    if (this.#afterReturn && text.startsWith("\n")) text = text.slice(1);
    if (chunk !== "") this.#afterReturn = chunk.endsWith("\r");
    const lines = text.split(/\r\n|\n|\r/);
    for (const [i, line] of lines.entries()) {
      this.#hold(line);
      if (i < lines.length - 1) this.#finishLine("\n");
    }
  }

  end(): TextExpectationResult {
    if (this.#held !== "") this.#finishLine("");
    const { absent, forbidden } = {
      absent: this.#searches.filter(({ never, found }) => !never && !found),
      forbidden: this.#searches.filter(({ never, found }) => never && found),
    };
    const unsure = this.#longLines > 0 && this.#searches.some(({ pattern }) => pattern !== null);
    const notes = unsure
      ? [
          `${this.#longLines} very long ${this.#longLines === 1 ? "line was" : "lines were"} searched in pieces of ${pieceChars} characters.`,
        ]
      : [];
    return { absent: absent.map(({ match }) => match), forbidden: forbidden.map(({ match }) => match), notes };
  }

  #hold(part: string): void {
    for (let at = 0; at < part.length; ) {
      const room = pieceChars - this.#held.length;
      const piece = part.slice(at, at + room);
      this.#held += piece;
      at += piece.length;
      if (this.#held.length >= pieceChars) {
        const piece = removeControlSequences(this.#held, false);
        if (!this.#continues) this.#longLines++;
        this.#searchPatterns(piece);
        const fresh = this.#continues ? removeControlSequences(this.#held.slice(overlapChars), false) : piece;
        this.#searchTexts(fresh);
        this.#held = this.#held.slice(-overlapChars);
        this.#continues = true;
      }
    }
  }

  #finishLine(end: string): void {
    this.#searchPatterns(removeControlSequences(this.#held, false));
    const fresh = this.#continues ? this.#held.slice(overlapChars) : this.#held;
    this.#searchTexts(removeControlSequences(fresh, false) + end);
    this.#held = "";
    this.#continues = false;
  }

  #searchPatterns(line: string): void {
    for (const search of this.#searches) {
      if (search.found || search.pattern === null || (this.#continues && !search.never)) continue;
      search.found = search.pattern.test(line);
    }
  }

  #searchTexts(fresh: string): void {
    if (this.#longestText === 0) return;
    const seen = this.#before + fresh;
    for (const search of this.#searches) {
      if (!search.found && search.match.kind === "text") search.found = seen.includes(search.match.text);
    }
    this.#before = seen.slice(Math.max(0, seen.length - this.#longestText + 1));
  }
}

/** A match in words, for a sentence. */
export function describeMatch(match: TextMatch): string {
  return match.kind === "text" ? `"${plainName(match.text, 80)}"` : `/${plainName(match.pattern, 80)}/`;
}
